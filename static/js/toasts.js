// Short news in the corner. The server sends it as the htmx event `toast` {text, undo_url, error}.
import { csrfToken } from "./page.js";

const STAYS_MS = 8000;
const corner = () => document.getElementById("toasts");

function leaveLater(toast) {
  let timer;
  const start = () => {
    timer = setTimeout(() => toast.remove(), STAYS_MS);
  };
  // Who is reading or reaching for Undo must not lose it.
  for (const hold of ["pointerenter", "focusin"]) toast.addEventListener(hold, () => clearTimeout(timer));
  for (const free of ["pointerleave", "focusout"]) toast.addEventListener(free, start);
  start();
}

export function showToast({ text, undo_url: undoUrl, error = false }) {
  const toast = document.createElement("div");
  toast.className = error ? "toast toast-error" : "toast";
  const words = document.createElement("span");
  words.className = "toast-text";
  words.textContent = text;
  toast.append(words);
  corner().append(toast);
  settle(toast, undoUrl);
}

function settle(toast, undoUrl) {
  if (undoUrl) {
    const undo = document.createElement("button");
    undo.type = "button";
    undo.className = "toast-undo";
    undo.textContent = corner().dataset.undoLabel;
    undo.addEventListener("click", () => undoAt(undoUrl, toast));
    toast.append(undo);
  }
  leaveLater(toast);
}

// The server answers with what is on the page now; a `refresh` event makes every list fetch itself again.
async function undoAt(url, toast) {
  toast.remove();
  try {
    const answer = await fetch(url, { method: "POST", headers: { "X-CSRFToken": csrfToken(), "HX-Request": "true" } });
    if (!answer.ok) throw new Error(answer.statusText);
    relayToasts(answer.headers.get("HX-Trigger"));
    document.body.dispatchEvent(new CustomEvent("refresh"));
  } catch {
    showFailure();
  }
}

export function relayToasts(header) {
  if (!header?.startsWith("{")) return;
  const { toast } = JSON.parse(header);
  if (toast) showToast(toast);
}

export function showFailure() {
  const { failedText, offlineText } = corner().dataset;
  showToast({ text: navigator.onLine ? failedText : offlineText, error: true });
}

export function watchToasts() {
  for (const toast of corner().querySelectorAll("[data-toast]")) settle(toast, toast.dataset.undoUrl);
  document.body.addEventListener("toast", (event) => showToast(event.detail));
  document.body.addEventListener("htmx:responseError", showFailure);
  document.body.addEventListener("htmx:sendError", showFailure);
}
