"""Numbers that readers move: what a page asks for, and what the browser gets of it."""

from __future__ import annotations

import json
import math
import re
import subprocess
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

import markdown
import pytest

from derivcheck.documents import beside, read_document, read_text
from derivcheck.documents.markdown import read_page
from derivcheck.documents.page import CodeBlock
from derivcheck.site.katex import find_node
from derivcheck.site.live_numbers import NumberLine, shown
from derivcheck.site.live_panels import in_places, in_words, script_apart
from derivcheck.site.numbers import numbers_of, values_in_force
from derivcheck.site.page_in_progress import PageError
from tests.docs import checked

DOCS = Path(__file__).parents[2] / "docs"
SCRIPT = Path(__file__).parents[2] / "derivcheck/site/live.js"
UNIT = r"""
A number $x \in \mathbb{R}$.

<!-- derivcheck: values numbers.json -->

$$ y := x^2 + 1 \label{eq:y} $$

$$ \frac{dy}{dx} = 2x \label{eq:slope} $$
"""


def rendered(folder: Path, text: str, numbers: str = '{"x": 0.5}') -> str:
    """A page in a folder with its numbers, as Python-Markdown renders it."""
    (folder / "numbers.json").write_text(numbers, "utf-8")
    return markdown.markdown(
        text,
        extensions=[
            "pymdownx.arithmatex",
            "pymdownx.superfences",
            "derivcheck.markdown",
        ],
        extension_configs={
            "pymdownx.arithmatex": {"generic": True},
            "derivcheck.markdown": {"check": True, "page": str(folder / "page.md")},
        },
    )


def run(script: str, *inputs: list[float]) -> list[list[float]]:
    """What the function in the script of a page gives at some inputs."""
    code = script.replace("export const", "const")
    code += f"console.log(JSON.stringify({json.dumps(inputs)}.map(run)))"
    asked = [str(find_node()), "-e", code]
    given = subprocess.run(asked, check=True, capture_output=True, text=True).stdout
    found: list[list[float]] = json.loads(given)
    return found


def test_the_page_that_the_documentation_shows_moves(tmp_path: Path) -> None:
    page = read_page((DOCS / "on-your-site.md").read_text("utf-8"))
    blocks = {
        piece.options["title"]: piece.code
        for piece in page.pieces
        if isinstance(piece, CodeBlock) and "title" in piece.options
    }
    html = rendered(tmp_path, blocks["docs/unit.md"], blocks["docs/numbers.json"])
    assert re.findall('data-input="(.*?)"', html) == ["w1", "b"]
    assert re.findall(r'data-name="(out|∂out/∂w1)"', html) == ["out", "∂out/∂w1"]
    assert "<!--" not in html
    rest, script = script_apart(html, "unit.js")
    assert 'data-src="unit.js"' in rest
    assert unquote(script) == script
    data = json.loads(script.partition("page=")[2].partition(";export")[0])
    assert data["net"] == "numbers"
    known = dict(zip(data["names"], data["printed"], strict=True))
    assert known == {"w1": 0.4, "w2": -0.7, "x1": 1.5, "x2": 0.5, "b": 0.1}
    moved = {**known, "w1": 0.9, "b": 1.3}
    (outputs,) = run(script, [moved[name] for name in data["names"]])
    out = 1 / (1 + math.exp(-(0.9 * 1.5 - 0.7 * 0.5 + 1.3)))
    assert any(abs(value - out) < 1e-15 for value in outputs)
    assert any(abs(value - out * (1 - out) * 1.5) < 1e-15 for value in outputs)


def test_a_page_without_sliders_has_no_script_and_no_places(tmp_path: Path) -> None:
    html = rendered(tmp_path, UNIT)
    assert "In numbers" in html
    assert "data-v" not in html
    assert "data-src" not in html


def test_each_number_has_its_place_to_see_and_to_hear(tmp_path: Path) -> None:
    html = rendered(tmp_path, UNIT + "\n<!-- derivcheck: live x: -1..1 -->\n")
    places = re.findall(r'<mtext data-v="([^"]*)">([^<]*)</mtext>', html)
    assert places == [
        ("1.1e", "="), ("0.4b", "0.5"), ("1.4s", "="), ("1.4", "1.25"),
        ("2.3e", "="), ("0.4b", "0.5"), ("3.4s", "="), ("3.4", "1"),
    ]  # fmt: skip  # a line of the page each
    seen = re.findall(r'<span data-v="(.*?)"[^>]*><span .*?>(.*?)<', html)
    assert sorted(seen) == sorted(places)


