"""The entries in which a derivative is wrong, found along three random directions.

In: a group of entries whose slopes differ from the claim. Out: the entries at fault,
each measured by itself.

The gap along a direction is the sum of the errors, each times its random factor. One
wrong entry alone makes gaps in proportion to its three factors, and hardly another
entry has the same proportions: so it is known without any measurement, and one is
enough to bear it out; a few more where rounding leaves several candidates. Several
wrong entries are parted first: a random half of them is measured, and the gap of the
other half follows, for gaps are linear.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from .random_directions import DIRECTIONS, EntryGroup, Projected, Referee
from .user_function import Array

ALONE = 2**16  # and its position is the number of the group of one entry
CANDIDATES = 128  # entries at most among which one that explains a gap is sought
FINER = 0.1  # of a gap: real differences known so well tell which half it is in


@dataclass(frozen=True)
class EntryPart:
    """Entries by their positions, (k,), and their gaps along the turns, (turns, m)."""

    at: Array
    gaps: Array


class Search:
    """The search in one group; `turns` are its directions, all of them."""

    def __init__(self, referee: Referee, turns: list[Projected]) -> None:
        self.referee, self.turns = referee, turns
        group = turns[0].group
        self.directions = [referee.direction(group, one.turn).copy() for one in turns]
        self.tolerance = np.array([one.tolerance for one in turns])
        draw = np.random.default_rng([referee.seed, group.number])
        gaps = np.array([one.gap for one in turns])
        self.whole = EntryPart(draw.permutation(group.at), gaps)

    def entries(self, most: int) -> tuple[list[Projected], bool]:
        """The wrong entries; whether they explain all the gaps.

        From `most` wrong parts on the search ends without an explanation.
        """
        found: list[Projected] = []
        waiting, complete = [self.whole], True
        while waiting:
            if len(found) + len(waiting) >= most:
                return found, False
            part = self._without(waiting.pop(0), found)
            if not self._wrong(part.gaps).any():
                continue
            if part.at.size > 1:
                waiting += self._halves(part)
            else:
                complete = False  # by itself the entry is not wrong
        return found, complete

    def _wrong(self, gaps: Array) -> Array:
        """Along which turns gaps are too large, (turns,)."""
        return np.asarray((np.abs(gaps) > self.tolerance).any(axis=1))

    def entry(self, column: int) -> Projected:
        """One entry measured by itself, with the tolerance of the whole group."""
        factors = np.abs([v[column] for v in self.directions])
        lead = int((factors / self.tolerance.max(axis=1)).argmax())
        factor = float(self.directions[lead][column])
        return self.referee.entry(column, factor, self.turns[lead])

    def _without(self, part: EntryPart, found: list[Projected]) -> EntryPart:
        """The part without the entry that explains it best, when that is wrong."""
        column = self.suspect(part)
        if column is None:
            return part
        one = self.entry(column)
        if not one.wrong.any():
            return part
        found.append(one)
        gaps = part.gaps - np.array([v[column] * one.gap for v in self.directions])
        return EntryPart(part.at[part.at != column], gaps)

    def suspect(self, part: EntryPart) -> int | None:
        """The entry that may explain the gaps by its error alone, if there is one.

        Among several, one direction is asked which half of them makes its gap.
        """
        lead, at = self._lead(part), self._candidates(part)
        while at.size > 1:
            left, right = np.array_split(at, 2)
            first = self._gap(lead, left, part)
            inside = np.abs(part.gaps[lead] - first) <= np.abs(first)
            at = left if inside.all() else right
        return int(at[0]) if at.size else None

    def _lead(self, part: EntryPart) -> int:
        """The turn along which the gap is clearest."""
        return int((np.abs(part.gaps) / self.tolerance).max(axis=1).argmax())

    def _candidates(self, part: EntryPart) -> Array:
        """The entries that might explain the gaps by their error alone, best first."""
        lead = self._lead(part)
        first = self.directions[lead][part.at, None]
        error = part.gaps[lead] / first
        misfit = np.zeros(part.at.size)
        for turn, v in enumerate(self.directions):
            factor = v[part.at, None]
            ratio = np.abs(factor / first)
            unsure = self.tolerance[turn] + self.tolerance[lead] * ratio
            off = np.abs(part.gaps[turn] - error * factor) / unsure
            misfit = np.maximum(misfit, off.max(axis=1))
        best = misfit.argsort()[:CANDIDATES]
        return np.asarray(part.at[best[misfit[best] <= 1]])

    def _halves(self, part: EntryPart) -> list[EntryPart]:
        """The halves that are wrong: one that has all of the gaps, or both."""
        left, right = np.array_split(part.at, 2)
        lead = self._lead(part)
        first = self._gap(lead, left, part)
        sides = first, part.gaps[lead] - first
        large = [float((np.abs(g) / self.tolerance[lead]).max()) for g in sides]
        if min(large) <= 1:
            return [EntryPart(left if large[0] > large[1] else right, part.gaps)]
        rows = [
            first if turn == lead else self._gap(turn, left, part)
            for turn in range(len(self.turns))
        ]
        gaps = np.array(rows)
        return [EntryPart(left, gaps), EntryPart(right, part.gaps - gaps)]

    def _gap(self, turn: int, at: Array, part: EntryPart) -> Array:
        """The gap along the entries `at` of a direction, measured, (m,)."""
        v = np.zeros(self.directions[turn].size)
        v[at] = self.directions[turn][at]
        measured, _ = self.referee.slope(v, FINER * np.abs(part.gaps[turn]))
        return np.asarray(self.referee.claimed @ v - measured)


def closer(referee: Referee, turns: list[Projected]) -> list[Projected]:
    """What is wrong in a group whose gaps are larger than rounding was seen to be.

    They are within what rounding might do beside the smallest entries. Asked by
    itself, one entry or one decade has a tolerance of its own.
    """
    group = turns[0].group
    doubts = [replace(one, tolerance=one.shown) for one in turns]
    search = Search(referee, doubts)
    column = None if group.zero else search.suspect(search.whole)
    if column is not None:
        alone = EntryGroup(ALONE + column, np.array([column]), group.level, False)
        asked = referee.turns(alone, 1)
        if asked[0].wrong.any():
            return asked
    decades = [referee.turns(part, DIRECTIONS) for part in referee.decades(group)]
    return [
        one for asked in decades if any(o.wrong.any() for o in asked) for one in asked
    ]
