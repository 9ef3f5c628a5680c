// Where the work is kept: in the address, compressed, behind the sign # that no browser
// sends; and in this browser's own storage, for the next visit.

export const IN_ADDRESS = "#work=";
const KEY = "derivcheck.yours";
const MOST = 2_000_000; // characters that an address may unpack to
const LONGEST = 32_000; // letters of an address, which every browser takes
const LONGEST_ISSUE = 7_000; // and which a repository's site takes

async function through(bytes, stream) {
  const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader();
  const parts = [];
  let length = 0;
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    length += read.value.length;
    if (length > MOST) {
      await reader.cancel();
      throw new Error("too long");
    }
    parts.push(read.value);
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

export async function packed(work) {
  const bytes = await through(JSON.stringify(work), new CompressionStream("deflate-raw"));
  const letters = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

async function unpacked(text) {
  const letters = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
  const plain = await through(bytes, new DecompressionStream("deflate-raw"));
  return checked(JSON.parse(new TextDecoder().decode(plain)));
}

function checked({ text, answers }) {
  if (typeof text !== "string") throw new Error("no work");
  const said = Object.entries(answers ?? {}).filter((pair) => pair.every((part) => typeof part === "string"));
  return { text, answers: Object.fromEntries(said) };
}

/** The work of the last visit, or null. */
export function own() {
  try {
    return checked(JSON.parse(localStorage.getItem(KEY)));
  } catch {
    return null; // nothing was kept, or the browser keeps nothing
  }
}

let isLent = false; // whether the work came with a link, while another is kept here

export function lent() {
  return isLent;
}

/** Take what is shown for the reader's own from here on. */
export function adopt() {
  isLent = false;
}

/** The work of the address, else that of the last visit, else null. */
export async function kept() {
  const mine = own();
  isLent = false;
  if (!location.hash.startsWith(IN_ADDRESS)) return mine;
  const work = await unpacked(location.hash.slice(IN_ADDRESS.length));
  isLent = Boolean(mine?.text) && JSON.stringify(mine) !== JSON.stringify(work);
  return work;
}

/** Keep the work; whether the address holds it, which it does while its page is shown. */
export async function keep(work, page) {
  try {
    if (!isLent) localStorage.setItem(KEY, JSON.stringify(work));
  } catch {
    // the browser keeps nothing; the address does
  }
  const hash = IN_ADDRESS + (await packed(work));
  if (location.pathname !== page) return false; // the reader has gone on to another page
  const held = Boolean(work.text) && hash.length <= LONGEST;
  history.replaceState(history.state, "", page + location.search + (held ? hash : ""));
  return held;
}

const WORKER = new URL("../../offline.js", import.meta.url);

/** Keep this page and everything it has fetched for when there is no network. */
export async function keepOffline(others) {
  const mine = performance.getEntriesByType("resource").map(({ name }) => name);
  const page = location.origin + location.pathname;
  const addresses = [page, ...mine, ...others].filter(
    (name) => new URL(name, location).origin === location.origin,
  );
  await navigator.serviceWorker.register(WORKER);
  const { active } = await navigator.serviceWorker.ready;
  const kept = new Promise((resolve) => {
    navigator.serviceWorker.addEventListener("message", resolve, { once: true });
  });
  active.postMessage([...new Set(addresses)]);
  await kept;
}

export function download(page) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([page], { type: "text/markdown" }));
  link.download = "derivation.md";
  link.click();
  URL.revokeObjectURL(link.href);
}

/** The address that opens an issue at the repository, or null where there is none. */
export function issue(page) {
  const repository = document.querySelector("a.md-source");
  if (repository === null) return null;
  const address = new URL(`${repository.href.replace(/\/$/, "")}/issues/new`);
  address.searchParams.set("title", "Is this derivation correct?");
  address.searchParams.set("body", page);
  return address.href.length <= LONGEST_ISSUE ? address.href : null;
}
