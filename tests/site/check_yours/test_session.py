"""What the page "Check yours" is told, as data with places in its two texts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from derivcheck.documents.markdown import read_page
from derivcheck.documents.page import CodeBlock
from derivcheck.evaluation import ball_arithmetic as balls
from derivcheck.site.check_yours.session import answer

DOCS = Path(__file__).parents[3] / "docs"
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
PAGES = sorted(
    {*DOCS.glob("*.md")} - {DOCS / "commands.md"}
)  # that one starts programs


def ask(kind: str, **said: Any) -> Any:
    return json.loads(answer(json.dumps({"ask": kind, **said})))


def verdicts(derivation: str, model: str = "") -> Any:
    return ask("verdicts", model=model, derivation=derivation)


def test_a_relation_has_its_verdict_and_its_place_in_its_text() -> None:
    text = "Before.\n\n$$ y = 2 x $$"
    found = verdicts(text, "$$ y := 3 x $$\n")
    (model, claim) = found["formulas"]
    assert (model["tex"], model["place"]["part"]) == ("y := 3 x", "model")
    (relation,) = claim["relations"]
    place = relation["place"]
    assert place["part"] == "derivation"
    assert text[place["start"] : place["end"]] == "="
    assert (relation["word"], relation["good"]) == ("fails", False)
    assert found["totals"] == "1 relation: 1 fails"


def test_places_count_as_javascript_does() -> None:
    text = "😀 $$ y = 2 x $$"
    (_, claim) = verdicts(text, "$$ y := 3 x $$")["formulas"]
    start = claim["relations"][0]["place"]["start"]
    assert start == text.index("=") + 1


def test_what_was_read_wrong_has_its_place() -> None:
    text = "$$ y = 2 q $$"
    (_, claim) = verdicts(text, "$$ y := 3 x $$")["formulas"]
    place = claim["relations"][0]["place"]
    assert text[place["start"] : place["end"]] == "q"


def test_a_problem_of_the_model_has_its_place() -> None:
    model = "$$ y := x $$\n\n<!-- derivcheck: frsh -->"
    (problem,) = verdicts("$$ y = x $$", model)["problems"]
    assert problem["place"] == {"part": "model", "start": 14, "end": 15}
    assert problem["says"].startswith("unknown directive 'frsh'")


def test_an_explanation_is_the_report_and_the_changes() -> None:
    text = r"$$ \frac{dy}{dx} = 2 x $$"
    verdicts(text, "$$ y := -x^2 $$")
    told = ask("explain", number=0)
    assert "derivation:1:18:</span> <strong>fails</strong>" in told["html"]
    (change,) = told["changes"]
    place = change["place"]
    assert change["text"] == "-2 x"
    assert text[place["start"] : place["end"]] == "2 x"


def test_a_document_with_equals_for_definitions_comes_right_click_by_click() -> None:
    text = DOCUMENT
    for _ in range(2):
        found = verdicts(text)
        (change, *_) = ask("explain", number=0)["changes"]
        assert change["text"] == ":="
        place = change["place"]
        text = text[: place["start"]] + ":=" + text[place["end"] :]
    found = verdicts(text)
    assert found["totals"] == "2 relations: 2 holds"


def test_hostile_text_is_escaped_in_a_report() -> None:
    verdicts(r"$$ y = \text{<img src=x onerror=alert(1)>} $$", "$$ y := x $$")
    assert "<img" not in ask("explain", number=0)["html"]


def test_where_floats_do_not_decide_that_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    model = "$$ y := x $$"
    claim = r"$$ y = x + 10^{-8} \cdot x $$"
    assert verdicts(claim, model)["unsure"] is False
    monkeypatch.setattr(balls, "present", lambda: False)
    found = verdicts(claim, model)
    assert found["formulas"][1]["relations"][0]["word"] == "undecided"
    assert found["unsure"] is True
    ask("exact")


def test_two_texts_become_one_page() -> None:
    page = ask("page", model=r"\[ y := x \]", derivation="y = x")["page"]
    assert page == (
        "# My derivation\n\n\\[ y := x \\]\n\n## Derivation\n\n$$\ny = x\n$$\n"
    )


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
    told = ask("run", page=f"docs/{path.name}", block=len(code) - 1)
    fails = "must-fail" in code[-1].classes
    assert (told["failed"] is not None) == fails, told
    if blocks[-1].is_output and not fails:
        assert told["printed"].rstrip() == blocks[-1].code.rstrip()


def test_a_question_that_nobody_answers_is_an_error() -> None:
    with pytest.raises(ValueError, match="nobody answers 'else'"):
        ask("else")


def test_the_macros_of_a_text_come_along_for_what_is_shown() -> None:
    found = verdicts(DOCUMENT)
    (macro,) = found["macros"]
    assert macro.startswith(r"\providecommand{\pd}{}\renewcommand{\pd}[2]{\frac")
    assert [formula["tex"][:14] for formula in found["formulas"]][-1] == (
        r"\begin{array}{"
    )


def test_inputs_that_only_their_letters_tell_are_named_where_a_line_is_unread() -> None:
    claim = r"$$ \frac{\partial s}{\partial q} = k $$"
    text = rf"$q \in \mathbb{{R}}^d$ $$ s := q^\top k $$ {claim}"
    (note,) = verdicts(text)["notes"]
    assert note == {
        "says": (
            "Not all of this can be read. Nothing declares $k$, so each is a number "
            "here; let it be guessed what is a vector or a matrix, or say it under "
            "Model."
        ),
        "step": "guess",
    }
    assert verdicts(text, r"$k \in \mathbb{R}^d$")["notes"] == []


def test_what_was_read_by_a_choice_is_said() -> None:
    text = "$$ z(h_1) := w x $$ $$ \\frac{\\partial z(h_1)}{\\partial w} = x $$"
    (note,) = verdicts(text)["notes"]
    assert note["says"] == (
        "Read so: z(…) is one name, since z(…) is given, and its brackets hold no list "
        "of parameters"
    )
