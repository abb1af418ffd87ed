// Lines of lists: edited where they stand, and chosen several at a time.

// Inline editors: [data-editing] replaces what it edits and goes away again when left alone.

function cancel(editor) {
  const line = editor.closest("[data-line]");
  // A request under way will replace the line itself.
  if (!line || editor.matches(".htmx-request") || editor.dataset.left) return;
  editor.dataset.left = "";
  htmx.ajax("GET", editor.dataset.cancelUrl, { target: line, swap: "outerHTML" });
}

export function watchEditing() {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || document.querySelector("dialog[open]")) return;
    const editor = event.target.closest("[data-editing]") ?? document.querySelector("[data-editing]");
    if (editor) cancel(editor);
  });
  document.addEventListener("focusout", (event) => {
    const editor = event.target.closest("[data-editing]");
    if (!editor || !event.relatedTarget) return;
    // A refused editor takes its own place, and the focus, while the one before it is still there.
    const next = event.relatedTarget.closest("[data-editing]");
    if (next?.dataset.cancelUrl !== editor.dataset.cancelUrl) cancel(editor);
  });
  keepPlace();
}

// Lines are replaced while somebody is on one of them: the new line takes over the mark of j and k, and the focus.
function keepPlace() {
  const controls = ["[data-line-open]", "[data-select]", "[data-line-category]"];
  let place = {};

  document.addEventListener("htmx:beforeSwap", () => {
    const focused = document.activeElement;
    place = {
      active: document.querySelector("[data-line].is-active")?.id,
      line: focused.closest("[data-line]")?.id,
      // An inline editor stands where the category's button was and will be again.
      control: controls.find((control) => focused.matches(control)) ?? "[data-line-category]",
    };
  });
  document.addEventListener("htmx:afterSettle", () => {
    const line = (id) => (id ? document.getElementById(id) : null);
    line(place.active)?.classList.add("is-active");
    if (document.activeElement === document.body) {
      line(place.line)?.querySelector(place.control)?.focus({ preventScroll: true });
    }
  });
}

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
