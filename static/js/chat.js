// Talking with one's partner, fetched when it is opened or begun (live.js): the panel, typing, sending with Enter, having
// read. The lines themselves are the server's (templates/chat/_lines.html).

const TYPING_EVERY_MS = 2500;
const TYPING_STAYS_MS = 5000;
const NEAR_PX = 80;

const me = document.querySelector("[data-chat]").dataset.me;
const say = (frame) => document.body.dispatchEvent(new CustomEvent("say", { detail: frame }));
const all = (selector) => document.querySelectorAll(selector);
const isOpen = () => Boolean(document.querySelector("[data-chat-open]:not([hidden])"));

let typing = 0;

function showTyping(on) {
  clearTimeout(typing);
  for (const shown of all("[data-typing]")) {
    shown.hidden = !on;
    const words = shown.querySelector("[data-typing-text]");
    words.textContent = on ? words.dataset.typingText : "";
  }
  if (on) typing = setTimeout(() => showTyping(false), TYPING_STAYS_MS);
}

document.body.addEventListener("live:partner:typing", () => showTyping(true));
document.body.addEventListener("live:message:new", ({ detail: { sender } }) => {
  if (sender && sender !== me) showTyping(false);
});

// What is on the screen of a window that is looked at has been read.
function readAll() {
  const lines = document.querySelector("#chat-lines[data-unread]");
  if (!lines || document.visibilityState !== "visible" || !isOpen()) return;
  const url = lines.dataset.unread;
  delete lines.dataset.unread;
  htmx.ajax("POST", url, { swap: "none", source: document.body });
}

function toEnd() {
  for (const scroll of all("[data-chat-scroll]")) scroll.scrollTop = scroll.scrollHeight;
}

let wasAtEnd = true;
document.addEventListener("htmx:beforeSwap", ({ detail: { target } }) => {
  const scroll = target.closest("[data-chat-scroll]");
  if (scroll) wasAtEnd = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < NEAR_PX;
});
document.addEventListener("htmx:afterSettle", ({ detail: { target } }) => {
  if (!document.querySelector("#chat-lines")) return;
  if (target.id === "chat-lines" && wasAtEnd) toEnd();
  readAll();
});
document.addEventListener("visibilitychange", readAll);

async function openPanel(button, drawPresence) {
  let panel = document.getElementById("chat-panel");
  if (!panel) {
    panel = document.createElement("aside");
    panel.id = "chat-panel";
    panel.className = "chat-panel";
    panel.hidden = true;
    panel.dataset.chatOpen = "";
    panel.setAttribute("aria-label", button.getAttribute("aria-label"));
    document.querySelector(".shell").append(panel);
  }
  await htmx.ajax("GET", button.dataset.chat, { target: panel, swap: "innerHTML" });
  panel.hidden = false;
  drawPresence();
  toEnd();
  readAll();
  panel.querySelector("textarea")?.focus();
}

function closePanel() {
  const panel = document.getElementById("chat-panel");
  if (!panel || panel.hidden) return false;
  panel.hidden = true;
  panel.replaceChildren();
  document.querySelector("[data-chat]").focus();
  return true;
}

export function togglePanel(button, drawPresence) {
  if (!closePanel()) openPanel(button, drawPresence);
}

document.addEventListener("click", (event) => event.target.closest("[data-chat-close]") && closePanel());

// Enter sends, with Shift it begins a line; a phone's keyboard has no Shift that goes with Enter.
let said = -TYPING_EVERY_MS;
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && event.target.closest("#chat-panel")) closePanel();
  const composer = event.target.closest?.("[data-composer]");
  if (!composer || event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  if (matchMedia("(pointer: coarse)").matches) return;
  event.preventDefault();
  if (event.target.value.trim() && !composer.matches(".htmx-request")) composer.requestSubmit();
});
document.addEventListener("input", (event) => {
  if (!event.target.closest("[data-composer]") || performance.now() - said < TYPING_EVERY_MS) return;
  said = performance.now();
  say({ type: "typing" });
});

// Only what has arrived leaves the field; what was typed meanwhile stays.
document.addEventListener("htmx:beforeRequest", ({ detail: { elt } }) => {
  if (elt.matches("[data-composer]")) elt.dataset.sent = elt.elements.text.value;
});
document.body.addEventListener("chat-sent", (event) => {
  const composer = event.target.closest("[data-composer]") ?? document.querySelector("[data-composer][data-sent]");
  if (!composer) return;
  const field = composer.elements.text;
  if (field.value.startsWith(composer.dataset.sent)) field.value = field.value.slice(composer.dataset.sent.length);
  composer.elements.client_id.value = event.detail.client_id;
  delete composer.dataset.sent;
  said = -TYPING_EVERY_MS;
  wasAtEnd = true;
});

toEnd();
readAll();
