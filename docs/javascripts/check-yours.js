// Opens the editor of "Check yours" where a page has a place for it. The theme changes
// pages without a reload, and says so through `document$`.

{
  const here = document.currentScript.src;

  document$.subscribe(async () => {
    const place = document.getElementById("check-yours");
    if (!place) return;
    const { open } = await import(new URL("check-yours/editor.js", here));
    open(place);
  });
}
