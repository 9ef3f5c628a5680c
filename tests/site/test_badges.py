"""Marks beside displays: what each says, and where its figures come from."""

from __future__ import annotations

import json
import re
from pathlib import Path

import markdown
import pytest
from bs4 import BeautifulSoup, Tag

from derivcheck.__main__ import main
from derivcheck.diagnosis.diagnosis import Told
from derivcheck.documents.markdown import read_page
from derivcheck.pages.page_check import check_text
from derivcheck.reports.counting import totals
from derivcheck.reports.precomputed import (
    Measured,
    Mutants,
    read,
)
from derivcheck.site import cache as kept
from derivcheck.site.badges import marks
from derivcheck.site.glossary import symbols

MODEL = (
    "$x_k \\in \\mathbb{R}$ with $k = 1, \\dots, n$\n\n$$\ny := \\sum_k w_k x_k\n$$\n\n"
)
RIGHT = "$$\n\\frac{\\partial y}{\\partial x_k} = w_k\n$$\n\n"
CHAIN = "$$\ny + y = 2 y = 4 y - 2 y\n\\label{eq:y}\n$$\n\n"
FALSE = "$$\n2 y = 3 y\n$$\n\n"
WRONG = f"<!-- derivcheck: wrong at 1 -->\n\n{FALSE}"
UNCHECKED = f'<!-- derivcheck: unchecked "a sketch" -->\n\n{FALSE}'


def render(text: str, **settings: object) -> BeautifulSoup:
    """A page with its marks."""
    page = markdown.markdown(
        text,
        extensions=["pymdownx.arithmatex", "derivcheck.markdown"],
        extension_configs={
            "pymdownx.arithmatex": {"generic": True},
            "derivcheck.markdown": {"page": "page.md", "check": True, **settings},
        },
    )
    return BeautifulSoup(page, "html.parser")


def names(soup: BeautifulSoup) -> list[str]:
    """What the marks are called."""
    return [
        summary.get_text()
        for summary in soup.select("derivcheck-mark > details > summary")
    ]


def panel(soup: BeautifulSoup, number: int) -> Tag:
    return soup.select(".derivcheck-panel")[number]


def test_each_display_has_a_mark_that_says_what_became_of_it() -> None:
    soup = render(MODEL + RIGHT + CHAIN + WRONG + UNCHECKED + FALSE)
    assert names(soup) == [
        "Equation: for reading only",
        "Equation: holds",
        "Equation 1: holds",
        "Equation: wrong on purpose",
        "Equation: for reading only",
        "Equation: unexpected result",
    ]
    assert len(soup.select(".eq")) == len(soup.select(".eq > derivcheck-mark"))


def test_without_the_option_there_are_no_marks() -> None:
    soup = render(MODEL + RIGHT, check=False)
    assert soup.select("derivcheck-mark, .derivcheck-totals") == []
    assert len(soup.select(".eq")) == 2


def test_a_mark_of_what_holds_opens_to_how_that_was_found() -> None:
    soup = render(MODEL + RIGHT)
    told = [item.get_text() for item in panel(soup, 1).select("li")]
    assert told[0] == "Tried at 6 points, 15 values compared"
    assert re.fullmatch("With n = [234]; with n = [234]", told[1])
    assert told[2].startswith("The sides agree ")
    assert told[3:] == ["Read as (∂y / ∂x[k]) = w[k]"]


def test_what_the_relations_of_a_display_have_in_common_is_said_once() -> None:
    text = panel(render(MODEL + CHAIN), 1).get_text("\n")
    assert text.count("Tried at 6 points") == 1
    assert [line for line in text.split("\n") if line.startswith(("Each", "Rel"))] == [
        "Each relation:",
        "Relation 1 of 2:",
        "Relation 2 of 2:",
    ]


def test_a_mark_of_what_is_wrong_shows_what_the_terminal_would_say() -> None:
    soup = render(MODEL + WRONG)
    story = panel(soup, 1)
    assert story.select_one("pre") is not None
    assert [item.get_text() for item in story.select("li.derivcheck-odd")] == [
        "Odd: the left side is always 2/3 times the right"
    ]
    mends = story.select(".derivcheck-mend li")
    assert mends
    assert mends[0].select_one(".katex-html") is not None


def test_a_mark_of_a_definition_says_what_was_read() -> None:
    first = panel(render(MODEL), 0)
    assert first.get_text() == (
        "Nothing is claimed here, so there is nothing to check."
        "Definition: y := sum(k: (w[k] · x[k]))"
    )


def test_a_mark_of_what_is_not_checked_gives_the_reason() -> None:
    soup = render(MODEL + UNCHECKED)
    assert panel(soup, 1).get_text() == "Not checked: a sketch."


@pytest.mark.parametrize(
    ("name", "states"), [("page.md", [True, True]), ("other.md", [False, True])]
)
def test_reports_are_open_where_the_site_wants_it_and_where_a_relation_is_off(
    name: str, states: list[bool]
) -> None:
    soup = render(MODEL + WRONG + FALSE, open=[name])
    folds = soup.select("derivcheck-mark > details")[1:]
    assert [fold.has_attr("open") for fold in folds] == states


def test_the_totals_stand_at_the_foot_of_the_page() -> None:
    soup = render(MODEL + RIGHT + WRONG)
    assert [foot.get_text() for foot in soup.select(".derivcheck-totals")] == [
        "On this page: 2 relations: 1 holds, 1 is wrong on purpose; "
        "15 values compared (6 points, counted for each relation)."
    ]
    assert soup.find_all(True)[-1].get("class") == ["derivcheck-totals"]
    assert render("Text.").select(".derivcheck-totals") == []


