// A derivation whose parts a reader changes: each part is a button that offers what may
// stand in its place. The checker gave every verdict when the page was built.

function element(name, className, ...children) {
  const made = document.createElement(name);
  made.className = className;
  if (name === "button") made.type = "button";
  made.append(...children);
  return made;
}

function html(text) {
  const made = document.createElement("template");
  made.innerHTML = text;
  return made.content;
}

class Derivation {
  constructor(equation, { lines, formulas, names }) {
    this.lines = lines;
    this.formulas = formulas;
    this.names = names; // of the formulas, as characters
    this.change = null; // { line, change }
    this.open = null; // { line, part }
    this.list = element("ol", "derivcheck-lines");
    this.choices = element("div", "derivcheck-choices");
    this.choices.setAttribute("role", "group");
    this.said = element("p", "derivcheck-said");
    this.said.setAttribute("role", "status");
    const box = element("div", "derivcheck-try", this.list, this.choices, this.said);
    equation.append(box);
    equation.classList.add("derivcheck-tried-here");
    this.draw();
  }

  formula(number) {
    return html(this.formulas[number]);
  }

  changeOf(line, part) {
    const changed = this.change?.line === line && this.change.change;
    return changed && changed.part === part ? changed : null;
  }

  // Whether a line still follows from the one above it.
  word(line) {
    if (this.change?.line === line) return this.change.change.word;
    if (this.change?.line === line - 1) return this.change.change.follows;
    return "holds";
  }

  part(line, part) {
    const changed = this.changeOf(line, part);
    const button = element("button", "derivcheck-part");
    const original = this.lines[line].parts[part];
    if (changed && changed.becomes === null) {
      button.append(element("s", "", this.formula(original)));
    } else {
      button.append(this.formula(changed ? changed.becomes : original));
    }
    button.classList.toggle("derivcheck-changed", Boolean(changed));
    const name = changed ? changed.becomes : original;
    button.setAttribute("aria-label", name === null ? "left out" : this.names[name]);
    const isOpen = this.open?.line === line && this.open.part === part;
    button.setAttribute("aria-expanded", String(isOpen));
    button.disabled = !this.lines[line].changes.some((one) => one.part === part);
    button.addEventListener("click", () => {
      this.open = isOpen ? null : { line, part };
      this.draw();
      this.focusPart(line, part);
    });
    return button;
  }

  line(number) {
    const { left, parts } = this.lines[number];
    const word = this.word(number);
    const row = element("li", `derivcheck-row derivcheck-${word.replace(" ", "-")}`);
    row.append(element("span", "derivcheck-left", left === null ? "" : this.formula(left)));
    row.append(element("span", "derivcheck-sign", "="));
    const side = element("span", "derivcheck-side");
    side.append(...parts.map((_, part) => this.part(number, part)));
    const verdict = element("span", "derivcheck-verdict", word === "holds" ? "✓" : "✗");
    verdict.setAttribute("role", "img");
    verdict.setAttribute("aria-label", word);
    row.append(side, verdict);
    return row;
  }

  choose(line, change) {
    this.change = change && { line, change };
    const { part } = this.open;
    this.open = null;
    this.draw();
    this.focusPart(line, part);
  }

  focusPart(line, part) {
    const row = this.list.children[line];
    row.querySelectorAll(".derivcheck-part")[part].focus({ preventScroll: true });
  }

  drawChoices() {
    this.choices.replaceChildren();
    if (!this.open) return;
    const { line, part } = this.open;
    const { parts, changes } = this.lines[line];
    this.choices.setAttribute("aria-label", `Instead of part ${part + 1} of line ${line + 1}`);
    this.choices.append(element("span", "", "Put here: "));
    const now = this.changeOf(line, part);
    if (now) {
      const back = element("button", "derivcheck-choice", this.formula(parts[part]));
      back.setAttribute("aria-label", this.names[parts[part]]);
      back.addEventListener("click", () => this.choose(line, null));
      this.choices.append(back);
    }
    for (const change of changes.filter((one) => one.part === part && one !== now)) {
      const shown = change.becomes === null ? "nothing" : this.formula(change.becomes);
      const button = element("button", "derivcheck-choice", shown);
      if (change.becomes !== null) button.setAttribute("aria-label", this.names[change.becomes]);
      button.addEventListener("click", () => this.choose(line, change));
      this.choices.append(button);
    }
  }

  draw() {
    this.list.replaceChildren(...this.lines.map((_, number) => this.line(number)));
    this.drawChoices();
    if (this.change) {
      const after = this.change.change.follows;
      const next = after && after !== "holds" ? " The next line no longer follows from it." : "";
      const pieces = this.change.change.said.map((piece) =>
        typeof piece === "number" ? this.formula(piece) : piece,
      );
      this.said.replaceChildren(...pieces, next);
    } else {
      this.said.textContent = "Every line holds. Click a part and put something else there.";
    }
  }
}

export function show(equation, data) {
  if (!equation.querySelector(".derivcheck-try")) new Derivation(equation, JSON.parse(data));
}
