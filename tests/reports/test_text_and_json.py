"""Verdicts as text and JSON: whole messages, and the shape of the JSON."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, get_args

import jsonschema
import pytest

import derivcheck.reports
from derivcheck.checking import Found
from derivcheck.pages import check_text
from derivcheck.reports.name_table import Role
from derivcheck.reports.sarif import as_sarif
from derivcheck.reports.text_and_json import (
    VERSION,
    as_json,
    as_text,
    readings_as_json,
)

MODEL = r"""# A unit

Inputs $x_k \in \mathbb{R}$ with $k = 1, \dots, n$ and a target $t \in \mathbb{R}$.

$$
net := \sum_k w_k x_k + b, \qquad out := \tanh(net), \qquad E := \frac{1}{2} (out - t)^2
$$

"""
SLOPE = r"\frac{\partial E}{\partial net}"
RIGHT = f"$$\n{SLOPE} = (out - t) (1 - out^2)\n$$\n\n"
WRONG = f"$$\n{SLOPE} = (out - t) out\n$$\n\n"
DIGITS = re.compile(r"-?\d+\.\d+(e-?\d+)?")


def text_of(*pages: str, mask: bool = True) -> str:
    """The report on pages `a.md`, `b.md` …, numbers with a point as N."""
    names = [f"{letter}.md" for letter in "abcdef"]
    texts = dict(zip(names, pages, strict=False))
    found = [check_text(text, path) for path, text in texts.items()]
    report = as_text(found, texts)
    return DIGITS.sub("N", report) if mask else report


def test_a_page_that_is_well_says_what_that_rests_on() -> None:
    assert text_of(MODEL + RIGHT) == (
        "a.md: 1 relation: 1 holds\n"
        "    each that holds was tried at 6 points; 6 values of 1 relation compared\n"
        "    sizes tried: n = 2; n = 3\n"
        "    inputs: x (n), t, w (n), b"
    )


def test_inputs_stand_once_however_often_the_model_begins_anew() -> None:
    again = "<!-- derivcheck: fresh -->\n\n"
    page = MODEL + RIGHT + again + MODEL + RIGHT
    assert text_of(page).splitlines()[-1] == "    inputs: x (n), t, w (n), b"


def test_a_size_that_nothing_ties_is_explained_once() -> None:
    page = "$$\ny_i := z_i^2, \\qquad u_k := 2 v_k\n$$\n\n$$\nu_k = v_k + v_k\n$$\n"
    assert text_of(page).splitlines()[-2:] == [
        "    inputs: z (free), v (free)",
        "    (free: nothing on the page ties this size to another)",
    ]


def test_an_assumption_stands_beside_the_relation_that_needed_it() -> None:
    page = (
        "$t_j \\in \\mathbb{R}$\n\n$$\n\\text{assume } \\sum_j t_j = 1\n$$\n\n"
        "$$\n2 \\sum_j t_j = 2\n$$\n"
    )
    report = text_of(page).splitlines()
    assert report[0] == "a.md: 1 relation: 1 holds; 1 assumption in force"
    assert "    line 8 needs: \\sum_j t_j = 1" in report


def test_a_relation_that_fails_shows_its_line_its_numbers_and_its_repair() -> None:
    assert text_of(MODEL + WRONG, mask=False) == (
        "a.md:10:33: fails\n"
        "    \\frac{\\partial E}{\\partial net} = (out - t) out\n"
        "                                    ^\n"
        "    left -0.0731923, right -0.998706, where n = 1, b = 1, t = 2, w_1 = 1, "
        "x_1 = 1\n"
        "    `\\frac{\\partial out}{\\partial net}` for the second `out`, so "
        "`(out - t) \\frac{\\partial out}{\\partial net}`: holds\n"
        "    `\\frac{\\partial out}{\\partial b}` for the second `out`, so "
        "`(out - t) \\frac{\\partial out}{\\partial b}`: holds\n"
        "    true: \\frac{\\partial E}{\\partial net} = (out - t) (1 - out^2)\n"
        "a.md: 1 relation: 1 fails"
    )


def test_hints_show_what_is_odd_first_and_leave_the_repairs_out() -> None:
    page = MODEL + f"$$\n{SLOPE} = (t - out) (1 - out^2)\n$$\n"
    found = check_text(page, "a.md")
    told = as_text([found], {"a.md": page}, hints=True).splitlines()
    assert told[3] == "    odd: the sides differ in their sign alone"
    assert told[4].startswith("    left -0.00254148, right 0.00254148, where n = 1")
    assert told[5:] == ["a.md: 1 relation: 1 fails"]
    assert (
        json.loads(as_json([found], hints=True))["pages"][0]["relations"][0]["repairs"]
        == []
    )


def test_a_left_side_from_the_line_before_is_shown_first() -> None:
    chain = "$$\n\\begin{aligned}\n2 t &= t + t \\\\\n&= 3 t\n\\end{aligned}\n$$\n"
    assert text_of(MODEL + chain, mask=False).splitlines()[:7] == [
        "a.md:12:2: fails",
        "    t + t",
        "    &= 3 t",
        "     ^",
        "    left 2, right 3, where t = 1",
        "    relation 1 of this display holds",
        "    `2` for `3`, so `2 t`: holds",
    ]


def test_the_repairs_of_a_relation_stand_in_the_json_and_the_first_in_sarif() -> None:
    found = check_text(MODEL + WRONG, "a.md")
    relation = json.loads(as_json([found]))["pages"][0]["relations"][0]
    assert relation["repairs"] == [
        r"`\frac{\partial out}{\partial net}` for the second `out`, so "
        r"`(out - t) \frac{\partial out}{\partial net}`",
        r"`\frac{\partial out}{\partial b}` for the second `out`, so "
        r"`(out - t) \frac{\partial out}{\partial b}`",
    ]
    (result,) = json.loads(as_sarif([found]))["runs"][0]["results"]
    assert result["message"]["text"].endswith(
        r"; `\frac{\partial out}{\partial net}` for the second `out`, so "
        r"`(out - t) \frac{\partial out}{\partial net}`: holds"
    )
    (result,) = json.loads(as_sarif([found], hints=True))["runs"][0]["results"]
    assert "holds" not in result["message"]["text"]


def test_of_very_many_relations_that_fail_the_first_twenty_are_repaired() -> None:
    page = MODEL + "\n".join(f"$$\nt + {n} = t\n$$\n" for n in range(1, 23))
    told = text_of(page).splitlines()
    assert sum(line.endswith("`: holds") for line in told) == 20
    said = "    from here on no edits are looked for: 20 relations are off"
    assert told.count(said) == 1


def test_what_is_wrong_on_purpose_is_not_repaired() -> None:
    found = check_text(f"{MODEL}<!-- derivcheck: wrong at 1 -->\n\n{WRONG}", "a.md")
    relation = json.loads(as_json([found]))["pages"][0]["relations"][0]
    assert (relation["verdict"], relation["repairs"]) == ("fails", [])


def test_what_is_not_understood_is_pointed_at() -> None:
    page = f"{MODEL}$$\n{SLOPE} = (out - q) out\n$$\n"
    assert text_of(page) == (
        "a.md:10:33: not understood\n"
        "    \\frac{\\partial E}{\\partial net} = (out - q) out\n"
        "                                             ^\n"
        "    q is not defined or declared\n"
        "a.md: 1 relation: 1 not understood"
    )


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("$$ d = 2 x $$", "line 1 looks like a definition"),
        (
            "$$ d = 2 x $$\n$$ e = 3 x, f = x^2 $$",
            "lines 1 and 2 look like definitions",
        ),
        (
            "$$ d = 2 x $$\n$$ e = 3 x $$\n\n$f = 4 x$",
            "lines 1, 2 and 4 look like definitions",
        ),
    ],
)
def test_lines_that_look_like_definitions_are_told(page: str, said: str) -> None:
    told = text_of(page).splitlines()
    assert told[-1] == f"    {said}: write := there, as derivcheck check --fix does"


def test_an_unchecked_display_gives_its_reason() -> None:
    page = f'{MODEL}{RIGHT}<!-- derivcheck: unchecked "a sketch" -->\n\n{WRONG}'
    report = text_of(page).splitlines()
    assert report[:2] == [
        "a.md: 2 relations: 1 holds, 1 unchecked",
        "    line 15: unchecked (1 relation): a sketch",
    ]


CHAIN = (
    "$$\n\\begin{{aligned}}\n{} &= {} \\\\\n&= {} \\\\\n&= {}\n\\end{{aligned}}\n$$\n"
)


def chain_remarks(*sides: str) -> list[str]:
    report = text_of(MODEL + CHAIN.format(*sides))
    return [line.strip() for line in report.splitlines() if "the ends" in line]


@pytest.mark.parametrize(
    ("sides", "remark"),
    [
        (
            ["2 t", "3 t", "4 t", "2 t"],
            "the ends of this chain agree: lines 11, 12 and 13 are off by 3 mistakes "
            "that cancel",
        ),
        (
            ["2 t", "3 t", "t + 2 t", "2 t"],
            "the ends of this chain agree: lines 11 and 13 are off by two mistakes "
            "that cancel",
        ),
        (
            ["2 t", "3 t", "2 t", "t + t"],
            "the ends of this chain agree: lines 11 and 12 are off by two mistakes "
            "that cancel, or only what stands between them is",
        ),
        (["2 t", "3 t", "t + 2 t", "3 t"], "the ends of this chain differ too"),
    ],
    ids=["three", "two", "beside each other", "one"],
)
def test_the_ends_of_a_chain_are_compared(sides: list[str], remark: str) -> None:
    assert chain_remarks(*sides) == [remark]


ARRAYS = r"""
$W \in \mathbb{R}^{m \times n}$, $x \in \mathbb{R}^n$, $v \in \mathbb{R}^m$

