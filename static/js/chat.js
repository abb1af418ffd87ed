// Talking with one's partner, on every page of who has one: the button with its count and dot, the panel it opens,
// typing, sending with Enter, having read. The lines themselves are the server's (templates/chat/_lines.html).

const TYPING_EVERY_MS = 2500;
const TYPING_STAYS_MS = 5000;
const WIDE = "(min-width: 761px)";
const NEAR_PX = 80;

const button = document.querySelector("[data-chat]");
const say = (frame) => document.body.dispatchEvent(new CustomEvent("say", { detail: frame }));
const all = (selector) => document.querySelectorAll(selector);
const isOpen = () => Boolean(document.querySelector("[data-chat-open]:not([hidden])"));

// Whether the partner is here. Frames may overtake each other, so the one that was true later counts.
let heard = "";
let known = {};

function showPresence({ timestamp, last_seen: lastSeen }, here) {
  if (timestamp < heard) return;
  heard = timestamp;
  known = { lastSeen, here };
  drawPresence();
}

function drawPresence() {
  const { lastSeen, here } = known;
  for (const dot of all("[data-presence]")) dot.hidden = !here;
  for (const text of all("[data-presence-text]")) {
    const at = lastSeen && new Date(lastSeen).toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short", timeZone: text.dataset.timeZone });
    text.textContent = here ? text.dataset.here : at ? `${text.dataset.away} ${at}` : "";
  }
}

const listen = (event, act) => document.body.addEventListener(`live:${event}`, ({ detail }) => act(detail));
const ask = () => {
  heard = "";
  say({ type: "presence" });
};
listen("partner:online", (data) => showPresence(data, true));
listen("partner:offline", (data) => showPresence(data, false));
listen("ready", ask);
listen("resync", ask);
listen("partnership", () => {
  for (const dot of all("[data-presence]")) dot.hidden = true;
  ask();
});

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

listen("partner:typing", () => showTyping(true));

function count(change) {
  const badge = button.querySelector("[data-chat-count]");
  const now = change(Number(badge.textContent));
  badge.textContent = now;
  badge.hidden = !now;
}

listen("message:new", ({ message, sender }) => {
  if (!sender || sender === button.dataset.me) return;
  showTyping(false);
  if (message.kind === "text") count((now) => now + 1);
});
listen("message:read", ({ read_by: by }) => by === button.dataset.me && count(() => 0));

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

async function openPanel() {
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
  button.focus();
  return true;
}

button.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey || !matchMedia(WIDE).matches) return;
  if (document.querySelector(".chat-page")) return;
  event.preventDefault();
  if (!closePanel()) openPanel();
});
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

ask();
toEnd();
readAll();
