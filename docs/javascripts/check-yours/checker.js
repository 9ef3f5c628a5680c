// The checker as the editor sees it: questions in, promises of answers out. One question
// is asked at a time. `stop` ends whatever runs and starts anew.

// A worker that is fetched has the policy of its own response, and a static site sends
// none. One that begins as a blob has the policy of the page: it reaches no other host.
const WORKER = new URL("worker.js", import.meta.url);
const BEGIN = new Blob([`import ${JSON.stringify(WORKER.href)};`], { type: "text/javascript" });

export class Stopped extends Error {}

export class Checker {
  #worker = null;
  #waiting = new Map();
  #asked = 0;

  /** `told` hears {progress, of, says}, {ready}, {fetched} and {broken}. */
  constructor(told) {
    this.told = told;
  }

  get started() {
    return this.#worker !== null;
  }

  start() {
    if (this.started) return;
    const address = URL.createObjectURL(BEGIN);
    const worker = new Worker(address, { type: "module" });
    // What one that was ended has said before is heard no more.
    const hear = (data) => worker === this.#worker && this.#hear(data);
    worker.onmessage = ({ data }) => hear(data);
    worker.onerror = ({ message }) => hear({ broken: message ?? "its files could not be fetched" });
    this.#worker = worker;
  }

  ask(question) {
    this.start();
    const id = ++this.#asked;
    this.#worker.postMessage({ id, question });
    return new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
  }

  stop() {
    this.#end(new Stopped());
    this.start();
  }

  #end(reason) {
    this.#worker?.terminate();
    this.#worker = null;
    for (const { reject } of this.#waiting.values()) reject(reason);
    this.#waiting.clear();
  }

  #hear(data) {
    if (data.broken !== undefined) this.#end(new Error(data.broken));
    if (data.id === undefined) {
      this.told(data);
      return;
    }
    const { resolve, reject } = this.#waiting.get(data.id);
    this.#waiting.delete(data.id);
    if (data.error === undefined) resolve(data.answer);
    else reject(new Error(data.error));
  }
}
