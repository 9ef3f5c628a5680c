"""The pictures: what is on disk is what the scripts draw, and the pages use it well."""

from __future__ import annotations

import re
import runpy
from pathlib import Path
from types import ModuleType
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest

from derivcheck.network import A, B

DOCS = Path(__file__).parents[2] / "docs"
FIGURES = DOCS / "figures"
NAMES = sorted(s.stem for s in FIGURES.glob("*.py") if s.stem != "draw")
PAGES = sorted(DOCS.glob("*.md"))

IMAGE = re.compile(r"!\[(?P<alt>[^\]]*)\]\((?P<target>[^)\s]+)[^)]*\)")
COLOUR = re.compile(r"var\(--figure-\w+, #(\w{2})(\w{2})(\w{2})\)")
PHOTOGRAPHED = {"images/neovim.svg"}  # another program, which no script draws
PAPERS = {"white": (255, 255, 255), "slate": (0x1E, 0x21, 0x29)}

# Written by hand from the pages' tables: a script cannot agree with itself alone.
SAID = {
    "curvature": [
        "at the dot 1.819",
        "at the dot 0.199",
        "common shift, 0.000",
        "eigenvector of 0.362",
    ],
    "decay": ["λ = 0: 9.54", "error 0.068", "0.003: 4.19", "0.01: 0.52", "0.082"],
    "depth": ["scale 3: 5.85", "scale 1: 0.49", "scale 0.5: 0.0046"],
    "axes": ["mean 0.517", "deviation 0.825", "mean 0.096", "deviation 0.690", "1.26"],
    "attention": ["0.261", "0.531", "+0.085", "−0.055", "−0.030"],
    "log-sum-exp": ["ln 2, which is 0.693"],
    "layer-norm": ["g less its mean", "0.909", "taken away 0.793", "comes back 0.444"],
    "products": ["38", "0.012", "9.8 · 10⁻⁶", "4.4 · 10⁻⁷"],
    "flat-direction": ["E = 0.19", "E = 0.25 to 0.45"],
    "masks": ["mean 0.882", "0.512", "1, 2, 3", "none"],
    "network": ["1.5", "0.5", "0.587", "0.401", "0.832", "0.747", "0.552", "0.315"],
    "paths": ["output 1: +0.066", "+0.007", "+0.012", "output 4: −0.011", "+0.074"],
    "saturation": ["0.982", "0.017"],
    "scatter": ["−4.0, 1.6, 2.4", "−2.0, 0.8, 1.2", "0, 0, 0"],
    "shares": ["g 0.064", "average 0.130", "δ −0.013", "δ −0.027", "δ +0.041"],
    "simplex": ["(0.202, 0.095, 0.703)"],
    "step-size": ["forward", "central", "complex step"],
    "unrolled": ["w = 0.8", "derivative +0.378", "−0.028", "+0.130", "+0.276", "0.20"],
    "temperature": ["+0.176", "output 2: −0.417", "+0.155", "+0.087"],
    "transposes": ["4 × 5", "5 × 3", "3 × 2", "n, examples", "j, outputs"],
    "two-tables": ["0.8", "−0.7", "3 × 2, which is W", "2 × 3, W transposed"],
    "three-slopes": ["as written: 0.000", "one path: +0.015", "corrected: −0.020"],
}


