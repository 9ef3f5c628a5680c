// The field above the questions of the home page, which leaves those that hold each word.
// The theme changes pages without a reload, and says so through `document$`.

document$.subscribe(() => {
  const heading = document.getElementById("find-your-question");
  if (!heading || document.querySelector(".questions")) return;
  const groups = [...document.querySelectorAll("#find-your-question ~ h3:has(+ ul)")];
  const field = document.createElement("input");
  field.type = "search";
  field.className = "questions";
  field.placeholder = "softmax, bias, transpose, …";
  field.setAttribute("aria-label", "Filter the questions");
  field.addEventListener("input", () => {
    const words = field.value.toLowerCase().split(/\s+/);
    for (const group of groups) {
      const cards = [...group.nextElementSibling.children];
      for (const card of cards) {
        const text = `${group.textContent} ${card.textContent}`.toLowerCase();
        card.hidden = !words.every((word) => text.includes(word));
      }
      group.hidden = cards.every(({ hidden }) => hidden);
    }
  });
  heading.after(field);
});
