"""The colours of a report on a terminal, or none."""

from __future__ import annotations

from dataclasses import dataclass

WORDS = {"fails": "31", "holds": "32"}  # red and green; what is in doubt is yellow
DOUBT = "33"
BOLD = "1"
GREEN = "32"
END = "\x1b[0m"


@dataclass(frozen=True, slots=True)
class Palette:
    """The codes of colours; a plain one has none."""

    coloured: bool = False

    def place(self, text: str) -> str:
        """Where something stands."""
        return self._painted(text, BOLD)

    def verdict(self, word: str) -> str:
        """What came of a relation."""
        return self._painted(word, WORDS.get(word, DOUBT))

    def mark(self, sign: str) -> str:
        """What points to a sign of the page."""
        return self._painted(sign, GREEN)

    def _painted(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}{END}" if self.coloured else text


PLAIN = Palette()
