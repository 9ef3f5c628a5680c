// What was found, beside the editor: each formula typeset, with the verdicts on its
// relations. KaTeX typesets without trust: no link, class or picture comes of a formula.

import { button, element, withCode } from "./elements.js";

const KATEX = new URL("../../assets/katex/katex.mjs", import.meta.url);
const MACRO = /\\(?:(?:re|provide)?newcommand|def|let|gdef|DeclareMathOperator)\b/;
const SIGNS = { holds: "✓", fails: "✗", vacuous: "∅", undecided: "~", "not understood": "?" };

export class Results {
  #typeset = new Map();
  #reports = new Map();

  /** `show(place)` selects it in the editor, `write(change)` makes a change there. */
  constructor(show, write) {
    this.show = show;
    this.write = write;
    this.element = element("div.yours-results");
  }

  async render(answer) {
    const { default: katex } = await import(KATEX);
    const known = answer.formulas.some(({ tex }) => MACRO.test(tex)) ? new Map() : this.#typeset;
    const macros = {};
    this.#typeset = new Map();
    this.#reports = new Map();
    const formulas = answer.formulas.map((formula, number) => {
      const row = known.get(formula.tex) ?? this.#typesetRow(katex, formula, macros);
      row.setAttribute("aria-label", `Formula ${number + 1}`);
      known.delete(formula.tex);
      this.#typeset.set(formula.tex, row);
      return element("div.yours-formula", {}, row, this.#relations(formula));
    });
    this.element.replaceChildren(
      ...answer.notes.map((note) => element("p.yours-note", {}, note)),
      ...answer.problems.map((problem) => this.#problem(problem)),
      ...formulas,
    );
  }

  /** Put a report where the relation waits for it. */
  explain(number, { lines, changes }) {
    const report = this.#reports.get(number);
    report.replaceChildren(
      element("pre.yours-report", { tabindex: 0, role: "group", "aria-label": "Report" }, lines.join("\n")),
      ...changes.map((change) =>
        button(["Write ", ...withCode(change.says)], () => this.write(change)),
      ),
    );
  }

  #typesetRow(katex, { tex, display }, macros) {
    const row = element("div.yours-typeset.eq-row", { tabindex: 0, role: "group" });
    try {
      katex.render(tex, row, {
        displayMode: display,
        throwOnError: true,
        trust: false,
        strict: "ignore",
        macros,
        globalGroup: true,
        maxExpand: 1000,
        maxSize: 20,
      });
    } catch (error) {
      if (!(error instanceof katex.ParseError)) throw error;
      row.replaceChildren(
        element("code", {}, tex),
        element("p.yours-note", {}, "Your browser cannot typeset this; it is checked all the same."),
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
    const { word, good, wanted, place, number } = relation;
    const sign = element("span", { "aria-hidden": "true" }, `${SIGNS[word]} `);
    const meant = good && wanted !== "holds" ? ", as the page wants it" : "";
    const named = `${several ? `${relation.ordinal} ` : ""}${word}${meant}`;
    const kind = good ? "yours-good" : "yours-bad";
    if (good) return element(`span.yours-verdict.${kind}`, {}, sign, named);
    const report = element("div", {}, element("p.yours-note", {}, "Looking for the reason …"));
    this.#reports.set(number, report);
    return element(
      "details.yours-told",
      { open: true },
      element(`summary.yours-verdict.${kind}`, {}, sign, named),
      report,
      button("Show it in the text", () => this.show(place)),
    );
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
