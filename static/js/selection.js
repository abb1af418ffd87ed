// Choosing several lines: Shift takes everything between, a bar appears with what can be done to them.

// Selects that offer the same hundred options share one <template>, which costs the page no elements, and take them
// when somebody reaches for them. What is chosen already stands in the select itself.
function fill(select) {
  const source = document.getElementById(select.dataset.optionsFrom);
  delete select.dataset.optionsFrom;
  const chosen = select.value;
  select.append(source.content.cloneNode(true));
  const [given, ...others] = [...select.options].filter((option) => chosen && option.value === chosen);
  if (others.length) {
    given.remove();
    others[0].selected = true;
  }
}

function fillSelects() {
  for (const reach of ["pointerdown", "focusin"]) {
    document.addEventListener(reach, (event) => {
      if (event.target.matches("select[data-options-from]")) fill(event.target);
    });
  }
}

export function watchSelection() {
  let last = null;
  const boxes = () => [...document.querySelectorAll("[data-select]")];

  const show = () => {
    const bar = document.querySelector("[data-bulk-bar]");
    if (!bar) return;
    const count = boxes().filter((box) => box.checked).length;
    bar.hidden = count === 0;
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
  document.addEventListener("selection:clear", clear);
  document.addEventListener("htmx:afterSettle", show);
  document.addEventListener("htmx:oobAfterSwap", show);
  fillSelects();
  show();
}
