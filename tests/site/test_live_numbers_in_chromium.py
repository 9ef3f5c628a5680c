"""Numbers that readers move, in Chromium: one tab through the whole site."""

from __future__ import annotations

import random
import re

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from derivcheck.network import A
from derivcheck.running import V, W, parameters, t, x
from tests.chromium import ADDRESS, Open

pytestmark = pytest.mark.browser

PANEL = ".derivcheck-live:has([data-input=v41])"  # that of the four paths


def answers(page: Page) -> dict[str, float]:
    """The numbers that a panel shows, by what they are of; they are seen and heard."""
    said = page.locator(f"{PANEL} .derivcheck-answers > *").evaluate_all(
        "lines => lines.map(line => [line.dataset.name,"
        " ...['mtext[data-v]', '[data-v] > .text'].map("
        "place => [...line.querySelectorAll(place)].at(-1).textContent)])"
    )
    assert all(heard == seen for _, heard, seen in said)
    drawn = page.locator(f"figure:has(+ {PANEL}) text").all_text_contents()
    told = [text.split(": ") for text in drawn if text.startswith("output")]
    told += [[name, seen] for name, _, seen in said]
    return {name: float(number.replace("−", "-")) for name, number in told}


CORNERS = """panel => {
  const svg = panel.previousElementSibling.querySelector("svg");
  const frame = svg.viewBox.baseVal, wrong = [];
  const within = (b, a) => b.x > a.x - 1 && b.x + b.width < a.x + a.width + 1 &&
    b.y > a.y - 1 && b.y + b.height < a.y + a.height + 1;
  const apart = (p, q) => p.x + p.width < q.x + 1 || q.x + q.width < p.x + 1 ||
    p.y + p.height < q.y + 3 || q.y + q.height < p.y + 3;
  const look = (sliders) => {
    if (sliders.length) {
      for (const end of [sliders[0].min, sliders[0].max]) {
        sliders[0].value = end;
        sliders[0].dispatchEvent(new Event("input", { bubbles: true }));
        look(sliders.slice(1));
      }
      return;
    }
    for (const shape of svg.querySelectorAll("path,line,circle,text"))
      if (!within(shape.getBBox(), frame)) wrong.push(`outside: ${shape.outerHTML}`);
    const texts = [...svg.querySelectorAll("text")];
    for (const [k, one] of texts.entries())
      for (const other of texts.slice(0, k))
        if (!apart(one.getBBox(), other.getBBox()))
          wrong.push(`over each other: ${one.textContent}, ${other.textContent}`);
  };
  look([...panel.querySelectorAll("input")]);
  return wrong;
}"""


def worked_out(v: np.ndarray, w: np.ndarray) -> dict[str, float]:
    """The same in NumPy, by the network's own backward pass."""
    backward = A.backward({**parameters, "V": v, "W": w}, x, t)
    shares = backward.delta_o * v[:, 0]
    found = {f"output {j + 1}": share for j, share in enumerate(shares)}
    return found | {"∂E/∂outh1": shares.sum(), "∂E/∂w11": backward.W[0, 0]}


def opened(page: Page) -> Page:
    """The page, with its sliders there."""
    expect(page.locator(".derivcheck-controls").first).to_be_visible()
    return page


def test_the_sliders_answer_to_keys_and_pointer(open_page: Open) -> None:
    page = opened(open_page("chain-rule/"))
    slider = page.get_by_label("v41")
    status = page.locator(f"{PANEL} [role=status]")
    expect(status).to_have_text("")
    places = page.locator("[data-v]")
    printed = places.all_text_contents()
    slider.focus()
    for _ in range(20):
        page.keyboard.press("ArrowRight")
    expect(slider).to_have_attribute("aria-valuetext", "0.20")
    expect(status).to_have_text(re.compile(r"^v41 is 0\.20: .*∂E/∂w11 ≈ 0\.03\d\d$"))
    v = V.copy()
    v[3, 0] = 0.2
    expected = worked_out(v, W)
    assert answers(page) == pytest.approx(expected, abs=5.1e-4)
    moved = page.locator(".derivcheck-numbers .derivcheck-moved")
    assert moved.count() > 4
    assert page.locator(".derivcheck-carried").count() == 0
    page.locator(PANEL).get_by_role("button").click()
    expect(status).to_have_text(re.compile("^As printed: "))
    assert page.locator(".derivcheck-moved").count() == 0
    box = slider.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] - 2, box["y"] + box["height"] / 2)
    expect(slider).to_have_attribute("aria-valuetext", "0.50")
    page.set_viewport_size({"width": 360, "height": 780})
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    boxes = page.locator(f"{PANEL} .derivcheck-control").evaluate_all(
        "rows => rows.map(row => row.getBoundingClientRect().height)"
    )
    assert all(height >= 32 for height in boxes)
    page.locator(PANEL).get_by_role("button").click()
    assert places.all_text_contents() == printed


def test_one_network_is_kept_from_page_to_page(open_page: Open) -> None:
    chance = random.Random(5)
    v, w = V.copy(), W.copy()
    asked = []
    for j in range(4):
        v[j, 0] = round(chance.uniform(-1, 1), 2)
        asked.append(f"v{j + 1}1:{v[j, 0]}")
    v[0, 0], v[3, 0] = max(v[0, 0], -0.1), min(v[3, 0], 0.5)  # the ends of its slider
    w[0, 0] = round(chance.uniform(-1, 1), 3)
    asked += [f"w11:{w[0, 0]}", "nothing:1", "w12:much", "b9"]
    page = opened(open_page(f"chain-rule/?net={','.join(asked)}"))
    assert answers(page) == pytest.approx(worked_out(v, w), abs=5.1e-4)
    shown = page.locator(".derivcheck-carried")
    expect(shown).to_contain_text(". The text is about the printed numbers.")
    page.evaluate("window.known = true")
    page.get_by_role("link", name="Notation").first.click()
    page.wait_for_url(f"{ADDRESS}notation/**")
    page.go_back()
    opened(page)
    assert page.evaluate("window.known")  # no page was loaded anew
    assert page.locator(PANEL).count() == 1
    expect(shown).to_have_count(1)
    shown.get_by_role("button").click()
    expect(shown).to_have_count(0)
    assert page.evaluate("sessionStorage.getItem('derivcheck-running')") == "{}"
    assert answers(page) == pytest.approx(worked_out(V, W), abs=5.1e-4)


@pytest.mark.parametrize("name", ["chain-rule/", "softmax-hidden-layer/", "losses/"])
def test_a_picture_stays_in_its_frame_at_the_ends_of_its_sliders(
    open_page: Open, name: str
) -> None:
    page = open_page(name)
    for panel in page.locator("figure:has(svg) + .derivcheck-live").all():
        expect(panel.locator(".derivcheck-controls")).to_be_visible()
        assert panel.evaluate(CORNERS) == []


def test_without_scripts_the_printed_numbers_stay(open_page: Open) -> None:
    page = open_page("chain-rule/", java_script_enabled=False)
    expect(page.locator(f"{PANEL} .derivcheck-controls")).to_be_hidden()
    expect(page.locator(f"{PANEL} .derivcheck-live-off")).to_be_visible()
