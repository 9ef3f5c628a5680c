"""Pages through to verdicts: fixtures, cases, seeds, imports, fuzz."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from derivcheck.checking.records import PlacedFault
from derivcheck.evaluation import ball_arithmetic as balls
from derivcheck.expressions import Sentence
from derivcheck.pages.page_check import check_text
from tests import fuzz

HERE = Path(__file__).parents[1]
CASES = HERE / "cases"
EXPECTED = json.loads((CASES / "expected.json").read_text("utf-8"))
DERIVATIONS = json.loads((HERE / "derivations/expected.json").read_text("utf-8"))
FIXTURE = re.compile(
    r"## ([^\n]*)\n\n~~~~ markdown\n(.*?)\n~~~~\n\n([^\n]*)\n?((?:\n- [^\n]*)*)", re.S
)
STAGES = [
    "expressions", "latex", "latex.grammar", "documents", "models", "evaluation",
    "checking", "guessing", "pages", "diagnosis.derivation", "diagnosis", "reports",
    "site.check_yours",
]  # fmt: skip  # a list of words


def fixtures() -> list[tuple[str, str, str, list[str]]]:
    """Title, page, verdicts and told messages of every fixture."""
    found = []
    for path in sorted((HERE / "equations").glob("*.md")):
        for title, page, wanted, told in FIXTURE.findall(path.read_text("utf-8")):
            messages = [line.removeprefix("- ") for line in told.split("\n") if line]
            found.append((title, page, wanted, messages))
    return found


def words(page: str, seed: int = 0) -> list[str]:
    """The verdicts of a page."""
    return [str(r.verdict.word) for r in check_text(page, seed=seed).relations]


@pytest.mark.parametrize(
    ("title", "page", "wanted", "messages"),
    fixtures(),
    ids=[f[0] for f in fixtures()],
)
def test_a_fixture_gets_its_verdicts(
    title: str, page: str, wanted: str, messages: list[str]
) -> None:
    found = [relation.verdict for relation in check_text(page).relations]
    assert ", ".join(verdict.word for verdict in found) == wanted, title
    told = [v.reason for v in found if v.word in {"not understood", "undecided"}]
    assert not messages or told == messages


@pytest.mark.parametrize("name", EXPECTED)
def test_a_case_gets_the_verdicts_that_numbers_confirm(name: str) -> None:
    wanted = [relation[0] for relation in EXPECTED[name]["relations"]]
    assert words((CASES / name).read_text("utf-8")) == wanted


@pytest.mark.parametrize("name", DERIVATIONS)
def test_a_derivation_gets_the_verdicts_that_were_worked_out_without_the_checker(
    name: str,
) -> None:
    wanted = [relation[0] for relation in DERIVATIONS[name]["relations"]]
    text = (HERE / "derivations" / name).read_text("utf-8")

    def load(other: str) -> str:
        return (HERE / "derivations" / other).read_text("utf-8")

    found = check_text(text, load=load)
    assert [relation.verdict.word for relation in found.relations] == wanted


@pytest.mark.parametrize(
    "name", ["seed-hidden-softmax.md", "temperature.md", "corners.md"]
)
def test_no_seed_changes_a_verdict(name: str) -> None:
    page = (CASES / name).read_text("utf-8")
    first = words(page)
    assert all(words(page, seed) == first for seed in range(1, 12))


def test_floats_alone_come_to_the_same_verdicts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(balls, "present", lambda: False)
    for name in (
        "seed-hidden-softmax.md",
        "softmax-ce-displays.md",
        "rows-that-cancel.md",
    ):
        wanted = [relation[0] for relation in EXPECTED[name]["relations"]]
        assert words((CASES / name).read_text("utf-8")) == wanted


def test_nothing_but_the_standard_library_is_imported() -> None:
    barred = (
        "import sys\n"
        "class Bar:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        top = name.partition('.')[0]\n"
        "        if top not in sys.stdlib_module_names | {'derivcheck', 'flint'}:\n"
        "            raise ImportError(f'{name} is barred')\n"
        "sys.meta_path.insert(0, Bar())\n"
        f"for stage in {STAGES!r}:\n"
        "    __import__(f'derivcheck.{stage}')\n"
        "from derivcheck.pages.page_check import check_text\n"
        "found = check_text('$$ y := x^2, \\\\frac{dy}{dx} = 2 x $$')\n"
        "assert [r.verdict.word for r in found.relations] == ['holds']\n"
    )
    subprocess.run([sys.executable, "-c", barred], check=True, cwd=HERE.parent)


def test_every_relation_is_counted_once() -> None:
    found = check_text(
        "$$ y := x^2 $$\n\n"
        '<!-- derivcheck: unchecked "a picture" -->\n\n'
        "$$ a = b = c $$\n\n"
        "$$ y = x^2, \\quad y = x $$\n"
    )
    assert found.totals() == {
        "present": 4, "holds": 1, "fails": 1, "vacuous": 0, "undecided": 0,
        "not understood": 0, "unchecked": 2,
    }  # fmt: skip  # a table


def test_wrong_at_asks_for_failure() -> None:
    page = "$$ y := x^2 $$\n\n<!-- derivcheck: wrong at 2 -->\n\n$$ y = x^2, y = x $$\n"
    assert check_text(page).good
    assert not check_text(page.replace("wrong at 2", "wrong at 1")).good


def test_wrong_at_without_mathematics_is_a_problem() -> None:
    found = check_text("$$ y := x^2 $$\n\n<!-- derivcheck: wrong at 1 -->\n")
    fault = Sentence("wrong at: no relation follows this directive")
    assert found.problems == [PlacedFault(3, 1, fault)]


def test_an_assumption_is_named_where_it_is_needed() -> None:
    page = (CASES / "softmax-ce-displays.md").read_text("utf-8")
    assert check_text(page).relations[-1].verdict.needs == (r"\sum_k y_k = 1",)


def test_an_assumption_that_nothing_satisfies_lets_nothing_hold() -> None:
    page = "$x \\in \\mathbb{R}$\n\n$$ \\text{assume } x^2 = -1 $$\n\n$$ x = 2 x $$\n"
    (relation,) = check_text(page).relations
    assert relation.verdict.word == "undecided"


@pytest.mark.parametrize(
    ("condition", "reason"),
    [
        ("z_1^2 = -1", "no point was found that satisfies the condition: Newton's "
         "method does not converge"),
        ("z_i = 0", "the condition is an equation at each value of an index, and no "
         "point that was drawn satisfies it; write it as an assumption"),
    ],
)  # fmt: skip  # one condition a row
def test_a_condition_that_no_point_is_moved_onto_is_told(
    condition: str, reason: str
) -> None:
    page = f"$$ a_i := z_i^2 $$\n\n$$ a_i = 0 \\quad \\text{{if }} {condition} $$\n"
    (relation,) = check_text(page).relations
    assert (relation.verdict.word, relation.verdict.reason) == ("undecided", reason)


@pytest.mark.parametrize(
    ("space", "message"),
    [
        (r"\mathbb{R}^m", r"the right side is a column of n; \in says a column of m"),
        (r"\mathbb{R}", r"the right side is a column of n; \in says a number"),
        (r"\mathbb{R}^{n \times 4}",
         r"the right side is a column of n; \in says n × 4"),
        (r"\mathbb{R}^q", "q is the name of no size"),
        ("(0, 1)", r"a set at the end of a claim says its shape, \mathbb{R}^n; write "
         "bounds as relations of their own"),
    ],
)  # fmt: skip  # one set a row
def test_a_claim_of_another_shape_than_it_says_is_told_both(
    space: str, message: str
) -> None:
    page = (
        "$x \\in \\mathbb{R}^n$, $v \\in \\mathbb{R}^m$\n\n"
        f"$$ 2 x = x + x \\in {space} $$\n"
    )
    (relation,) = check_text(page).relations
    assert (relation.verdict.word, relation.verdict.reason) == (
        "not understood",
        message,
    )


def test_a_condition_on_a_whole_array_is_told_its_shape() -> None:
    page = "$v \\in \\mathbb{R}^n$\n\n$$ v = 2 v \\quad \\text{if } v = 0 $$\n"
    (relation,) = check_text(page).relations
    assert (relation.verdict.word, relation.verdict.reason) == (
        "not understood",
        "a condition relates numbers, found a column of n",
    )


def test_a_set_at_the_end_of_a_definition_is_a_problem() -> None:
    found = check_text("$$ x \\in \\mathbb{R}, \\quad y := 2 x \\in \\mathbb{R} $$\n")
    message = (
        r"a definition ends before \in; declare the shape in a statement of its own"
    )
    assert [problem.message for problem in found.problems] == [message]


def test_definitions_are_taken_over_from_another_page() -> None:
    page = "<!-- derivcheck: with other.md -->\n\n$$ \\frac{dy}{dx} = 2 x $$\n"
    other = "$$ y := x^2 $$\n"
    found = check_text(page, load={"other.md": other}.get)
    assert [r.verdict.word for r in found.relations] == ["holds"]


@pytest.mark.parametrize(
    ("tex", "message"),
    [
        (r"a_j = (t_j", "the bracket ( is not closed"),
        (r"a_j = t_j + q_j", "q_{j} is not defined or declared"),
        (r"a_j = \sum t_j", r"this sum has no index: write what it runs over, \sum_i"),
        (r"a_j = \frac{\partial t_j}{b_j}",
         r"only one side of this fraction has a \partial"),
        (r"a_j = \frac{\partial t_j}{\partial (t_j + 1)}",
         "a derivative is taken with respect to one quantity of the "
         "model, found an expression; define it first, as a quantity of its own"),
        (r"a_j = \foo t_j", r"the command \foo is not known; "
        r"if it is a macro, put its \newcommand on the page"),
        (r"a_j \approx t_j",
         r"\approx is read between a quantity and a rounded decimal; between two "
         "expressions write =, or state how far they may differ"),
        (r"a_j = 1 / 2 t_j / 3 t_j",
         "what follows a / and a factor could be below or beside the fraction; "
         r"write \frac{…}{…}"),
        (r"a_j = {t_j", "the brace { is not closed"),
        (r"a_j = t_j'", r"t' could be a transpose or a derivative; write t^\top, or a "
         "declared function with its argument, t'(…), or define t' as a name of its "
         "own"),
        (r"a_j = (t_j)'", "a prime after brackets could be a transpose or a "
         r"derivative; write ^\top or \frac{\partial …}{\partial …}"),
        (r"a_j = \sqrt\\[2", r"expected a quantity, found \\"),
    ],
)  # fmt: skip  # one mistake a row
def test_a_mistake_is_told_in_a_sentence(tex: str, message: str) -> None:
    (relation,) = check_text(f"$$ a_j := t_j^2 $$\n\n$$ {tex} $$\n").relations
    assert (relation.verdict.word, relation.verdict.reason) == (
        "not understood",
        message,
    )


@pytest.mark.parametrize(
    ("tex", "message"),
    [
        (r"\prod_{t \ne 1} W_t", "a product of matrices runs between two limits, "
         "without a condition"),
        (r"\prod_{t=1}^{3} W_t x", "a product over an index needs square matrices; it "
         r"runs to the next + or -, so put it into brackets, (\prod_t …) x"),
    ],
)  # fmt: skip  # one product a row
def test_a_product_of_matrices_that_is_not_read_says_what_to_write(
    tex: str, message: str
) -> None:
    page = (
        "$t = 1, \\dots, T$, $W_t \\in \\mathbb{R}^{n \\times n}$, "
        f"$x \\in \\mathbb{{R}}^n$\n\n$$ y := {tex} $$\n"
    )
    (problem,) = check_text(page).problems
    assert problem.message == f"y: {message}"


@pytest.mark.parametrize("result", [r"\mathbb{R}", r"\mathbb{R}^n"])
def test_a_prime_on_an_open_function_of_arrays_says_what_to_write(result: str) -> None:
    declared = rf"$f : \mathbb{{R}}^n \to {result}$, $h \in \mathbb{{R}}^n$"
    page = f"{declared}\n\n$$ f'(h) = 3 $$"
    (relation,) = check_text(page).relations
    assert (relation.verdict.word, relation.verdict.reason) == (
        "not understood",
        "f is a function of arrays: write its derivative as "
        r"\frac{\partial f(x)}{\partial x} or \nabla f(x)",
    )


@pytest.mark.parametrize("name", ["f", r"\sigma"])
def test_the_derivative_of_a_function_is_not_defined_anew(name: str) -> None:
    page = f"$$ f(z) := z^2 $$\n\n$$ {name}'(z) := 3 z $$\n"
    message = (
        f"{name}' is the derivative of {name}, which needs no definition; "
        "claim what it is with = for :="
    )
    (problem,) = check_text(page).problems
    assert problem.message == message


def test_a_free_and_a_bound_letter_are_told_apart() -> None:
    page = (
        "$$ s_i := e^{z_i}, p_i := \\frac{s_i}{\\sum_k s_k} $$\n\n"
        "$$ p_i = \\frac{s_i}{\\sum_i s_i} + \\sum_i s_i $$\n"
    )
    (relation,) = check_text(page).relations
    assert relation.verdict.word == "fails"


def test_a_macro_without_end_is_refused() -> None:
    page = "$$ \\newcommand{\\a}{\\a\\a} \\a = 1 $$\n"
    assert "expands without end" in str(check_text(page).relations[0].verdict.reason)


def test_random_mathematics_never_breaks_the_checker() -> None:
    fuzz.reading(400, seed=3)
    fuzz.checking(40, seed=3)
