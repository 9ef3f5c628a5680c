// Python with the checker in it, as it is when all is imported: the bytes of its memory,
// which a browser takes over in place of starting Python.
//   node snapshot.mjs PYODIDE CHECKER.zip > SNAPSHOT

import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [pyodide, checker] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${pyodide}/pyodide.mjs`));
const env = { HOME: "/home/pyodide", PYTHONHASHSEED: "0" };
const python = await loadPyodide({ indexURL: `${pyodide}/`, env, _makeSnapshot: true });
python.unpackArchive(new Uint8Array(readFileSync(checker)).slice().buffer, "zip");
python.runPython(`
import gc
import derivcheck.site.check_yours
gc.collect()
`);
process.stdout.write(python.makeMemorySnapshot());
