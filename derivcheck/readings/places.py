"""Small questions about marks: where a name ends, what stands behind and below it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from ..expressions import NotUnderstood
from ..latex import Mark, Marks, closing, is_transpose, partition, thin

BRACKETS = {"(", "["}
SCRIPTS = {"sub", "sup", "prime"}


def base_end(marks: Marks, place: int, base: str) -> int | None:
    """The place behind a name that is at a place: one mark, or glued letters."""
    if marks[place].text == base and marks[place].kind in {"letter", "name", "text"}:
        return place + 1
    end = place + len(base)
    letters = marks[place:end]
    spelled = len(base) > 1 and "".join(m.text for m in letters) == base
    glued = all(m.kind == "letter" for m in letters) and all(
        m.glued for m in letters[1:]
    )
    return end if spelled and glued else None


def scripts_end(marks: Marks, place: int) -> int:
    """The place behind the scripts that are at a place."""
    while place < len(marks) and marks[place].kind in SCRIPTS:
        place += 1
    return place


def bracket_end(marks: Marks, place: int) -> int | None:
    """The place of the bracket that closes the one at a place, if one opens there."""
    if place >= len(marks) or marks[place].text not in BRACKETS:
        return None
    if marks[place].kind != "open":
        return None
    try:
        return closing(marks, place)
    except NotUnderstood:
        return None


def signs_of(marks: Marks) -> tuple[str, ...]:
    """What is printed, sign by sign."""
    return tuple(_signs(marks))


def _signs(marks: Marks) -> Iterator[str]:
    for mark in marks:
        yield mark.text
        for part in mark.parts:
            yield "{"
            yield from _signs(part)
            yield "}"


def is_upper_index(mark: Mark) -> bool:
    """Whether a superscript holds letters alone, and is no transpose."""
    inside = mark.parts[0] if mark.kind == "sup" else ()
    letters = all(m.kind in {"letter", "prime", "comma"} for m in inside)
    return bool(inside) and letters and not is_transpose(inside)


def is_index(
    marks: Marks, running: Collection[str], fixed: Collection[str] = ()
) -> bool:
    """Whether it is a sum of letters that run, numbers, and letters that are fixed."""
    terms, _ = partition(marks, {"operator"})
    if marks and marks[0].kind == "operator":
        terms = terms[1:]
    signs = {mark.text for mark in marks if mark.kind == "operator"}
    return signs <= {"+", "-"} and all(
        _is_letter_of(term, running)
        or [m.kind for m in term] == ["number"]
        or (bool(term) and term[0].text in fixed and scripts_end(term, 1) == len(term))
        for term in terms
    )


def _is_letter_of(marks: Marks, letters: Collection[str]) -> bool:
    """Whether it is one of these letters, with primes or without."""
    opens = bool(marks) and marks[0].kind == "letter" and marks[0].text in letters
    return opens and all(mark.kind == "prime" for mark in marks[1:])


def has_star(marks: Marks, place: int) -> bool:
    """Whether nothing but a star is above the letter at a place."""
    above = marks[place + 1 : place + 2]
    inside = above[0].parts[0] if above and above[0].kind == "sup" else ()
    return [m.text for m in inside] in (["*"], [r"\star"])


def bar_below(marks: Marks, place: int) -> tuple[Marks, Marks] | None:
    r"""What stands about the bar below the name at a place, `k` and `k-1`."""
    below = marks[place + 1 : place + 2]
    if marks[place].kind not in {"letter", "name"} or not below:
        return None
    if below[0].kind != "sub":
        return None
    parts, signs = partition(below[0].parts[0], {"bar"})
    if [sign.text for sign in signs] != ["|"] or not all(parts):
        return None
    return parts[0], parts[1]


def step_between(one: Marks, other: Marks) -> int | None:
    """How far a place is behind another of the same letter, or number."""
    first, second = _place_of(one), _place_of(other)
    if first is None or second is None or first[0] != second[0]:
        return None
    return second[1] - first[1]


def _place_of(marks: Marks) -> tuple[str, int] | None:
    """The letter of a place in time, none of a number, and what is added to it."""
    letter = ""
    shift, sign = 0, 1
    for mark in marks:
        if mark.kind == "operator" and mark.text in {"+", "-"}:
            sign = 1 if mark.text == "+" else -1
        elif mark.kind == "number" and mark.text.isdigit():
            shift += sign * int(mark.text)
        elif mark.kind == "letter" and not letter and sign == 1:
            letter = mark.text
        else:
            return None
    return letter, shift


def scripts_of(marks: Marks, place: int) -> Marks:
    """The scripts of the name at a place; none where none is there."""
    if marks[place].kind not in {"letter", "name"}:
        return ()
    return marks[place + 1 : scripts_end(marks, place + 1)]


def is_capital(name: str) -> bool:
    r"""Whether a name is a capital letter, maybe a bold one: `K`, `\Sigma`."""
    plain = thin(name)
    return plain.removeprefix("\\")[:1].isupper()


def row_of(marks: Marks, place: int) -> bool:
    """Whether one letter is below the name at a place, and nothing is above it."""
    scripts = scripts_of(marks, place)
    below = scripts[0].parts[0] if [m.kind for m in scripts] == ["sub"] else ()
    return [m.kind for m in below] == ["letter"]


def is_primed(marks: Marks, place: int) -> bool:
    """Whether a prime is among the scripts of the name at a place."""
    return any(m.kind == "prime" for m in scripts_of(marks, place))


@dataclass(frozen=True, slots=True)
class Below:
    """A name with indices below it: `letters`, or nothing where a number stands.

    `above` is a layer above it, as a number in brackets; the scripts begin at
    `scripts`, `at` is the place of the subscript, and `end` the one behind them.
    """

    base: str
    above: tuple[str, ...]
    letters: tuple[str, ...]
    scripts: int
    at: int
    end: int

    def may_be(self, other: Below) -> bool:
        """Whether the two differ in what is below them alone."""
        alike = (self.base, self.above) == (other.base, other.above)
        return alike and len(self.letters) == len(other.letters)


def below_name(marks: Marks, place: int, words: Collection[str]) -> Below | None:
    """The name at a place, a word or a letter, if it has indices below."""
    named = _named(marks, place, words) if place < len(marks) else None
    if named is None:
        return None
    base, end = named
    after = scripts_end(marks, end)
    subs = [n for n in range(end, after) if marks[n].kind == "sub"]
    letters = _letters_below(marks[subs[0]].parts[0]) if len(subs) == 1 else None
    if letters is None:
        return None
    signs = signs_of(tuple(m for m in marks[end:after] if m.kind == "sup"))
    layer = bool({"(", "["} & {*signs}) and not any(sign.isalpha() for sign in signs)
    above = signs if layer else ()
    return Below(base, above, letters, end, subs[0], after)


def _named(marks: Marks, place: int, words: Collection[str]) -> tuple[str, int] | None:
    """The longest word that is at a place, or the letter, and the place behind."""
    for word in sorted(words, key=len, reverse=True):
        signs = word.split(" ")  # `\Delta w` is a word of two signs
        end = place + len(signs)
        if len(signs) > 1 and [m.text for m in marks[place:end]] == signs:
            return word, end
        if (one := base_end(marks, place, word)) is not None:
            return word, one
    mark = marks[place]
    return (mark.text, place + 1) if mark.kind in {"letter", "name"} else None


def _letters_below(marks: Marks) -> tuple[str, ...] | None:
    r"""The letters of the indices in a subscript, none for a number.

    Those of `\text{kh}_{12}` are what its word says.
    """
    if [m.kind for m in marks] == ["text", "sub"]:
        return tuple(marks[0].text)
    found: list[str] = []
    stepping = False
    for mark in marks:
        match mark.kind:
            case "letter":
                found.append(mark.text)
            case "number" if not stepping:
                found += [""] * len(mark.text)
            case "number" | "prime" | "comma":
                pass
            case "operator" if found and found[-1] and mark.text in {"+", "-"}:
                pass
            case _:
                return None
        stepping = mark.kind == "operator"
    return tuple(found) or None
