r"""What a page shows -> the other ways to spell it that are worth a try.

Each is a choice with its reason and its cost: 0 where the page says so, 1 where it is
usual, 2 where it is not. Nothing here knows of a claim's verdict.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..latex import Marks, Names, is_membership, listed, split_at, thin
from .alternative import Alternative
from .brackets import (
    logarithm_with_brackets,
    names_with_brackets,
    needless_arguments,
    parameters_given,
)
from .families import entries, examples, families
from .of_arrays import (
    BarsAsDeterminant,
    NablaBy,
    RowsByLetter,
    bare_nabla,
    between_bars,
)
from .places import (
    bar_below,
    bracket_end,
    has_star,
    is_capital,
    is_primed,
    is_upper_index,
    row_of,
    scripts_end,
    scripts_of,
    step_between,
)
from .posted import PrimeInName
from .respellings import (
    BarsBelow,
    DifferentialAsName,
    FrobeniusColon,
    LettersAsTags,
    LogarithmAsName,
    PrimeAsTranspose,
    StarInName,
    UpperIndices,
)
from .shown import Shown


def alternatives_in(shown: Shown) -> list[Alternative]:
    """All that is worth a try, in a fixed order."""
    return [
        *names_with_brackets(shown),
        *needless_arguments(shown),
        *_tags(shown),
        *_last_steps(shown),
        *families(shown),
        *examples(shown),
        *entries(shown),
        *_upper(shown),
        *_primes(shown),
        *_primed_parameters(shown),
        *_rows(shown),
        *_determinants(shown),
        *_gradients(shown),
        *_differentials(shown),
        *_logarithms(shown),
        *_stars(shown),
        *_colons(shown),
        *_bars(shown),
    ]


def _last_steps(shown: Shown) -> Iterator[Alternative]:
    """Capitals below names that have the small letter there too: `h_t`, `h_T`."""
    below: dict[str, set[str]] = {}
    for base, inside in subscripts(shown):
        for mark in inside:
            if mark.kind == "letter" and len(mark.text) == 1:
                below.setdefault(mark.text, set()).add(base)
    taken = {left[0].text for left in shown.given()} | shown.names.sizes
    for letter in sorted(below.keys() - taken - shown.ranged()):
        last = letter.upper()
        bases = below[letter] & below.get(last, set())
        if letter.islower() and bases and last not in taken | shown.running():
            because = (
                f"{last} stands below {', '.join(sorted(bases))}, as {letter} does"
            )
            line = rf"{letter} = 1, \dots, {last}"
            yield Alternative(
                (), because, 0, (line,), role=f"{last} is the last {letter}"
            )


# --- letters below and above -------------------------------------------------------


def _tags(shown: Shown) -> Iterator[Alternative]:
    """Letters below names that nothing binds: parts of these names, perhaps."""
    fixed = shown.running() | shown.names.sizes | {*shown.names.labels}
    arrays = {left[0].text for left in shown.given() if len(left) == 1}
    arrays |= {*_declared_bare(shown)}
    fixed |= {
        mark.text
        for base, inside in subscripts(shown)
        for mark in inside
        if base in arrays
    }
    bases: dict[str, set[str]] = {}
    for base, inside in subscripts(shown):
        if base in arrays:
            continue
        for mark in inside:
            if mark.kind == "letter" and mark.text not in fixed:
                bases.setdefault(mark.text, set()).add(base)
    given = {(base, c) for base, c in _given_below(shown)}
    named = {c: b for c, b in bases.items() if any((base, c) in given for base in b)}
    every = frozenset(base for found in named.values() for base in found)
    tried = [LettersAsTags(frozenset(named), every)] if len(named) > 1 else []
    tried += [
        LettersAsTags(frozenset({c}), frozenset(of)) for c, of in sorted(named.items())
    ]
    for letter, of in sorted(named.items()):
        only = frozenset(base for base in of if (base, letter) in given)
        if only != of:
            tried.append(LettersAsTags(frozenset({letter}), only))
    for tags in tried:
        below = ((base, c) for c in tags.letters for base in tags.bases & bases[c])
        if not all(_is_tag(shown.names, base, letter) for base, letter in below):
            yield Alternative((tags,), _tag_words(sorted(tags.letters)))


def _is_tag(names: Names, base: str, letter: str) -> bool:
    """Whether a letter below a name was read as a part of it, wherever it stands."""
    if f"{base}_{letter}" in names.sizes:
        return True
    below = [tag for pattern in names.patterns.get(base, ()) for tag in pattern.sub]
    found = {tag for tag in below if tag is not None and letter in tag}
    return found == {letter} and letter not in names.indices


def _tag_words(letters: Sequence[str]) -> str:
    if len(letters) == 1:
        return f"nothing lets {letters[0]} run, which stands below names"
    return f"nothing lets {', '.join(letters)} run, which stand below names"


def _declared_bare(shown: Shown) -> Iterator[str]:
    for statement in shown.statements:
        if is_membership(statement):
            for member in listed(statement.sides[0]):
                if len(member) == 1:
                    yield member[0].text


def subscripts(shown: Shown) -> Iterator[tuple[str, Marks]]:
    """Each name with what is below it."""
    for marks, place in shown.every():
        if marks[place].kind in {"letter", "name"} and place + 1 < len(marks):
            below = marks[place + 1]
            if below.kind == "sub":
                yield marks[place].text, below.parts[0]


def _given_below(shown: Shown) -> Iterator[tuple[str, str]]:
    """The letters below the names that the page gives."""
    for left in shown.given():
        if len(left) > 1 and left[1].kind == "sub":
            for mark in left[1].parts[0]:
                yield left[0].text, mark.text


def _upper(shown: Shown) -> Iterator[Alternative]:
    """Letters above arrays: indices, as tensors have them."""
    given = {left[0].text for left in shown.given() if _has_upper(left, 0)}
    given |= {p.base for group in shown.names.arrays.values() for p in group}
    above: dict[str, None] = {}
    powers: set[str] = set()
    for marks, place in shown.every():
        mark = marks[place]
        if mark.text not in given | {r"\delta"}:
            continue
        if _has_upper(marks, place):
            above[mark.text] = None
        elif _has_power(marks, place):
            powers.add(mark.text)
    bases = frozenset(above) - powers
    if bases - {r"\delta"}:
        yield Alternative((UpperIndices(bases),), "letters stand above arrays")


def _has_upper(marks: Marks, place: int) -> bool:
    """Whether letters are above the name at a place."""
    return any(map(is_upper_index, scripts_of(marks, place)))


def _has_power(marks: Marks, place: int) -> bool:
    """Whether a number is above the name at a place."""
    above = (m for m in scripts_of(marks, place) if m.kind == "sup")
    return any(inner.kind == "number" for m in above for inner in m.parts[0])


def _primes(shown: Shown) -> Iterator[Alternative]:
    """Names with a prime that are declared arrays, and so have no derivative."""
    own = {left[0].text for left in shown.given() if is_primed(left, 0)}
    own |= shown.mapped() | called_with_primes(shown)
    declared = shown.names.arrays.values()
    arrays = {pattern.base for group in declared for pattern in group} - own
    bases = frozenset(
        marks[place].text
        for marks, place in shown.every()
        if marks[place].text in arrays and is_primed(marks, place)
    )
    if bases:
        words = ", ".join(sorted(bases))
        because = f"an array has no derivative, and these are arrays: {words}"
        yield Alternative((PrimeAsTranspose(bases),), because, 0)


def _rows(shown: Shown) -> Iterator[Alternative]:
    """Matrices with one letter below them."""
    declared = shown.names.arrays.values()
    axes = {p.base: len(p.sub) - many for own in declared for p, many in own.items()}
    own = {left[0].text for left in shown.given() if row_of(left, 0)}
    bases = frozenset(
        marks[place].text
        for marks, place in shown.every()
        if marks[place].text not in own
        and axes.get(marks[place].text) == 2
        and row_of(marks, place)
    )
    if bases:
        because = f"a letter alone is below a matrix: {', '.join(sorted(bases))}"
        yield Alternative((RowsByLetter(bases),), because)


def _determinants(shown: Shown) -> Iterator[Alternative]:
    """Capital letters alone between bars, which name matrices."""
    bases = frozenset(
        marks[place + 1].text
        for marks, place in shown.every()
        if between_bars(marks, place) is not None and is_capital(marks[place + 1].text)
    )
    for base in sorted(bases):
        because = rf"{base} is a matrix, and a number is wanted of |{base}|"
        yield Alternative((BarsAsDeterminant(frozenset({base})),), because)


def _gradients(shown: Shown) -> Iterator[Alternative]:
    """The one array of which the page defines something, in brackets."""
    if not any(bare_nabla(marks, place) for marks, place in shown.every()):
        return
    arrays = {p.base for own in shown.names.arrays.values() for p in own}
    inside = {
        mark.text
        for parameters in parameters_given(shown)
        for mark in parameters
        if mark.text in arrays
    }
    if len(inside) == 1:
        (base,) = inside
        because = f"{base} is the one array of which something is defined"
        yield Alternative((NablaBy(base),), because)


def _primed_parameters(shown: Shown) -> Iterator[Alternative]:
    """Letters with a prime that are parameters of a function: `k(x, x') := …`."""
    bases = frozenset(
        member[0].text
        for inside in parameters_given(shown)
        for member in split_at(inside, {"comma", "bar"})
        if [mark.kind for mark in member] == ["letter", "prime"]
    )
    if bases:
        words = ", ".join(f"{base}'" for base in sorted(bases))
        because = f"functions are defined of {words}"
        yield Alternative((PrimeInName(bases),), because, 0)


def called_with_primes(shown: Shown) -> set[str]:
    """The names that are called as functions are, `z'(x)`."""
    found: set[str] = set()
    for marks, place in shown.every():
        if is_primed(marks, place):
            opening = scripts_end(marks, place + 1)
            if bracket_end(marks, opening) == opening + 2:
                found.add(marks[place].text)
    return found


# --- signs that are part of a name -------------------------------------------------


def _differentials(shown: Shown) -> Iterator[Alternative]:
    """`dy` where the page gives it."""
    given = [left for left in shown.given() if len(left) > 1 and _opens_with_d(left)]
    bases = frozenset(thin(left[1].text) for left in given)
    if bases:
        words = ", ".join(f"d{base}" for base in sorted(bases))
        yield Alternative((DifferentialAsName(bases),), f"the page gives {words}", 0)


def _opens_with_d(marks: Marks) -> bool:
    return thin(marks[0].text) == "d" and marks[1].kind in {"letter", "name"}


def _logarithms(shown: Shown) -> Iterator[Alternative]:
    r"""`\log\sigma` where the page gives it, or takes a derivative by it."""
    given = [_logarithm(left) for left in shown.given()]
    by = [_logarithm(part[1:]) for part in _below_partials(shown)]
    known = {left[0].text for left in shown.given() if left}
    for base, word in dict.fromkeys(found for found in (*given, *by) if found):
        whole = logarithm_with_brackets(shown, base, word)
        if whole is not None:
            because = rf"\{word} {base}(…) is given"
            yield Alternative((LogarithmAsName(base, called=True), whole), because, 0)
            continue
        lines = () if base in known else (rf"{base} := \exp(\{word} {base})",)
        because = rf"\{word} {base} is given, or a derivative is taken by it"
        yield Alternative((LogarithmAsName(base),), because, 1, lines)


def _logarithm(marks: Marks) -> tuple[str, str] | None:
    if len(marks) > 1 and marks[0].text in {"log", "ln"} and marks[1].kind == "letter":
        return marks[1].text, marks[0].text
    return None


def _below_partials(shown: Shown) -> Iterator[Marks]:
    for marks, place in shown.every():
        mark = marks[place]
        if mark.kind == "frac" and mark.parts[1]:
            first = mark.parts[1][0]
            if first.kind == "partial" or first.text == "d":
                yield mark.parts[1]


def _stars(shown: Shown) -> Iterator[Alternative]:
    """Letters with a star that the page gives."""
    bases = frozenset(left[0].text for left in shown.given() if has_star(left, 0))
    if bases:
        words = ", ".join(f"{base}^*" for base in sorted(bases))
        yield Alternative((StarInName(bases),), f"the page gives {words}", 0)


def _colons(shown: Shown) -> Iterator[Alternative]:
    """A colon between two terms of a claim."""
    for marks in shown.marks:
        signs = {mark.text for mark in marks}
        if ":" in signs and not signs & {r"\to", r"\in"}:
            yield Alternative((FrobeniusColon(),), "a colon stands between two terms")
            return


def _bars(shown: Shown) -> Iterator[Alternative]:
    """Bars below names, about which one letter is in two places, or two letters."""
    running = shown.running()
    found = [
        (marks[place].text, about)
        for marks, place in shown.every()
        if (about := bar_below(marks, place)) is not None
    ]
    apart = {
        base
        for base, (one, other) in found
        if step_between(one, other) is None and other[0].text in running
    }
    bases = frozenset(base for base, _ in found)
    if bases:
        words = ", ".join(sorted(bases))
        because = f"a bar stands below {words}"
        yield Alternative((BarsBelow(bases - apart, frozenset(apart)),), because, 0)
