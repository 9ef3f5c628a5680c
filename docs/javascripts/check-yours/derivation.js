// The derivation, typeset line by line: beside each relation its mark, and below its line
// what is told of it.

import { button, element } from "./elements.js";

const NAMES = {
  holds: "holds",
  fails: "does not hold",
  if: "holds under a condition",
  asks: "open question",
};
const LIST = /\n(?=[ \t]*(?:[-*•]|\d+[.)])[ \t])/;
const COMMENT = /<!--[\s\S]*?-->/g;

export class Derivation {
  #marks = []; // of each relation: its buttons, its panel, what is told

  /** `ask(number)` asks what is told of a relation, `write(change)` makes a change,
      `show(place)` selects it in the box. */
  constructor(formulas, { ask, write, show }) {
    Object.assign(this, { formulas, ask, write, show });
    this.element = element("div.yours-derivation");
    const watch = new ResizeObserver(() => this.#scrollable());
    watch.observe(this.element);
  }

  clear() {
    this.#marks = [];
    this.element.replaceChildren();
  }

  render({ blocks, marks }) {
    this.#marks = marks.map((mark, number) => ({ ...mark, number, buttons: [], panel: null }));
    const made = [];
    let paragraph = null;
    let panels = [];
    const close = () => {
      made.push(...panels);
      panels = [];
      paragraph = null;
    };
    const open = () => {
      if (paragraph !== null) return;
      paragraph = element("p");
      made.push(paragraph);
    };
    for (const { text, display, lines } of blocks) {
      if (text !== undefined) {
        for (const [number, part] of this.#paragraphs(text).entries()) {
          if (number > 0) close();
          if (!part.trim()) continue;
          open();
          paragraph.append(...this.#words(part, paragraph));
        }
      } else if (display) {
        close();
        made.push(this.#display(lines));
      } else {
        open();
        const [{ right, relations }] = lines;
        const numbers = relations.map((number) => this.#button(number));
        paragraph.append(element("span.yours-inline", {}, this.formulas.typeset(right), ...numbers));
        panels.push(...relations.map((number) => this.#panel(number)));
      }
    }
    close();
    this.element.replaceChildren(...made);
    this.#scrollable();
  }

  /** How many relations have each mark. */
  get counts() {
    const found = { holds: 0, fails: 0, if: 0, asks: 0 };
    for (const { mark } of this.#marks) found[mark] += 1;
    return found;
  }

  /** Put what is told where it belongs; `opens` shows it. */
  tell(number, told, opens) {
    const one = this.#marks[number];
    one.told = told;
    one.mark = told.mark;
    for (const made of one.buttons) this.#name(made, one);
    one.panel.replaceChildren(...this.#told(one, told));
    if (opens) this.#toggle(number, true);
    this.#scrollable();
  }

  // --- text ---------------------------------------------------------------------------

  #paragraphs(text) {
    return text.replace(COMMENT, "").split(/\n[ \t]*\n/).flatMap((part) => part.split(LIST));
  }

  #words(text, paragraph) {
    const heading = /^\s*#{1,6}\s+/.exec(text);
    if (heading) paragraph.classList.add("yours-heading");
    return text
      .slice(heading ? heading[0].length : 0)
      .split("**")
      .map((part, number) => (number % 2 ? element("strong", {}, part) : part));
  }

  // --- formulas -----------------------------------------------------------------------

  #display(lines) {
    const single = lines.length === 1 && lines[0].whole;
    return element(
      `div.yours-display${single ? ".yours-single" : ""}`,
      {},
      ...lines.flatMap((line) => [this.#line(line), ...line.relations.map((n) => this.#panel(n))]),
    );
  }

  #line({ left, right, relations, whole }) {
    const marks = element("span.yours-marks", {}, ...relations.map((number) => this.#button(number)));
    const cell = (tex) => (tex ? [this.formulas.typeset(`\\displaystyle ${tex}`)] : []);
    const cells = whole
      ? [element("div.yours-cell.yours-whole", {}, this.formulas.typeset(right, true))]
      : [
          element("div.yours-cell.yours-left", {}, ...cell(left)),
          element("div.yours-cell.yours-right", {}, ...cell(right && `{} ${right}`)),
        ];
    return element("div.yours-row", {}, ...cells, marks);
  }

  /** Cells that scroll can be reached by the keyboard; others cost no stop. */
  #scrollable() {
    for (const cell of this.element.querySelectorAll(".yours-cell, .yours-told .yours-scroll")) {
      const scrolls = cell.scrollWidth > cell.clientWidth + 1;
      if (scrolls) {
        cell.tabIndex = 0;
        cell.setAttribute("role", "group");
        cell.setAttribute("aria-label", "formula");
      } else {
        for (const name of ["tabindex", "role", "aria-label"]) cell.removeAttribute(name);
      }
    }
  }

  // --- marks --------------------------------------------------------------------------

  #button(number) {
    const one = this.#marks[number];
    const made = element("button.yours-mark", {
      type: "button",
      "aria-expanded": "false",
      "aria-controls": `yours-told-${number}`,
      onclick: () => this.#press(number),
    });
    one.buttons.push(made);
    this.#name(made, one);
    return made;
  }

  #name(made, { mark, number, word }) {
    made.dataset.mark = mark;
    made.dataset.verdict = word;
    made.setAttribute("aria-label", `Relation ${number + 1}: ${NAMES[mark]}`);
    made.title = NAMES[mark];
  }

  #panel(number) {
    const one = this.#marks[number];
    if (one.panel) return one.panel;
    one.panel = element("div.yours-told", {
      id: `yours-told-${number}`,
      role: "region",
      "aria-label": `About relation ${number + 1}`,
      hidden: true,
    });
    return one.panel;
  }

  async #press(number) {
    const one = this.#marks[number];
    if (!one.panel.hidden) {
      this.#toggle(number, false);
      return;
    }
    if (!one.told) {
      one.panel.replaceChildren(element("p", {}, "Looking for the reason …"));
      this.ask(number);
    }
    this.#toggle(number, true);
  }

  #toggle(number, opens) {
    const one = this.#marks[number];
    one.panel.hidden = !opens;
    one.panel.dataset.mark = one.mark;
    for (const made of one.buttons) made.setAttribute("aria-expanded", String(opens));
  }

  #told({ place }, { headline, values, says, mends, details, read }) {
    const sentence = (text) => this.formulas.sentence(text);
    const more = [...details.map((text) => element("li", {}, ...sentence(text)))];
    if (read) more.push(element("li", {}, "Read as ", element("code", {}, read)));
    return [
      element("p.yours-headline", {}, ...sentence(headline)),
      ...(values ? this.#values(values) : []),
      ...says.map((text) => element("p", {}, ...sentence(text))),
      ...mends.map((mend) => this.#mend(mend)),
      element(
        "details.yours-more",
        {},
        element("summary", {}, "Details"),
        element("ul", {}, ...more),
        button("Show it in the box", () => this.show(place)),
      ),
    ];
  }

  #values({ left, right, at }) {
    const formula = (tex) => this.formulas.typeset(tex);
    const listed = at.flatMap((tex, number) => [number ? ", " : "", element("span.yours-inline", {}, formula(tex))]);
    return [
      element(
        "p",
        {},
        ...(at.length ? ["At ", ...listed, ": "] : []),
        "left side ",
        formula(left),
        ", right side ",
        formula(right),
        ".",
      ),
    ];
  }

  #mend({ says, press, change }) {
    const name = press ? this.formulas.sentence(press) : [];
    return element(
      "div.yours-mend",
      {},
      says ? element("div.yours-scroll", {}, ...this.formulas.sentence(says)) : null,
      change ? button(name, () => this.write(change)) : null,
    );
  }
}
