"""The tool for assistants: what they call over its standard input, and the answers.

Nothing is executed and no file is read but what belongs to the package: a text comes in
with the call, and its verdicts go out. One text is checked at a time.
"""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError

from ..pages import Session
from .answers import (
    CheckAnswer,
    ReadingAnswer,
    TooLongError,
    check_answer,
    reading_answer,
)

HERE = Path(__file__).parent
EXAMPLES = HERE / "examples"
INSTRUCTIONS = (
    "derivcheck tests each relation of a derivation that is written in LaTeX. Use the "
    'prompt "restate" to bring a derivation into its language, and read the resource '
    'derivcheck://language once. Call "read" first and show the user what was read; '
    'then call "check". "fails" is final and comes with a point; "holds" is evidence, '
    'no proof; of what is "not understood" you know nothing: restate it, or say so.'
)

Returned = TypeVar("Returned")
log = logging.getLogger("derivcheck")


class _Door:
    """The session behind the tools; one call at a time."""

    def __init__(self) -> None:
        self.session = Session()
        self.turn = threading.Lock()

    def answer(
        self, answer: Callable[..., Returned], text: str, *, guess: bool
    ) -> Returned:
        """The answer to a call; `ToolError` where there is none."""
        with self.turn:
            try:
                return answer(text, self.session, guess=guess)
            except TooLongError as error:
                raise ToolError(str(error)) from None


def server_for(version: str) -> MCPServer:
    """The tools, the resources and the prompt."""
    server = MCPServer(
        "derivcheck", instructions=INSTRUCTIONS, version=version, log_level="ERROR"
    )
    door = _Door()

    @server.tool(structured_output=True)
    def check(text: str, guess: bool = False) -> CheckAnswer:
        """Test each relation of a derivation, in Markdown with LaTeX.

        Definitions are written with `:=`, claims with `=`. With `guess` a text that has
        `=` for everything is read as well as it can be; what each name was taken for is
        in `names`. "fails" is final; "holds" is evidence at the points tried, no proof;
        "not understood" says nothing about the relation.
        """
        return door.answer(check_answer, text, guess=guess)

    @server.tool(structured_output=True)
    def read(text: str, guess: bool = False) -> ReadingAnswer:
        """What a derivation is read as: its names and its statements, no verdicts.

        Show this to the user before you check the text.
        """
        return door.answer(reading_answer, text, guess=guess)

    @server.resource(
        "derivcheck://language", name="language", mime_type="text/markdown"
    )
    def language() -> str:
        """The language in two pages."""
        return (HERE / "language.md").read_text("utf-8")

    for path in sorted(EXAMPLES.glob("*.md")):
        _offer(server, path)

    @server.prompt()
    def restate(derivation: str) -> str:
        """Restate a derivation in the language without changing its claims."""
        return (HERE / "restate.md").read_text("utf-8") + derivation

    return server


def _offer(server: MCPServer, path: Path) -> None:
    """An example as a resource."""
    text = path.read_text("utf-8")

    @server.resource(
        f"derivcheck://examples/{path.stem}",
        name=path.stem,
        description=text.partition("\n")[0].removeprefix("# "),
        mime_type="text/markdown",
    )
    def example() -> str:
        return text


def serve_assistant(version: str) -> int:
    """Serves until the assistant ends it, or is gone."""
    server = server_for(version)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("derivcheck mcp: %(message)s"))
    logging.basicConfig(level=logging.ERROR, handlers=[handler], force=True)
    with suppress(KeyboardInterrupt, BrokenPipeError):  # the assistant is gone
        server.run("stdio")
    return 0
