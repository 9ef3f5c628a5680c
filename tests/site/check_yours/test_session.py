"""What the page "Check yours" is told, as data with places in its text."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from derivcheck.documents.markdown import read_page
from derivcheck.documents.page import CodeBlock
from derivcheck.evaluation import ball_arithmetic as balls
from derivcheck.site.assets import example
from derivcheck.site.check_yours.session import answer

DOCS = Path(__file__).parents[3] / "docs"
EXAMPLES = {
    "1-hidden-softmax": ["holds"] * 9 + ["asks"],
    "2-cross-entropy": ["holds"] * 5 + ["if"],
    "3-transposes": ["holds"] * 3 + ["fails"] + ["holds"] * 2,
    "4-logistic": ["holds"] * 3 + ["fails"],
    "5-normalization": ["holds", "holds", "fails", "holds"],
}
DOCUMENT = r"""\documentclass{article}
\newcommand{\pd}[2]{\frac{\partial #1}{\partial #2}}
\begin{document}
Let $z = w x + b$ and $a = \tanh(z)$.
\begin{eqnarray}
\pd{a}{w} &=& (1 - a^2)\, x \\
\pd{a}{b} &=& 1 - a^2 \label{eq:b}
\end{eqnarray}
\end{document}
"""
CROSS_ENTROPY = r"""$$ p_i = \frac{e^{z_i}}{\sum_k e^{z_k}} $$

$$ L = -\sum_i y_i \log p_i $$

$$ \frac{\partial L}{\partial z_j} = p_j - y_j $$
"""
ASSISTANT = r"""Sure! Here is the derivation:

1. **Forward pass**
   - \( z = w x + b \)
   - \( a = \sigma(z) \)
2. **Loss**
   \[ L = \frac{1}{2}(a - y)^2 \]
3. **Gradients**
   \[ \frac{\partial L}{\partial w} = (a - y)\,\sigma'(z)\,x \]
   - \( \frac{\partial L}{\partial b} = (a - y)\,a\,(1 - a) \)
"""
THREE = r"""## Problem 1

$$ y = x^2 $$ $$ \frac{dy}{dx} = 2x $$

## Problem 2

$$ y = \sin x $$ $$ \frac{dy}{dx} = \cos x $$

## Problem 3

$$ y = e^{2x} $$ $$ \frac{dy}{dx} = e^{2x} $$
"""
PAGES = sorted(
    {*DOCS.glob("*.md")} - {DOCS / "commands.md"}
)  # that one starts programs


def ask(kind: str, **said: Any) -> Any:
    return json.loads(answer(json.dumps({"ask": kind, **said})))


def verdicts(text: str, **answers: str) -> Any:
    return ask("verdicts", text=text, answers=answers)


def words(found: Any) -> list[str]:
    return [mark["word"] for mark in found["marks"]]


def told(number: int) -> Any:
    return ask("explain", number=number)


def written(text: str, change: Any) -> str:
    """The text after a change."""
    return f"{text[: change['start']]}{change['text']}{text[change['end'] :]}"


# --- a text and its marks -------------------------------------------------------------


def test_a_relation_has_its_mark_and_its_place() -> None:
    text = "Before.\n\n$$ y := 3 x $$\n\n$$ y = 2 x $$"
    (mark,) = verdicts(text)["marks"]
    place = mark["place"]
    assert text[place["start"] : place["end"]] == "="
    assert (mark["mark"], mark["word"], mark["line"]) == ("fails", "fails", 5)


def test_places_count_as_javascript_does() -> None:
    text = "😀 $$ y := 3 x $$ $$ y = 2 x $$"
    (mark,) = verdicts(text)["marks"]
    assert mark["place"]["start"] == text.rindex("=") + 1


def test_the_place_where_reading_stopped_is_marked() -> None:
    text = "$$ y := 3 x $$ $$ y = 2 q $$"
    (mark,) = verdicts(text)["marks"]
    assert mark["mark"] == "asks"
    assert text[mark["place"]["start"]] == "q"


def test_text_and_formulas_stand_in_their_order() -> None:
    found = verdicts("Let $y = x^2$. Then\n\n$$ \\frac{dy}{dx} = 2 x = x $$\n\nRight?")
    before, given, then, claim, behind = found["blocks"]
    assert [before["text"], then["text"], behind["text"]] == [
        "Let ",
        ". Then\n\n",
        "\n\nRight?\n",
    ]
    (line,) = given["lines"]
    assert (line["right"], line["relations"], given["display"]) == (
        "y = x^2",
        [],
        False,
    )
    first, second = claim["lines"]
    assert (first["left"], first["right"]) == (r"\frac{dy}{dx}", "= 2 x")
    assert (first["relations"], second["relations"]) == ([0], [1])


def test_the_macros_of_a_text_come_along_for_what_is_shown() -> None:
    found = verdicts(DOCUMENT)
    (macro,) = found["macros"]
    assert macro.startswith(r"\providecommand{\pd}{}\renewcommand{\pd}[2]{\frac")
    assert words(found) == ["holds", "holds"]


def test_a_problem_of_the_text_has_its_place() -> None:
    (problem,) = verdicts("$$ y := x $$\n\n<!-- derivcheck: frsh -->")["problems"]
    assert problem["place"] == {"start": 14, "end": 15}
    assert problem["says"].startswith("unknown directive 'frsh'")


# --- what was read --------------------------------------------------------------------


def test_layers_of_a_letter_are_one_entry_with_what_else_they_could_be() -> None:
    page = (DOCS / "check-yours/3-transposes.txt").read_text("utf-8")
    first, *_ = verdicts(example(page)["text"])["guesses"]
    assert first["names"] == ["W^{(1)}", "W^{(2)}"]
    assert [role["says"] for role in first["roles"]] == ["a matrix", "a number"]


def test_what_the_reader_says_of_a_name_is_read_so() -> None:
    text = r"$$ L = \frac{1}{2} x^2 $$ $$ \frac{\partial L}{\partial x} = x $$"
    (guess,) = verdicts(text)["guesses"]
    assert guess["roles"][0]["role"] == "a number"
    (guess,) = verdicts(text, x="a vector")["guesses"]
    assert guess["roles"][0]["role"] == "a vector"
    assert guess["because"] == "you said so"


def test_definitions_are_listed_with_their_lines() -> None:
    assert verdicts(CROSS_ENTROPY)["stated"] == [
        {"name": "p_i", "role": "defined", "shape": "", "line": 1},
        {"name": "L", "role": "defined", "shape": "", "line": 3},
    ]


def test_all_names_of_which_nothing_says_what_they_are_are_asked_for() -> None:
    found = verdicts("$$ y := x $$ $$ y = q + r $$ $$ y = s $$")
    assert found["unknown"] == ["q", "s"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("$$ y := x $$ $$ y = x $$", "The text defines with `:=`"),
        ("$$ y = x^2 $$ $$ dy/dx = 2x $$", "The text does not define with `:=`"),
    ],
)
def test_how_the_text_was_read_is_said(text: str, says: str) -> None:
    assert verdicts(text)["notes"][0]["says"].startswith(says)


# --- what opens below a line ----------------------------------------------------------


def test_a_failing_line_is_told_with_all_its_numbers_and_mended_by_one_press() -> None:
    text = r"$$ y := -x^2 $$ $$ \frac{dy}{dx} = 2 x $$"
    verdicts(text)
    explained = told(0)
    assert explained["headline"] == "The two sides differ."
    assert explained["values"] == {"left": "-2", "right": "2", "at": ["x = 1"]}
    (mend, *_) = explained["mends"]
    assert (
        mend["says"] == "Possible fix: with a minus before the right side, so `-2 x`."
    )
    assert words(verdicts(written(text, mend["change"]))) == ["holds"]


def test_a_condition_that_is_missing_is_one_press_away() -> None:
    verdicts(CROSS_ENTROPY)
    explained = told(0)
    assert explained["mark"] == "if"
    assert explained["headline"] == (
        r"Holds if `\sum_i y_i = 1`, which the text does not say here."
    )
    (mend, *_) = explained["mends"]
    assert mend["press"] == r"Say that `\sum_i y_i = 1`"
    mended = written(CROSS_ENTROPY, mend["change"])
    assert mended.startswith("Assume $\\sum_i y_i = 1$.\n\n$$ p_i")
    assert words(verdicts(mended)) == ["holds"]


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("$$ p_i = e^{z_i} / \\sum_k e^{z_k} $$\n\n"
         "$$ \\frac{\\partial p_i}{\\partial z_j} = -p_i p_j $$", "For $i \\ne j$:"),
        ("p_i = e^{z_i} / \\sum_k e^{z_k}\n\n"
         "\\frac{\\partial p_i}{\\partial z_j} = -p_i p_j",
         "\\text{if } i \\ne j: \\ "),
    ],
    ids=["Markdown", "bare"],
)  # fmt: skip  # two lines a text
def test_a_condition_on_indices_stands_before_its_line(text: str, begins: str) -> None:
    verdicts(text)
    (mend, *_) = told(0)["mends"]
    assert mend["change"]["text"].startswith(begins)
    assert words(verdicts(written(text, mend["change"]))) == ["holds"]


def test_rows_or_columns_are_two_buttons() -> None:
    text = (
        r"$A \in \mathbb{R}^{m \times n}$, $x \in \mathbb{R}^n$ "
        r"$$ y := A x $$ $$ \frac{\partial y}{\partial x} = A $$"
    )
    verdicts(text)
    rows, columns = told(0)["mends"]
    assert (rows["press"], columns["press"]) == (
        "One row for each entry above",
        "One row for each entry below",
    )
    assert words(verdicts(written(text, rows["change"]))) == ["holds"]


def test_a_name_that_was_probably_meant_is_a_button() -> None:
    text = r"$$ out := \tanh(x) $$ $$ \frac{d\,out}{dx} = 1 - ouy^2 $$"
    verdicts(text)
    (mend,) = told(0)["mends"]
    assert mend["press"] == "Write `out` for `ouy`"
    assert words(verdicts(written(text, mend["change"]))) == ["holds"]


def test_latex_in_a_sentence_stands_between_backticks() -> None:
    verdicts("$$ y := x $$ $$ y = q_{1} $$")
    assert told(0)["headline"] == (
        "Not understood: `q_{1}` is not defined or declared."
    )


def test_hostile_text_stays_text() -> None:
    found = verdicts(r"$$ y := x $$ $$ y = \text{<img src=x onerror=alert(1)>} $$")
    assert found["blocks"][-1]["lines"][0]["right"].count("<img") == 1
    assert told(0)["headline"] == (
        'Not understood: "<img src=x onerror=alert(1)>" beside a relation is not read; '
        r"write the relation that holds, `\ne` or `\approx`."
    )


# --- other questions ------------------------------------------------------------------


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_gets_its_marks(name: str) -> None:
    page = (DOCS / f"check-yours/{name}.txt").read_text("utf-8")
    found = verdicts(example(page)["text"])
    assert found["unknown"] == found["problems"] == []
    numbers = range(len(found["marks"]))
    assert [told(number)["mark"] for number in numbers] == EXAMPLES[name]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "The box is empty. Paste a derivation into it, or choose an example."),
        ("Some words.", "There is nothing to check yet: no formula says that two "
         "things are equal. A formula stands between dollar signs."),
        ("$$ y = x^2 $$", "Every line here defines something, so there is nothing to "
         "check yet."),
        ("x " * 500_000, "This is 1,000,000 characters of text. The browser checks up "
         "to 300,000; the command line takes more."),
    ],
    ids=["empty", "words", "definitions", "a megabyte"],
)  # fmt: skip  # two lines a sentence
def test_what_cannot_be_checked_gets_its_sentence(text: str, says: str) -> None:
    found = verdicts(text)
    assert [note["says"] for note in found["notes"]] == [says]
    assert found["marks"] == []


def test_the_answer_of_an_assistant_is_read() -> None:
    assert words(verdicts(ASSISTANT)) == ["holds", "holds"]


def test_three_derivations_in_one_text_are_told_apart_by_their_headings() -> None:
    assert words(verdicts(THREE)) == ["holds", "holds", "fails"]


def test_mathematics_of_a_word_processor_becomes_latex_at_one_press() -> None:
    text = "s = ∑_i wᵢ xᵢ²\n\n∂s/∂wᵢ = xᵢ²"
    note = verdicts(text)["notes"][0]
    assert note["step"] == "latex"
    assert words(verdicts(ask("latex")["text"])) == ["holds"]


def test_definitions_with_an_equals_sign_in_a_page_of_others_become_some() -> None:
    text = "$$ z := w x $$\n\n$$ y = \\tanh(z) $$\n\n$$ dy/dz = 1 - y^2 $$"
    assert "define" in [note["step"] for note in verdicts(text)["notes"]]
    mended = ask("define")["text"]
    assert mended == text.replace("y = \\tanh", "y := \\tanh")
    assert words(verdicts(mended)) == ["holds"]


def test_the_page_says_how_it_is_checked_and_what_was_answered() -> None:
    text = r"$$ L = \frac{1}{2} x^2 $$ $$ \frac{\partial L}{\partial x} = x $$"
    verdicts(text, x="a vector")
    assert ask("page")["page"] == (
        "<!-- Check it with: derivcheck check --guess derivation.md -->\n\n"
        "$x \\in \\mathbb{R}^{*}$\n\n" + text + "\n"
    )


def test_where_floats_do_not_decide_that_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = r"$$ y := x $$ $$ y = x + 10^{-8} \cdot x $$"
    assert verdicts(text)["unsure"] is False
    monkeypatch.setattr(balls, "present", lambda: False)
    found = verdicts(text)
    assert words(found) == ["undecided"]
    assert found["unsure"] is True
    assert verdicts(CROSS_ENTROPY)["unsure"] is False
    ask("exact")


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_the_last_block_of_a_page_prints_what_the_page_shows(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(DOCS.parent)
    page = read_page(path.read_text("utf-8"))
    blocks = [c for c in page.code if isinstance(c, CodeBlock)]
    blocks = [block for block in blocks if block.is_python or block.is_output]
    code = [block for block in blocks if block.is_python]
    if not code:
        return
    printed = ask("run", page=f"docs/{path.name}", block=len(code) - 1)
    fails = "must-fail" in code[-1].classes
    assert (printed["failed"] is not None) == fails, printed
    if blocks[-1].is_output and not fails:
        assert printed["printed"].rstrip() == blocks[-1].code.rstrip()


def test_a_question_that_nobody_answers_is_an_error() -> None:
    with pytest.raises(ValueError, match="nobody answers 'else'"):
        ask("else")
