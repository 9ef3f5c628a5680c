// Opens the editor of "Check yours" where a page has a place for it, and gives each block
// of code a button that runs it. What these need is fetched when it is asked for. The
// theme changes pages without a reload, and says so through `document$`.

{
  const here = document.currentScript.src;
  const root = new URL("../", here);

  function addRun(block, number) {
    if (block.querySelector(":scope > .run")) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "run";
    button.textContent = "Run";
    button.addEventListener("click", async () => {
      const { run } = await import(new URL("check-yours/run.js", here));
      run(block, number, root);
    });
    block.append(button);
  }

  document$.subscribe(async () => {
    const isNotebook = location.pathname.startsWith(`${root.pathname}notebooks/`);
    const blocks = document.querySelectorAll(".highlight:is(.language-python, .language-pycon)");
    if (!isNotebook) blocks.forEach(addRun);
    const place = document.getElementById("check-yours");
    if (!place) return;
    const { open } = await import(new URL("check-yours/editor.js", here));
    open(place);
  });
}
