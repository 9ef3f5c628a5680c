"""A choice that may be made: other spellings, with a reason and a cost."""

from __future__ import annotations

from dataclasses import dataclass

from .respellings import Respelling
from .wording import in_words


@dataclass(frozen=True, slots=True)
class Alternative:
    """Respellings that go together, `lines` of LaTeX put in front, and why.

    Of a guess `name` is what it is about, `role` what that is taken for, and `others`
    are the roles that it could have had; `of_units` where it says what all units of a
    network give, and `layout` how derivatives of arrays by arrays are arranged.
    """

    respellings: tuple[Respelling, ...]
    because: str
    cost: int = 1
    lines: tuple[str, ...] = ()
    name: str = ""
    role: str = ""
    others: tuple[str, ...] = ()
    of_units: bool = False
    layout: str = ""

    @property
    def told(self) -> str:
        """What the choice says, without its reason."""
        said = f"{self.name} is {self.role}" if self.name else self.role
        arranged = f"derivatives are in {self.layout} layout" if self.layout else ""
        words = [said, arranged, *map(in_words, self.respellings)]
        return " and ".join(filter(None, words))
