// The behaviour of every page. Each module finds its elements by data attributes and works without the others.
// What few pages need (charts.js, upload.js) those pages load themselves; chat.js comes when it is reached for.
import { watchDialogs } from "./dialogs.js";
import { watchEditing, watchSelection } from "./lines.js";
import { connectLive, watchPartner } from "./live.js";
import { csrfToken, leavesForLogIn, scriptHeaders } from "./page.js";
import { watchShortcuts } from "./shortcuts.js";
import { showFailure, watchToasts } from "./toasts.js";

const root = document.documentElement;

function remember(key, value) {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Forbidden storage only costs the memory of it.
  }
}

function currentTheme() {
  return root.dataset.theme || "system";
}

function showTheme() {
  for (const button of document.querySelectorAll("[data-theme-choice]")) {
    button.setAttribute("aria-pressed", String(button.dataset.themeChoice === currentTheme()));
  }
}

function chooseTheme(theme) {
  if (theme === "system") delete root.dataset.theme;
  else root.dataset.theme = theme;
  remember("theme", theme);
  showTheme();
  if (root.dataset.themeUrl) {
    const body = new URLSearchParams({ theme });
    fetch(root.dataset.themeUrl, { method: "POST", body, headers: scriptHeaders() })
      .then((answer) => leavesForLogIn(answer.headers.get("HX-Redirect")))
      .catch(showFailure);
  }
}

function showAmounts() {
  const hidden = root.hasAttribute("data-hidden-amounts");
  document.querySelector("[data-hide-amounts]")?.setAttribute("aria-pressed", String(hidden));
}

function toggleAmounts() {
  const hidden = root.toggleAttribute("data-hidden-amounts");
  remember("hidden-amounts", hidden ? "yes" : "no");
  showAmounts();
}

document.addEventListener("click", (event) => {
  const choice = event.target.closest("[data-theme-choice]");
  if (choice) chooseTheme(choice.dataset.themeChoice);
  if (event.target.closest("[data-hide-amounts]")) toggleAmounts();
  // A menu made of <details> closes when something else is clicked.
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("htmx:configRequest", (event) => {
  event.detail.headers["X-CSRFToken"] = csrfToken();
  if (event.detail.verb !== "get") return;
  // Filters left empty say nothing and would only lengthen the address.
  for (const [name, value] of [...event.detail.formData]) {
    if (value === "") event.detail.formData.delete(name);
  }
});

// Leaving a search field asks once more for what typing has asked for: the address is the same and no step of 'back'.
document.addEventListener("htmx:beforeHistoryUpdate", ({ detail: { history: step } }) => {
  if (new URL(step.path, location.href).href === location.href) step.type = "replace";
});

function showKeys() {
  if (!/Mac|iPhone|iPad/.test(navigator.platform)) return;
  for (const hint of document.querySelectorAll("[data-key-hint]")) hint.textContent = "⌘ K";
}

document.addEventListener("filled", ({ target }) => {
  htmx.process(target);
  showTheme();
  showKeys();
});

showTheme();
showKeys();
showAmounts();
watchDialogs();
watchShortcuts({ toggleAmounts });
watchToasts();
watchSelection();
watchEditing();
watchPartner();
connectLive();
