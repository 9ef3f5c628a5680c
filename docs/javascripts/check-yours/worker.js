// Python with the checker in it, on a thread of its own.
//   in:  {id, question}: a question for derivcheck.site.check_yours; the archives
//        that it `needs` are fetched first
//   out: {id, answer} | {id, error} | {progress, of, says} | {ready, fetched: addresses}
//        | {fetched: addresses} | {broken}

import { loadPyodide } from "../../assets/pyodide/pyodide.mjs";

const assets = new URL("../../assets/", import.meta.url);
const STEPS = [
  "Fetching Python: 23 MB, which the browser keeps for the next time",
  "Starting the checker",
  "Checking",
];

function tell(step) {
  postMessage({ progress: step + 1, of: STEPS.length + 1, says: STEPS[step] });
}

async function fetched(name) {
  const response = await fetch(new URL(name, assets));
  if (!response.ok) throw new Error(`${name}: ${response.status}`);
  return response.arrayBuffer();
}

const unpacked = new Set();

async function unpack(python, name) {
  if (unpacked.has(name)) return;
  python.unpackArchive(await fetched(name), name.split(".").pop());
  unpacked.add(name);
}

/** The memory of Python with the checker in it, as the site was built. */
async function snapshot() {
  const packed = new Blob([await fetched("checker.snapshot")]).stream();
  const plain = packed.pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(plain).arrayBuffer());
}

/** Python as the snapshot has it, or started anew where that cannot be had. The program
    has to begin with as much memory as the snapshot, which Pyodide copies there. */
async function begin() {
  const indexURL = new URL("pyodide/", assets).href;
  const bytes = snapshot();
  const { instantiateStreaming } = WebAssembly;
  WebAssembly.instantiateStreaming = async (...given) => {
    const made = await instantiateStreaming.apply(WebAssembly, given);
    const { memory } = made.instance.exports;
    const missing = (await bytes).length - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / 65_536));
    return made;
  };
  try {
    return await loadPyodide({ indexURL, _loadSnapshot: bytes });
  } catch {
    WebAssembly.instantiateStreaming = instantiateStreaming;
    return await loadPyodide({ indexURL });
  } finally {
    WebAssembly.instantiateStreaming = instantiateStreaming;
  }
}

async function start() {
  tell(0);
  const [python, archive] = await Promise.all([begin(), fetched("derivcheck.zip")]);
  tell(1);
  python.unpackArchive(archive, "zip");
  const { answer } = python.pyimport("derivcheck.site.check_yours");
  tell(2);
  return { python, answer };
}

const ready = start();

function fetchedSoFar() {
  return [import.meta.url, ...performance.getEntriesByType("resource").map(({ name }) => name)];
}

ready.then(
  () => postMessage({ ready: true, fetched: fetchedSoFar() }),
  (error) => postMessage({ broken: String(error.message ?? error) }),
);

onmessage = async ({ data: { id, question } }) => {
  try {
    const { python, answer } = await ready;
    for (const name of question.needs ?? []) await unpack(python, name);
    if (question.needs) postMessage({ fetched: fetchedSoFar() });
    postMessage({ id, answer: JSON.parse(answer(JSON.stringify(question))) });
  } catch (error) {
    postMessage({ id, error: String(error.message ?? error) });
  }
};
