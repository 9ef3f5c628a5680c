// What the text was read as: each name with what it is, as a menu where it could be
// something else; and what nothing says, asked for once, all names at a time.

import { button, element } from "./elements.js";

const SIGNS = { alpha: "α", beta: "β", gamma: "γ", delta: "δ", epsilon: "ε", eta: "η", theta: "θ",
  lambda: "λ", mu: "μ", phi: "φ", psi: "ψ", rho: "ρ", sigma: "σ", tau: "τ", omega: "ω", ell: "ℓ" };
const KINDS = [
  ["", "choose"],
  ["\\in \\mathbb{R}", "a number"],
  ["\\in \\mathbb{R}^{*}", "a vector"],
  ["\\in \\mathbb{R}^{* \\times *}", "a matrix"],
  [": \\mathbb{R} \\to \\mathbb{R}", "any function of a number"],
  [": \\mathbb{R}^{*} \\to \\mathbb{R}", "any function of a vector"],
  ["=", "given by a formula"],
];
const MOST_ASKED = 12;

/** A role as the text of an option, which holds no formula. */
function plain(says) {
  return says
    .replaceAll("`", "")
    .replace(/\\([a-z]+) ?/g, (_, word) => SIGNS[word] ?? "")
    .replace(/[{}]/g, "");
}

export class Strip {
  /** `answer(names, role)` says what names are, `say(lines)` writes above the text,
      `show(place)` selects it in the box, `take(step)` takes a step that a note offers. */
  constructor(formulas, { answer, say, show, take }) {
    Object.assign(this, { formulas, answer, say, show, take });
    this.element = element("section.yours-strip", { "aria-label": "What was read" });
  }

  clear() {
    this.element.replaceChildren();
  }

  render({ notes, problems, guesses, stated, unknown, choices, guessed, bare }) {
    const held = document.activeElement?.dataset?.names;
    this.element.replaceChildren(
      ...notes.map((note) => this.#note(note)),
      ...(problems.length ? [this.#problems(problems)] : []),
      ...(guesses.length ? [this.#guesses(guesses)] : []),
      ...(stated.length ? [this.#stated(stated)] : []),
      ...(choices.length ? [this.#choices(choices)] : []),
      ...(unknown.length ? [this.#asked(unknown.slice(0, MOST_ASKED), guessed ? "=" : ":=", bare)] : []),
    );
    if (held === undefined) return;
    for (const menu of this.element.querySelectorAll("select")) {
      if (menu.dataset.names === held) menu.focus({ preventScroll: true });
    }
  }

  #note({ says, step }) {
    const steps = { define: "Write := there", latex: "Write it as LaTeX" };
    return element(
      "p.yours-note",
      {},
      ...this.formulas.sentence(says),
      step ? " " : null,
      step ? button(steps[step], () => this.take(step)) : null,
    );
  }

  #problems(problems) {
    const items = problems.slice(0, MOST_ASKED).map(({ says, place }) =>
      element(
        "li",
        {},
        ...this.formulas.sentence(says),
        " ",
        button("Show it in the box", () => this.show(place)),
      ),
    );
    return this.#list("Not read", items);
  }

  #names(names) {
    return names.flatMap((name, number) => [number ? ", " : "", this.formulas.typeset(name)]);
  }

  #guesses(guesses) {
    const items = guesses.map(({ names, roles, because }, number) => {
      const [first] = roles;
      const shown = this.#names(names);
      if (roles.length === 1) {
        return element("li", { title: plain(because) }, ...shown, " ", ...this.formulas.sentence(first.says));
      }
      const id = `yours-guess-${number}`;
      const menu = element(
        "select.yours-choice",
        { id, "data-names": names.join(" "), title: plain(because) },
        ...roles.map(({ role, says }) => element("option", { value: role }, plain(says))),
      );
      menu.addEventListener("change", () => this.answer(names, menu.value));
      return element("li", {}, element("label", { for: id }, ...shown), " ", menu);
    });
    return this.#list("I read", items);
  }

  #stated(stated) {
    const items = stated.map(({ name, role, shape, line }) =>
      element(
        "li",
        {},
        this.formulas.typeset(shape ? `${name}\\,(${shape})` : name),
        ` ${role}${line ? `, line ${line}` : ""}`,
      ),
    );
    return this.#list("Given in the text", items);
  }

  #choices(choices) {
    const items = choices.map((text) => element("li", {}, ...this.formulas.sentence(text)));
    return element(
      "details.yours-more",
      {},
      element("summary", {}, "More of what was read"),
      element("ul", {}, ...items),
    );
  }

  #list(title, items) {
    return element(
      "div.yours-read",
      {},
      element("span.yours-title", {}, title),
      element("ul.yours-names", {}, ...items),
    );
  }

  /** `defines` is the sign by which the text defines. */
  #asked(unknown, defines, bare) {
    const rows = unknown.map((name, number) => {
      const id = `yours-ask-${number}`;
      const kind = element(
        "select.yours-choice",
        { id },
        ...KINDS.map(([value, says]) => element("option", { value }, says)),
      );
      const formula = element("input.yours-choice", {
        type: "text",
        hidden: true,
        spellcheck: "false",
        autocapitalize: "off",
        "aria-label": `the formula of ${plain(name)}`,
        placeholder: "w x + b",
      });
      kind.addEventListener("change", () => (formula.hidden = kind.value !== "="));
      return {
        line: () => {
          const right = kind.value === "=" ? formula.value.trim() && `${defines} ${formula.value}` : kind.value;
          return right ? `${name} ${right}` : null;
        },
        item: element("li", {}, element("label", { for: id }, this.formulas.typeset(name)), " ", kind, " ", formula),
      };
    });
    const write = button("Write it above the text", () => {
      const lines = rows.map(({ line }) => line()).filter(Boolean);
      if (lines.length) this.say(lines.map((line) => (bare ? line : `$${line}$`)));
    });
    const asked = this.#list("Nothing says what these are", rows.map(({ item }) => item));
    asked.classList.add("yours-asked");
    asked.append(write);
    return asked;
  }
}
