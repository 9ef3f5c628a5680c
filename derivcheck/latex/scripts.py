r"""What is below and above a name: tags, indices and numbers.

`net_{h_i}`, `net_{hi}` and `net_{h,i}` have the same items, h and i; which of them
are tags and which are indices is decided in `names`, with the whole page in view.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ..expressions import NotUnderstood
from .marks import Mark, Marks, whole

UP_TO = {"<", r"\le", ">", r"\ge"}
PART_BY_INDEX = (
    "a part of an array that is longer at one value of an index than at another is "
    "not read as an array: write it by components, with a sum up to that index"
)
TRANSPOSES = {"T", r"\top", r"\intercal", "t", r"\mathsf{T}"}


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a script: `kind` is "letter", "number", "word" or "sign".

    `tag` is true where a script of its own marks the item as part of the name.
    A "label" has scripts of its own: in $p_{n y_n}$, `below` the second item stands n;
    in $p_{y^{(n)}}$, `above` it. `more` are the letters added, with their signs.
    """

    kind: str
    text: str
    at: int
    shift: int = 0
    tag: bool = False
    below: tuple[Item, ...] = ()
    above: tuple[Item, ...] | None = None
    more: tuple[tuple[int, str], ...] = ()

    @property
    def written(self) -> str:
        """The item as it stands in a name: `l-1`."""
        more = "".join(("+" if sign > 0 else "-") + text for sign, text in self.more)
        return self.text + more + (f"{self.shift:+d}" if self.shift else "")

    @property
    def letters(self) -> tuple[str, ...]:
        """The letters that are added: i and a of `i+a-1`."""
        return (self.text, *(text for _, text in self.more))


@dataclass(frozen=True, slots=True)
class Scripts:
    """The scripts of a name, in the order in which they were read.

    `sup` has the items of a superscript that may be part of the name; `bracketed`
    says that it stood in brackets; `powers` are the other superscripts.
    """

    sub: tuple[Item, ...] = ()
    sup: tuple[Item, ...] | None = None
    bracketed: bool = False
    primes: int = 0
    rest: tuple[Mark, ...] = ()


def items(marks: Marks) -> tuple[Item, ...]:
    """The items of one script.

    Raises `NotUnderstood` where something is there that is no index.
    """
    found: list[Item] = []
    place = 0
    while place < len(marks):
        mark = marks[place]
        place += 1
        if mark.kind == "comma" or (
            mark.kind in {"open", "close"} and mark.text in "()[]"
        ):
            continue
        if mark.kind == "number":
            whole(mark)
            found.append(Item("number", mark.text, mark.start))
        elif mark.kind in {"letter", "name", "text", "function"}:
            place = _word(mark, marks, place, found)
        elif mark.kind == "sub":
            found.extend(items(mark.parts[0]))
        elif mark.kind == "operator" and mark.text in {"*", "+", "-"}:
            found.append(Item("word", mark.text, mark.start, tag=True))
        elif mark.text == r"\star":
            found.append(Item("word", "*", mark.start, tag=True))
        elif mark.kind == "colon" or mark.text == r"\cdot":
            found.append(Item("word", ":", mark.start))
        elif mark.text in UP_TO:
            raise NotUnderstood(PART_BY_INDEX, mark.start)
        else:
            raise NotUnderstood(f"expected an index, found {mark.text}", mark.start)
    return tuple(found)


def _word(mark: Mark, marks: Marks, place: int, found: list[Item]) -> int:
    """Reads a letter with its primes and its shift, or a word; gives the next place."""
    text, kind = mark.text, "letter"
    greek = mark.kind == "text" and text.startswith("\\")
    if greek or (mark.kind in {"text", "name"} and len(text) == 1):
        found.append(Item("word", text, mark.start, tag=True))
        return place
    if mark.kind != "letter" and not text.startswith("\\"):
        kind = "word" if len(text) > 1 else "letter"
    elif mark.kind == "letter" and len(text) == 1:
        run = _letters(marks, place - 1)
        if len(run) >= 3:
            found.append(Item("word", run, mark.start))
            return place - 1 + len(run)
    if place < len(marks) and marks[place].kind == "prime":
        text += marks[place].text
        place += 1
    above = None
    if place < len(marks) and marks[place].kind == "sup":
        own = bracketed(marks[place].parts[0])
        if own is not None:
            above = items(own)
            place += 1
    nested = place < len(marks) and marks[place].kind == "sub"
    tag = nested or above is not None or text.startswith(r"\mathcal")
    more, shift, place = _added(marks, place)
    found.append(Item(kind, text, mark.start, shift, tag, above=above, more=more))
    return place


