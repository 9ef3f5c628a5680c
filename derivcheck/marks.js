// What needs a script in the pages of derivcheck.markdown: the button that copies, and
// what a symbol is, where it is pointed at, touched or reached by the arrow keys.

function addCopyButton(equation) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "derivcheck-copy";
  button.textContent = "Copy LaTeX";
  button.addEventListener("click", async () => {
    const tex = equation.querySelector(".eq-row annotation").textContent;
    await navigator.clipboard.writeText(tex);
    button.textContent = "Copied";
    setTimeout(() => (button.textContent = "Copy LaTeX"), 1500);
  });
  equation.querySelector(".derivcheck-panel").append(button);
}

// Beside each display one note, which says what a symbol of it is.

function hideNote(equation) {
  equation.current = undefined;
  equation.querySelector(".derivcheck-note")?.replaceChildren();
  for (const other of equation.querySelectorAll(".derivcheck-same"))
    other.classList.remove("derivcheck-same");
}

function showNote(equation, symbol) {
  hideNote(equation);
  const said = document.getElementById(`derivcheck-symbol-${symbol.dataset.s}`);
  if (!said) return;
  for (const other of equation.querySelectorAll(`.eq-row [data-s="${symbol.dataset.s}"]`))
    other.classList.add("derivcheck-same");
  equation.current = symbol;
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
  const symbols = [...equation.querySelectorAll(".eq-row [data-s]")];
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

// Wherever the focus is: the pointer alone may have called a note up.
document.addEventListener("keydown", ({ key }) => {
  if (key !== "Escape") return;
  document.querySelectorAll(".eq:has(.derivcheck-note)").forEach(hideNote);
});

function markUp() {
  const bare = ".eq:has(> derivcheck-mark):not(:has(.derivcheck-copy))";
  for (const equation of document.querySelectorAll(bare)) {
    addCopyButton(equation);
    if (equation.querySelector(".eq-row [data-s]")) addNote(equation);
  }
}

// A theme that changes pages without a reload says so through `document$`.
if (window.document$) document$.subscribe(markUp);
else if (document.readyState !== "loading") markUp();
else document.addEventListener("DOMContentLoaded", markUp);
