// Short news in the corner. The server sends it as the htmx event `toast` {text, undo_url, error}.
import { leavesForLogIn, scriptHeaders } from "./page.js";

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

// Several requests can fail of one cause: it is said once, and anew.
function takeBack(text) {
  for (const toast of corner().querySelectorAll(".toast-error")) {
    if (toast.querySelector(".toast-text").textContent === text) toast.remove();
  }
}

export function showToast({ text, undo_url: undoUrl, error = false }) {
  if (error) takeBack(text);
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
    const answer = await fetch(url, { method: "POST", headers: { ...scriptHeaders(), "HX-Request": "true" } });
    if (leavesForLogIn(answer.headers.get("HX-Redirect"))) return;
    if (!relayToasts(answer.headers.get("HX-Trigger")) && !answer.ok) throw new Error(answer.statusText);
    document.body.dispatchEvent(new CustomEvent("refresh"));
  } catch {
    showFailure();
  }
}

// True where the server has said something.
function relayToasts(header) {
  if (!header?.startsWith("{")) return false;
  const { toast } = JSON.parse(header);
  if (toast) showToast(toast);
  return Boolean(toast);
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
