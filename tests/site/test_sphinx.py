"""A project in Sphinx: warnings with their places, and marks beside the displays."""

from __future__ import annotations

import contextlib
import io
import os
from dataclasses import dataclass
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from sphinx.cmd.build import build_main

REST = r"""
A line
======

For inputs :math:`x \in \mathbb{R}` and :math:`w \in \mathbb{R}`:

.. math::
   :label: eq-out

   out := w x

   y := out^2

.. note::

   .. math:: \frac{\partial out}{\partial w} = w

.. derivcheck: wrong at 1

.. math:: y = 2 out

.. include:: more.txt
"""
MACROS = {"tex": {"macros": {"pd": [r"\frac{\partial #1}{\partial #2}", 2]}}}
MYST = r"""
# A line

For inputs $x \in \mathbb{R}$ and $w \in \mathbb{R}$:

$$
out := w x
$$ (eq-out)

```{math}
:label: eq-slope

\pd{out}{w} = x
```

> \begin{align}
> out &= 2 w x - x w \\
>     &= 2 w x
> \end{align}

$$
out = q
$$
"""


@dataclass(frozen=True)
class Built:
    """What a build says, how it ends, and its page."""

    status: int
    said: str
    noted: str
    page: BeautifulSoup

    def states(self) -> list[str]:
        """What each mark says of its display, by its formula."""
        return [
            f"{mark['data-tex']}: {mark.summary['title']}"
            for mark in self.page.select("div.eq > derivcheck-mark")
            if mark.summary is not None
        ]


def build(folder: Path, settings: str, **pages: str) -> Built:
    """A project whose warnings are errors, built as the command does it."""
    for name, text in pages.items():
        (folder / name.replace("_", ".")).write_text(text, "utf-8")
    (folder / "conf.py").write_text(f"html_theme = 'basic'\n{settings}\n")
    said, noted = io.StringIO(), io.StringIO()
    command = ["-W", "-b", "html", str(folder), str(folder / "built")]
    with (
        pytest.MonkeyPatch.context() as environment,
        contextlib.redirect_stderr(said),
        contextlib.redirect_stdout(noted),
    ):
        environment.setenv("NO_COLOR", "1")  # with `CI` set, Sphinx colours files too
        status = build_main(command)
    shown = (folder / "built/index.html").read_text("utf-8")
    text = said.getvalue().replace(f"{folder}{os.sep}", "")
    page = BeautifulSoup(shown, "html.parser")
    return Built(status, text, noted.getvalue(), page)


@pytest.fixture(scope="module")
def rest(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A page in reStructuredText that includes another file."""
    pages = {"index_rst": REST, "more_txt": ".. math:: 1 = 2\n"}
    folder = tmp_path_factory.mktemp("rest")
    settings = "extensions = ['derivcheck.sphinx']\nrst_epilog = '.. math:: 3 = 4'"
    return build(folder, settings, **pages)


@pytest.fixture(scope="module")
def myst(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A page in MyST."""
    settings = (
        "extensions = ['myst_parser', 'derivcheck.sphinx']\n"
        "myst_enable_extensions = ['amsmath', 'dollarmath']\n"
        f"mathjax3_config = {MACROS!r}\n"
    )
    return build(tmp_path_factory.mktemp("myst"), settings, index_md=MYST)


def test_a_false_equation_is_a_warning_and_w_ends_the_build(rest: Built) -> None:
    assert rest.status == 1
    head, *_ = rest.said.splitlines()
    assert head == (
        "index.rst:16: WARNING: fails: \\frac{\\partial out}{\\partial w} = w"
    )
    assert rest.said.count("WARNING") == 2
    assert "[derivcheck.fails]" in rest.said


def test_each_display_of_a_page_in_restructuredtext_has_its_mark(rest: Built) -> None:
    assert rest.states() == [
        "out := w x\n\\\\\ny := out^2: for reading only",
        "\\frac{\\partial out}{\\partial w} = w: unexpected result",
        "y = 2 out: wrong on purpose",
        "1 = 2: unexpected result",
    ]


def test_sphinx_numbers_and_typesets_as_before(rest: Built) -> None:
    (equation,) = rest.page.select("#equation-eq-out")
    assert equation.get_text().lstrip().startswith("(1)")
    assert equation.get_text().rstrip().endswith(r"\]")
    assert rest.page.select('link[href^="_static/derivcheck/badges.css"]')


def test_what_is_included_is_checked_and_has_its_place_in_its_file(rest: Built) -> None:
    assert "\nmore.txt:1: WARNING: fails: 1 = 2\n" in rest.said
    (totals,) = rest.page.select(".derivcheck-totals")
    assert totals.get_text().startswith("On this page: 3 relations")


def test_what_is_in_no_file_has_no_mark_and_is_told(rest: Built) -> None:
    assert len(rest.page.select("div.math")) == 5
    assert "index: 1 formula is not in the text of this page, so not checked" in (
        rest.noted
    )


def test_every_way_to_write_a_display_in_myst_has_its_mark(myst: Built) -> None:
    assert [state.rpartition(": ")[2] for state in myst.states()] == [
        "for reading only",
        "holds",
        "unexpected result",
        "unexpected result",
    ]


def test_warnings_of_myst_have_the_line_and_the_kind(myst: Built) -> None:
    heads = [line for line in myst.said.splitlines() if "WARNING" in line]
    assert [head.partition(": WARNING: ")[0] for head in heads] == [
        "index.md:18",
        "index.md:22",
    ]
    assert "[derivcheck.not-understood]" in myst.said


def test_a_page_is_read_again_when_one_that_it_takes_over_changes(
    tmp_path: Path,
) -> None:
    words = ".. derivcheck: with net.rst\n\n"
    pages = {  # in files .txt, as some projects have them
        "index_txt": f"A\n=\n\n{words}.. math:: 2 y = 2 x\n",
        "net_rst": ":orphan:\n\nB\n=\n\n.. math:: y := x\n",
    }
    settings = (
        "extensions = ['derivcheck.sphinx']\n"
        "source_suffix = {'.rst': 'restructuredtext', '.txt': 'restructuredtext'}"
    )
    assert build(tmp_path, settings, **pages).status == 0
    changed = build(tmp_path, settings, net_rst=pages["net_rst"].replace("x", "x^2"))
    assert "index.txt:6: WARNING: fails: 2 y = 2 x" in changed.said
