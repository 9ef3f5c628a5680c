"""What the verdicts of a page rest on, in a line each."""

from __future__ import annotations

from derivcheck.checking.records import Found, Input, PlacedFault, Relation
from derivcheck.expressions import Sentence
from derivcheck.judging.claim import Sizes, Verdict, Word
from derivcheck.models import UNNAMED
from derivcheck.pages.page_check import check_text
from derivcheck.reports.counting import (
    assumptions,
    grand_total_line,
    rests_on,
    together,
    totals,
    totals_lines,
)


def holds(*sizes: Sizes) -> Relation:
    verdict = Verdict("holds", points=6, values=12, sizes=sizes)
    return Relation(0, "x", "=", "x", verdict)


def test_sizes_are_told_once_and_not_where_others_have_them_all() -> None:
    few, more, others = (("n", 2),), (("m", 3), ("n", 2)), (("m", 10), ("n", 4))
    found = Found("page.md", [holds(few, others), holds(more, others), holds(())])
    assert rests_on(found) == [
        "each that holds was tried at 6 points; 36 values of 3 relations compared",
        "sizes tried: m = 10, n = 4; m = 3, n = 2",
    ]


def test_an_input_is_told_once_with_its_shape() -> None:
    inputs = [Input("W", ("m", "n")), Input("W", ("m", "n")), Input(r"\text{free}", ())]
    assert rests_on(Found("page.md", inputs=inputs)) == [
        r"inputs: W (m × n), \text{free}"
    ]


def test_a_size_that_nothing_ties_is_free_and_says_so() -> None:
    inputs = [Input("W", ("3", UNNAMED)), Input("t", ())]
    assert rests_on(Found("page.md", inputs=inputs)) == [
        "inputs: W (3 × free), t",
        "(free: nothing on the page ties this size to another)",
    ]


# --- the counts of pages --------------------------------------------------------------


def page(*words: Word, path: str = "page.md", **facts: object) -> Found:
    """A page of relations with those verdicts, each tried at two points."""
    verdicts = [Verdict(word, points=2, values=3) for word in words]
    expected = [verdict.word == "holds" for verdict in verdicts]
    found = Found(
        path,
        [
            Relation(0, "x", "=", "x", verdict, expected=well)
            for verdict, well in zip(verdicts, expected, strict=True)
        ],
    )
    for name, fact in facts.items():
        setattr(found, name, fact)
    return found


def on_purpose(word: Word) -> Found:
    """A page of one relation that its author marked as wrong."""
    found = page(word)
    found.relations[0].expected, found.relations[0].wanted = True, word
    return found


def test_pages_are_counted_together_and_by_their_verdicts() -> None:
    found = totals([page("holds", "fails"), page("holds", "not understood")])
    assert found.relations == 4
    assert found.text == "4 relations: 2 holds, 1 fails, 1 not understood"
    assert (found.points, found.values, found.surprising) == (4, 6, 2)


def test_what_is_wrong_on_purpose_or_unchecked_is_no_surprise() -> None:
    unchecked = page(unchecked=[(3, "a picture", 2)])
    found = totals([on_purpose("fails"), on_purpose("not understood"), unchecked])
    assert (found.wrong, found.not_understood, found.surprising) == (1, 1, 0)
    assert found.text == "4 relations: 1 fails, 1 not understood, 2 unchecked"


def test_no_pages_come_to_nothing() -> None:
    assert totals([]).text == "0 relations"
    assert together([]) == totals([])


def test_counts_add_up_as_the_pages_do() -> None:
    pages = [page("holds", "fails"), on_purpose("fails"), page(), page("undecided")]
    assert together(totals([one]) for one in pages) == totals(pages)


def test_a_line_for_all_pages_tells_their_problems_where_there_are_some() -> None:
    fault = PlacedFault(1, 1, Sentence("no"))
    well = totals([page("holds")])
    wrong = totals([page("holds", problems=[fault])])
    assert grand_total_line([well, well]) == (
        "2 pages: 2 relations: 2 holds; 0 assumptions in force"
    )
    assert grand_total_line([well, wrong]) == (
        "2 pages: 2 relations: 2 holds; 0 assumptions in force; 1 problem"
    )


def test_a_page_tells_what_was_left_unchecked_and_what_looks_like_a_definition() -> (
    None
):
    odd = page(
        "fails",
        unchecked=[(3, "a picture", 1), (7, "by hand", 2)],
        definitions=[(9, 3, "y"), (9, 12, "z"), (11, 1, "w"), (20, 1, "v")],
    )
    assert totals_lines(odd) == [
        "page.md: 4 relations: 1 fails, 3 unchecked",
        "    line 3: unchecked (1 relation): a picture",
        "    line 7: unchecked (2 relations): by hand",
        "    lines 9, 11 and 20 look like definitions: write := there, as derivcheck "
        "check --fix does",
    ]
    one = page("fails", definitions=[(9, 3, "y"), (9, 12, "z")])
    assert totals_lines(one)[1:] == [
        "    line 9 looks like a definition: write := there, as derivcheck check --fix "
        "does"
    ]


def test_a_page_that_is_well_tells_what_it_rests_on() -> None:
    well = page("holds", inputs=[Input("x", ())])
    well.relations[0].verdict.needs = ("a > 0", "b > 0")
    well.relations[0].line = 4
    assert totals_lines(well) == [
        "page.md: 1 relation: 1 holds",
        "    each that holds was tried at 2 points; 3 values of 1 relation compared",
        "    inputs: x",
        "    line 4 needs: a > 0, b > 0",
    ]
    purpose = on_purpose("fails")
    purpose.relations[0].verdict.points = 0
    assert totals_lines(purpose)[1:] == ["    1 wrong on purpose, and found so"]


def test_different_numbers_of_points_are_told_as_a_span() -> None:
    found = page("holds", "holds")
    found.relations[0].verdict.points = 14
    assert rests_on(found)[0] == (
        "each that holds was tried at 2 to 14 points; 6 values of 2 relations compared"
    )


def test_an_empty_page_says_so() -> None:
    assert totals_lines(page(), empty=True) == ["page.md: the page is empty"]
    assert totals_lines(page(), empty=False) == ["page.md: 0 relations"]


def test_assumptions_are_counted_and_told() -> None:
    text = r"$$ \text{assume } x = 1 $$ $$ \text{suppose } y = 2 $$ $$ x = 1 $$"
    found = check_text(text, "page.md")
    assert assumptions([found, found]) == 4
    assert totals_lines(found)[0].endswith("; 2 assumptions in force")
