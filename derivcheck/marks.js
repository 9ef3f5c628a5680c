// What needs a script in the marks of derivcheck.markdown: the button that copies.

function addCopyButton(equation) {
  const panel = equation.querySelector(".derivcheck-panel");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "derivcheck-copy";
  button.textContent = "Copy LaTeX";
  button.addEventListener("click", async () => {
    const tex = equation.querySelector(".eq-row annotation").textContent;
    await navigator.clipboard.writeText(tex);
    button.textContent = "Copied";
    setTimeout(() => (button.textContent = "Copy LaTeX"), 1500);
  });
  panel.append(button);
}

function markUp() {
  const bare = ".eq:has(> derivcheck-mark):not(:has(.derivcheck-copy))";
  document.querySelectorAll(bare).forEach(addCopyButton);
}

// A theme that changes pages without a reload says so through `document$`.
if (window.document$) document$.subscribe(markUp);
else if (document.readyState !== "loading") markUp();
else document.addEventListener("DOMContentLoaded", markUp);
