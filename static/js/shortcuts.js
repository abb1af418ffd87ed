// Single keys for what is done often. They rest while somebody types or a dialog is open.
import { openDialog } from "./dialogs.js";
import { isTyping } from "./page.js";

const GO_MS = 1200;

export function watchShortcuts({ toggleAmounts }) {
  let goUntil = 0;

  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      openDialog("palette");
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (document.querySelector("dialog[open]")) return;
    const going = performance.now() < goUntil;
    goUntil = 0;
    const handled = going ? goTo(event.key) : press(event.key);
    if (handled) event.preventDefault();
  });

  const keys = {
    "/": () => focusOn("[data-search]") || Boolean(openDialog("palette")),
    "?": () => Boolean(openDialog("shortcuts")),
    g: () => {
      goUntil = performance.now() + GO_MS;
      return true;
    },
    h: () => {
      toggleAmounts();
      return true;
    },
    j: () => moveLine(1),
    k: () => moveLine(-1),
    c: () => clickInLine("[data-line-category]"),
    e: () => clickInLine("[data-line-open]"),
    x: () => clickInLine("[data-select]"),
  };

  function press(key) {
    if (keys[key]) return keys[key]();
    const button = key.length === 1 && document.querySelector(`[data-press="${CSS.escape(key)}"]`);
    if (button) {
      button.click();
      return true;
    }
    const url = key.length === 1 && document.querySelector(".shell")?.getAttribute(`data-key-${key}`);
    if (url) location.assign(url);
    return Boolean(url);
  }
}

function goTo(key) {
  const link = document.querySelector(`[data-go="${CSS.escape(key)}"]`);
  if (link) location.assign(link.href);
  return Boolean(link);
}

function focusOn(selector) {
  const field = document.querySelector(selector);
  field?.focus();
  field?.select?.();
  return Boolean(field);
}

function activeLine() {
  return document.querySelector("[data-line].is-active");
}

function moveLine(step) {
  const lines = [...document.querySelectorAll("[data-line]")];
  if (!lines.length) return false;
  const at = lines.indexOf(activeLine());
  const next = lines[at < 0 ? 0 : Math.max(0, Math.min(lines.length - 1, at + step))];
  lines[at]?.classList.remove("is-active");
  next.classList.add("is-active");
  next.scrollIntoView({ block: "nearest" });
  // Focus follows, so that a screen reader says the line and Tab goes on from it.
  next.querySelector("[data-line-open]")?.focus({ preventScroll: true });
  return true;
}

function clickInLine(selector) {
  const line = activeLine() ?? document.activeElement?.closest("[data-line]");
  const target = line?.querySelector(selector);
  target?.click();
  return Boolean(target);
}
