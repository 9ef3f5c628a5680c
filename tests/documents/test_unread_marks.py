"""What looks like a formula and is not read is told at its place."""

from __future__ import annotations

import pytest

from derivcheck.documents import read_page


def told(text: str) -> list[tuple[int, str]]:
    """Line and message of each problem of a page."""
    page = read_page(text)
    return [(page.place(p.start)[0], p.message) for p in page.problems]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            r"Here $`\frac{a}{b} = c`$ is.",
            "a formula between $` and `$ is not read: write it between $ and $",
        ),
        (
            r"Here `#!math a = b` is.",
            "a formula in `#!math …` is not read: write it between $ and $",
        ),
        (
            r"Here \\(a = b\\) is.",
            r"a formula between \\( and \\) is not read: write it between $ and $",
        ),
        (
            r"\\[a = b\\]",
            r"a formula between \\[ and \\] is not read: write it between $$ and $$",
        ),
        (
            r"Here :math:`a = b` is.",
            "the role math is not read: write the formula between $ and $",
        ),
        (
            ".. math:: a = b",
            "a directive of reStructuredText is not read here: write the formula "
            "between $$ and $$",
        ),
        (
            r"The slope is $\frac{a}{b} = 3 x $ here.",
            "a formula with a space inside one of its dollars is not read: write $x$",
        ),
        (
            "<math><mi>a</mi></math>",
            "a formula in <math> is not read: write it between $ and $",
        ),
        (
            '<script type="math/tex">a = b</script>',
            "a formula in a script is not read: write it between $ and $",
        ),
        (
            r"\begin{dmath*} a = b \end{dmath*}",
            "this environment is not read by itself: write align, or $$ before and "
            "behind",
        ),
        (
            r"> \begin{split} a &= b \end{split}",
            "this environment is not read by itself: write align, or $$ before and "
            "behind",
        ),
        (
            "The slope is $ a = b$ here.",
            "a formula with a space inside one of its dollars is not read: write $x$",
        ),
        (
            "{{< katex >}}\na = b\n{{< /katex >}}",
            "a formula in a tag of a template is not read: write it between $ and $",
        ),
        (
            r"The slope is $\frac{a}{b} = 3 here.",
            "a dollar without its partner: write the formula between $ and $",
        ),
    ],
)
def test_a_formula_of_another_dialect_is_told(text: str, message: str) -> None:
    assert told(f"One line.\n\n{text}\n") == [(3, message)]


@pytest.mark.parametrize(
    "text",
    [
        "It costs 5$ or 10$ here.",
        "It costs $5 and not $10.",
        "`cost $x = 3 $ in a shell`",
        "<!-- $ x = 3$ -->",
        "```sh\necho $a = $b\n```",
        "$x = y$ and $ x = z $",
        "Here {math}`a = b` is.",
        ":::{math}\na = b\n:::",
        r"$$ \begin{split} a &= b \end{split} $$",
        "$$\n\\begin{cases} a = b \\end{cases}\n$$",
        "Is it `<math>`? No: 3 < math, math > 4.",
        "An f-string ``f'{math}`` and a `$x $`.",
        r"It costs $5, so \alpha is not < 3.",
    ],
)
def test_what_is_no_formula_or_is_read_is_not_told(text: str) -> None:
    assert told(text) == []
