// The page "Check yours": one box, the checker behind it, and below it what was found.
// Python is fetched when the reader turns to the box, never before.

import { Box } from "./box.js";
import { Checker, Stopped } from "./checker.js";
import { Derivation } from "./derivation.js";
import { button, element } from "./elements.js";
import { Formulas, load } from "./formulas.js";
import {
  IN_ADDRESS, adopt, download, issue, keep, keepOffline, kept, lent, own,
} from "./keep.js";
import { Strip } from "./strip.js";

const OFFERS = new URL("../../assets/check-yours.json", import.meta.url);
const STYLES = new URL("../../stylesheets/check-yours.css", import.meta.url);
const PAUSE = 60; // milliseconds without a key before the text is checked
const BEFORE_OFFLINE = 3_000;
const PATIENCE = 700; // before a button offers to stop
const MOST_EXPLAINED = 12; // relations whose reasons are looked for without being asked
const PLACEHOLDER =
  "Paste your derivation here: LaTeX, a question as you would post it, or a whole document.";
const PICTURE = "A picture cannot be read. Paste the LaTeX that it was made from.";

function wait(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** What was found, in one line. */
function summary({ holds, fails, if: if_, asks }) {
  const parts = [
    [holds, "holds", "hold"],
    [fails, "does not hold", "do not hold"],
    [if_, "holds under a condition", "hold under a condition"],
    [asks, "is an open question", "are open questions"],
  ]
    .filter(([number]) => number > 0)
    .map(([number, one, many], place) => {
      const noun = place > 0 ? "" : number === 1 ? "relation " : "relations ";
      return `${number} ${noun}${number === 1 ? one : many}`;
    });
  return parts.length ? `${parts.join(", ")}.` : "";
}

class Editor {
  #checker = new Checker((told) => this.#hear(told));
  #round = 0; // of changes
  #shown = null; // the round whose verdicts are shown
  #stopped = null; // the round that began with Stop: nothing is checked in it
  #busy = false;
  #fetched = null; // what the checker fetched and is not kept for later
  #starting = false; // whether Python is being fetched
  #missing = ""; // what is said of what could not be fetched
  #formulas = new Formulas();
  answers = {}; // what the reader said of names
  exact = false; // whether the checker has exact arithmetic
  wheels = {}; // packages that can be fetched for it

  constructor() {
    this.box = new Box("Your derivation", PLACEHOLDER, () => this.change());
    this.derivation = new Derivation(this.#formulas, {
      ask: (number) => this.#explain([number], this.#shown),
      write: ({ start, end, text }) => this.box.replace(start, end, text),
      show: ({ start, end }) => this.box.select(start, end),
    });
    this.strip = new Strip(this.#formulas, {
      answer: (names, role) => this.#answer(names, role),
      say: (lines) => this.box.replace(0, 0, `${lines.join("\n\n")}\n\n`),
      show: ({ start, end }) => this.box.select(start, end),
      take: (step) => this.#with(() => this.#take(step)),
    });
    this.status = element("p.yours-status", { role: "status" });
    this.progress = element("progress.yours-progress", { "aria-label": "At work", hidden: true });
    this.starter = button("Check", () => this.change(), { class: "yours-button yours-start" });
    this.stopper = button("Stop", () => this.stop(), { hidden: true });
    this.lent = element(
      "p.yours-lent",
      { hidden: true },
      "This text came with a link. Yours is still kept in this browser. ",
      button("Back to mine", () => this.#settle(own())),
      " ",
      button("Keep this one instead", () => this.#settle(null)),
    );
    this.examples = element("ul.yours-examples");
    this.shared = this.#tools();
    this.element = this.#page();
    const { area } = this.box;
    area.addEventListener("focus", () => this.#checker.start());
    area.addEventListener("paste", (event) => this.#pasted(event));
    area.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.change();
    });
  }

  get work() {
    return { text: this.box.text, answers: this.answers };
  }

  set work({ text, answers }) {
    this.box.text = text;
    this.answers = { ...answers };
  }

  /** The text of the address, else that of the last visit; Python is fetched when asked for. */
  async restore() {
    const work = await kept().catch(() => {
      this.say("The address holds no derivation that can be read.");
      return null;
    });
    this.lent.hidden = !lent();
    if (work === null) return;
    this.work = work;
    this.#clear();
    if (this.#checker.started) await this.change();
    else if (work.text) this.say("Press Check to check this text.");
  }

  /** Whose text is kept: the reader's, which comes back, or the one that is shown. */
  #settle(work) {
    adopt();
    this.lent.hidden = true;
    if (work !== null) this.work = work;
    this.change();
  }

  async offer() {
    const { examples, wheels } = await (await fetch(OFFERS)).json();
    this.wheels = wheels;
    const choices = examples.map(({ title, text }) =>
      button(title, () => {
        this.work = { text, answers: {} };
        this.box.element.scrollIntoView({ block: "nearest" });
        this.change();
      }),
    );
    this.examples.append(...choices.map((choice) => element("li", {}, choice)));
  }

  say(text) {
    if (this.status.textContent !== text) this.status.textContent = text;
  }

  /** The text changed, or is to be checked as it is. */
  async change() {
    const round = ++this.#round;
    this.element.dataset.state = "changed";
    if (!this.box.text.trim()) this.answers = {};
    this.#checker.start();
    await wait(PAUSE);
    if (round !== this.#round) return;
    keep(this.work, this.page);
    if (!this.#busy && this.#shown !== round) await this.#check();
  }

  stop() {
    this.#stopped = ++this.#round;
    this.#checker.stop();
    this.exact = false;
    this.#clear(); // it is of an earlier text
    this.starter.focus(); // the button that was pressed goes
    this.say("Stopped. Press Check, or change the text, to check again.");
  }

  #clear() {
    this.strip.clear();
    this.derivation.clear();
    this.shared.hidden = true;
  }

  async #check() {
    this.#busy = true;
    const round = this.#round;
    const done = this.#whileBusy();
    try {
      const [answer] = await Promise.all([
        this.#checker.ask({ ask: "verdicts", ...this.work }),
        load(),
      ]);
      if (round === this.#round) {
        this.#show(answer);
        this.#shown = round;
        this.#offline();
        if (answer.unsure && this.wheels.python_flint && !this.exact) await this.#fetchExact();
        if (round === this.#round) this.element.dataset.state = "checked";
        this.#explain(this.#due(answer), round);
      }
    } catch (error) {
      this.#broke(error);
    } finally {
      done();
      this.#busy = false;
    }
    const due = round !== this.#round && this.#round !== this.#stopped;
    if (due && this.#checker.started) await this.#check();
  }

  /** Say how long it takes, and offer to stop, until what is given back is called. */
  #whileBusy() {
    const begun = performance.now();
    const tick = () => {
      this.stopper.hidden = false;
      if (!this.#starting) {
        this.progress.hidden = false;
        this.progress.removeAttribute("value");
        this.say(`Checking … ${Math.round((performance.now() - begun) / 1000)} s`);
      }
    };
    const first = setTimeout(tick, PATIENCE);
    const every = setInterval(tick, 1_000);
    return () => {
      clearTimeout(first);
      clearInterval(every);
      this.stopper.hidden = true;
      this.progress.hidden = true;
    };
  }

  /** Floats leave something open: fetch the arithmetic that decides, and check again. */
  async #fetchExact() {
    this.say("Floats do not decide all of this. Fetching exact arithmetic, 7 MB …");
    try {
      await this.#checker.ask({ ask: "exact", needs: [this.wheels.python_flint] });
    } catch (error) {
      if (error instanceof Stopped) throw error;
      this.#missing = " Exact arithmetic, which may decide more, could not be fetched.";
      this.#sum();
      return;
    }
    this.exact = true;
    this.#round += 1;
  }

  #broke(error) {
    if (!(error instanceof Stopped)) this.say(`The checker broke: ${error.message}`);
  }

  #show(answer) {
    const formulas = answer.blocks.flatMap(({ lines }) => lines ?? []);
    const defines = formulas.some(({ left, right }) => Formulas.defines(left + right));
    this.#formulas.begin(answer.macros, defines);
    this.strip.render(answer);
    this.derivation.render(answer);
    const problems = answer.problems.map(({ place }) => ({ ...place, mark: "asks" }));
    const marks = answer.marks.map(({ place, mark }) => ({ ...place, mark }));
    this.box.mark([...marks, ...problems]);
    this.shared.hidden = !answer.blocks.length;
    this.#missing = "";
    this.#sum();
  }

  #sum() {
    this.say(summary(this.derivation.counts) + this.#missing);
  }

  /** The relations whose reasons are looked for: those that do not hold as they are, and a
      few others. */
  #due({ marks }) {
    const numbers = marks.map((_, number) => number);
    const fails = numbers.filter((number) => ["fails", "if"].includes(marks[number].mark));
    const asks = numbers.filter((number) => marks[number].mark === "asks");
    this.opens = new Set([...fails, ...asks.slice(0, fails.length ? 0 : 1)]);
    return [...fails, ...asks].slice(0, MOST_EXPLAINED);
  }

  /** Reasons, one after another; a change of the text ends it. */
  async #explain(numbers, round) {
    try {
      for (const number of numbers) {
        if (round !== this.#round) return;
        const told = await this.#checker.ask({ ask: "explain", number });
        if (round !== this.#round) return;
        this.derivation.tell(number, told, this.opens.has(number));
        if (this.element.dataset.state === "checked") this.#sum();
      }
      if (round === this.#round) this.element.dataset.explained = round;
    } catch (error) {
      this.#broke(error);
    }
  }

  #hear({ progress, of, says, ready, fetched, broken }) {
    this.#starting = progress !== undefined;
    this.progress.hidden = progress === undefined;
    if (progress !== undefined) {
      this.progress.max = of;
      this.progress.value = progress;
      this.say(`${says} …`);
    }
    if (fetched) this.#fetched = fetched;
    if (ready && !this.#busy) this.say("Ready.");
    if (broken === undefined) return;
    this.exact = false;
    this.say(`The checker could not be started: ${broken}`);
  }

  /** With what the formulas need, once they are shown: the fonts come last. */
  async #offline() {
    const fetched = this.#fetched;
    if (fetched === null) return;
    this.#fetched = null;
    await wait(BEFORE_OFFLINE);
    try {
      await keepOffline(fetched);
      this.element.dataset.offline = "";
    } catch {
      // the browser has no service workers, or no room: the page needs the network
    }
  }

  #pasted(event) {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length === 0 || event.clipboardData.getData("text/plain")) return;
    event.preventDefault();
    this.say(PICTURE);
  }

  /** What the reader says of names in the strip: under it the text is checked again. */
  #answer(names, role) {
    for (const name of names) this.answers[name] = role;
    this.change();
  }

  /** Do what needs the checker, and say where it breaks. */
  #with(task) {
    return task().catch((error) => this.#broke(error));
  }

  async #take(step) {
    const round = this.#round;
    const { text } = await this.#checker.ask({ ask: step });
    if (round === this.#round) this.box.become(text); // else it is of another text by now
  }

  async #asPage() {
    return (await this.#checker.ask({ ask: "page" })).page;
  }

  async #issue() {
    const address = issue(await this.#asPage());
    if (address === null) this.say("This is too long for an address. Download it and attach it.");
    else window.open(address, "_blank", "noopener");
  }

  async #link() {
    if (!(await keep(this.work, this.page))) {
      this.say("There is no link: the text is empty, or too long for an address.");
      return;
    }
    try {
      await navigator.clipboard.writeText(location.href);
      this.say("The link is copied. It holds the whole text; nothing was sent.");
    } catch {
      this.say("This browser lets no page copy. The link is the address of this page.");
    }
  }

  #tools() {
    return element(
      "div.yours-tools",
      { hidden: true },
      button("Copy a link", () => this.#link()),
      button("Download the page", () => this.#with(async () => download(await this.#asPage()))),
      document.querySelector("a.md-source") &&
        button("Open as an issue", () => this.#with(() => this.#issue())),
    );
  }

  #page() {
    const found = element(
      "section.yours-found",
      { "aria-label": "What was found" },
      this.strip.element,
      this.derivation.element,
      this.shared,
    );
    return element(
      "div.yours",
      {},
      element("link", { rel: "stylesheet", href: STYLES.href }), // for this page alone
      this.lent,
      this.box.element,
      element("div.yours-bar", {}, this.starter, this.stopper, this.status, this.progress),
      found,
      element("div.yours-try", {}, element("p.yours-title", {}, "Questions that people asked"), this.examples),
    );
  }
}

let editor = null; // one for a visit: the theme comes and goes without a reload

export function open(place) {
  const isNew = editor === null;
  if (isNew) {
    editor = new Editor();
    editor.offer();
    addEventListener("hashchange", () => location.hash.startsWith(IN_ADDRESS) && editor.restore());
  }
  editor.page = location.pathname;
  if (place !== editor.element) place.replaceWith(editor.element);
  editor.element.id = place.id;
  if (isNew || location.hash.startsWith(IN_ADDRESS)) editor.restore();
}
