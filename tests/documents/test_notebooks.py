"""Notebooks: cells of text are a page, and its places are those of the file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jupytext  # type: ignore[import-untyped]  # it ships no types
import pytest

from derivcheck.command_line import check_path
from derivcheck.documents.notebooks import read_notebook, read_script
from derivcheck.documents.page import CodeBlock, Mathematics, Page

TEXT = """# One

Inputs $x_k \\in \\mathbb{R}$ with $k = 1, \\dots, n$, "é" and 𝔼.

- $$
  E := \\sum_k w_k x_k^2
  $$
"""
CLAIM = "$$\n\\frac{\\partial E}{\\partial w_k}\n= 2 x_k^2\n$$"
CODE = "import math\nassert math.pi > 3\n"


def cell(kind: str, source: str, *, lines: bool) -> dict[str, Any]:
    return {
        "cell_type": kind,
        "metadata": {"source": "no source"},
        "source": source.splitlines(keepends=True) if lines else source,
    }


def notebook(*, lines: bool = True, indent: int | None = 1, ascii_: bool = True) -> str:
    """A notebook as one program or another writes it."""
    cells = [
        cell("markdown", TEXT, lines=lines),
        cell("raw", "$x = 1$", lines=lines),
        cell("code", CODE, lines=lines),
        cell("markdown", "```python\nnever closed", lines=lines),
        cell("markdown", CLAIM, lines=lines),
        cell("code", "", lines=lines),
    ]
    whole = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(whole, indent=indent, ensure_ascii=ascii_)


FORMS = [
    {},
    {"lines": False},
    {"indent": None},
    {"lines": False, "indent": None, "ascii_": False},
]


@pytest.mark.parametrize("form", FORMS, ids=str)
def test_each_sign_of_a_formula_stands_at_its_place_in_the_file(
    form: dict[str, Any],
) -> None:
    text = notebook(**form)
    page = read_notebook(text)
    formulas = [p for p in page.pieces if isinstance(p, Mathematics)]
    assert [p.tex for p in formulas] == [
        r"x_k \in \mathbb{R}",
        r"k = 1, \dots, n",
        "\nE := \\sum_k w_k x_k^2\n",
        "\n\\frac{\\partial E}{\\partial w_k}\n= 2 x_k^2\n",
    ]
    for piece in formulas:
        for at, sign in enumerate(piece.tex):
            written = text[piece.offset(at) :]
            assert written.startswith(json.dumps(sign)[1:-1])
        assert text[piece.start] == "$"
        assert text[piece.end - 1] == "$"


@pytest.mark.parametrize("form", FORMS, ids=str)
def test_a_place_has_the_cell_and_the_line_that_a_person_sees(
    form: dict[str, Any], tmp_path: Path
) -> None:
    path = tmp_path / "one.ipynb"
    path.write_text(notebook(**form), encoding="utf-8")
    found, text = check_path(str(path))
    (relation,) = found.relations
    line, column = relation.line, relation.column
    assert text.split("\n")[line - 1][column - 1 :].startswith("= 2 x_k^2")
    place = f"{path}:{line}:{column}: cell 5, line 3:"
    assert found.at(line, column) == place
    (problem,) = found.problems
    assert problem.message == "this fence is opened and never closed"
    place = found.at(problem.line, problem.column)
    assert place.endswith(" cell 4, line 1:")


def test_a_cell_of_code_is_a_block_of_code() -> None:
    page = read_notebook(notebook())
    (block,) = (p for p in page.pieces if isinstance(p, CodeBlock))
    assert (block.language, block.code) == ("python", CODE)
    line, _ = page.place(block.code_start)
    assert page.line(line).strip() == r'"import math\n",'


@pytest.mark.parametrize(
    ("metadata", "language"),
    [
        ({}, "python"),
        ({"kernelspec": {"language": "julia"}}, "julia"),
        ({"language_info": {"name": "R"}, "kernelspec": {"language": "x"}}, "r"),
        ({"language_info": 3, "kernelspec": {"language": 4}}, "python"),
        (None, "python"),
    ],
)
def test_the_language_of_the_code_is_that_of_the_notebook(
    metadata: Any, language: str
) -> None:
    cells = [cell("code", "x = 1", lines=False)]
    page = read_notebook(
        json.dumps({"nbformat": 4, "metadata": metadata, "cells": cells})
    )
    assert [p.language for p in page.pieces if isinstance(p, CodeBlock)] == [language]


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ('{"cells": [\n', 2, "the file is no JSON, as notebooks are: Expecting value"),
        ("[" * 100_000, 1, "the file is nested too deeply for a notebook"),
        (f"[{'9' * 5000}]", 1, "the file is no JSON, as notebooks are: a number is too "
                               "long"),
        ("[1, 2]", 1, "the file is JSON and no notebook: it has no nbformat"),
        ('{"nbformat": 3, "worksheets": []}', 1,
         "the notebook has format 3, and format 4 is read: jupyter nbconvert --to "
         "notebook writes it"),
        ('{"nbformat": 4}', 1, "the notebook has no list of cells"),
        ('{"nbformat": 4, "cells": [3]}', 1, "the notebook has no list of cells"),
    ],
    ids=["half", "deep", "long", "list", "old", "no cells", "no cell"],
)  # fmt: skip  # a table
def test_what_is_no_notebook_is_said_in_a_sentence(
    text: str, line: int, message: str
) -> None:
    page = read_notebook(text)
    (problem,) = page.problems
    assert problem.message == message
    assert page.place(problem.start)[0] == line
    assert page.pieces == ()


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n",
        '{"nbformat": 4, "cells": []}',
        '{"nbformat": 4, "cells": [{}, {"cell_type": "markdown", "source": 3}]}',
        '{"nbformat": 4, "cells": [{"source": {"a": ["$x = 1$"]}}]}',
        '{"nbformat": 4, "cells": [{"source": "$x = 1$"}], "cells": []}',
        '{"nbformat": 4, "cells": [{"cell_type": 1, "source": ["$x = 1$", 4]}]}',
        '{"nbformat": 4, "cells": [{"cell_type": "markdown", "source": ["", ""]}]}',
    ],
)
def test_a_notebook_with_nothing_to_read_has_no_pieces(text: str) -> None:
    page = read_notebook(text)
    assert (page.pieces, page.problems) == ((), ())


def test_half_a_character_in_a_notebook_is_read_as_it_is() -> None:
    source = r"$x$ \ud835 \ud835\udd3c $y$"
    cells = f'[{{"cell_type": "markdown", "source": "{source}"}}]'
    text = f'{{"nbformat": 4, "cells": {cells}}}'
    page = read_notebook(text)
    assert [text[p.start : p.end] for p in page.pieces] == ["$x$", "$y$"]


SCRIPT = """# %% [markdown]
# # One
#
# $$
#   y := x^2
# $$
# ```python
# y = 1
# ```

