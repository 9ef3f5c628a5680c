"""Random and mutated mathematics, seeded: a verdict or a clear error, no traceback.

`python -m tests.fuzz --reads 1000000 --verdicts 20000 --seed 1` runs longer than the
tests do. What the checker itself gives away as its own mistake stops the run too.
"""

from __future__ import annotations

import argparse
import random
import re
import time
from collections import Counter
from pathlib import Path

from derivcheck.expressions.errors import NotUnderstood
from derivcheck.latex.mark_reader import read_marks
from derivcheck.pages.page_check import check_text

HERE = Path(__file__).parent
DOCS = HERE.parent / "docs"
FIXTURE = re.compile(r"~~~~ markdown\n(.*?)\n~~~~", re.S)
LONGEST_READ = 200
PIECES = [
    r"\frac",
    "{",
    "}",
    "_",
    "^",
    r"\sum",
    r"\prod",
    "(",
    ")",
    "[",
    "]",
    r"\left",
    r"\right",
    r"\partial",
    "x",
    "y",
    "i",
    "j",
    "w",
    "_{ij}",
    "_i",
    "^2",
    "=",
    ":=",
    r"\ne",
    "<",
    ",",
    r"\\",
    "&",
    r"\text{if }",
    r"\begin{cases}",
    r"\end{cases}",
    r"\begin{align}",
    r"\in",
    r"\end{align}",
    "1",
    "2",
    "0.5",
    "+",
    "-",
    "*",
    "/",
    r"\cdot",
    r"\log",
    r"\exp",
    "'",
    r"\max",
    "|",
    r"\|",
    r"\dots",
    r"\sigma",
    "e^",
    r"\newcommand{\a}{\a\a}",
    r"\a",
    "#1",
    r"\def\b#1{#1#1}",
    r"\b",
    " ",
    "\n",
    r"\quad",
    ";",
    ":",
    r"\to",
    r"\mathbb{R}",
    "$",
    "é",
    r"\nabla",
    r"\odot",
    r"\top",
    r"\hat",
    r"\mathbf",
    r"\mathbf{1}",
    r"\sqrt",
    r"\over",
    r"\begin{pmatrix}",
    r"\end{pmatrix}",
    r"\left.",
    r"\right|",
    r"\propto",
    r"\approx",
    "\u0301",
    "\t",
    r"\operatorname{softmax}",
    r"\operatorname{diag}",
    r"\leftarrow",
    "%",
]


def small_pages() -> list[str]:
    """The cases and the fixtures."""
    found = [path.read_text("utf-8") for path in sorted((HERE / "cases").glob("*.md"))]
    for path in sorted((HERE / "equations").glob("*.md")):
        found += FIXTURE.findall(path.read_text("utf-8"))
    return found


def site_pages() -> dict[str, str]:
    """The pages of the site by their names."""
    return {path.name: path.read_text("utf-8") for path in sorted(DOCS.glob("*.md"))}


def mutated(text: str, chance: random.Random) -> str:
    """The text with a few pieces dropped, doubled, swapped or put in."""
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(text) + 1)
        end = min(len(text), at + chance.randint(0, 8))
        match chance.randrange(4):
            case 0:
                text = text[:at] + text[end:]
            case 1:
                text = text[:at] + chance.choice(PIECES) + text[at:]
            case 2:
                text = text[:at] + text[at:end] * 2 + text[end:]
            case _:
                text = text[:at] + chance.choice(PIECES) + text[end:]
    return text


def reading(count: int, seed: int) -> None:
    """Reads random and mutated strings; only `NotUnderstood` may come out."""
    chance = random.Random(seed)
    pages = [*small_pages(), *site_pages().values()]
    for number in range(count):
        if number % 2:
            length = chance.randint(1, 40)
            text = "".join(chance.choice(PIECES) for _ in range(length))
        else:
            page = chance.choice(pages)
            start = chance.randrange(len(page))
            text = mutated(page[start : start + LONGEST_READ], chance)
        error = refusal(text)
        if error is not None:
            assert str(error), text
            assert 0 <= error.at <= len(text) + 1, (text, error.at)


def refusal(text: str) -> NotUnderstood | None:
    """Why a text is not read, if it is not."""
    try:
        read_marks(text, {})
    except NotUnderstood as error:
        return error
    return None


def checking(count: int, seed: int) -> tuple[Counter[str], float]:
    """Checks mutated pages; gives their verdicts and the longest time that one took."""
    chance = random.Random(seed)
    small, site = small_pages(), site_pages()
    longest, words = 0.0, Counter[str]()
    for _ in range(count):
        large = chance.random() < 0.1
        text = mutated(chance.choice(list(site.values()) if large else small), chance)
        start = time.perf_counter()
        try:
            found = check_text(text, load=site.get)
        except Exception:
            print(text)
            raise
        longest = max(longest, time.perf_counter() - start)
        words.update(relation.verdict.word for relation in found.relations)
        assert not found.mistakes, text + "\n\n" + found.mistakes[0]
        assert found.totals()["present"] >= len(found.relations)
        for problem in found.problems:
            assert problem.line >= 1, text
            assert problem.column >= 1, text
            assert problem.message, text
    return words, longest


def main() -> None:
    """A run of the length that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reads", type=int, default=40_000)
    parser.add_argument("--verdicts", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    reading(given.reads, given.seed)
    _, longest = checking(given.verdicts, given.seed)
    print(
        f"{given.reads} read, {given.verdicts} to a verdict; "
        f"the slowest page took {longest:.2f} s"
    )


if __name__ == "__main__":
    main()
