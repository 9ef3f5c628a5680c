// Numbers that a reader moves: a function of the page's inputs, worked out by the checker
// when the page was built, fills the places in its formulas anew. One network: what was
// moved is kept for the other pages, and can be put into an address, `?net=v41:1`.

const UNCERTAIN = 1e-12; // two numbers that are as near are the same
const WIDEST = 2; // of an input for which this page has no slider

function decimal(value, digits) {
  if (!Number.isFinite(value)) return "–";
  let text = value.toFixed(digits);
  const exact = Math.abs(value - Number(value.toFixed(4))) < UNCERTAIN;
  if (exact && text.includes(".")) text = text.replace(/\.?0+$/, "");
  if (Number(text) === 0) text = Math.abs(value) < UNCERTAIN ? "0" : text.replace("-", "");
  return text.replace("-", "−");
}

// What is in a place, by its form: "14.4b" is output 14 with 4 decimals, in brackets
// where it is negative; "s" is the sign before it, "e" that between two outputs.
function shown(form, outputs) {
  const [, number, digits, kind] = /^(\d+)\.(\d+)(\w?)$/.exec(form);
  const value = outputs[number];
  if (kind === "e") {
    const near = 1e-9 * Math.max(1, Math.abs(value));
    return Math.abs(value - outputs[digits]) > near ? "≠" : "=";
  }
  const text = decimal(value, Number(digits));
  if (kind === "s")
    return Math.abs(value - Number(text.replace("−", "-"))) < UNCERTAIN ? "=" : "≈";
  return kind === "b" && text.startsWith("−") ? `(${text})` : text;
}

// A number in a picture, in a form of Python's `format` or as a `pixel`.
function drawn(form, value) {
  if (form === "pixel") return String(Number(value.toFixed(2)) + 0);
  const [, sign, digits] = /^(\+?)\.(\d)f$/.exec(form);
  return (value < 0 ? "" : sign) + value.toFixed(digits).replace("-", "−");
}

function filled(text, slots, outputs) {
  return text.replace(/\ue000(\d+)\ue001/g, (_, number) => {
    const [output, form, other] = slots[number];
    if (other === undefined) return drawn(form, outputs[output]);
    return filled(outputs[output] ? form : other, slots, outputs);
  });
}

// The picture above a panel: its elements, and what of them changes.
class Picture {
  constructor(panel, parts) {
    this.svg = panel.previousElementSibling.querySelector("svg");
    this.said = this.svg.getAttribute("aria-label");
    const elements = this.svg.querySelectorAll("*");
    this.parts = parts.map(([number, changing]) => {
      const element = elements[number];
      const names = Object.keys(changing);
      return { element, changing, printed: names.map((name) => this.read(element, name)) };
    });
  }

  read(element, name) {
    return name ? element.getAttribute(name) : element.textContent;
  }

  write(element, name, text) {
    if (this.read(element, name) === text) return;
    if (!name) element.textContent = text;
    else if (text) element.setAttribute(name, text);
    else element.removeAttribute(name);
  }

  // As it was drawn, or with other numbers; it is then described by its texts.
  draw(slots, outputs, moved) {
    for (const { element, changing, printed } of this.parts)
      Object.keys(changing).forEach((name, k) => {
        const text = moved ? filled(changing[name], slots, outputs) : printed[k];
        if (!/NaN|Infinity/.test(text)) this.write(element, name, text);
      });
    const texts = [...this.svg.querySelectorAll("text")].map((text) => text.textContent);
    this.svg.setAttribute("aria-label", moved ? texts.join("; ") : this.said);
  }
}

function stored(net) {
  try {
    return JSON.parse(sessionStorage.getItem(`derivcheck-${net}`)) ?? {};
  } catch {
    return {};
  }
}

function asked() {
  const given = new URLSearchParams(location.search).get("net") ?? "";
  const pairs = given.split(",").map((pair) => pair.split(":"));
  return Object.fromEntries(pairs.filter((pair) => pair.length === 2 && pair[1] !== ""));
}

function made(name, className, ...children) {
  const element = document.createElement(name);
  element.className = className;
  element.append(...children);
  return element;
}

function button(text) {
  const found = made("button", "derivcheck-as-printed", text);
  found.type = "button";
  return found;
}

// What stands below the numbers of a panel: the way back, a link, and what is spoken.
function foot() {
  const link = made("a", "derivcheck-live-link", "Link to these numbers");
  const status = made("p", "derivcheck-status");
  status.setAttribute("role", "status");
  return [made("p", "derivcheck-live-foot", button("As printed"), link), status];
}

