r"""Labelled equations as functions of NumPy arrays.

    read("docs/softmax-jacobian.md")["eq:softmax-jacobian"].right({"z": z})

In: the names as the page writes them, with arrays whose axes are their indices from
left to right; an axis that the page counts from zero starts with entry 0, and a start
such as $h_0$ has a name of its own, `h_0`. What has a definition may be given where the
definition is not to be worked out: no derivative may move it then. Out: an array whose
axes are the free indices of the left side, in the order in which they stand there.

NumPy is met here alone; what is worked out is the formula that the page shows, by the
code that checks it.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..checking import Piece
from ..documents import read_document
from ..evaluation import FLOAT, Leaves, Machine, Scalar, Surroundings, Waves, real
from ..expressions import Expression, Fixed, Key, NotUnderstood, free_letters
from ..judging import Claim
from ..models import range_of, slot
from .page_check import check_page

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike

LABEL = re.compile(r"\\label\{([^}]*)\}")


INDICES = "ijklmn"  # of the slots of an array whose name a number has too


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

        point = ArrayPoint(self.machine, values)
        letters = list(free_letters(self.claim.left))
        letters += [c for c in free_letters(self.claim.right) if c not in letters]
        runs = [point.run(self._extent(letter), letter) for letter in letters]
        closure = self.machine.closure(side)
        env = Surroundings(self.machine, point, FLOAT)
        found = np.empty([len(run) for run in runs])
        for at in itertools.product(*(range(len(run)) for run in runs)):
            values_at = (run[n] for n, run in zip(at, runs, strict=True))
            frame = dict(zip(letters, values_at, strict=True))
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


class ArrayPoint:
    """A point whose inputs are arrays, `strict` where all are to fit the page."""

    def __init__(
        self, machine: Machine, values: Mapping[str, ArrayLike], *, strict: bool = True
    ) -> None:
        import numpy as np

        self.model = machine.model
        self.operations = 0
        self.visited: set[tuple[int, int]] = set()
        self.sizes: dict[Key, int] = _Sizes(machine.model.extents.number)
        self.arrays: dict[str, np.ndarray] = {}
        self.starts: dict[tuple[str, int, int], np.ndarray] = {}
        self.overrides: frozenset[str] = frozenset()
        self.exactly = False
        for written, value in values.items():
            try:
                self._take(written, np.asarray(value, float))
            except ValueError:
                if strict:
                    raise
        defined = [name for name in self.arrays if self.model.quantities[name].rows]
        for name in defined if not strict else ():
            del self.arrays[name]
        defined = [name for name in defined if strict]
        for name in defined:
            self._compare(machine, name)
        self.overrides = frozenset(defined)

    def _take(self, written: str, array: np.ndarray) -> None:
        """Notes an array, and what it tells of sizes."""
        taken = False
        for name, quantity in self.model.quantities.items():
            own = {_plain(self._asked(name)), _plain(self.model.spelled(name))}
            if _plain(written) in own and quantity.slots == array.ndim:
                self._measure(written, name, array, list(range(array.ndim)))
                self.arrays[name] = array
                taken = True
            for number, value in quantity.starts:
                starts = {f"{one}{sign}{value}" for one in own for sign in "_^"}
                starts |= {f"{one}^({value})" for one in own}
                if _plain(written) in starts and quantity.slots == array.ndim + 1:
                    self.starts[name, number, value] = array
                    others = [n for n in range(quantity.slots) if n != number]
                    self._measure(written, name, array, others)
                    taken = True
        if not taken:
            raise ValueError(
                f"{written} with {array.ndim} axes is no quantity of this page; it has "
                + ", ".join(sorted(map(self._asked, self.model.quantities)))
            )

    def _asked(self, name: str) -> str:
        """How a quantity is asked for: `s_i` where the page has an `s` as well."""
        spelled, alike, slots = name.partition("_·")
        own = self.model.spelled(name)
        return f"{own}_{INDICES[: len(slots) + 1]}" if alike and spelled else own

    def _compare(self, machine: Machine, name: str) -> None:
        """Raises where a given array differs from what its definition gives.

        Where the definition needs what was not given the array stands for it.
        """
        env = Surroundings(machine, self, FLOAT)
        for at in itertools.product(*map(range, self.arrays[name].shape)):
            given = float(self.arrays[name][at])
            try:
                own = real(env[name][self._entry(name, at)])
            except (ValueError, KeyError, NotUnderstood, Leaves):
                return  # an array, a size or an open function is missing
            if abs(own - given) > 1e-6 * max(1.0, abs(own)):
                spelled = self.model.spelled(name)
                raise ValueError(
                    f"{spelled} was given and has a definition, and they differ: at "
                    f"{list(at)} {given:.6g} was given, its definition gives {own:.6g}"
                )

    def _measure(
        self, written: str, name: str, array: np.ndarray, slots: list[int]
    ) -> None:
        """Sizes from the axes of an array, which fill some slots of a quantity."""
        extents = self.model.extents
        for axis, number in enumerate(slots):
            length = array.shape[axis]
            wide = extents.widths.get(slot(name, number))
            keys = [extents.find(slot(name, number))]
            if wide is not None:  # an array has rows of one length: all layers' width
                layers = array.shape[slots.index(wide.driver)]
                family, shift = wide.family, wide.shift
                keys = [
                    ("width", family, Fixed(layer + shift))
                    for layer in range(1, layers + 1)
                ]
            last = length - 1 if keys[0] in extents.zero else length
            for key in keys:
                known = self.sizes.setdefault(key, last)
                if known != last:
                    raise ValueError(
                        f"{written} has {length} entries on axis {axis}; "
                        f"{extents.say(key)} is {known} by the other arrays"
                    )

    def run(self, key: Key, letter: str) -> range:
        """The values of a letter that runs over a size."""
        extents = self.model.extents
        root = extents.find(key)
        if root not in self.sizes:
            raise ValueError(f"none of the given arrays says how far {letter} runs")
        return range(0 if root in extents.zero else 1, self.sizes[root] + 1)

    def _first(self, name: str, many: int) -> list[int]:
        """What each axis of an array starts to count from."""
        extents = self.model.extents
        keys = (extents.find(slot(name, n)) for n in range(many))
        return [0 if key in extents.zero else 1 for key in keys]

    def _place(self, name: str, entry: tuple[int, ...]) -> tuple[int, ...]:
        """Where an entry is in its array."""
        first = self._first(name, len(entry))
        return tuple(index - start for index, start in zip(entry, first, strict=True))

    def _entry(self, name: str, place: tuple[int, ...]) -> tuple[int, ...]:
        """The entry that is at a place of an array."""
        first = self._first(name, len(place))
        return tuple(index + start for index, start in zip(place, first, strict=True))

    def draw(self, name: str, indices: tuple[int, ...], tier: int) -> Scalar:
        """The entry of the array that was given under that name."""
        spelled = self.model.spelled(name)
        for (other, number, value), array in self.starts.items():
            if other == name and indices[number] == value:
                place = self._place(name, indices)
                return float(array[place[:number] + place[number + 1 :]])
        given, place = self.arrays.get(name), self._place(name, indices)
        start = bool(self.model.quantities[name].rows) and any(n < 0 for n in place)
        if given is None or start:
            spelled += f"_{indices[0]}" if self.model.quantities[name].rows else ""
            raise ValueError(f"the formula reads {spelled}, which was not given")
        return float(given[place])

    def label(self, name: str, indices: tuple[int, ...]) -> int:
        """The class given under that name, counted from one."""
        if name not in self.arrays:
            raise ValueError(f"the formula reads the label {name}, which was not given")
        return int(self.arrays[name][self._place(name, indices)])

    def smooth(self, function: str, arguments: int, tier: int) -> Waves:
        raise ValueError(f"{function} is an open function: it has no values")


class _Sizes(dict[Key, int]):
    """Sizes, as far as the arrays that were given tell them."""

    def __missing__(self, key: Key) -> int:
        """Raise, for a sum cannot run over what has no end."""
        raise ValueError(
            "a size is not known: none of the arrays that were given has it as an axis"
        )


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
    found = check_page(read_document(text, str(path)), str(path), load=load)
    return Formulas(str(path), found.pieces)


__all__ = ["Formula", "Formulas", "NotUnderstood", "read"]
