"""Each fix, applied to its page: it makes the verdict that it promises."""

from __future__ import annotations

import pytest

from derivcheck.checking import Found, Relation
from derivcheck.diagnosis import diagnose
from derivcheck.documents import read_document
from derivcheck.editor.fixes import Fix, defining, fixes
from derivcheck.pages import Session, check_page, check_text

SESSION = Session()

UNIT = r"""Let $x_k \in \mathbb{R}$ and $w_k \in \mathbb{R}$, where $k = 1, \dots, n$.

$$ net := \sum_k w_k x_k, \qquad E := \frac{1}{2} (\tanh(net) - t)^2 $$

"""
LENGTHS = r"""Let $x \in \mathbb{R}^n$ and $W \in \mathbb{R}^{m \times n}$.

$$ z := W x $$

"""

SOFTMAX = r"""
$$ p_i := \frac{e^{z_i}}{\sum_k e^{z_k}}, \qquad L := -\sum_i y_i \ln p_i $$

"""


def checked(text: str, path: str) -> Found:
    return check_page(read_document(text, path), path, session=SESSION)


def wrong_on(page: Found) -> Relation:
    return next(relation for relation in page.relations if not relation.expected)


def fixes_of(page: Found) -> dict[str, Fix]:
    relation = wrong_on(page)
    found = fixes(
        relation,
        page,
        diagnose(relation, page),
        lambda text: checked(text, page.path),
    )
    return {fix.title: fix for fix in found}


@pytest.mark.parametrize(
    ("text", "title", "written", "word"),
    [
        (
            UNIT + r"$$ \frac{\partial E}{\partial net} = \tanh(net) + t $$",
            "Write the true right side",
            r"(\tanh(net) - t) (1 - \tanh^2(net))",
            "holds",
        ),
        (
            UNIT + r"$$ \frac{\partial net}{\partial w_k} = -x_k $$",
            "Write it without the minus before the right side",
            r"= x_k $$",
            "holds",
        ),
        (
            UNIT + r"$$ \sum_k x_k w_k = nef $$",
            "Write net for nef",
            "w_k = net $$",
            "holds",
        ),
        (
            UNIT + r"$$ \sum_k q_k x_k = \sum_k x_k q_k $$",
            r"Declare q_{k} \in \mathbb{R}",
            r"Let $q_{k} \in \mathbb{R}$.",
            "holds",
        ),
        (
            LENGTHS + r"$$ u^\top x = x^\top u $$",
            r"Declare u \in \mathbb{R}^{n}",
            r"Let $u \in \mathbb{R}^{n}$.",
            "holds",
        ),
        (
            LENGTHS + r"$$ \frac{\partial z}{\partial x} = W $$",
            "Arrange derivatives by layout numerator",
            "<!-- derivcheck: layout numerator -->",
            "holds",
        ),
        (
            SOFTMAX + r"$$ \frac{\partial L}{\partial z_j} = p_j - y_j $$",
            r"Assume \sum_j y_j = 1",
            r"Assume $\sum_j y_j = 1$.",
            "holds",
        ),
        (
            UNIT + r"$$ \frac{\partial E}{\partial net} = 0 $$",
            "Mark it as wrong on purpose (wrong at)",
            "<!-- derivcheck: wrong at 1 -->\n\n$$",
            "fails",
        ),
    ],
)
def test_a_fix_does_what_it_says(
    text: str, title: str, written: str, word: str
) -> None:
    page = checked(text, "page.md")
    number = page.relations.index(wrong_on(page))
    fix = fixes_of(page)[title]
    after = fix.change.made(text)
    assert written in after
    relation = checked(after, "page.md").relations[number]
    assert (relation.verdict.word, relation.expected) == (word, True)


def test_a_directive_that_stands_there_is_made_longer() -> None:
    text = (
        UNIT + "<!-- derivcheck: wrong at 1 -->\n\n" + r"$$ net = 0, \quad net = 1 $$"
    )
    fix = fixes_of(checked(text, "a.md"))["Mark it as wrong on purpose (wrong at)"]
    after = fix.change.made(text)
    assert "<!-- derivcheck: wrong at 1, 2 -->" in after
    assert checked(after, "a.md").good


def test_what_is_not_understood_is_wrong_on_purpose_as_such() -> None:
    text = UNIT + r"$$ net = oops_{17} $$"
    fix = fixes_of(checked(text, "a.md"))["Mark it as wrong on purpose (wrong at)"]
    after = fix.change.made(text)
    assert "<!-- derivcheck: wrong at 1: not understood -->" in after
    assert checked(after, "a.md").good


def test_within_a_list_the_paragraph_keeps_its_indentation() -> None:
    text = "1. So far so good.\n\n    $$ 2 x = x $$\n"
    text = "Let $x \\in \\mathbb{R}$.\n\n" + text
    fix = fixes_of(checked(text, "a.md"))["Mark it as wrong on purpose (wrong at)"]
    assert "    <!-- derivcheck: wrong at 1 -->\n\n    $$" in fix.change.made(text)


def test_a_definition_gets_its_colon() -> None:
    text = r"$x \in \mathbb{R}$ $$ y = x^2 $$ $$ \frac{dy}{dx} = 2x $$"
    page = check_text(text)
    (line, column, _), *_ = page.definitions
    after = defining(line, column, page).change.made(text)
    assert [r.verdict.word for r in check_text(after).relations] == ["holds"]