export function move({ net, names, printed, slots, pictures = [] }, run) {
  const panels = [...document.querySelectorAll(".derivcheck-live")];
  const sliders = panels.flatMap((panel) => [...panel.querySelectorAll("input")]);
  const places = [...document.querySelectorAll("[data-v]")].map((element) => {
    const place = element.firstElementChild ?? element;
    return { element, place, form: element.dataset.v, printed: place.textContent };
  });
  const inputs = [...printed];
  const alive = pictures.flatMap((parts, k) => (parts ? [new Picture(panels[k], parts)] : []));

  function take(moved) {
    for (const [name, given] of Object.entries(moved)) {
      const number = names.indexOf(name);
      if (number < 0 || !Number.isFinite(Number(given))) continue;
      const slider = sliders.find((one) => one.dataset.input === name);
      const low = Number(slider?.min ?? -WIDEST);
      const high = Number(slider?.max ?? WIDEST);
      inputs[number] = Math.min(high, Math.max(low, Number(given)));
    }
  }

  // What this page has no input for stays as another page left it.
  function keep() {
    const others = Object.entries(stored(net)).filter(([name]) => !names.includes(name));
    const moved = [...others, ...changes()];
    try {
      sessionStorage.setItem(`derivcheck-${net}`, JSON.stringify(Object.fromEntries(moved)));
    } catch {
      // A reader may forbid that pages keep anything.
    }
  }

  const changes = () =>
    names.map((name, k) => [name, inputs[k]]).filter((_, k) => inputs[k] !== printed[k]);

  function draw() {
    const outputs = run(inputs);
    for (const { element, place, form, printed } of places) {
      const text = shown(form, outputs);
      if (place.textContent !== text) place.textContent = text;
      element.classList.toggle("derivcheck-moved", text !== printed);
    }
    for (const slider of sliders) {
      const value = inputs[names.indexOf(slider.dataset.input)];
      const digits = (slider.step.split(".")[1] ?? "").length;
      const text = value.toFixed(digits).replace("-", "−");
      slider.value = value;
      slider.setAttribute("aria-valuetext", text);
      slider.nextElementSibling.textContent = text;
    }
    const moved = changes();
    for (const picture of alive) picture.draw(slots, outputs, moved.length > 0);
    const address = `?net=${moved.map((pair) => pair.join(":")).join(",")}`;
    for (const panel of panels) {
      const foot = panel.querySelector(".derivcheck-live-foot");
      foot.hidden = !moved.length;
      foot.querySelector("a").href = moved.length ? address : "?";
    }
  }

  function say(panel, text) {
    const lines = [...panel.querySelectorAll(".derivcheck-answers > [data-name]")].map((line) => {
      const found = [...line.querySelectorAll("mtext[data-v]")].slice(-2);
      if (found[1].dataset.v.endsWith("s")) found.reverse();
      const [sign, number] = found.map((part) => part.textContent);
      return `${line.dataset.name} ${sign} ${number}`;
    });
    panel.querySelector("[role=status]").textContent = `${text}: ${lines.join("; ")}`;
  }

  function reset(panel) {
    printed.forEach((value, number) => (inputs[number] = value));
    keep();
    draw();
    told?.remove();
    say(panel, "As printed");
  }

  // The text is about the printed numbers; who brings others is told.
  function tell() {
    const moved = changes();
    if (!moved.length) return null;
    const said = moved.map(([name, value]) => `${name} is ${String(value).replace("-", "−")}`);
    const back = button("As printed");
    const text = `Changed: ${said.join(", ")}. The text is about the printed numbers. `;
    const note = made("p", "derivcheck-carried", text, back);
    back.addEventListener("click", () => {
      reset(panels[0]);
      sliders[0]?.focus({ preventScroll: true });
    });
    document.querySelector("h1")?.after(note);
    return note;
  }

  for (const panel of panels) {
    panel.append(...foot());
    panel.querySelector(".derivcheck-live-off").hidden = true;
    panel.querySelector(".derivcheck-controls").hidden = false;
    panel.addEventListener("input", ({ target }) => {
      inputs[names.indexOf(target.dataset.input)] = Number(target.value);
      draw();
    });
    panel.addEventListener("change", ({ target }) => {
      keep();
      say(panel, `${target.ariaLabel} is ${target.getAttribute("aria-valuetext")}`);
    });
    panel.querySelector("button").addEventListener("click", () => {
      reset(panel);
      panel.querySelector("input").focus({ preventScroll: true });
    });
  }
  take(stored(net));
  take(asked());
  keep();
  draw();
  const told = tell();
}