$$
E := v^\top W x
$$

$$
\frac{\partial E}{\partial x} = RIGHT
$$
"""


@pytest.mark.parametrize(
    ("right", "told"),
    [
        (
            r"W^\top v = -W^\top v",
            [
                r"true: \frac{\partial E}{\partial x} = W^\top v",
                "the ends of this chain differ too",
            ],
        ),
        (
            r"-W^\top v = W^\top v",
            [
                r"true: \frac{\partial E}{\partial x} = W^\top v",
                "the ends of this chain agree: line 9 is off by two mistakes that "
                "cancel, or only what stands between them is",
            ],
        ),
    ],
)
def test_a_chain_of_arrays_is_one_too(right: str, told: list[str]) -> None:
    lines = text_of(ARRAYS.replace("RIGHT", right)).splitlines()
    begun = ("true:", "the ends")
    assert [one.strip() for one in lines if one.strip().startswith(begun)] == told


def test_a_chain_that_holds_has_no_remark() -> None:
    assert chain_remarks("2 t", "t + t", "3 t - t", "2 t") == []


def test_several_pages_end_with_one_line_for_all() -> None:
    assumed = f"{MODEL}$$\n\\text{{assume }} t = 1\n$$\n\n{WRONG}"
    broken = f"{MODEL}<!-- derivcheck: wrog at 1 -->\n\n{RIGHT}"
    assert text_of(MODEL + RIGHT, assumed, broken, "").splitlines()[-1] == (
        "4 pages: 3 relations: 2 holds, 1 fails; 1 assumption in force; 1 problem"
    )


def test_an_empty_page_is_said_to_be_empty() -> None:
    assert text_of("") == "a.md: the page is empty"
    assert text_of("\n \n") == "a.md: the page is empty"
    assert text_of("Text.") == "a.md: 0 relations"


# --- JSON ----------------------------------------------------------------------------


SCHEMAS = Path(derivcheck.reports.__file__).parent


def strict(schema: Any) -> Any:
    """A schema under which an object has all fields that it names, and no others."""
    match schema:
        case {"type": "object", "properties": dict(properties)}:
            inside = {name: strict(value) for name, value in properties.items()}
            closed = {"required": [*inside], "additionalProperties": False}
            return {**schema, "properties": inside, **closed}
        case dict():
            return {name: strict(value) for name, value in schema.items()}
        case list():
            return [strict(value) for value in schema]
        case _:
            return schema


def schema_of(name: str) -> dict[str, Any]:
    """A schema that the package ships."""
    found = json.loads((SCHEMAS / f"{name}.schema.json").read_text("utf-8"))
    assert isinstance(found, dict)
    return found


EVERYTHING = (
    f"{MODEL}{RIGHT}Also ${SLOPE} = 2$.\n\n{WRONG}"
    f'<!-- derivcheck: unchecked "a sketch" -->\n\n{WRONG}'
    f"$$\nE = E, \\quad E = q\n$$\n\n<!-- derivcheck: wrog -->\n\n$d = 2 E$\n"
)


def everything() -> Found:
    """A page with every kind of finding."""
    return check_text(EVERYTHING, "pages/a page.md")


def test_the_json_has_the_shape_that_is_promised() -> None:
    document = json.loads(as_json([everything(), check_text("", "empty.md")]))
    jsonschema.validate(document, strict(schema_of("check-1")))
    page = document["pages"][0]
    assert [r["verdict"] for r in page["relations"]] == [
        *("holds", "fails", "fails"),
        *("vacuous", "not understood", "not understood"),
    ]
    assert [r["display"] for r in page["relations"]] == [2, None, 3, 5, 5, None]
    assert [r["ordinal"] for r in page["relations"]] == [1, 1, 1, 1, 2, 1]
    assert page["definitions"] == [{"line": 31, "column": 4, "left": "d"}]
    assert page["unchecked"] == [{"line": 21, "reason": "a sketch"}]
    assert page["problems"][0]["line"] == 29
    assert page["totals"] == {
        "present": 7,
        "holds": 1,
        "fails": 2,
        "vacuous": 1,
        "undecided": 0,
        "not understood": 2,
        "unchecked": 1,
    }


def test_the_json_of_a_reading_has_the_shape_that_is_promised() -> None:
    found = everything()
    document = json.loads(readings_as_json([found]))
    jsonschema.validate(document, strict(schema_of("read-1")))
    (page,) = document["pages"]
    assert page["reading"] == json.loads(as_json([found]))["pages"][0]["reading"]
    assert page["statements"][0] == {
        "line": 3,
        "column": 9,
        "kind": "declaration",
        "text": r"x_k \in \mathbb{R}",
    }


@pytest.mark.parametrize("name", ["check-1", "read-1"])
def test_a_schema_says_which_version_it_is_and_has_room_for_more(name: str) -> None:
    schema = schema_of(name)
    jsonschema.Draft202012Validator.check_schema(schema)
    kind, version = name.split("-")
    assert schema["$id"] == f"urn:checked-backprop:{kind}:{version}"
    assert schema["properties"]["version"]["const"] == VERSION
    assert 'additionalProperties": false' not in json.dumps(schema)


def test_the_schema_names_every_role_of_a_name() -> None:
    page = schema_of("check-1")["properties"]["pages"]["items"]["properties"]
    roles = page["reading"]["items"]["properties"]["role"]["enum"]
    assert roles == [*get_args(Role)]
