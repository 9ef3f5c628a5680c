// Elements from data. Text becomes text, whatever it says: nothing is read as HTML.

/** `element("p.note", {hidden: true}, "text", other)`; attributes, not properties. */
export function element(name, attributes = {}, ...children) {
  const [tag, ...classes] = name.split(".");
  const made = document.createElement(tag);
  made.classList.add(...classes);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (value === true) made.setAttribute(key, "");
    else if (value !== false && value !== null) made.setAttribute(key, value);
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

/** A button; what it says is text or a list of children. */
export function button(says, press, attributes = {}) {
  const children = Array.isArray(says) ? says : [says];
  return element("button.yours-button", { type: "button", onclick: press, ...attributes }, ...children);
}

/** Text in which what stands between backticks is code. */
export function withCode(text) {
  return text
    .split("`")
    .map((part, number) => (number % 2 ? element("code", {}, part) : part));
}

const HARMLESS = new Set(["DIV", "P", "UL", "LI", "PRE", "CODE", "STRONG", "MARK", "SPAN"]);

/** A report's HTML as elements: of what it may hold, a copy without any attribute but
    its class; of all else, nothing. It is parsed where nothing runs or loads. */
export function report(html) {
  const { body } = new DOMParser().parseFromString(html, "text/html");
  return [...body.childNodes].map(harmless);
}

function harmless(node) {
  if (node.nodeType === Node.TEXT_NODE) return node.data;
  if (!HARMLESS.has(node.tagName)) return null;
  const children = [...node.childNodes].map(harmless);
  const long = node.tagName === "PRE";
  const named = long ? { tabindex: 0, role: "group", "aria-label": "The line" } : {};
  const made = element(node.tagName.toLowerCase(), named, ...children);
  made.className = node.className;
  return made;
}