def test_the_value_of_a_long_quantity_comes_first(tmp_path: Path) -> None:
    long = " + ".join(["y"] * 20)
    html = rendered(
        tmp_path, UNIT + f"<!-- derivcheck: live x: 0..1; shows {long} -->\n"
    )
    answers = html.partition("derivcheck-answers")[2]
    assert re.findall(r'<mtext data-v="\d+\.(4s?)">(.*?)</mtext>', answers) == [
        ("4", "25"),
        ("4s", "="),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("live y: 0..2", "live: it is no input with a value in that file"),
        ("live q: 0..2", "live: q has no value"),
        (
            "live x: -1..1 by 0.4",
            "live: x is 0.5, and no step of 0.4 from -1 to 1 leads there",
        ),
        ("live x: 1..2", "live: x is 0.5, and no step of 0.05 from 1 to 2 leads there"),
        ("live x: 0..1; shows eq:z", "live: eq:z is no quantity here, and no label"),
    ],
)
def test_what_cannot_move_is_an_error_with_its_line(
    tmp_path: Path, text: str, said: str
) -> None:
    with pytest.raises(PageError, match=rf"page\.md:\d+: {re.escape(said)}"):
        rendered(tmp_path, UNIT + f"<!-- derivcheck: {text} -->\n")


def test_sliders_without_values_are_an_error(tmp_path: Path) -> None:
    text = UNIT.replace(
        "<!-- derivcheck: values",
        "<!-- derivcheck: live x: 0..1 -->\n<!-- derivcheck: values",
    )
    with pytest.raises(PageError, match="live: no directive `values` stands before"):
        rendered(tmp_path, text)


FORMS = {
    "0.4": "0.35", "0.4b": "0.35", "1.4": "−0.0117", "1.4b": "(−0.0117)",
    "2.4": "0", "3.4": "0.0000", "4.5": "0.18000", "5.4": "–", "0.4s": "=",
    "1.4s": "≈", "0.6e": "=", "0.1e": "≠", "7.4": "1", "8.4": "−2",
}  # fmt: skip  # pairs
OUTPUTS = [
    0.35,
    -0.01174885,
    -1e-17,
    -1e-6,
    0.180004,
    math.inf,
    0.35 + 1e-15,
    1.0,
    -2.0,
]


def test_the_browser_fills_a_place_as_the_build_does() -> None:
    assert {form: shown(form, OUTPUTS) for form in FORMS} == FORMS
    code = SCRIPT.read_text("utf-8").partition("function stored")[0]
    outputs = json.dumps(OUTPUTS).replace("Infinity", "1/0")
    code += (
        f"console.log({json.dumps(list(FORMS))}.map((f) => shown(f, {outputs})).join())"
    )
    node = [str(find_node()), "-e", code]
    given = subprocess.run(node, check=True, capture_output=True, text=True).stdout
    assert given.strip().split(",") == list(FORMS.values())


def test_the_denominator_keeps_its_number() -> None:
    over, under = (rf"\htmlData{{v={k}.4,n={k}}}{{\text{{(0)}}}}" for k in (0, 1))
    line = NumberLine(r"\frac{1}{2}", rf"\frac{{{over}}}{{{under}}}", ("1", "2"))
    heard, seen = in_places(line).split("</math>")
    assert re.findall(r'data-v="([\d.]+)">(\d)', heard) == [("0.4", "1"), ("1.4", "2")]
    below_first = re.findall(r'data-v="([\d.]+)"><span class="text">(\d)', seen)
    assert below_first == [("1.4", "2"), ("0.4", "1")]


@pytest.mark.parametrize(
    ("page", "pictures"),
    [
        ("chain-rule.md", ["network", "paths"]),
        ("softmax-hidden-layer.md", ["shares"]),
        ("losses.md", ["saturation"]),
    ],
)
def test_with_the_printed_numbers_a_live_picture_is_the_one_on_disk(
    page: str, pictures: list[str]
) -> None:
    path = str(DOCS / page)
    source = read_document(read_text(path), path)
    given = values_in_force(source, beside(path))
    script = numbers_of(checked(page), given).script
    code = script.replace("export const", "const")
    code += SCRIPT.read_text("utf-8").partition("// The picture above")[0]
    code += """
    const outputs = run(page.printed);
    const of = ([number, changing]) => [number, Object.fromEntries(
      Object.entries(changing).map(([k, v]) => [k, filled(v, page.slots, outputs)]))];
    console.log(JSON.stringify(page.pictures.map((parts) => parts?.map(of) ?? [])));"""
    node = [str(find_node()), "-e", code]
    given_back = subprocess.run(node, check=True, capture_output=True, text=True).stdout
    alive = filter(None, json.loads(given_back))
    for picture, parts in zip(pictures, alive, strict=True):
        root = ElementTree.parse(DOCS / f"figures/{picture}.svg").getroot()
        inside = [e for e in root.iter() if e is not root]
        inside = [e for e in inside if not e.tag.endswith("style")]
        for number, changing in parts:
            element = inside[number]
            known = {
                name: element.get(name, "") if name else element.text
                for name in changing
            }
            assert known == changing


def test_a_fraction_is_named_with_a_slash() -> None:
    assert in_words(r"\frac{\partial E}{\partial w_{11}}") == "∂E/∂w11"
