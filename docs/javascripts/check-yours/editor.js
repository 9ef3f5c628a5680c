// The editor of "Check yours": two texts, the checker behind them, what it finds beside
// them. Python is fetched at the first change or when asked for, never before.

import { Checker, Stopped } from "./checker.js";
import { button, element } from "./elements.js";
import { Field } from "./field.js";
import {
  IN_ADDRESS, adopt, download, issue, keep, keepOffline, kept, lent, own,
} from "./keep.js";
import { Results } from "./results.js";

const OFFERS = new URL("../../assets/check-yours.json", import.meta.url);
const STYLES = new URL("../../stylesheets/check-yours.css", import.meta.url);
const PAUSE = 120; // milliseconds without a key before the text is checked
const BEFORE_REASONS = 500; // and before reasons are looked for, which takes longer
const BEFORE_OFFLINE = 3_000;
const PATIENCE = 1_000; // before a button offers to stop
const KINDS = { holds: "holds", "not understood": "unread" };

const MODEL = "$x_k \\in \\mathbb{R}$ with $k = 1, \\dots, n$\n\n$$ z := \\sum_k w_k x_k + b $$";
const DERIVATION = "$$ \\frac{\\partial z}{\\partial w_k} = x_k $$";

function wait(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Lines of a model, with one for all names that are declared to be of one set. */
function gathered(lines) {
  const found = new Map();
  for (const line of lines) {
    const [, names, set] = /^\$([^$]+) (\\in [^$]+)\$$/.exec(line) ?? [null, line, line];
    found.set(set, [...(found.get(set) ?? []), names]);
  }
  return [...found].map(([set, names]) => (set === names[0] ? set : `$${names.join(", ")} ${set}$`));
}

class Editor {
  #checker = new Checker((told) => this.#hear(told));
  #round = 0; // of changes
  #shown = null; // the round whose verdicts are shown
  #stopped = null; // the round that began with Stop: nothing is checked in it
  #busy = false;
  #fetched = null; // what the checker fetched and is not kept for later
  exact = false; // whether the checker has exact arithmetic
  wheels = {}; // packages that can be fetched for it

  constructor() {
    const changed = () => this.change();
    this.fields = {
      model: new Field("model", "Model: what the derivation does not say itself", MODEL, changed),
      derivation: new Field("derivation", "Derivation: paste it here, all of it", DERIVATION, changed),
    };
    this.results = new Results({
      show: ({ part, start, end }) => this.fields[part].select(start, end),
      write: ({ place: { part, start, end }, text }) =>
        this.fields[part].replace(start, end, text),
      ask: (number) => this.#explain([number], this.#shown),
      take: (step) => this.#with(() => this.#take(step)),
    });
    this.status = element("p.yours-status", { role: "status" }, "Nothing is fetched yet.");
    this.progress = element("progress.yours-progress", { max: 1, value: 0, "aria-label": "Loading", hidden: true });
    this.starter = button("Check", () => this.change());
    this.stopper = button("Stop", () => this.stop(), { hidden: true });
    this.rests = element("ul.yours-rests");
    this.lent = element(
      "p.yours-tools",
      { hidden: true },
      "This text came with a link. Yours is still kept in this browser. ",
      button("Back to mine", () => this.#settle(own())),
      button("Keep this one instead", () => this.#settle(null)),
    );
    this.guesses = element("div.yours-guesses", { role: "group", "aria-label": "What the names mean" });
    this.examples = element("select.yours-choice", { id: "yours-example" });
    this.element = this.#page();
    for (const field of Object.values(this.fields)) {
      field.area.addEventListener("paste", (event) => this.#pasted(event));
      field.area.addEventListener("keydown", (event) => {
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.change();
      });
    }
  }

  get work() {
    return { model: this.fields.model.text, derivation: this.fields.derivation.text };
  }

  set work({ model, derivation }) {
    this.fields.model.text = model;
    this.fields.derivation.text = derivation;
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
    this.results.clear();
    if (this.#checker.started) await this.change();
    else if (work.model || work.derivation) this.say("Press Check: then Python is fetched.");
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
    this.examples.append(
      element("option", { value: "" }, "an example"),
      ...examples.map(({ title }, number) => element("option", { value: number }, title)),
    );
    this.examples.addEventListener("change", () => {
      if (this.examples.value === "") return;
      this.work = examples[Number(this.examples.value)];
      this.change();
    });
  }

  say(text) {
    if (this.status.textContent !== text) this.status.textContent = text;
  }

  /** The text changed, or is to be checked as it is. */
  async change() {
    const round = ++this.#round;
    this.element.dataset.state = "changed";
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
    this.results.clear(); // they are of an earlier text
    this.starter.focus(); // the button that was pressed goes
    this.say("Stopped. The checker starts again; it checks at the next change.");
  }

  async #check() {
    this.#busy = true;
    const slow = setTimeout(() => (this.stopper.hidden = false), PATIENCE);
    const round = this.#round;
    try {
      const answer = await this.#checker.ask({ ask: "verdicts", ...this.work });
      if (round === this.#round) {
        const open = await this.#show(answer);
        this.#shown = round;
        this.#offline();
        if (answer.unsure && this.wheels.python_flint && !this.exact) {
          await this.#fetchExact();
        }
        if (round === this.#round) this.element.dataset.state = "checked";
        wait(BEFORE_REASONS).then(() => this.#explain(open, round));
      }
    } catch (error) {
      this.#broke(error);
    } finally {
      clearTimeout(slow);
      this.stopper.hidden = true;
      this.#busy = false;
    }
    const due = round !== this.#round && this.#round !== this.#stopped;
    if (due && this.#checker.started) await this.#check();
  }

  /** Floats leave something open: fetch the arithmetic that decides, and check again. */
  async #fetchExact() {
    const found = this.status.textContent;
    this.say("Floats do not decide all of this. Fetching exact arithmetic, 7 MB …");
    try {
      await this.#checker.ask({ ask: "exact", needs: [this.wheels.python_flint] });
    } catch (error) {
      if (error instanceof Stopped) throw error;
      this.say(`${found}. Exact arithmetic, which may decide more, could not be fetched.`);
      return;
    }
    this.exact = true;
    this.#round += 1;
  }

  #broke(error) {
    if (!(error instanceof Stopped)) this.say(`The checker broke: ${error.message}`);
  }

  /** Show an answer; the numbers of the relations that want a reason. */
  async #show(answer) {
    await this.results.render(answer);
    const marks = { model: [], derivation: [] };
    const open = [];
    for (const { place } of answer.problems) marks[place.part].push({ ...place, kind: "problem" });
    for (const { relations } of answer.formulas) {
      for (const { number, place, good, word } of relations) {
        if (!good) open.push(number);
        const kind = good ? "holds" : (KINDS[word] ?? "fails");
        marks[place.part].push({ ...place, kind });
      }
    }
    for (const [part, field] of Object.entries(this.fields)) field.mark(marks[part]);
    this.say(answer.totals);
    this.rests.replaceChildren(...answer.rests.map((line) => element("li", {}, line)));
    return open;
  }

  /** Reports on relations, one after another; a change of the text ends it. */
  async #explain(numbers, round) {
    try {
      for (const number of numbers) {
        if (round !== this.#round) return;
        const told = await this.#checker.ask({ ask: "explain", number });
        if (round === this.#round) this.results.explain(number, told);
      }
    } catch (error) {
      this.#broke(error);
    }
  }

  #hear({ progress, of, says, ready, fetched, broken }) {
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
    this.say("A picture cannot be read. Paste the LaTeX that it was made from.");
  }

  /** Do what needs the checker, and say where it breaks. */
  #with(task) {
    return task().catch((error) => this.#broke(error));
  }

  async #asPage() {
    return (await this.#checker.ask({ ask: "page", ...this.work })).page;
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

  /** A step that a note offers: definitions as such, or a guess at the model. */
  #take(step) {
    return step === "guess" ? this.#guess() : this.#define();
  }

  async #define() {
    const round = this.#round;
    const work = await this.#checker.ask({ ask: "define", ...this.work });
    if (round !== this.#round) return; // of another text by now
    for (const [part, text] of Object.entries(work)) this.fields[part].become(text);
  }

  /** Offer what the model may be: a choice for each name that forks. */
  async #guess() {
    this.say("Reading the names …");
    const { questions } = await this.#checker.ask({ ask: "guess", ...this.work });
    this.say(questions.length ? "Choose what the names mean." : "Every name has a meaning.");
    const choices = questions.map(({ name, readings }, number) => {
      const choice = element(
        "select.yours-choice",
        { id: `yours-name-${number}` },
        ...readings.map(({ says, text }) => element("option", { value: text }, says.replaceAll("`", ""))),
      );
      const label = element("label", { for: choice.id }, element("code", {}, name), " is ");
      return { choice, line: element("p.yours-tools", {}, label, choice) };
    });
    const write = button("Put it into the model", () => {
      const lines = gathered(choices.map(({ choice }) => choice.value)).join("\n\n");
      const { model } = this.fields;
      model.replace(model.text.length, model.text.length, `${model.text ? "\n\n" : ""}${lines}\n`);
      this.guesses.replaceChildren();
    });
    this.guesses.replaceChildren(...choices.map(({ line }) => line), ...(choices.length ? [write] : []));
    choices[0]?.choice.focus();
  }

  #page() {
    const tools = element(
      "div.yours-tools",
      {},
      element("label", { for: this.examples.id }, "Begin from"),
      this.examples,
      this.starter,
      button("Guess the model", () => this.#with(() => this.#guess())),
      this.stopper,
    );
    const shared = element(
      "div.yours-tools",
      {},
      button("Copy a link", () => this.#link()),
      button("Download the page", () => this.#with(async () => download(await this.#asPage()))),
      document.querySelector("a.md-source") &&
        button("Open as an issue", () => this.#with(() => this.#issue())),
    );
    const left = element(
      "div.yours-texts",
      {},
      this.lent,
      this.guesses,
      this.fields.model.element,
      this.fields.derivation.element,
      shared,
    );
    const right = element(
      "section.yours-found",
      { "aria-label": "What was found" },
      this.results.element,
      this.rests,
    );
    const state = element(
      "div.yours-state",
      {},
      this.status,
      button("Show", () => right.scrollIntoView(), { "aria-label": "Show what was found" }),
      this.progress,
    );
    return element(
      "div.yours",
      {},
      element("link", { rel: "stylesheet", href: STYLES.href }), // for this page alone
      tools,
      element("div.yours-columns", {}, left, right, state),
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
