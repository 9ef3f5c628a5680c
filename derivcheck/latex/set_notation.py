r"""The right side of `\in`: intervals, simplices, one-hot vectors, real arrays."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from ..expressions import Choice, Domain, Interval, NotUnderstood, OneHot, Simplex
from .marks import Mark, Marks, whole
from .scripts import bracketed
from .statement_kinds import listed

REALS = {r"\mathbb{R}", r"\R", r"\mathbf{R}"}
WHOLE = {r"\mathbb{N}", r"\mathbb{Z}"}
UNIT = {r"\mathbf{e}", r"\vec{e}", "e"}


@dataclass(frozen=True, slots=True)
class Set:
    """A domain for every entry, and the sizes of the array (None: not named)."""

    domain: Domain | None
    sizes: tuple[str | int | None, ...] = ()


def size_marks(marks: Marks) -> str | None:
    """The size that is written, `n`, `n_x` or `2n - m + 1`; None where it is none.

    One that is made of others has a space before each sign, `n +n -m +1`.
    """
    found = terms_of_size(marks)
    if found is None:
        return None
    names, ones = found
    terms = [f"{'+' if sign > 0 else '-'}{name}" for sign, name in names]
    return " ".join([names[0][1], *terms[1:], *([f"{ones:+d}"] if ones else [])])


def terms_of_size(marks: Marks) -> tuple[list[tuple[int, str]], int] | None:
    """The names that are added, each with its sign, and the ones: of `2n - m + 1`.

    One without a minus comes first; None where none does, or something else stands.
    """
    names: list[tuple[int, str]] = []
    ones = 0
    place = 0
    while place < len(marks):
        sign = 1
        if marks[place].kind == "operator" and marks[place].text in "+-":
            sign = -1 if marks[place].text == "-" else 1
            place += 1
        elif place:
            return None
        end = place
        while end < len(marks) and marks[end].kind != "operator":
            end += 1
        many, name = 1, marks[place:end]
        if name and name[0].kind == "number":
            if not name[0].text.isdecimal():
                return None
            many, name = int(name[0].text), name[1:]
        called = _name_of_size(name)
        if name and (called is None or many > 9):
            return None
        if called is None:
            ones += sign * many
        else:
            names += [(sign, called)] * many
        if end == place:
            return None
        place = end
    names.sort(key=lambda term: -term[0])
    return (names, ones) if names and names[0][0] > 0 else None


def _name_of_size(marks: Marks) -> str | None:
    """`n`, `n'`, `n_x`; a layer in brackets above, `n^{[l]}`, is read as one below."""
    if not marks or marks[0].kind not in {"letter", "name"}:
        return None
    if len(marks) == 1:
        return marks[0].text
    if len(marks) == 2 and marks[1].kind == "prime":
        return marks[0].text + marks[1].text
    if len(marks) == 2 and marks[1].kind == "sub":
        inside = "".join(m.text for m in marks[1].parts[0])
        return f"{marks[0].text}_{inside}"
    if len(marks) == 2 and marks[1].kind == "sup":
        layer = bracketed(marks[1].parts[0])
        if layer and len(layer) + 2 == len(marks[1].parts[0]):
            return f"{marks[0].text}_" + "".join(m.text for m in layer)
    return None


def axes_of(marks: Marks) -> int:
    """How many slots membership in a set adds to a name; 0 where it is not read."""
    try:
        return len(read_set(marks, 0).sizes)
    except NotUnderstood:
        return 0


def read_set(marks: Marks, at: int) -> Set:
    """The set that the marks write.

    Raises `NotUnderstood` for a set that is not known.
    """
    marks = tuple(m for m in marks if m.kind not in {"wide", "text"})
    if not marks:
        raise NotUnderstood("expected a set", at)
    first, rest = marks[0], marks[1:]
    if first.text in REALS:
        return _reals(rest, at)
    if first.text == r"\Delta":
        return Set(Simplex(), (_simplex_size(rest),))
    if first.text in WHOLE:
        raise NotUnderstood(
            "a set of all whole numbers is not read: write a finite one, "
            r"\{1, \dots, N\}, or \mathbb{R}",
            first.start,
        )
    if first.kind == "open" and first.text in "([":
        return _interval(marks, at)
    if first.text == "{":
        return _listed(marks, at)
    raise NotUnderstood(
        r"expected a set: \mathbb{R}^n, (0, 1), \Delta, \{1, \dots, C\} or "
        r"\{\mathbf e_1, \dots, \mathbf e_n\}",
        first.start,
    )


def _reals(rest: Marks, at: int) -> Set:
    domain: Domain | None = None
    sizes: tuple[str | int | None, ...] = ()
    for mark in rest:
        texts = [m.text for m in mark.parts[0]] if mark.parts else []
        if mark.kind in {"sub", "sup"} and texts and texts[0] in {"+", ">", r"\ge"}:
            domain = Interval(Fraction(0), None, low_inside=texts[0] == r"\ge")
        elif mark.kind == "sub" and texts and texts[0] in {"-", "<"}:
            domain = Interval(None, Fraction(0))
        elif mark.kind == "sup":
            sizes = shape_of_set(mark.parts[0], at)
        elif mark.kind == "comma":
            continue
        else:
            raise NotUnderstood("the set is not known", mark.start)
    return Set(domain, sizes)


def factors_of(marks: Marks) -> list[Marks]:
    r"""`m \times n` into m and n."""
    found: list[list[Mark]] = [[]]
    for mark in marks:
        if mark.text in {r"\times", r"\cdot"}:
            found.append([])
        else:
            found[-1].append(mark)
    return [tuple(f) for f in found]


def shape_of_set(marks: Marks, at: int) -> tuple[str | int | None, ...]:
    r"""`m \times n`, the sizes above a set; `*` for one that definitions tell."""
    found: list[str | int | None] = []
    for factor in factors_of(marks):
        if len(factor) == 1 and factor[0].kind == "number":
            found.append(whole(factor[0]))
            continue
        if [mark.text for mark in factor] == ["*"]:
            found.append(None)
            continue
        if len(factor) > 2 and factor[0].text == "(" and factor[-1].text == ")":
            factor = factor[1:-1]
        name = size_marks(factor)
        if name is None:
            raise NotUnderstood("expected a size", factor[0].start if factor else at)
        found.append(name)
    return tuple(found)


def _simplex_size(rest: Marks) -> str | int | None:
    r"""`\Delta^{n-1}` has n entries; `\Delta` does not say."""
    for mark in rest:
        if mark.kind in {"sup", "sub"}:
            inside = mark.parts[0]
            if len(inside) == 3 and inside[1].text == "-" and inside[2].text == "1":
                return size_marks(inside[:1])
            if mark.kind == "sub":
                return size_marks(inside)
            if len(inside) == 1 and inside[0].kind == "number":
                return whole(inside[0]) + 1
    return None


def _interval(marks: Marks, at: int) -> Set:
    end = next((n for n, m in enumerate(marks) if m.kind == "close"), None)
    if end is None:
        raise NotUnderstood("the bracket of this interval is not closed", at)
    bounds = listed(marks[1:end])
    if len(bounds) != 2:
        raise NotUnderstood("an interval has two ends", at)
    low, high = (_bound(b, at) for b in bounds)
    if low is not None and high is not None and low >= high:
        raise NotUnderstood("this interval is empty", at)
    sizes: tuple[str | int | None, ...] = ()
    for mark in marks[end + 1 :]:
        if mark.kind == "sup":
            sizes = shape_of_set(mark.parts[0], at)
    opening, closing = marks[0].text, marks[end].text
    return Set(Interval(low, high, opening == "[", closing == "]"), sizes)


def _both_signs(member: Marks) -> list[Marks]:
    r"""`\pm 1` as -1 and 1."""
    if member[0].text != r"\pm":
        return [member]
    return [
        (replace(member[0], kind="operator", text=sign), *member[1:]) for sign in "-+"
    ]


def _bound(marks: Marks, at: int) -> Fraction | None:
    sign = 1
    if marks and marks[0].text in {"-", "+"}:
        sign = -1 if marks[0].text == "-" else 1
        marks = marks[1:]
    if len(marks) == 1 and marks[0].kind == "number":
        return sign * Fraction(marks[0].text)
    if len(marks) == 1 and marks[0].text == r"\infty":
        return None
    raise NotUnderstood("the end of an interval is a number here", at)


def _listed(marks: Marks, at: int) -> Set:
    end = next((n for n, m in enumerate(marks) if m.text == "}"), len(marks))
    members = listed(marks[1:end])
    if members and members[0][0].text in UNIT:
        last = members[-1]
        inside = last[1].parts[0] if len(last) > 1 and last[1].parts else ()
        if len(inside) == 1 and inside[0].kind == "number":
            return Set(OneHot(), (whole(inside[0]),))
        return Set(OneHot(), (size_marks(inside),))
    sizes: tuple[str | int | None, ...] = ()
    for mark in marks[end + 1 :]:
        if mark.kind == "sup":
            sizes = shape_of_set(mark.parts[0], at)
    values = [_bound(m, at) for member in members for m in _both_signs(member)]
    kept = tuple(v for v in values if v is not None)
    if len(kept) < 2:
        raise NotUnderstood("the members of this set are not known", at)
    return Set(Choice(kept), sizes)
