// Choosing several lines: Shift takes everything between, a bar appears with what can be done to them.

// The bar offers what the filter offers; carrying the options twice would double the page's elements for nothing.
function fill(select) {
  const source = document.getElementById(select?.dataset.copyOptions);
  if (!source) return;
  for (const group of source.querySelectorAll("optgroup")) {
    const copy = group.cloneNode(true);
    for (const option of copy.children) option.removeAttribute("selected");
    select.append(copy);
  }
  delete select.dataset.copyOptions;
}

export function watchSelection() {
  let last = null;
  const boxes = () => [...document.querySelectorAll("[data-select]")];

  const show = () => {
    const bar = document.querySelector("[data-bulk-bar]");
    if (!bar) return;
    const count = boxes().filter((box) => box.checked).length;
    bar.hidden = count === 0;
    if (count) fill(bar.querySelector("[data-copy-options]"));
    bar.querySelector("[data-bulk-count]").textContent = count.toLocaleString(document.documentElement.lang);
  };

  document.addEventListener("click", (event) => {
    const box = event.target.closest("[data-select]");
    if (box) {
      if (event.shiftKey && last?.isConnected) {
        const all = boxes();
        const [from, to] = [all.indexOf(last), all.indexOf(box)].sort((a, b) => a - b);
        for (const between of all.slice(from, to + 1)) between.checked = box.checked;
      }
      last = box;
      show();
    }
    if (event.target.closest("[data-bulk-clear]")) clear();
  });

  const clear = () => {
    for (const box of boxes()) box.checked = false;
    show();
  };

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !document.querySelector("dialog[open]")) clear();
  });
  document.addEventListener("htmx:afterSettle", show);
  document.addEventListener("htmx:oobAfterSwap", show);
  show();
}
