// What needs a script in the pages of derivcheck.markdown: the button that copies; what was
// tried, fetched when its mark opens; the equation that a link leads to; what a symbol is,
// where it is pointed at, touched or reached by the arrow keys; and the fold of a long
// derivation.

const here = document.currentScript.src;
const documents = new Map(); // what was fetched, by its address

async function fetched(address) {
  if (!documents.has(address))
    documents.set(
      address,
      fetch(address)
        .then((answer) => (answer.ok ? answer.text() : ""))
        .then((text) => {
          const found = new DOMParser().parseFromString(text, "text/html");
          for (const link of found.querySelectorAll("a[href]"))
            link.setAttribute("href", new URL(link.getAttribute("href"), address));
          return found;
        })
        .catch(() => null),
    );
  return documents.get(address);
}

// An element of this page or of another one; null where it cannot be fetched.
async function elementAt(link) {
  const { origin, pathname, hash } = new URL(link.href);
  const here = pathname === location.pathname;
  const from = here ? document : await fetched(origin + pathname);
  return from?.getElementById(decodeURIComponent(hash.slice(1))) ?? null;
}

async function showReport(mark) {
  const link = mark.querySelector(":scope > details[open] a.derivcheck-report");
  if (!link) return;
  const report = await elementAt(link);
  if (!report || !link.isConnected) return;
  const found = report.querySelector(".derivcheck-panel").cloneNode(true);
  link.replaceWith(...found.childNodes);
}

// `toggle` does not bubble.
document.addEventListener(
  "toggle",
  ({ target }) => {
    const mark = target.parentElement;
    if (mark?.localName === "derivcheck-mark") showReport(mark);
  },
  true,
);

// A link to an equation shows it where it is pointed at or has the focus.

const LEAVE = 200; // ms until what was left is gone: time to reach the equation itself
let shown = null; // the link and what it shows
let leaving;

function hideEquation() {
  clearTimeout(leaving);
  shown?.box.remove();
  shown?.link.removeAttribute("aria-describedby");
  shown = null;
}

async function showEquation(link) {
  clearTimeout(leaving);
  if (shown?.link === link) return;
  hideEquation();
  const box = document.createElement("div");
  box.className = "derivcheck-preview md-typeset";
  box.id = "derivcheck-preview";
  box.setAttribute("role", "tooltip");
  shown = { link, box };
  const equation = await elementAt(link);
  const row = equation?.querySelector(".eq-row");
  if (!row || shown?.box !== box) return;
  const copy = row.cloneNode(true);
  copy.removeAttribute("tabindex");
  box.append(copy);
  document.body.append(box);
  link.setAttribute("aria-describedby", box.id);
  const place = link.getBoundingClientRect();
  const most = document.documentElement.clientWidth - box.offsetWidth - 8;
  const above = place.top > box.offsetHeight + 60;
  box.style.left = `${scrollX + Math.max(8, Math.min(most, place.left - 40))}px`;
  box.style.top = `${scrollY + (above ? place.top - box.offsetHeight - 4 : place.bottom + 4)}px`;
}

const linkIn = ({ target }) => target.closest?.("a.eqref");
const stays = ({ target }) => target.closest?.("a.eqref, .derivcheck-preview");
for (const event of ["pointerover", "focusin"])
  document.addEventListener(event, (found) => {
    if (linkIn(found)) showEquation(linkIn(found));
    else if (stays(found)) clearTimeout(leaving);
  });
for (const event of ["pointerout", "focusout"])
  document.addEventListener(event, (found) => {
    if (!stays(found)) return;
    clearTimeout(leaving);
    leaving = setTimeout(hideEquation, LEAVE);
  });

function addCopyButton(equation) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "derivcheck-copy";
  button.textContent = "Copy LaTeX";
  button.addEventListener("click", async () => {
    const { dataset } = equation.querySelector(":scope > derivcheck-mark");
    const tex = dataset.tex ?? equation.querySelector(".eq-row annotation").textContent;
    await navigator.clipboard.writeText(tex);
    button.textContent = "Copied";
    setTimeout(() => (button.textContent = "Copy LaTeX"), 1500);
  });
  equation.querySelector(".derivcheck-panel").append(button);
}