def _added(marks: Marks, place: int) -> tuple[tuple[tuple[int, str], ...], int, int]:
    """The letters and the number that are added to a letter, and the next place."""
    more: list[tuple[int, str]] = []
    shift = 0
    while place + 1 < len(marks):
        operator, term = marks[place], marks[place + 1]
        if operator.kind != "operator" or operator.text not in "+-":
            break
        sign = 1 if operator.text == "+" else -1
        if term.kind == "number" and term.text.isdigit():
            shift += sign * whole(term)
            place += 2
        elif term.kind == "letter":
            prime = marks[place + 2 : place + 3]
            primed = bool(prime) and prime[0].kind == "prime"
            after = marks[place + 2 + primed : place + 3 + primed]
            if after and after[0].kind in {"sub", "sup"}:
                break
            more.append((sign, term.text + (prime[0].text if primed else "")))
            place += 2 + primed
        else:
            break
    return tuple(more), shift, place


def _letters(marks: Marks, place: int) -> str:
    run = ""
    while place < len(marks) and marks[place].kind == "letter":
        if len(marks[place].text) > 1 or (run and not marks[place].glued):
            break
        run += marks[place].text
        place += 1
    if place < len(marks) and marks[place].kind in {"prime", "sub"} and len(run) < 4:
        return run[:-1] if len(run) > 3 else ""
    return run


def terms_of(item: Item) -> list[tuple[int, Item]]:
    """The letters of a sum in a slot, each as an item of its own, with its sign."""
    first = replace(item, shift=0, more=())
    return [(1, first), *((s, Item("letter", c, item.at)) for s, c in item.more)]


def is_transpose(marks: Marks) -> bool:
    """Whether a superscript holds nothing but a sign of transposition."""
    return len(marks) == 1 and marks[0].text in TRANSPOSES - {"t"}


def bracketed(marks: Marks) -> Marks | None:
    """What is in the brackets that a superscript opens with, or None.

    A sum of numbers, `w^{(2 - 1)}`, is a power.
    """
    if len(marks) < 3 or marks[0].kind != "open" or marks[0].text not in "([":
        return None
    for place, mark in enumerate(marks):
        if mark.kind == "close":
            inside = marks[1:place]
            kinds = {inner.kind for inner in inside}
            return None if kinds == {"number", "operator"} else inside
    return None


def read_scripts(marks: Marks, place: int, *, layered: bool) -> tuple[Scripts, int]:
    """The scripts that follow a name at `place`, and the place after them.

    With `layered`, a superscript without brackets is part of the name too, unless
    it is a transpose.
    """
    sub: tuple[Item, ...] = ()
    sup: tuple[Item, ...] | None = None
    in_brackets, primes = False, 0
    rest: list[Mark] = []
    while place < len(marks) and marks[place].kind in {"sub", "sup", "prime"}:
        mark = marks[place]
        place += 1
        if mark.kind == "prime":
            primes += mark.text.count("'")
        elif mark.kind == "sub":
            if rest:
                place -= 1
                break
            sub += items(mark.parts[0])
        else:
            inside = mark.parts[0]
            own = bracketed(inside)
            if own is not None and sup is None:
                sup, in_brackets = items(own), True
                after = inside[len(own) + 2 :]
                if len(after) == 1 and after[0].kind == "sup":
                    rest.append(after[0])  # `W^{(2)^T}`
                elif after:
                    rest.append(_again(mark, after))
            elif layered and sup is None and not (rest or _is_operation(inside)):
                body, after = _split_transpose(inside)
                sup = items(body)
                if after:
                    rest.append(_again(mark, after))
            else:
                rest.append(mark)
    return Scripts(sub, sup, in_brackets, primes, tuple(rest)), place


def _is_operation(inside: Marks) -> bool:
    """Whether a superscript is a transpose or a negative power, and no part of a name.

    A sign alone is: `P_k^-` is the quantity before the update.
    """
    return is_transpose(inside) or (len(inside) > 1 and inside[0].text == "-")


def _again(mark: Mark, inside: Marks) -> Mark:
    start = inside[0].start
    return Mark("sup", "^", start, mark.end, True, (inside,))


def _split_transpose(inside: Marks) -> tuple[Marks, Marks]:
    if len(inside) > 1 and inside[-1].text in {"T", r"\top"}:
        return inside[:-1], inside[-1:]
    return inside, ()


def flat(marks: Marks) -> Iterator[Mark]:
    """Every mark, those inside other marks included."""
    for mark in marks:
        yield mark
        for part in mark.parts:
            yield from flat(part)
