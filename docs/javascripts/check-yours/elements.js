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
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

/** A button; what it says is text or a list of children. */
export function button(says, press, attributes = {}) {
  const children = Array.isArray(says) ? says : [says];
  return element("button.yours-button", { type: "button", onclick: press, ...attributes }, ...children);
}
