"""Nothing passes in silence: a sign that no step of the reading took up is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from derivcheck.checking import claim_reader, scope_reader
from derivcheck.checking.neighbours import Neighbours
from derivcheck.checking.sentences import Pending, Sentences
from derivcheck.checking.statement_reader import StatementReader
from derivcheck.expressions import message
from derivcheck.latex import Marks, bracketed, mark_reader, segmentation, statements
from derivcheck.latex.segmentation import Segment
from tests.checking.readings import reading_of

GIVEN = (
    "$i, j = 1, \\dots, n$, $x \\in \\mathbb{R}^n$ and $u, v \\in \\mathbb{R}$, with "
    "$w_i := 2 x_i$.\n\n"
)
LOST = "write what it says as a statement of its own, in a formula or a display"
Patch = pytest.MonkeyPatch
Mutant = Callable[[Patch], None]


def told(text: str) -> list[tuple[str, str]]:
    """What is wrong in a text, each with what stands at its place."""
    page = GIVEN + text
    found = [(at, message(fault)) for at, fault in reading_of(page).problems]
    return [(page[at:].split()[0], said) for at, said in found if at >= len(GIVEN)]


def drop_a_statement(patch: Patch) -> None:
    read = StatementReader.read

    def without_last(reader: Any, passage: Any, found: Any) -> None:
        read(reader, passage, found[: len(found) - (len(found) > 1)])

    patch.setattr(StatementReader, "read", without_last)


def drop_conditions(patch: Patch) -> None:
    patch.setattr(Neighbours, "stipulate", lambda *_: None)


def forget_conditions(patch: Patch) -> None:
    patch.setattr(claim_reader, "alternatives_of", lambda *_: ())


def drop_the_conditions_of_prose(patch: Patch) -> None:
    row_of = Sentences.row_of

    def without_what_waits(sentences: Any, *given: Any) -> Any:
        sentences.held = Pending()
        return row_of(sentences, *given)

    patch.setattr(Sentences, "row_of", without_what_waits)


def drop_assumptions(patch: Patch) -> None:
    patch.setattr(StatementReader, "assume", lambda *_: None)


def drop_relations_that_wait(patch: Patch) -> None:
    wait = StatementReader.wait

    def first_alone(reader: Any, statement: Any, number: Any, chain: Any) -> None:
        if number == 0:
            wait(reader, statement, number, chain)

    patch.setattr(StatementReader, "wait", first_alone)


def drop_claims(patch: Patch) -> None:
    stated = claim_reader.ClaimReader.stated
    patch.setattr(
        claim_reader.ClaimReader, "stated", lambda self, group: stated(self, group)[1:]
    )


def drop_the_last_row(patch: Patch) -> None:
    without_braces = segmentation.without_braces

    def shorter(marks: Marks) -> Marks:
        rows = without_braces(marks)
        ends = [place for place, mark in enumerate(rows) if mark.kind == "newline"]
        return rows[: ends[-1]] if ends else rows

    patch.setattr(statements, "without_braces", shorter)


def drop_what_stands_behind_a_wide_space(patch: Patch) -> None:
    def first_piece(segments: list[Segment]) -> list[Segment]:
        for segment in segments:
            kinds = [mark.kind for mark in segment.marks]
            if "wide" in kinds:
                segment.marks = segment.marks[: kinds.index("wide")]
        return segments

    patch.setattr(segmentation, "_spread", first_piece)


def drop_remarks(patch: Patch) -> None:
    patch.setattr(
        statements,
        "take_remarks",
        lambda marks, _: bracketed.take_remarks(marks, []),
    )


def drop_an_environment(patch: Patch) -> None:
    def passed_over(reader: Any, token: Any, found: Any, depth: Any) -> None:
        reader.raw(token)
        reader.sequence(depth + 1, "\\end")
        reader.next()
        reader.raw(token)

    patch.setattr(mark_reader._Reader, "environment", passed_over)


def drop_mathematics_in_words(patch: Patch) -> None:
    def nothing(reader: Any, token: Any, found: Any) -> None:
        reader.raw(token)

    patch.setattr(mark_reader._Reader, "words", nothing)


def drop_a_passage(patch: Patch) -> None:
    patch.setattr(StatementReader, "read", lambda *_: None)


def drop_where_a_mark_is_hidden(patch: Patch) -> None:
    patch.setattr(StatementReader, "no_relation", lambda *_, fine: None)


def read_no_statement(patch: Patch) -> None:
    patch.setattr(scope_reader, "read_statements", lambda *_: [])


MUTANTS: list[tuple[Mutant, str, list[str]]] = [
    (drop_a_statement, r"$$ u = u, \quad v = v $$", ["="]),
    (drop_a_statement, r"$$ u = u \\ v \le v $$", [r"\le"]),
    (drop_conditions, r"$$ w_i = w_j, \quad i = j $$", ["="]),
    (drop_conditions, r"$$ u u = u v \text{ if } u = v $$", ["="]),
    (forget_conditions, r"$$ u u = u v \text{ if } u = v $$", ["="]),
    (forget_conditions, r"$$ w_i = w_j, \quad i = j $$", ["="]),
    (drop_the_conditions_of_prose, "For $u > 0$, we get $$ u = u $$", [">"]),
    (drop_assumptions, r"$$ \text{assume } u = 1 $$ $$ u = u $$", ["="]),
    (drop_relations_that_wait, "$$ u = u = v $$", ["="]),
    (drop_claims, "$$ u = v $$", ["="]),
    (drop_claims, "and $u + u = 2 u$", ["="]),
    (
        drop_the_last_row,
        r"$$ \left\{ \begin{split} u &= u \\ v &< u \end{split} \right. $$",
        ["<"],
    ),
    (drop_what_stands_behind_a_wide_space, r"$$ u = u \qquad v \ge v $$", [r"\ge"]),
    (drop_remarks, r"$$ u = u \quad [\text{if } u > 1,\ v = v] $$", [">", "="]),
    (drop_an_environment, r"$$ \begin{aligned} u = u \end{aligned} $$", ["="]),
    (drop_an_environment, r"$$ u = u \begin{aligned} = u \end{aligned} $$", ["="]),
    (drop_mathematics_in_words, r"$$ u u = u v \text{ if $u = v$} $$", ["="]),
    (drop_a_passage, "$$ u = v $$", ["="]),
    (drop_where_a_mark_is_hidden, "$$ \\sqrt{u = v} $$", ["="]),
    (read_no_statement, "$$ y := u, \\quad y \\to u $$", [":=", r"\to"]),
]


@pytest.mark.parametrize(("mutant", "text", "signs"), MUTANTS)
def test_a_step_that_loses_a_sign_is_found_out(
    mutant: Mutant, text: str, signs: list[str], monkeypatch: Patch
) -> None:
    assert told(text) == []
    monkeypatch.setattr(mark_reader, "_marks", mark_reader._marks.__wrapped__)
    mutant(monkeypatch)
    lost = [(sign, f"this {sign} is not accounted for: {LOST}") for sign in signs]
    assert told(text) == lost


@pytest.mark.parametrize(
    ("text", "sign", "advice"),
    [
        (
            r"$$ w_i = 2 x_i \text{ where u = 1} $$",
            "=",
            "mathematics among words is not read; write it between dollars",
        ),
        (
            r"$$ u = u \implies $$",
            r"\implies",
            "no statement follows it; write what follows, or leave it out",
        ),
        (
            r"The noise $u \sim v$.",
            r"\sim",
            r"the command \sim is not known; draws are not read; declare the "
            r"quantity, x \in \mathbb{R}",
        ),
        (
            r"and so $u \cong v$.",
            r"\cong",
            r"the command \cong is not known; "
            r"if it is a macro, put its \newcommand on the page",
        ),
        (r"$$ w_i = 2 x_i \begin{array}{r@{=}l} & \end{array} $$", "=}l}", LOST),
    ],
)
def test_a_sign_that_no_statement_has_is_told_with_what_to_write(
    text: str, sign: str, advice: str
) -> None:
    at = sign.removesuffix("}l}")
    assert told(text) == [(sign, f"this {at} is not accounted for: {advice}")]


def test_one_sign_of_a_macro_does_not_account_for_another(monkeypatch: Patch) -> None:
    text = "$\\newcommand{\\both}{= u =}$ $$ u \\both v $$"
    assert told(text) == []
    drop_relations_that_wait(monkeypatch)
    assert told(text) == [(r"\both", f"this = is not accounted for: {LOST}")]


@pytest.mark.parametrize(
    "text",
    [
        r"the sum $\sum_{i = 1}^n$ and the case $u = 3$, if $u > 0$.",
        r"$$ \underbrace{w_i}_{\text{as } w_i = 2 x_i} = 2 x_i \tag{u = v} $$",
        r"$$ w_i = \sum_j 2 x_j \, 1(i = j) $$",
        r"$$ u \not= v $$ and $$ y \stackrel{\text{def}}{=} 2 u $$",
        r"$$ u u = u v \text{ if $u = v$ or $u = 0$} $$",
        "For $u > 0$, nothing follows. $$ y := u $$",
    ],
)
def test_what_is_part_of_a_term_or_names_a_case_is_accounted_for(text: str) -> None:
    assert [said for _, said in told(text) if "accounted" in said] == []