// Beside each display one note, which says what a symbol of it is, and what it is worth in
// the numbers of the page. The symbol is marked wherever it occurs on the page.

function hideNote(equation) {
  equation.current = undefined;
  equation.querySelector(".derivcheck-note")?.replaceChildren();
  for (const other of document.querySelectorAll(".derivcheck-same"))
    other.classList.remove("derivcheck-same");
}

// What is said of the symbols: at the foot of the page, or where a link there leads.
async function symbolsSaid() {
  const link = document.querySelector("derivcheck-symbols > a.derivcheck-report");
  return (link && (await elementAt(link))) ?? document;
}

async function showNote(equation, symbol) {
  hideNote(equation);
  equation.current = symbol;
  const said = (await symbolsSaid()).querySelector(
    `#derivcheck-symbol-${symbol.dataset.s}`,
  );
  if (!said || equation.current !== symbol) return;
  for (const other of document.querySelectorAll(`.eq-row [data-s="${symbol.dataset.s}"]`))
    other.classList.add("derivcheck-same");
  const note = equation.querySelector(".derivcheck-note");
  note.append(...said.cloneNode(true).childNodes);
  const around = equation.getBoundingClientRect();
  const place = symbol.getBoundingClientRect();
  const row = equation.querySelector(".eq-row").getBoundingClientRect();
  const most = Math.max(0, around.width - note.offsetWidth);
  note.style.left = `${Math.min(most, Math.max(0, place.left - around.left))}px`;
  note.style.top = `${row.bottom - around.top}px`;
}

function step(equation, by) {
  const all = [...equation.querySelectorAll(".eq-row [data-s]")];
  const symbols = all.filter((one) => !one.closest(".derivcheck-away"));
  const last = symbols.indexOf(equation.current);
  const next = last < 0 ? (by > 0 ? 0 : symbols.length - 1) : last + by;
  const symbol = symbols[(next + symbols.length) % symbols.length];
  symbol.scrollIntoView({ block: "nearest", inline: "nearest" });
  showNote(equation, symbol);
}

function addNote(equation) {
  const row = equation.querySelector(".eq-row");
  const note = document.createElement("div");
  note.className = "derivcheck-note";
  note.setAttribute("role", "status");
  equation.append(note);
  // The empty parts of a fraction lie over its letters, so look through them.
  const show = ({ clientX, clientY }) => {
    const found = document.elementsFromPoint(clientX, clientY);
    const symbol = found.map((one) => one.closest("[data-s]")).find(Boolean);
    if (symbol && symbol !== equation.current) showNote(equation, symbol);
  };
  row.addEventListener("pointermove", show);
  row.addEventListener("click", show);
  equation.addEventListener("pointerleave", () => hideNote(equation));
  equation.addEventListener("focusout", (event) => {
    if (!equation.contains(event.relatedTarget)) hideNote(equation);
  });
  equation.addEventListener("keydown", (event) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (by === undefined || event.target !== row) return;
    event.preventDefault();
    step(equation, by);
  });
}

// A chain of steps is folded to its first line and its last, and opened line by line.
// KaTeX places each line from the top, so what comes after folded lines is moved up.

const RELATION = /^[=≈≤≥<>∝≡≠∼⟹⇒⟺]/;
const CONTINUES = /^[+−⋅×⊙]/;
const LEAST = 2; // lines between the ends of a chain that is worth a fold
const GAP = 1.3; // em between the ends, for the dots

// The lines of a display of several: for each, its cells and where it is, in em.
function linesOf(equation) {
  const table = equation.querySelector(".katex-html .mtable");
  const columns = table?.querySelectorAll(":scope > [class*=col-align]") ?? [];
  const stacks = [...columns].map((column) => [
    ...column.querySelector(".vlist-t[style], .vlist").children,
  ]);
  const spoken = equation.querySelectorAll("math mtable:first-of-type > mtr");
  return (stacks[0] ?? []).map((first, number) => ({
    cells: stacks.map((stack) => stack[number]).filter(Boolean),
    spoken: spoken[number],
    top: parseFloat(first.style.top),
  }));
}

