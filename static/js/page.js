// What the modules share about the page.

export function csrfToken() {
  return document.querySelector("meta[name=csrf-token]").content;
}

// A request of our own. The server answers with HX-Redirect where the session has ended, as it answers htmx.
export function scriptHeaders() {
  return { Accept: "application/json", "HX-Current-URL": location.href, "X-CSRFToken": csrfToken() };
}

// True where the page is being left for the log-in.
export function leavesForLogIn(url) {
  if (url) location.assign(url);
  return Boolean(url);
}

export function isTyping(target) {
  return Boolean(target.closest?.("input:not([type=checkbox], [type=radio]), select, textarea, [contenteditable]"));
}

// Runs `start` on every matching element now and on those htmx brings later, once each.
export function onEach(selector, start) {
  const seen = new WeakSet();
  const run = (root) => {
    const found = [...root.querySelectorAll(selector)];
    if (root.matches?.(selector)) found.push(root);
    for (const element of found) {
      if (!seen.has(element)) {
        seen.add(element);
        start(element);
      }
    }
  };
  run(document);
  document.addEventListener("htmx:load", (event) => run(event.detail.elt));
}
