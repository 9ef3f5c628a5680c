// The box: a text that wraps, with the numbers of its lines, and places marked in it. The
// text that carries the marks lies behind the one that is typed into, wrapped alike.

import { element } from "./elements.js";

const MOST_MARKED = 100_000; // characters; a longer text has neither numbers nor marks

export class Box {
  #marks = [];
  #waiting = false;

  constructor(label, placeholder, changed) {
    this.area = element("textarea.yours-area", {
      id: "yours-text",
      rows: 1,
      spellcheck: "false",
      autocapitalize: "off",
      autocomplete: "off",
      placeholder,
    });
    this.ground = element("div.yours-ground", { "aria-hidden": "true" });
    this.scroller = element("div.yours-box", {}, this.ground, this.area);
    this.element = element(
      "div.yours-field",
      {},
      element("label.yours-label", { for: this.area.id }, label),
      this.scroller,
    );
    this.area.addEventListener("input", () => {
      this.#marks = [];
      this.#drawSoon();
      changed();
    });
    this.#draw();
  }

  get text() {
    return this.area.value;
  }

  set text(text) {
    this.area.value = text;
    this.#marks = [];
    this.#draw();
    this.scroller.scrollTop = 0;
  }

  /** Places to mark: {start, end, mark, line}. */
  mark(marks) {
    this.#marks = [...marks].sort((a, b) => a.start - b.start);
    this.#draw();
  }

  /** Show a stretch of the text, selected. */
  select(start, end) {
    this.area.focus({ preventScroll: true });
    this.area.setSelectionRange(start, end);
    const line = this.text.slice(0, start).split("\n").length;
    this.scroller.scrollIntoView({ block: "nearest" });
    const row = this.ground.children[line - 1];
    if (row) this.scroller.scrollTop = row.offsetTop - this.scroller.clientHeight / 3;
  }

  /** Write in place of a stretch; the browser's undo takes it back. The page stays where
      its reader is, and no keyboard opens over it. */
  replace(start, end, text) {
    const { scrollX, scrollY } = window;
    this.area.focus({ preventScroll: true });
    this.area.setSelectionRange(start, end);
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

  /** At the next frame: a browser may say "input" for each line of what is pasted. */
  #drawSoon() {
    if (this.#waiting) return;
    this.#waiting = true;
    requestAnimationFrame(() => this.#draw());
  }

  #draw() {
    this.#waiting = false;
    const text = this.text || this.area.placeholder;
    if (text.length > MOST_MARKED) {
      this.ground.replaceChildren(`${text}\n`);
      return;
    }
    let at = 0;
    const lines = text.split("\n").map((line) => {
      const marks = this.#marks.filter(({ start }) => start >= at && start <= at + line.length);
      const made = element("div.yours-line", {}, ...this.#parts(line, at, marks));
      const worst = marks.find(({ mark }) => mark !== "holds") ?? marks[0];
      if (worst) made.dataset.mark = worst.mark;
      at += line.length + 1;
      return made;
    });
    this.ground.replaceChildren(...lines);
  }

  /** A line with what is marked in it; `first` is where it begins. */
  #parts(line, first, marks) {
    const parts = [];
    let at = 0;
    for (const { start, end, mark } of marks) {
      const from = start - first;
      if (mark === "holds" || from < at) continue; // two marks at one place
      const to = Math.min(Math.max(end - first, from + 1), line.length);
      parts.push(line.slice(at, from));
      parts.push(element("mark", { "data-mark": mark }, line.slice(from, to)));
      at = to;
    }
    parts.push(line.slice(at) || "\u200b");
    return parts;
  }
}
