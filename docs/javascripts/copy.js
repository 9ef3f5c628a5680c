// Buttons that copy blocks of code; the LaTeX of a display is copied from its mark.
// The theme changes pages without a reload, and says so through `document$`.

function addButton(place, name, text) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.title = name;
  button.setAttribute("aria-label", name);
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(text());
    button.classList.add("copied");
    button.title = "Copied";
    setTimeout(() => {
      button.classList.remove("copied");
      button.title = name;
    }, 1500);
  });
  place.append(button);
}

document$.subscribe(() => {
  for (const block of document.querySelectorAll(".highlight:not(.output, :has(> .copy))")) {
    const code = block.querySelector("code");
    if (code) addButton(block, "Copy code", () => code.textContent);
  }
});
