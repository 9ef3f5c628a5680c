"""The plugin: what spans pages, and what a build says when it stops."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click import unstyle
from click.testing import CliRunner
from mkdocs.__main__ import cli
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import Files

from derivcheck.site import katex
from derivcheck.site.mkdocs import _render_text

ROOT = Path(__file__).parents[2]
HEAD = """\
# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#       format_version: '1.3'
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

"""
NOTEBOOKS = """
  - mkdocs-jupyter:
      include: ["*.py"]
      execute: true
      allow_errors: false"""


def write(folder: Path, pages: Mapping[str, str], plugins: str = "") -> None:
    """A site with the settings of this one and pages of its own."""
    (folder / "mkdocs.yml").write_text(
        f"INHERIT: {ROOT.as_posix()}/mkdocs.yml\n"
        f"theme:\n  custom_dir: {ROOT.as_posix()}/docs/layouts\n"
        f"docs_dir: docs\nwatch: []\nhooks: []\n"
        f"extra_css: []\nextra_javascript: []\nnav:\n"
        + "".join(f"  - {name}\n" for name in pages)
        + f"plugins:\n  - search{plugins}\n  - derivcheck\n"
    )
    (folder / "docs").mkdir()
    (folder / "docs/measured.json").write_text('{"pages": {}}')
    for name, text in pages.items():
        (folder / "docs" / name).write_text(text, "utf-8")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a site is built."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def build() -> tuple[int, str]:
    """The status and the words of the command, in this process and without colours."""
    done = CliRunner().invoke(cli, ["build", "--strict"])
    return done.exit_code, unstyle(done.output)


def message(folder: Path, pages: Mapping[str, str], plugins: str = "") -> str:
    """What a build that stops says."""
    write(folder, pages, plugins)
    status, said = build()
    assert status == 1, said
    assert "Traceback" not in said
    return said


def test_a_reference_reaches_another_page(folder: Path) -> None:
    pages = {
        "index.md": "# One\n\nBy $\\eqref{eq:two}$.",
        "two.md": "# Two\n\n$$\na\n$$\n\n$$\nb\n\\label{eq:two}\n$$",
    }
    write(folder, pages)
    assert build()[0] == 0
    index = (folder / "site/index.html").read_text("utf-8")
    assert re.search(r'<a [^>]*data-preview="" href="two/#eq-two">\(1\.1\)</a>', index)
    assert "Content-Security-Policy" not in index  # nobody asked for one


def test_a_label_that_stands_twice_stops_the_build(folder: Path) -> None:
    display = "# T\n\n$$\na\n\\label{eq:a}\n$$"
    said = message(folder, {"index.md": display, "two.md": f"Text.\n\n{display}"})
    assert "docs/two.md:7: the label `eq:a` is also at docs/index.md:5" in said


def test_a_reference_to_nothing_stops_the_build(folder: Path) -> None:
    pages = {
        "index.md": "# One\n\nBy $\\eqref{eq:tow}$.",
        "two.md": "# Two\n\n$$\nb\n\\label{eq:two}\n$$",
    }
    assert (
        "docs/index.md:3: no equation has the label `eq:tow`; did you mean `eq:two`?"
        in message(folder, pages)
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (r"$\foo$", "docs/index.md:3: KaTeX does not typeset this formula: Undefined"),
        ("<!-- derivcheck: frsh -->", "docs/index.md:3: unknown directive 'frsh'"),
        ("```python\nx = 1", "docs/index.md:3: this fence is opened and never closed"),
        (
            "[a](no-page.md)",
            "contains a link 'no-page.md', but the target is not found",
        ),
        (
            "[a](#no-section)",
            "contains a link '#no-section', but there is no such anchor",
        ),
        ("![a](no.svg)", "contains a link 'no.svg', but the target is not found"),
    ],
)
def test_what_is_wrong_with_a_page_stops_the_build(
    folder: Path, text: str, said: str
) -> None:
    assert said in message(folder, {"index.md": f"# T\n\n{text}\n"})


def test_figures_of_another_state_stop_the_build_with_what_writes_them(
    folder: Path,
) -> None:
    page = "# T\n\n$$\ny := x\n$$\n\n$$\ny = x\n$$\n"
    said = message(folder, {"index.md": page, "two.md": "# Two"})
    assert (
        "docs/measured.json is out of date for docs/index.md; to renew it, run "
        "`derivcheck mutate --write docs/measured.json PATH...`"
    ) in said.replace("\n", " ")


def test_a_notebook_looks_and_links_like_a_page(folder: Path) -> None:
    notebook = (
        HEAD
        + "# %% [markdown]\n# # A *notebook*\n#\n"
        + "# By $\\eqref{eq:a}$ and [one](index.md).\n"
        + "\n# %%\nprint(1 + 1 < 3)\n"
        + "\n# %% [markdown]\n# $$\n# out_b\n# \\label{eq:b}\n# $$\n"
        + "\n# %% [markdown]\n# End.\n"
    )
    pages = {"index.md": "# One\n\n$$\na\n\\label{eq:a}\n$$", "book.py": notebook}
    write(folder, pages, NOTEBOOKS)
    assert build()[0] == 0
    page = (folder / "site/book/index.html").read_text("utf-8")
    number = '<span class="derivcheck-page" data-search-exclude>1</span>'
    assert f'<h1 id="a-notebook">{number} A <em>notebook</em>' in page
    assert 'href="../#eq-a">(0.1)</a>' in page
    assert '<a href="../">one</a>' in page
    assert 'id="eq-b"' in page
    assert re.search(r'<div class="language-text output highlight">.*?>True\s*<', page)
    assert "jp-" not in page


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ("# %%\n1 / 0\n", "ZeroDivisionError: division by zero"),
        ("# %% [markdown]\n# One.\n#\n# $\\foo$\n", "docs/book.py:17: KaTeX does not"),
    ],
)
def test_what_is_wrong_with_a_notebook_stops_the_build(
    folder: Path, cells: str, said: str
) -> None:
    write(folder, {"index.md": "# One", "book.py": HEAD + cells}, NOTEBOOKS)
    status, told = build()
    assert status == 1
    assert said in told


def test_a_broken_link_stops_the_build_with_its_line(folder: Path) -> None:
    pages = {"index.md": "# One\n\nSee [two](tow.md)."}
    said = message(folder, pages)
    assert "docs/index.md:3: Doc file 'index.md' contains a link 'tow.md'" in said


FALSE = "# T\n\n$$\ny := x^2\n$$\n\n$$\ny = x^3\n$$\n"
MARKS_ONLY = """\
site_name: Notes
theme: material
plugins: [search, derivcheck]
markdown_extensions:
  - pymdownx.arithmatex:
      generic: true
  - derivcheck.markdown:
      typeset: false
      check: true
