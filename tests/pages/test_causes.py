"""What follows from another fault waits for it: one cause, told once."""

from __future__ import annotations

import pytest

from derivcheck.pages import check_text, first_causes
from derivcheck.reports import as_text

LOGISTIC = r"""$$ h := \sigma(W^\top x), \quad L := -\ln h $$

$$ \frac{\partial L}{\partial W} = (h - 1) x $$

$$ \frac{\partial L}{\partial W_j} = (h - 1) x_j $$
"""


def waiting(text: str) -> dict[int, tuple[int, ...]]:
    """By the line of each cause: the lines that wait for it."""
    causes = first_causes(check_text(text))
    return {line: lines for (line, _), lines in causes.waiting.items()}


def messages(text: str) -> list[str]:
    """The messages of problems, and of what is not understood, that are told."""
    found = check_text(text)
    causes = first_causes(found)
    told = [p.message for k, p in enumerate(found.problems) if k not in causes.problems]
    return told + [
        r.verdict.reason or ""
        for r in found.relations
        if r.verdict.word == "not understood" and r.start not in causes.relations
    ]


@pytest.mark.parametrize(
    ("text", "lines", "told"),
    [
        (
            LOGISTIC,
            {1: (3, 5)},
            [
                "W is not declared, so it was read as a number, which has no "
                r"transpose; declare it, for example W \in \mathbb{R}^{m \times n}"
            ],
        ),
        (
            r"$x \in \mathbb{R}^n$, $b \in \mathbb{R}^m$ $$ z := W x + b $$"
            "\n\n$$ z = b $$",
            {1: (3,)},
            [
                "z: W is not declared, so it was read as a number; declare it, for "
                r"example W \in \mathbb{R}^{m \times n} (as read, a column of n and "
                "a column of m are not added: their shapes differ)"
            ],
        ),
        (
            r"$$ q := V h $$ $$ p := \operatorname{softmax}(q) $$ $$ L := \ln p_1 $$"
            "\n\n$$ p = q $$",
            {1: (3,)},
            [
                "p: V is not declared, so it was read as a number; declare it, for "
                r"example V \in \mathbb{R}^{m \times n} (as read, softmax takes a "
                "vector, found a number)"
            ],
        ),
        (
            "$$ y := w x $$\n\n$$ w_j = w_j $$\n\n$$ w_k = x $$",
            {3: (5,)},
            [
                "w is a number here and w_j is an entry of it: declare "
                r"w \in \mathbb{R}^d"
            ],
        ),
        (
            "$$ y := x q \\foo $$\n\n$$ q + 1 = q $$",
            {1: (3,)},
            [
                "the command \\foo is not known; "
                "if it is a macro, put its \\newcommand on the page"
            ],
        ),
    ],
)
def test_the_cause_is_told_and_the_rest_waits(
    text: str, lines: dict[int, tuple[int, ...]], told: list[str]
) -> None:
    assert waiting(text) == lines
    assert messages(text) == told


def test_one_slip_made_twice_is_told_twice() -> None:
    text = "$$ 1 = \\foo $$\n\n$$ 2 = \\foo $$"
    assert waiting(text) == {}
    assert (
        messages(text)
        == [
            "the command \\foo is not known; "
            "if it is a macro, put its \\newcommand on the page"
        ]
        * 2
    )


def test_what_was_forgotten_is_no_cause() -> None:
    text = f"{LOGISTIC}\n<!-- derivcheck: fresh -->\n\n{LOGISTIC}"
    assert waiting(text) == {1: (3, 5), 9: (11, 13)}


def test_what_is_wrong_on_purpose_waits_for_nothing() -> None:
    wrong = "<!-- derivcheck: wrong at 1: not understood -->\n\n$$ z = x $$"
    assert waiting(f"$$ y := x $$\n\n{wrong}\n\n{wrong}") == {}


def test_the_report_ends_the_message_with_what_waits() -> None:
    text = as_text([check_text(LOGISTIC, "page.md")], {"page.md": LOGISTIC})
    assert text.splitlines() == [
        "page.md:1:16: W is not declared, so it was read as a number, which has no "
        r"transpose; declare it, for example W \in \mathbb{R}^{m \times n}",
        r"    $$ h := \sigma(W^\top x), \quad L := -\ln h $$",
        "                   ^",
        "    2 more lines depend on this: 3, 5",
        "page.md: 2 relations: 2 not understood",
    ]
