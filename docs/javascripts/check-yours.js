// Opens the editor of "Check yours" where a page has a place for it, and gives each block
// of code that can run here a button that runs it: a block that needs NumPy can where the
// site has NumPy for the browser. What these need is fetched when it is asked for. The
// theme changes pages without a reload, and says so through `document$`.

{
  const here = document.currentScript.src;
  const root = new URL("../", here);
  const NUMPY = new RegExp(
    [
      String.raw`\bnumpy\b`,
      String.raw`\bderivcheck\.(?:network|running|gradients)\b`,
      String.raw`\bfrom derivcheck import\b.*\b(?:read|check_(?:gradient|hessian|jacobian|jvp|vjp))\b`,
    ].join("|"),
  );
  const PYTHON = ".highlight:is(.language-python, .language-pycon)";

  function addRun(block, number, needsNumpy) {
    if (block.querySelector(":scope > .run")) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "run";
    button.textContent = "Run";
    button.addEventListener("click", async () => {
      const { run } = await import(new URL("check-yours/run.js", here));
      run(block, number, needsNumpy, root);
    });
    block.append(button);
  }

  // A block runs after those before it, and needs what they need.
  function addRuns() {
    const hasNumpy = document.querySelector('meta[name="derivcheck-numpy"]');
    let needsNumpy = false;
    [...document.querySelectorAll(PYTHON)].forEach((block, number) => {
      needsNumpy ||= NUMPY.test(block.textContent);
      if (hasNumpy || !needsNumpy) addRun(block, number, needsNumpy);
    });
  }

  document$.subscribe(async () => {
    const isNotebook = location.pathname.startsWith(`${root.pathname}notebooks/`);
    if (!isNotebook) addRuns();
    const place = document.getElementById("check-yours");
    if (!place) return;
    const { open } = await import(new URL("check-yours/editor.js", here));
    open(place);
  });
}
