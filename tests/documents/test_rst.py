"""Pages in reStructuredText: what is mathematics, where it stands, what is told."""

from __future__ import annotations

from pathlib import Path

import docutils.core
import pytest
from docutils import nodes

from derivcheck.documents.files import including
from derivcheck.documents.formats import read_document
from derivcheck.documents.page import Mathematics
from derivcheck.documents.rst import read_rst

EVERYTHING = r"""
Title
=====
.. math:: a = 1

Text with :math:`b = 2`, (:math:`c
= 3`), `d = 4`:math:, ``:math:`no = 1``` and \:math:\`no = 2\`.

.. math::
   :name: five

   e &= 5 \\
   f &= 6

   g = 7

.. A comment with :math:`no = 3`

   and :math:`no = 4`.

..

   A quote with :math:`h = 8`.

1. In a list:

   .. math::

      i = 9

- .. math:: j = 10

Code::

   :math:`no = 5`

And quoted::

> :math:`no = 6`
> :math:`no = 7`

.. code:: python

   ":math:`no = 8`"

>>> ":math:`no = 9`"

.. note:: With :math:`k = 11`

   .. math:: l = 12
.. |m| replace:: a
.. _target: https://example.org

+-----------------+
| :math:`m = 13`  |
+-----------------+

.. default-role:: math

Now `n = 14` and a `link`_, but not :title:`no = 10`.

.. _link: https://example.org
"""


def texts(page: str) -> list[str]:
    """The formulas of a page, as its author wrote them."""
    return [formula.tex for formula in read_rst(page).mathematics]


def test_what_docutils_takes_for_mathematics_is_read_as_such() -> None:
    settings = {"report_level": 4, "_disable_config": True}
    tree = docutils.core.publish_doctree(EVERYTHING, settings_overrides=settings)
    kinds = nodes.math | nodes.math_block
    shown = [node.astext() for node in tree.findall() if isinstance(node, kinds)]
    read = [part for tex in texts(EVERYTHING) for part in tex.split("\n\\\\\n")]
    assert read == shown
    assert len(read) == 13


@pytest.mark.parametrize("formula", read_rst(EVERYTHING).mathematics)
def test_every_sign_of_a_formula_has_its_place(formula: Mathematics) -> None:
    for at, sign in enumerate(formula.tex):
        if sign not in "\n\\":
            assert EVERYTHING[formula.offset(at)] == sign


def test_what_stands_apart_in_a_directive_is_shown_on_lines_of_its_own() -> None:
    page = ".. math:: a = 1\n   :label: x\n\n   b = 2\n\n\n   c = 3\n\nd"
    assert texts(page) == ["a = 1\n\\\\\nb = 2\n\\\\\nc = 3"]


def test_a_word_to_the_checker_is_a_comment() -> None:
    page = read_rst(".. derivcheck: wrong\n   at 1\n\n.. math:: a\n")
    assert [one.text for one in page.directives] == ["wrong at 1"]


def test_a_directive_that_nobody_knows_is_opened() -> None:
    assert texts(".. tab-set::\n\n   .. tab-item:: A\n\n      :math:`a`\n") == ["a"]


def test_headings_are_titles_with_a_rule_below() -> None:
    page = read_rst("=====\nUpper\n=====\n\nText\n\nLower\n-----\n\na\n== ==\n")
    assert [words for _, words in page.headings] == ["Upper", "Lower"]


@pytest.mark.parametrize(
    ("page", "line", "message"),
    [
        (
            "Text\n.. math:: a = 1\n",
            2,
            "put an empty line before this: it goes on a paragraph",
        ),
        (
            "Text :math:`a = 1\n\nEnd",
            1,
            "this role is opened by :math:` and not closed before the next empty line",
        ),
        (
            "For 3$ and $a = 1$ it",
            1,
            "a formula between dollars is not read here: write :math:`x`",
        ),
        (
            "A\n\n.. include:: more.rst\n   :start-after: B\n",
            3,
            "more.rst is a file of its own, which is not read: check that file too",
        ),
        (
            "+-----+\n| .. math:: a |\n+-----+",
            2,
            "a directive in a table is not read: move the formula out of it",
        ),
    ],
)
def test_what_is_not_read_is_told(page: str, line: int, message: str) -> None:
    read = read_rst(page)
    (problem,) = read.problems
    assert (read.place(problem.start)[0], problem.message) == (line, message)


@pytest.mark.parametrize(
    "sign", ["``a ", ":-", "`", ":math:`", ".. a::\n", "- ", ":", "$=", "$a "]
)
def test_reading_is_linear_in_what_never_closes(sign: str) -> None:
    read_rst(sign * 20_000)  # it would take minutes if it were not


def test_a_file_that_is_included_is_part_of_the_page(tmp_path: Path) -> None:
    (tmp_path / "more.rst").write_text(".. math:: a = 1\n", "utf-8")
    code = ".. include:: code.rst\n   :code:\n"
    text = f"A\n\n.. include:: more.rst\n\n{code}\n:math:`b = 2`"
    page = read_document(text, "page.rst", including(str(tmp_path / "page.rst")))
    assert [formula.tex for formula in page.mathematics] == ["a = 1", "b = 2"]
    assert [page.place(one.start) for one in page.mathematics] == [(1, 1), (8, 1)]
    assert page.problems == ()
