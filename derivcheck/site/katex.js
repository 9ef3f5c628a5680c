// Typesets LaTeX for katex.py: one request a line in, one answer a line out, as JSON.
//   in:  {"tex": string, "display": boolean, "data": boolean}
//   out: {"html": string} | {"error": string, "offset": number | null}
// The one argument is the folder of the katex package.

const katex = require(process.argv[2]);
const lines = require("node:readline").createInterface({ input: process.stdin });

const options = (data) => ({
  output: "htmlAndMathml",
  throwOnError: true,
  strict: (code) => (data && code === "htmlExtension" ? "ignore" : "error"),
  trust: ({ command }) => {
    if (data && command === "\\htmlData") return true;
    // No links, classes or pictures from a formula; by default they are set in red.
    throw new katex.ParseError(`${command} is not allowed in a formula`);
  },
  maxExpand: 1000,
  maxSize: 20,
});

function answer({ tex, display, data }) {
  try {
    return { html: katex.renderToString(tex, { ...options(data), displayMode: display }) };
  } catch (error) {
    if (!(error instanceof katex.ParseError)) {
      return { error: String(error.message), offset: null };
    }
    // Python counts characters, JavaScript counts halves of some of them.
    const offset = error.position ?? null;
    return {
      error: error.rawMessage,
      offset: offset === null ? null : [...tex.slice(0, offset)].length,
    };
  }
}

lines.on("line", (line) => {
  process.stdout.write(JSON.stringify(answer(JSON.parse(line))) + "\n");
});
