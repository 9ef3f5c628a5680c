"""A respelling -> the names that it is about, and what they are with it and without."""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never

from .of_arrays import BarsAsDeterminant, NablaBy, RowsByLetter
from .posted import (
    AddedToEach,
    BoldAsPlain,
    CaseFirst,
    EntrywiseDot,
    LabelsFirst,
    PowerAsName,
    PrimeInName,
    RepeatedAsSum,
    SoftmaxOver,
)
from .respellings import (
    BarsBelow,
    BracketsInName,
    DifferentialAsName,
    FrobeniusColon,
    LettersAsTags,
    LettersTellFamilies,
    LogarithmAsName,
    NoArgument,
    PrimeAsTranspose,
    Respelling,
    StarInName,
    UpperIndices,
    family_of,
)


@dataclass(frozen=True, slots=True)
class Turned:
    """What a respelling is about: names, or the letters below them, and why.

    `made` is what they are in the strict language with it, and `left` without it.
    """

    names: frozenset[str]
    made: str
    left: str
    because: str
    letters: bool = False
    brackets: bool = False
    bars: bool = False

    def is_about(self, name: str) -> bool:
        """Whether it is about a name, or about what begins so and has such a sign."""
        signs = "(" * self.brackets + "|" * self.bars
        begins = name.startswith(tuple(self.names))
        return name in self.names or (begins and any(sign in name for sign in signs))


def turned_by(choice: Respelling) -> Turned | None:
    """The names that a respelling is about, and their two roles; None for a sign."""
    match choice:
        case FrobeniusColon() | RepeatedAsSum() | SoftmaxOver():
            return None
        case AddedToEach() | BoldAsPlain():
            return None
        case CaseFirst() | LabelsFirst() | EntrywiseDot() | NablaBy():
            return None
        case BarsAsDeterminant(bases):
            names = frozenset(f"|{base}|" for base in bases)
            made, left = "a determinant", "the magnitudes of entries"
            return Turned(names, made, left, "a matrix stands between bars")
        case PrimeInName(bases):
            names = frozenset(f"{base}'" for base in bases)
            left = "a function, differentiated"
            return Turned(names, "a name", left, "nothing calls it")
        case PowerAsName(base):
            left = f"the square of {base}"
            because = "a derivative is taken by it"
            return Turned(frozenset({f"{base}^2"}), "a name", left, because)
        case BarsBelow(bases):
            made, left = "one name at each index", "a name with a condition"
            because = "a bar stands below it"
            return Turned(bases, made, left, because, bars=True)
        case BracketsInName(base):
            left, because = f"a value of {base}", "its brackets hold no parameters"
            made = "a name with brackets"
            return Turned(frozenset({base}), made, left, because, brackets=True)
        case NoArgument(base, argument):
            of = "".join(argument)
            left, because = f"a function of {of}", f"it is always of {of}"
            return Turned(frozenset({base}), "a quantity", left, because)
        case LettersAsTags(letters):
            because = "nothing lets it run"
            return Turned(letters, "a tag", "an index", because, letters=True)
        case UpperIndices(bases):
            made, left = "an array with indices above", "a name with powers"
            return Turned(bases, made, left, "letters stand above it")
        case PrimeAsTranspose(bases):
            made, left = "an array, transposed", "a function, differentiated"
            return Turned(bases, made, left, "an array has no derivative")
        case RowsByLetter(bases):
            made, left = "a matrix, a letter below it a row", "a matrix"
            return Turned(bases, made, left, "a letter alone is below it")
        case DifferentialAsName(bases):
            names = frozenset(f"d{base}" for base in bases)
            return Turned(names, "a name", "a differential", "the page gives it")
        case LettersTellFamilies(families) if not family_of(families[0].name):
            whole = families[0].name
            made, left = f"the array of entries {families[0].base}", "another array"
            return Turned(frozenset({whole}), made, left, "nothing else gives these")
        case LettersTellFamilies(families):
            names = frozenset(one.name for one in families)
            made, left = "told apart by the letters below", "one quantity"
            return Turned(names, made, left, "definitions give it with each")
        case LogarithmAsName(base):
            names = frozenset({rf"\log {base}", rf"\ln {base}"})
            because = "the page gives it, or differentiates by it"
            return Turned(names, "a name", f"the logarithm of {base}", because)
        case StarInName(bases):
            names = frozenset(f"{base}^*" for base in bases)
            left = "a letter with a star above"
            return Turned(names, "a letter", left, "the page gives it")
        case _:
            assert_never(choice)
