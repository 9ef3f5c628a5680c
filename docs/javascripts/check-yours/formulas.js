// LaTeX -> elements, by KaTeX without trust: no link, class or picture comes of a formula.

import { element } from "./elements.js";

const KATEX = new URL("../../assets/katex/katex.min.js", import.meta.url);
const MACRO = /\\(?:(?:re|provide)?newcommand|def|let|gdef|DeclareMathOperator)\b/;
const MOST_KEPT = 2_000;

/** Fetches KaTeX; it is a script for pages, which names itself there. */
export async function load() {
  if (!self.katex) await import(KATEX);
}

export class Formulas {
  #macros = {};
  #made = new Map(); // by what they say, while the text has no macros
  #keeps = true;

  /** Begin a text anew, with its macros. */
  begin(macros, hasMore) {
    this.#macros = {};
    for (const tex of macros) this.#into(element("span"), tex, false);
    this.#keeps = macros.length === 0 && !hasMore;
    if (this.#made.size > MOST_KEPT) this.#made.clear();
  }

  /** Whether a formula defines macros for those behind it. */
  static defines(tex) {
    return MACRO.test(tex);
  }

  /** A formula; where KaTeX cannot typeset it, the LaTeX as it is written. */
  typeset(tex, display = false) {
    const key = `${display} ${tex}`;
    if (this.#keeps && this.#made.has(key)) return this.#made.get(key).cloneNode(true);
    const made = element("span.yours-formula");
    if (!this.#into(made, tex, display)) {
      made.replaceChildren(element("code", {}, tex));
      made.classList.add("yours-written");
    }
    if (this.#keeps) this.#made.set(key, made.cloneNode(true));
    return made;
  }

  /** A sentence, what stands between backticks in it typeset. */
  sentence(text) {
    return text.split("`").map((part, number) => (number % 2 ? this.#word(part) : part));
  }

  #word(tex) {
    return tex.trim() === ":=" || tex.trim() === "=" ? element("code", {}, tex) : this.typeset(tex);
  }

  #into(place, tex, displayMode) {
    try {
      self.katex.render(tex, place, {
        throwOnError: true,
        trust: false,
        strict: "ignore",
        maxExpand: 1000,
        maxSize: 20,
        displayMode,
        macros: this.#macros,
        globalGroup: true,
      });
      return true;
    } catch (error) {
      const tooDeep = error instanceof RangeError; // braces in braces, by the thousand
      if (tooDeep || error instanceof self.katex.ParseError) return false;
      throw error;
    }
  }
}
