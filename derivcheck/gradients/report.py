"""What a check of a derivative found, and how it prints.

In: verdict, entries, numbers. Out: text for a terminal, HTML for a notebook.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Literal

from .flattening import Index

DerivativeVerdict = Literal["right", "wrong", "kink", "cannot tell"]

LISTED = 5  # wrong entries that a report names


@dataclass(frozen=True)
class DerivativeEntry:
    """One entry of a derivative: what was claimed, and what the slope of f is.

    `name` is that of the array it lies in, where x has several. `true` is the
    measured slope; nan at a kink, where there is none.
    """

    index: Index
    claimed: float
    true: float
    name: str = ""

    @property
    def place(self) -> str:
        """The entry as a report names it: `W1[3, 0]`, or `entry [3, 0]`."""
        return placed(self.name, self.index)

    def __str__(self) -> str:
        """The two values, to as many digits as tell them apart."""
        claimed, true = apart(self.claimed, self.true)
        return f"{self.place}: claimed {claimed}, measured {true}"


@dataclass(frozen=True, repr=False)
class Report:
    """What a check found. It is true only when the derivative is right.

    verdict: "right"; "wrong"; "kink", when the slopes on the two sides of x differ,
        so that there is no derivative to compare with; or "cannot tell".
    why: what the verdict rests on, as a clause.
    worst: the entry that is furthest off for what is known of it; at a kink, the
        entry along which it lies; None when no entry was compared by itself.
    wrong: the wrong entries that were searched for, the worst first.
    mistake: what the claim would be right with, as a clause; empty when not known.
    slopes: at a kink, the slope towards smaller and towards larger x.
    subgradient: at a kink, whether the claim lies between the slopes.
    resolution: an error of this size would have been seen; of an entry's own size,
        or, when entries were measured one by one, of the largest entry's.
    down_to: how small entries may be, beside the largest (by real differences: the one
        along which f changes most), for the resolution to be theirs: smaller ones are
        held against this part of it. 0 where it is that of all.
    directions: the number of random directions asked; 0 for entry by entry.
    evaluations: how often f and the derivative were called.
    method: how slopes were measured.
    """

    verdict: DerivativeVerdict
    why: str
    worst: DerivativeEntry | None = None
    wrong: tuple[DerivativeEntry, ...] = ()
    mistake: str = ""
    slopes: tuple[float, float] | None = None
    subgradient: bool = False
    resolution: float = float("inf")
    down_to: float = 0.0
    directions: int = 0
    evaluations: int = 0
    method: str = ""

    def __bool__(self) -> bool:
        """Whether the derivative is right, or at a kink an accepted subgradient."""
        return self.verdict == "right" or self.subgradient

    def missed(self, size: float) -> float:
        """At most how probably errors of this relative size would have been missed.

        The largest of them counts. Along one direction the difference falls within
        the tolerance with a probability of at most tolerance over error: the factor
        of that entry has a density of at most 1/2 whatever the others are. An error
        in one entry alone is never missed when it is twice the resolution.
        """
        if not size > 0 or self.resolution >= size:
            return 1.0
        return float((self.resolution / size) ** self.directions) * bool(
            self.directions
        )

    def __str__(self) -> str:
        """The verdict and why; the wrong entries; what it took."""
        return "\n".join([f"{self.verdict}: {self.why}", *map(_indented, self._rest())])

    def _rest(self) -> list[str]:
        lines = [self.mistake] if self.mistake else []
        if self.verdict == "wrong":
            lines += [str(entry) for entry in self.wrong[:LISTED]]
            if len(self.wrong) > LISTED:
                lines.append(f"and {len(self.wrong) - LISTED} more")
        elif self.worst is not None and self.verdict != "kink":
            lines.append(f"worst: {self.worst}")
        return [*lines, self._effort()]

    def _effort(self) -> str:
        of = "an entry" if self.directions else "the largest entry"
        if self.down_to:
            of += f" or {self.down_to:.0e} of the largest"
        parts = [f"resolution {self.resolution:.0e} of {of}"]
        if self.directions and self.resolution < 0.01:
            size = 10 * self.resolution
            parts.append(
                f"errors of {size:.0e} missed with probability {self.missed(size):.0e}"
            )
        parts += [f"{self.evaluations} evaluations", self.method]
        return ", ".join(part for part in parts if part)

    def __repr__(self) -> str:
        """Verdict, why and the worst entry on one line, as a failed assertion shows."""
        worst = "" if self.worst is None else f"; the worst is {self.worst}"
        mistake = f"; {self.mistake}" if self.mistake else ""
        return f"<{self.verdict}: {self.why}{mistake}{worst}>"

    def _repr_html_(self) -> str:
        """The report as a notebook shows it: the verdict, a table of wrong entries."""
        rows = "".join(
            f"<tr><td><code>{escape(entry.place)}</code></td>"
            + "".join(f"<td>{n}</td>" for n in apart(entry.claimed, entry.true))
            + "</tr>"
            for entry in self.wrong[:LISTED]
        )
        head = "<tr><th>entry</th><th>claimed</th><th>measured</th></tr>"
        more = len(self.wrong) - LISTED
        parts = [f"<strong>{self.verdict}</strong>: {escape(self.why)}"]
        parts += [escape(self.mistake)] if self.mistake else []
        parts += [f"<table>{head}{rows}</table>"] if rows else []
        parts += [f"and {more} more"] if more > 0 else []
        parts.append(f"<small>{escape(self._effort())}</small>")
        return "<br>".join(parts)


def placed(name: str, index: Index) -> str:
    """An entry as a report names it."""
    if name:
        return f"{name}{list(index)}" if index else name
    return f"entry {list(index)}" if index else "the derivative"


def apart(first: float, second: float) -> tuple[str, str]:
    """Two numbers, with six digits or as many as tell them apart."""
    for digits in range(6, 17):
        pair = f"{first:.{digits}g}", f"{second:.{digits}g}"
        if pair[0] != pair[1]:
            return pair
    return f"{first:.6g}", f"{second:.6g}"


def _indented(line: str) -> str:
    return f"    {line}"
