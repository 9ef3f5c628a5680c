"""A choice -> what it says of the page's spelling."""

from __future__ import annotations

from typing import assert_never

from .posted import (
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
            tags: dict[str, dict[str, None]] = {}
            for one in families:
                name = one.base + "".join(one.above)
                tags.setdefault(name, {})[_with_tag(name, one.tag)] = None
            return ", ".join(
                f"{' and '.join(own)} are {_number(len(own))} families"
                for own in tags.values()
            )
        case _:
            assert_never(choice)


def _number(many: int) -> str:
    return {2: "two", 3: "three"}.get(many, str(many))


def _with_tag(name: str, tag: str) -> str:
    return f"{name}_{tag}" if len(tag) == 1 else f"{name}_{{{tag}}}"