# %%
z = "$not = text$"

# %% [markdown]
# $\\frac{dy}{dx} = 2 x$\x0c and
#$y = x x$
"""


def places(page: Page) -> list[str]:
    return [page.text[p.start : p.end] for p in page.pieces]


def test_the_places_of_a_script_are_those_of_the_file() -> None:
    page = read_script(SCRIPT)
    assert places(page) == [
        "$$\n#   y := x^2\n# $$",
        "```python\n# y = 1\n# ```",
        "$\\frac{dy}{dx} = 2 x$",
        "$y = x x$",
    ]
    assert page.headings == ((SCRIPT.index("# One"), "One"),)
    display = page.mathematics[0]
    assert display.tex == "\ny := x^2\n"
    for at, sign in enumerate(display.tex):
        assert SCRIPT[display.offset(at)] == sign


def test_a_script_without_text_has_no_pieces() -> None:
    assert read_script("x = '$y = 1$'\n").pieces == ()
    assert read_script("").pieces == ()


NOTEBOOK = Path(__file__).parents[2] / "docs" / "notebooks" / "saturation.py"


def test_the_notebook_of_the_site_has_the_same_verdicts_in_either_form(
    tmp_path: Path,
) -> None:
    script = NOTEBOOK.read_text(encoding="utf-8")
    path = tmp_path / "saturation.ipynb"
    notebook = jupytext.reads(script, "py:percent")
    path.write_text(jupytext.writes(notebook, "ipynb"), encoding="utf-8")
    model = NOTEBOOK.parent.parent / "notation.md"
    (tmp_path.parent / "notation.md").write_text(model.read_text("utf-8"), "utf-8")
    verdicts = []
    for file in (NOTEBOOK, path):
        found, _ = check_path(str(file))
        assert found.problems == []
        verdicts.append([(r.left, r.right, r.verdict.word) for r in found.relations])
    assert verdicts[0] == verdicts[1] != []
