// Runs a block of a page in the reader's browser, after those before it, and shows what it
// prints.

import { Checker } from "./checker.js";
import { element } from "./elements.js";

const OFFERS = new URL("../../assets/check-yours.json", import.meta.url);
let checker = null; // one for all blocks of a visit
let says = () => {};

function output(block) {
  const old = block.parentElement.querySelector(":scope > .ran");
  if (old !== null) old.remove();
  const made = element("div.ran", { role: "status" });
  block.after(made);
  return made;
}

/** The file of the page that is shown. */
function pageAt(root) {
  const name = location.pathname.slice(root.pathname.length).replace(/\/?(?:index\.html)?$/, "");
  return `docs/${name || "index"}.md`;
}

/** The block with a number among those that the page of the site at `root` shows. */
export async function run(block, number, needsNumpy, root) {
  const place = output(block);
  const here = (text) => place.replaceChildren(text);
  const page = pageAt(root);
  says = here;
  checker ??= new Checker(({ says: text, broken }) => {
    if (text) says(`${text} …`);
    if (broken !== undefined) says(`Python could not be started: ${broken}`);
  });
  try {
    const { wheels } = await (await fetch(OFFERS)).json();
    const needs = ["pages.zip", ...(needsNumpy ? [wheels.numpy] : [])];
    const { printed, failed } = await checker.ask({ ask: "run", page, block: number, needs });
    const lines = [printed.trimEnd(), failed ?? ""].filter(Boolean).join("\n");
    place.replaceChildren(
      element("pre", { tabindex: 0 }, element("code", {}, lines || "It ran, and printed nothing.")),
    );
  } catch (error) {
    here(`Python stopped: ${error.message}`);
  }
}
