r"""Labelled equations as functions of NumPy arrays.

    read("docs/softmax-jacobian.md")["eq:softmax-jacobian"].right({"z": z})

In: the names as the page writes them, with arrays whose axes are their indices from
left to right. Out: an array whose axes are the free indices of the left side, in the
order in which they stand there. NumPy is met here alone; what is worked out is the
formula that the page shows, by the code that checks it.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from .check import check_text
from .claims import Piece
from .evaluate import Machine
from .expression import Expression, NotUnderstood, free_letters
from .extents import Key, range_of, slot
from .scalars import Scalar, real
from .surroundings import FLOAT, Leaves, Surroundings
from .verdict import Claim

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike

LABEL = re.compile(r"\\label\{([^}]*)\}")


@dataclass(frozen=True, slots=True)
class Formula:
    """Both sides of a labelled equation; of a chain, those of its first relation."""

    label: str
    claim: Claim
    machine: Machine

    def left(self, values: Mapping[str, ArrayLike]) -> np.ndarray:
        """The left side at these values, its axes its own free indices."""
        return self._worked_out(self.claim.left, values)

    def right(self, values: Mapping[str, ArrayLike]) -> np.ndarray:
        """The right side at these values, its axes the free indices of the left."""
        return self._worked_out(self.claim.right, values)

    def _worked_out(
        self, side: Expression, values: Mapping[str, ArrayLike]
    ) -> np.ndarray:
        import numpy as np

        point = _Given(self.machine, values)
        letters = list(free_letters(self.claim.left))
        letters += [c for c in free_letters(self.claim.right) if c not in letters]
        lengths = [point.length(self._extent(letter), letter) for letter in letters]
        closure = self.machine.closure(side)
        env = Surroundings(self.machine, point, FLOAT)
        found = np.empty(lengths)
        for at in itertools.product(*(range(n) for n in lengths)):
            frame = dict(zip(letters, (n + 1 for n in at), strict=True))
            try:
                found[at] = real(closure(env, frame))
            except Leaves as leaves:
                said = ", ".join(f"{k} = {v}" for k, v in frame.items())
                raise ValueError(
                    f"at {said} the formula asks for entry {leaves.value} of "
                    f"{leaves.name}, which is outside the array"
                ) from None
        return found

    def _extent(self, letter: str) -> Key:
        model = self.machine.model
        both = (self.claim.left, self.claim.right)
        key = range_of(model.extents, both, letter, model.ranged, model.labels)
        if key is None:
            raise ValueError(f"how far {letter} runs is not known")
        return key


class _Given:
    """A point whose inputs are arrays."""

    def __init__(self, machine: Machine, values: Mapping[str, ArrayLike]) -> None:
        import numpy as np

        self.machine = machine
        self.operations = 0
        self.visited: set[tuple[int, int]] = set()
        self.sizes: dict[Key, int] = dict(machine.model.extents.number)
        self.arrays: dict[str, np.ndarray] = {}
        for written, value in values.items():
            self._take(written, np.asarray(value, float))

    def _take(self, written: str, array: np.ndarray) -> None:
        model = self.machine.model
        names = [
            name
            for name, quantity in model.quantities.items()
            if _plain(written) in {_plain(name), _plain(quantity.spelled)}
            and quantity.slots == array.ndim
        ]
        if not names:
            raise ValueError(
                f"{written} with {array.ndim} axes is no quantity of this page; it has "
                + ", ".join(sorted(model.quantities))
            )
        for name in names:
            self.arrays[name] = array
            for number, length in enumerate(array.shape):
                key = model.extents.find(slot(name, number))
                known = self.sizes.setdefault(key, length)
                if known != length:
                    raise ValueError(
                        f"{written} has {length} entries on axis {number}; "
                        f"{model.extents.say(key)} is {known} by the other arrays"
                    )

    def length(self, key: Key, letter: str) -> int:
        root = self.machine.model.extents.find(key)
        if root not in self.sizes:
            raise ValueError(f"no array given tells how far {letter} runs")
        return self.sizes[root]

    def draw(self, name: str, indices: tuple[int, ...], tier: int) -> Scalar:
        """The entry of the array that was given under that name."""
        if name not in self.arrays:
            spelled = self.machine.model.spelled(name)
            raise ValueError(f"the formula reads {spelled}, which was not given")
        return float(self.arrays[name][tuple(n - 1 for n in indices)])

    def label(self, name: str, indices: tuple[int, ...]) -> int:
        """The class given under that name, counted from one."""
        if name not in self.arrays:
            raise ValueError(f"the formula reads the label {name}, which was not given")
        return int(self.arrays[name][tuple(n - 1 for n in indices)])

    def parameters(self, function: str, arguments: int, tier: int) -> list[Scalar]:
        raise ValueError(f"{function} is an open function: it has no values")


def _plain(name: str) -> str:
    return name.replace("{", "").replace("}", "").replace(" ", "")


class Formulas(Mapping[str, Formula]):
    """The labelled equations of a page, by label."""

    def __init__(self, path: str, pieces: list[Piece]) -> None:
        self.path = path
        self.found: dict[str, Formula] = {}
        for piece in pieces:
            for label in LABEL.findall(piece.mathematics.tex):
                if piece.formulas and piece.machine is not None:
                    first = min(piece.formulas, key=lambda claim: claim.at)
                    self.found[label] = Formula(label, first, piece.machine)

    def __getitem__(self, label: str) -> Formula:
        if label not in self.found:
            raise KeyError(
                f"{self.path} has no equation {label}; it has {', '.join(self.found)}"
            )
        return self.found[label]

    def __iter__(self) -> Iterator[str]:
        return iter(self.found)

    def __len__(self) -> int:
        return len(self.found)


def read(path: str | Path) -> Formulas:
    """The labelled equations of a page.

    Raises `OSError` where there is no such file.
    """
    path = Path(path)

    def load(name: str) -> str | None:
        other = path.parent / name
        return other.read_text(encoding="utf-8") if other.is_file() else None

    text = path.read_text(encoding="utf-8").replace("\r\n", "\n")
    found = check_text(text, str(path), load=load)
    return Formulas(str(path), found.pieces)


__all__ = ["Formula", "Formulas", "NotUnderstood", "read"]
