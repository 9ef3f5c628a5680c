// A text area with the numbers of its lines, and with places marked in its text.

import { element } from "./elements.js";

const SIGNS = { holds: "✓", fails: "✗", problem: "!", unread: "?" };

export class Field {
  #marks = [];
  #waiting = false;

  constructor(name, label, placeholder, changed) {
    this.area = element("textarea.yours-area", {
      id: `yours-${name}`,
      wrap: "off",
      rows: 6,
      spellcheck: "false",
      autocapitalize: "off",
      autocomplete: "off",
      placeholder,
    });
    this.gutter = element("div.yours-gutter", { "aria-hidden": "true" });
    this.ground = element("div.yours-ground", { "aria-hidden": "true" });
    this.element = element(
      "div.yours-field",
      {},
      element("label.yours-label", { for: this.area.id }, label),
      element("div.yours-box", {}, this.gutter, element("div.yours-stack", {}, this.ground, this.area)),
    );
    this.area.addEventListener("input", () => {
      this.#marks = [];
      this.#drawSoon();
      changed();
    });
    this.area.addEventListener("scroll", () => this.#follow());
    this.#draw();
  }

  get text() {
    return this.area.value;
  }

  set text(text) {
    this.area.value = text;
    this.#marks = [];
    this.#draw();
  }

  /** Places to mark: {start, end, kind}; the kinds are those of `SIGNS`. */
  mark(marks) {
    this.#marks = [...marks].sort((a, b) => a.start - b.start);
    this.#draw();
  }

  select(start, end) {
    this.area.focus();
    this.area.setSelectionRange(start, end);
    const line = this.text.slice(0, start).split("\n").length;
    const height = this.area.scrollHeight / Math.max(1, this.text.split("\n").length);
    this.area.scrollTop = Math.max(0, (line - 4) * height);
  }

  /** Write in place of a stretch; the browser's undo takes it back. The page stays where
      its reader is, and no keyboard opens over it. */
  replace(start, end, text) {
    const { scrollX, scrollY } = window;
    this.select(start, end);
    if (!document.execCommand("insertText", false, text)) {
      this.area.setRangeText(text, start, end, "end");
      this.area.dispatchEvent(new Event("input"));
    }
    if (matchMedia("(pointer: coarse)").matches) this.area.blur();
    scrollTo({ left: scrollX, top: scrollY, behavior: "instant" });
  }

  /** Take another text, and write no more of it than differs. */
  become(text) {
    const old = this.text;
    if (text === old) return;
    const most = Math.min(old.length, text.length);
    let [start, rest] = [0, 0];
    while (start < most && old[start] === text[start]) start += 1;
    while (rest < most - start && old.at(-1 - rest) === text.at(-1 - rest)) rest += 1;
    this.replace(start, old.length - rest, text.slice(start, text.length - rest));
  }

  #follow() {
    this.gutter.scrollTop = this.area.scrollTop;
    this.ground.scrollTop = this.area.scrollTop;
    this.ground.scrollLeft = this.area.scrollLeft;
  }

  /** At the next frame: a browser may say "input" for each line of what is pasted. */
  #drawSoon() {
    if (this.#waiting) return;
    this.#waiting = true;
    requestAnimationFrame(() => this.#draw());
  }

  #draw() {
    this.#waiting = false;
    const lines = (this.text || this.area.placeholder).split("\n").length;
    this.area.rows = Math.min(Math.max(lines + 1, 6), 22);
    this.gutter.replaceChildren(...this.#numbers(lines));
    this.ground.replaceChildren(...this.#parts());
    this.#follow();
  }

  /** The numbers of the lines; elements for marked ones alone, since there may be many. */
  #numbers(lines) {
    const kinds = new Map();
    let [line, at] = [1, 0];
    for (const { start, kind } of this.#marks) {
      line += this.text.slice(at, start).split("\n").length - 1;
      at = start;
      if (kind !== "holds" || !kinds.has(line)) kinds.set(line, kind);
    }
    const parts = [""];
    for (let number = 1; number <= lines; number += 1) {
      const kind = kinds.get(number);
      if (kind === undefined) parts.push(`${parts.pop()}${number}\n`);
      else parts.push(element(`span.yours-${kind}`, {}, `${SIGNS[kind]} ${number}`), "\n");
    }
    return parts;
  }

  #parts() {
    const parts = [];
    let at = 0;
    for (const { start, end, kind } of this.#marks) {
      if (kind === "holds" || start < at) continue; // two marks at one place
      parts.push(this.text.slice(at, start));
      parts.push(element(`mark.yours-${kind}`, {}, this.text.slice(start, end)));
      at = end;
    }
    parts.push(`${this.text.slice(at)}\n`);
    return parts;
  }
}