// The lines between the ends of each long chain, in order.
function betweenEnds(lines) {
  const chains = [];
  for (const line of lines) {
    const text = line.cells.map((cell) => cell.textContent).join("");
    const shown = text.replace(/[\s\u200b]/g, "");
    const chain = chains.at(-1);
    if (chain && RELATION.test(shown)) chain.push([line]);
    else if (chain && CONTINUES.test(shown)) chain.at(-1).push(line);
    else chains.push([[line]]);
  }
  const middles = chains.map((chain) => chain.slice(1, -1));
  return middles.filter((steps) => steps.length >= LEAST).flat();
}

function foldAway(equation, lines, away) {
  let up = 0;
  let last = 0;
  let gap = false;
  for (const line of lines) {
    const hidden = away.has(line);
    if (hidden) up += line.top - last;
    if (hidden && !gap) up -= GAP;
    for (const cell of line.cells) {
      cell.classList.toggle("derivcheck-away", hidden);
      cell.style.setProperty("--derivcheck-up", `${-up}em`);
    }
    const cell = line.cells.at(-1);
    cell.classList.toggle("derivcheck-gap", gap && !hidden);
    const strut = cell.querySelector(":scope > .pstrut")?.style.height ?? "var(--p)";
    cell.style.setProperty("--derivcheck-baseline", strut);
    if (line.spoken) line.spoken.style.display = hidden ? "none" : "";
    [last, gap] = [line.top, hidden];
  }
  equation.querySelector(".katex-html").style.setProperty("--derivcheck-up", `${-up}em`);
  equation.classList.toggle("derivcheck-folded", away.size > 0);
}

function addFold(equation) {
  const lines = linesOf(equation);
  const steps = betweenEnds(lines);
  if (!steps.length || equation.querySelector(".derivcheck-changes")) return;
  const bar = document.createElement("div");
  bar.className = "derivcheck-steps";
  const [toggle, next] = ["button", "button"].map((name) => document.createElement(name));
  let shown = steps.length;
  const show = (many) => {
    shown = many;
    const left = steps.length - shown;
    foldAway(equation, lines, new Set(steps.slice(shown).flat()));
    toggle.textContent = left ? "Open all steps" : `Fold ${steps.length} steps`;
    toggle.setAttribute("aria-expanded", String(!left));
    if (!left && document.activeElement === next) toggle.focus();
    next.hidden = !left;
    next.textContent = `Next step (${left} folded)`;
  };
  toggle.addEventListener("click", () => show(shown < steps.length ? steps.length : 0));
  next.addEventListener("click", () => show(shown + 1));
  for (const button of [toggle, next]) button.type = "button";
  bar.append(toggle, next);
  equation.querySelector(":scope > derivcheck-mark").before(bar);
  show(shown);
}

// Wherever the focus is: the pointer alone may have called a note up.
document.addEventListener("keydown", ({ key }) => {
  if (key !== "Escape") return;
  hideEquation();
  document.querySelectorAll(".eq:has(.derivcheck-note)").forEach(hideNote);
});

function markUp() {
  hideEquation();
  const bare = ".eq:has(> derivcheck-mark):not(:has(.derivcheck-copy))";
  for (const equation of document.querySelectorAll(bare)) {
    addCopyButton(equation);
    addFold(equation);
    if (equation.querySelector(".eq-row [data-s]")) addNote(equation);
  }
  showChanges();
  moveNumbers();
}

async function moveNumbers() {
  const panel = document.querySelector(".derivcheck-live[data-src]");
  if (!panel) return;
  const { move } = await import(new URL("live.js", here));
  const { page, run } = await import(new URL(panel.dataset.src, location));
  if (panel.isConnected) move(page, run);
}

async function showChanges() {
  for (const data of document.querySelectorAll("script.derivcheck-changes")) {
    const { show } = await import(new URL("changes.js", here));
    show(data.closest(".eq"), data.textContent);
  }
}

// A theme that changes pages without a reload says so through `document$`.
if (window.document$) document$.subscribe(markUp);
else if (document.readyState !== "loading") markUp();
else document.addEventListener("DOMContentLoaded", markUp);