@pytest.fixture(autouse=True)
def scripts_find_the_module_they_share(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(FIGURES)


@pytest.fixture
def draw() -> ModuleType:
    import draw

    return draw


def script(name: str) -> dict[str, Any]:
    return runpy.run_path(str(FIGURES / f"{name}.py"))


def picture(name: str) -> ElementTree.Element:
    return ElementTree.parse(FIGURES / f"{name}.svg").getroot()


def tag(element: ElementTree.Element) -> str:
    return element.tag.removeprefix("{http://www.w3.org/2000/svg}")


def images() -> list[tuple[str, str, str]]:
    """Return page, alternative text and target of every image of the pages."""
    return [
        (page.name, image["alt"], image["target"])
        for page in PAGES
        for image in IMAGE.finditer(page.read_text(encoding="utf-8"))
    ]


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_on_disk_is_byte_for_byte_what_its_script_writes(name: str) -> None:
    drawn = script(name)["figure"]().svg().encode()
    assert (FIGURES / f"{name}.svg").read_bytes() == drawn, (
        f"run python docs/figures/{name}.py"
    )


def test_every_picture_has_a_script_and_every_script_a_picture() -> None:
    assert sorted(svg.stem for svg in FIGURES.glob("*.svg")) == NAMES


def test_every_picture_is_used_and_every_used_picture_exists() -> None:
    used = {target for _, _, target in images()} - PHOTOGRAPHED
    assert used == {f"figures/{name}.svg" for name in NAMES}


def test_every_image_says_in_words_what_is_to_be_seen() -> None:
    short = [(page, alt) for page, alt, _ in images() if len(alt) < 40]
    assert short == []


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_shows_the_numbers_of_the_pages(name: str) -> None:
    shown = ["".join(e.itertext()) for e in picture(name).iter() if tag(e) == "text"]
    for words in SAID[name]:
        assert any(words in line for line in shown), (words, shown)


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_refers_to_nothing_outside_and_runs_nothing(name: str) -> None:
    known = {"svg", "style", "title", "g", "path", "line", "circle", "text", "tspan"}
    for element in picture(name).iter():
        assert tag(element) in known
        for attribute, value in element.attrib.items():
            assert "href" not in attribute
            assert not attribute.startswith("on")
            assert "url(" not in value
        if tag(element) == "style":
            assert not re.search(r"url|@import|@font-face", element.text or "")


@pytest.mark.parametrize("name", NAMES)
def test_text_is_at_least_eleven_pixels_at_natural_width(name: str) -> None:
    root = picture(name)
    assert root.get("viewBox") == f"0 0 {root.get('width')} {root.get('height')}"
    assert float(root.attrib["width"]) <= 480
    sizes = [e.get("font-size") for e in root.iter() if tag(e) == "text"]
    sizes += [e.get("font-size", "14") for e in root.iter() if tag(e) == "tspan"]
    assert sizes
    assert all(size is not None and float(size) >= 11 for size in sizes)


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("ink", ["BLUE", "RED", "TEAL", "GREY"])
def test_a_colour_stands_out_by_three_to_one(
    ink: str, paper: str, draw: ModuleType
) -> None:
    found = COLOUR.fullmatch(getattr(draw, ink))
    assert found
    colour = tuple(int(pair, 16) for pair in found.groups())
    dark, light = sorted([luminance(colour), luminance(PAPERS[paper])])
    assert (light + 0.05) / (dark + 0.05) >= 3


def luminance(colour: tuple[int, ...]) -> float:
    """Return the relative luminance; source: WCAG 2.2, definitions."""
    shares = np.array(colour) / 255
    linear = np.where(
        shares <= 0.04045, shares / 12.92, ((shares + 0.055) / 1.055) ** 2.4
    )
    return float(linear @ [0.2126, 0.7152, 0.0722])


def test_the_flat_direction_is_flat_for_softmax_alone() -> None:
    loss = script("flat-direction")["loss"]
    assert loss(B, 3, -3) == pytest.approx(loss(B, 0, 0), abs=1e-12)
    assert abs(loss(A, 3, -3) - loss(A, 0, 0)) > 0.1


def test_a_contour_is_one_closed_line_around_a_hill(draw: ModuleType) -> None:
    xs = [k / 10 - 1.55 for k in range(32)]
    bowl = {(p, q): p * p + q * q for p in xs for q in xs}
    (ring,) = draw.contour(bowl, 1.0, xs, xs)
    assert ring[0] == ring[-1]
    radii = np.hypot(*np.array(ring).T)
    np.testing.assert_allclose(radii, 1, atol=0.005)


def test_points_on_a_straight_line_are_left_out(draw: ModuleType) -> None:
    points = [(0.0, 0.0), (1.0, 1.0), (2.0, 2.0), (2.0, 3.0)]
    assert draw.straightened(points, 0.1) == [(0.0, 0.0), (2.0, 2.0), (2.0, 3.0)]


def test_a_coordinate_has_two_decimals_and_no_negative_zero(draw: ModuleType) -> None:
    assert [draw.pixel(v) for v in (-0.001, 12.3456, 100)] == ["0", "12.35", "100"]


def test_a_number_has_a_true_minus_sign(draw: ModuleType) -> None:
    assert draw.number(-0.0129) == "−0.013"
    assert draw.number(0.0741, signed=True) == "+0.074"