"""


def write_marks_only(folder: Path, page: str, settings: str = "") -> None:
    """A site whose formulas are left to a script of its own."""
    (folder / "docs").mkdir()
    (folder / "docs/index.md").write_text(page, "utf-8")
    (folder / "mkdocs.yml").write_text(MARKS_ONLY + settings)


def test_a_false_equation_is_a_warning_with_its_place(folder: Path) -> None:
    write_marks_only(folder, FALSE)
    status, said = build()
    assert status == 1  # a strict build ends with a warning
    assert "WARNING -  derivcheck: docs/index.md:8:3: fails: y = x^3\n" in said


def test_a_false_equation_ends_the_build_where_the_site_says_so(folder: Path) -> None:
    write_marks_only(folder, FALSE, "      fail: true\n")
    done = CliRunner().invoke(cli, ["build"])
    assert done.exit_code == 1
    assert "ERROR   -  unexpected verdict: docs/index.md:8:3: fails\n" in (
        unstyle(done.output)
    )


def test_marks_alone_need_neither_node_nor_katex(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.which", lambda _: None)
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    monkeypatch.setattr(katex, "SCRIPT", folder / "katex.js")
    write_marks_only(folder, FALSE.replace("x^3", "x^2"))
    status, said = build()
    assert status == 0, said
    page = (folder / "site/index.html").read_text("utf-8")
    assert ">\\[\ny = x^2\n\\]</div><derivcheck-mark" in page
    assert 'href="assets/derivcheck/badges.css"' in page
    assert not (folder / "site/assets/katex").exists()
    assert (folder / "site/search").exists()


def test_macros_of_the_project_hold_on_the_pages_of_the_site(folder: Path) -> None:
    write_marks_only(folder, FALSE.replace("y = x^3", "\\half y = \\half x^2"))
    (folder / "pyproject.toml").write_text("[tool.derivcheck]\nmacros = ['m.tex']\n")
    (folder / "m.tex").write_text("\\newcommand{\\half}{\\frac12}\n")
    status, said = build()
    assert status == 0, said


def test_a_plugin_without_its_extension_ends_the_build(folder: Path) -> None:
    write_marks_only(folder, FALSE)
    (folder / "mkdocs.yml").write_text("site_name: Notes\nplugins: [derivcheck]\n")
    assert build()[1].splitlines()[0] == (
        "ERROR   -  the plugin derivcheck has nothing to do: add derivcheck.markdown to"
        " markdown_extensions"
    )


def test_a_notebook_without_its_packages_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "bs4", None)
    monkeypatch.delitem(sys.modules, "derivcheck.site.notebook", raising=False)
    page: Any = SimpleNamespace(file=SimpleNamespace(abs_src_path="docs/book.py"))
    with pytest.raises(PluginError) as caught:
        _render_text(page, MkDocsConfig(), Files([]))
    assert str(caught.value) == (
        'docs/book.py: a notebook needs the package bs4: install "checked-backprop'
        '[notebook]" from its repository'
    )
