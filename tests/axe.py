"""axe, which tells what of a page not everybody can read or use."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import Page, expect

SCRIPT = Path(__file__).parents[1] / "node_modules/axe-core/axe.min.js"
# axe takes its time for each element, also where it is told to pass over it: what it
# need not see is taken out meanwhile, and its room is left.
RUN = """async ([hidden, options]) => {
    const all = [...document.querySelectorAll(hidden)];
    const rooms = all.map((one) => {
        const room = one.cloneNode(false);
        const size = `width: ${one.scrollWidth}px; height: ${one.offsetHeight}px`;
        room.style.cssText = `display: inline-block; ${size}`;
        return room;
    });
    all.forEach((one, number) => one.replaceWith(rooms[number]));
    const { violations } = await axe.run(
        CONTEXT, { ...options, resultTypes: ["violations"] });
    rooms.forEach((room, number) => room.replaceWith(all[number]));
    return violations;
}"""
GLYPHS = ".katex-html"  # hidden from screen readers, and of the ink of the text
FORMULAS = ".katex"  # without their glyphs nothing of them has a colour
WHOLE = "document"
# of the elements that show text in one ink and size on the same grounds, the first
INKS = """(() => {
    const grounds = new Map(), first = new Map();
    for (const one of document.body.querySelectorAll("*")) {
        const style = getComputedStyle(one);
        const own = [style.backgroundColor, style.backgroundImage, style.opacity];
        const ground = [...(grounds.get(one.parentElement) ?? []), ...own]
            .filter((said) => !["rgba(0, 0, 0, 0)", "none", "1"].includes(said));
        grounds.set(one, ground);
        const texts = [...one.childNodes].filter((node) => node.nodeType === 3);
        const shows = one.matches("input, select, textarea")
            || texts.some((text) => text.data.trim());
        if (!shows || !one.checkVisibility()) continue;
        const { color, fontSize, fontWeight, textShadow } = style;
        const ink = [color, fontSize, fontWeight, textShadow, ...ground].join();
        if (!first.has(ink)) first.set(ink, one);
    }
    return [...first.values()];
})()"""


def violations(page: Page) -> list[str]:
    """What is wrong with an open page, in the colours of the day and of the night.

    By night everything stands where it stood by day, and colours alone change.
    """
    page.evaluate(SCRIPT.read_text("utf-8"))  # the page lets no other script in
    by_day = _run(page, "light", "default", GLYPHS, WHOLE, {})
    only = {"runOnly": ["color-contrast"]}
    return by_day + _run(page, "dark", "slate", FORMULAS, INKS, only)


def _run(
    page: Page,
    scheme: Literal["light", "dark"],
    shown: str,
    hidden: str,
    context: str,
    options: dict[str, Any],
) -> list[str]:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    body = page.locator("body")
    expect(body).to_have_attribute("data-md-color-scheme", shown)
    run = RUN.replace("CONTEXT", context)
    return [
        f"{scheme}: {rule['id']}: {node['html'][:160]} {node['failureSummary'][:300]}"
        for rule in page.evaluate(run, [hidden, options])
        for node in rule["nodes"]
    ]