def test_a_page_with_marks_runs_nothing_and_styles_nothing_by_itself() -> None:
    soup = render(MODEL + RIGHT + WRONG)
    for formula in soup.select(".katex, .katex-html"):
        formula.decompose()
    assert soup.select("script, style, [style], [onclick]") == []


# --- figures that were measured before -----------------------------------------------


def figures(*kept: Mutants | tuple[Told, ...]) -> Measured:
    return Measured("", kept)


def told_of(text: str, kept_figures: Measured | None) -> list[str]:
    """What the last mark of a page says."""
    found = marks(check_text(text), text, kept_figures, lambda tex: f"[{tex}]")
    soup = BeautifulSoup(found[max(found)].panel, "html.parser")
    return [item.get_text() for item in soup.select("li")]


@pytest.mark.parametrize(
    ("figure", "said"),
    [
        (Mutants(12, 12, 0), "Of 12 deliberate errors all are detected"),
        (
            Mutants(12, 9, 2),
            "Of 12 deliberate errors 9 are detected, 2 leave the line true, "
            "1 would pass",
        ),
    ],
)
def test_the_share_of_mutants_that_are_caught_is_told(
    figure: Mutants, said: str
) -> None:
    told = told_of(MODEL + RIGHT, figures(figure))
    assert told[-2:] == [said, "Read as (∂y / ∂x[k]) = w[k]"]


def test_figures_of_another_version_are_said_to_be_missing() -> None:
    told = told_of(MODEL + RIGHT, figures())
    assert told[-2] == "Deliberate errors were not tried on this state of the page"
    assert not any("deliberate" in one for one in told_of(MODEL + RIGHT, None))


def test_a_diagnosis_that_is_known_is_not_worked_out_again() -> None:
    known = Told("values", "left `a = 1`"), Told("odd", "as it was kept")
    told = told_of(MODEL + WRONG, figures(known))
    assert told[:2] == ["Left a = 1", "Odd: as it was kept"]


def test_the_command_writes_the_figures_that_the_marks_show(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page, file = tmp_path / "page.md", tmp_path / "measured.json"
    page.write_text(MODEL + RIGHT + WRONG)
    assert main(["mutate", str(page), "--write", str(file)]) == 0
    counted = re.search(r"page.md: (\d+) mutants", capsys.readouterr().out)
    kept_figures = read(str(file), "page.md")
    assert kept_figures is not None
    right, wrong = kept_figures.figures
    assert isinstance(right, Mutants)
    assert counted is not None
    assert right.tried == int(counted[1])
    assert isinstance(wrong, tuple)
    assert {one.kind for one in wrong} >= {"values", "hint", "repair"}
    soup = render(page.read_text(), page=str(page), measured=str(file))
    assert f"Of {right.tried} deliberate errors" in panel(soup, 1).get_text()
    page.write_text(MODEL + RIGHT.replace("w_k", "w_k + 0") + WRONG)
    soup = render(page.read_text(), page=str(page), measured=str(file))
    assert "Deliberate errors were not tried" in panel(soup, 1).get_text()


# --- marks that are kept -------------------------------------------------------------


def test_marks_come_from_the_folder_as_long_as_nothing_changed(tmp_path: Path) -> None:
    folder = str(tmp_path)
    first = render(MODEL + RIGHT, cache=folder)
    (file,) = tmp_path.glob("*.json")
    found = json.loads(file.read_text())
    start = max(found["marks"], key=int)
    found["marks"][start][1] = "<p>as it was kept</p>"
    file.write_text(json.dumps(found))
    again = render(MODEL + RIGHT, cache=folder)
    assert panel(again, 1).get_text() == "as it was kept"
    assert names(again) == names(first)
    other = render(f"Word.\n\n{MODEL}{RIGHT}", cache=folder)
    assert panel(other, 1).get_text() == panel(first, 1).get_text()
    assert list(tmp_path.glob("*.json")) == [file]


def test_marks_are_of_another_state_where_a_page_to_take_over_comes_to_be(
    tmp_path: Path,
) -> None:
    text = f"<!-- derivcheck: with other.md -->\n\n{MODEL}{RIGHT}"
    path = str(tmp_path / "page.md")
    before = kept.state(path, read_page(text), None)
    (tmp_path / "other.md").write_text("Words alone.")
    assert kept.state(path, read_page(text), None) != before


def test_the_script_that_typesets_is_among_the_sources(tmp_path: Path) -> None:
    (tmp_path / "katex.py").write_text("")
    (tmp_path / "katex.js").write_text("1")
    before = kept.sources(tmp_path)
    (tmp_path / "katex.js").write_text("2")
    assert kept.sources(tmp_path) != before


def test_a_file_of_marks_that_is_broken_is_made_anew(tmp_path: Path) -> None:
    found = check_text(MODEL + RIGHT)
    text = MODEL + RIGHT
    made = marks(found, text, None, str)
    whole = kept.Checked(made, totals([found]), symbols(found, text, None))
    kept.write(str(tmp_path), "page.md", "1", whole)
    assert kept.read(str(tmp_path), "page.md", "1") == whole
    assert kept.read(str(tmp_path), "page.md", "2") is None
    (tmp_path / "page-md.json").write_text("{")
    assert kept.read(str(tmp_path), "page.md", "1") is None
