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
    const editor = event.key === "Escape" && event.target.closest("[data-editing]");
    if (editor) cancel(editor);
  });
  document.addEventListener("focusout", (event) => {
    const editor = event.target.closest("[data-editing]");
    if (editor && event.relatedTarget && !editor.contains(event.relatedTarget)) cancel(editor);
  });
  // The editor had the focus and is gone: give it to the line it belonged to.
  document.addEventListener("htmx:afterSettle", (event) => {
    const line = event.detail.elt.closest?.("[data-line]");
    if (line && document.activeElement === document.body) line.querySelector("[data-line-category]")?.focus();
  });
}
