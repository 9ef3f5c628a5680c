// What was found, beside the editor: each formula typeset, with the verdicts on its
// relations. KaTeX typesets without trust: no link, class or picture comes of a formula.

import { button, element, report, withCode } from "./elements.js";

const KATEX = new URL("../../assets/katex/katex.min.js", import.meta.url);
const MACRO = /\\(?:(?:re|provide)?newcommand|def|let|gdef|DeclareMathOperator)\b/;
const STEPS = { define: "Write `:=` there", guess: "Guess what they stand for" };
const SIGNS = { holds: "✓", fails: "✗", vacuous: "∅", undecided: "~", "not understood": "?" };

export class Results {
  #typeset = new Map();
  #reports = new Map();

  /** `show(place)` selects it in the editor, `write(change)` makes a change there,
      `ask(number)` asks for the report on a relation, `take(step)` takes a step that a
      note offers. */
  constructor({ show, write, ask, take }) {
    Object.assign(this, { show, write, ask, take });
    this.element = element("div.yours-results");
  }

  clear() {
    this.element.replaceChildren();
  }

  async render(answer) {
    if (!this.katex) await import(KATEX); // a script for pages: it names itself there
    this.katex = self.katex;
    const macros = {};
    for (const tex of answer.macros) this.#into(element("span"), tex, { macros, globalGroup: true });
    const hasMacros = answer.macros.length > 0 || answer.formulas.some(({ tex }) => MACRO.test(tex));
    const known = hasMacros ? new Map() : this.#typeset;
    this.#typeset = new Map(); // rows that need no macro, by how and what they say
    this.#reports = new Map();
    const formulas = answer.formulas.map((formula, number) => {
      const key = `${formula.display} ${formula.tex}`;
      const row = known.get(key) ?? this.#typesetRow(formula, macros);
      row.setAttribute("aria-label", `Formula ${number + 1}`);
      known.delete(key);
      if (!hasMacros) this.#typeset.set(key, row);
      return element("div.yours-formula", {}, row, this.#relations(formula));
    });
    this.element.replaceChildren(
      ...answer.notes.map((note) => this.#note(note)),
      ...answer.problems.map((problem) => this.#problem(problem)),
      ...formulas,
    );
  }

  /** Put a report where the relation waits for it. */
  explain(number, { html, changes }) {
    const place = this.#reports.get(number);
    const found = element("div.yours-report", {}, ...report(html));
    for (const code of found.querySelectorAll("code.derivcheck-formula")) {
      const formula = element("span");
      if (this.#into(formula, code.textContent, {})) code.replaceWith(formula);
    }
    place.replaceChildren(
      found,
      ...changes.map((change) =>
        button(["Write ", ...withCode(change.says)], () => this.write(change)),
      ),
    );
  }

  /** A sentence, with formulas between dollar signs, and a button for the next step. */
  #note({ says, step }) {
    const parts = says.split("$").flatMap((part, number) => {
      if (number % 2 === 0) return withCode(part);
      const formula = element("span");
      return this.#into(formula, part, {}) ? [formula] : [element("code", {}, part)];
    });
    const next = step && button(withCode(STEPS[step]), () => this.take(step));
    return element("div.yours-step", {}, element("p.yours-note", {}, ...parts), next);
  }

  #into(place, tex, options) {
    try {
      this.katex.render(tex, place, {
        throwOnError: true,
        trust: false,
        strict: "ignore",
        maxExpand: 1000,
        maxSize: 20,
        ...options,
      });
      return true;
    } catch (error) {
      const tooDeep = error instanceof RangeError; // braces in braces, by the thousand
      if (tooDeep || error instanceof this.katex.ParseError) return false;
      throw error;
    }
  }

  #typesetRow({ tex, display }, macros) {
    const row = element("div.yours-typeset.eq-row", { tabindex: 0, role: "group" });
    const typeset = this.#into(row, tex, { displayMode: display, macros, globalGroup: true });
    if (!typeset) {
      row.replaceChildren(
        element("code", {}, tex),
        element("p.yours-note", {}, "KaTeX cannot typeset this; it is checked all the same."),
      );
    }
    return row;
  }

  #relations({ relations }) {
    const several = relations.length > 1;
    return element(
      "ul.yours-relations",
      {},
      ...relations.map((relation) => element("li", {}, this.#relation(relation, several))),
    );
  }

  #relation(relation, several) {
    const { word, good, wanted, place: where, number } = relation;
    const sign = element("span", { "aria-hidden": "true" }, `${SIGNS[word]} `);
    const meant = good && wanted !== "holds" ? ", as the page wants it" : "";
    const named = `${several ? `${relation.ordinal} ` : ""}${word}${meant}`;
    const kind = good ? "yours-good" : "yours-bad";
    const place = element("div", {}, element("p.yours-note", {}, "Looking for the reason …"));
    this.#reports.set(number, place);
    const told = element(
      `details.yours-told.${kind}`,
      { open: !good, "data-verdict": word },
      element(`summary.yours-verdict.${kind}`, {}, sign, named),
      place,
      button("Show it in the text", () => this.show(where)),
    );
    if (good) told.addEventListener("toggle", () => this.ask(number), { once: true });
    return told;
  }

  #problem({ says, place }) {
    return element(
      "p.yours-problem",
      {},
      `${says} `,
      button("Show it in the text", () => this.show(place)),
    );
  }
}
