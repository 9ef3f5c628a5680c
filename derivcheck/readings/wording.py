"""A choice -> what it says of the page's spelling."""

from __future__ import annotations

from collections.abc import Collection
from typing import assert_never

from .of_arrays import (
    BarsAsDeterminant,
    NablaBy,
    RowsByLetter,
    of_arrays_in_words,
)
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
    posted_in_words,
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


def in_words(choice: Respelling) -> str:
    """What a choice says of the page's spelling."""
    match choice:
        case FrobeniusColon():
            return r"A : B is \langle A, B \rangle"
        case RepeatedAsSum() | SoftmaxOver() | CaseFirst() | LabelsFirst():
            return posted_in_words(choice)
        case EntrywiseDot() | PrimeInName() | PowerAsName():
            return posted_in_words(choice)
        case AddedToEach() | BoldAsPlain():
            return posted_in_words(choice)
        case BracketsInName(base):
            return f"{base}(…) is one name"
        case NoArgument(base, argument):
            return f"{base}({''.join(argument)}) is the quantity {base}"
        case LettersAsTags(letters, bases):
            many = "are" if len(letters) > 1 else "is"
            below = ", ".join(sorted(bases))
            return f"{', '.join(sorted(letters))} below {below} {many} part of the name"
        case UpperIndices(bases):
            return f"the letters above {', '.join(sorted(bases))} are indices"
        case PrimeAsTranspose(bases):
            return " and ".join(rf"{base}' is {base}^\top" for base in sorted(bases))
        case RowsByLetter() | BarsAsDeterminant() | NablaBy():
            return of_arrays_in_words(choice)
        case DifferentialAsName(bases):
            return " and ".join(f"d{base} is one name" for base in sorted(bases))
        case LogarithmAsName(base):
            return rf"\log {base} is one name"
        case StarInName(bases):
            return " and ".join(f"{base}^* is one letter" for base in sorted(bases))
        case BarsBelow(bases, apart):
            told = [f"{base} has one index about the bar below it" for base in bases]
            told += [f"{base} has two indices about the bar below it" for base in apart]
            return " and ".join(sorted(told))
        case LettersTellFamilies(families):
            of: dict[str, dict[str, None]] = {}
            for one in families:
                base = "".join((one.base, *one.above))
                of.setdefault(base, {})[one.name] = None
            return ", ".join(_of_one_letter(name, own) for name, own in of.items())
        case _:
            assert_never(choice)


def _of_one_letter(name: str, own: Collection[str]) -> str:
    """That what is below a name parts it into families, or from the name alone."""
    if not any(map(family_of, own)):
        return f"{name} with indices below it is an entry of {', '.join(own)}"
    if len(own) == 1:
        return f"{', '.join(own)} is another quantity than {name}"
    return f"{' and '.join(own)} are {_number(len(own))} families"


def _number(many: int) -> str:
    return {2: "two", 3: "three"}.get(many, str(many))
