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
