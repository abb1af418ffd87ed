// One socket for everything that happens elsewhere. Each frame {v, seq, event, at, data} becomes two events on <body>:
//   live:transaction:new   at once, with the frame's data as detail;
//   live:transaction       for lists that fetch themselves again: several frames close together make one.
// A window that was away says the last `seq` it saw and is told which lists to fetch (`resync`).

const REFRESH_MS = 60;
const BUSY_MS = 700;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;
const LEAVING_MS = 3000;
const PANEL_FITS = "(min-width: 761px)";
const LIST_OF = {
  transactions: "transaction",
  money_accounts: "balance",
  categories: "category",
  imports: "import",
  messages: "message",
  approvals: "approval",
  agreements: "agreement",
};

let leftAt = -LEAVING_MS;

// The session has ended, here or in another window: nobody may go on reading. Where this page is on its way already
// (its own log-out ends the session before the answer comes), that way is not cut off.
function leaveSoon(logInUrl) {
  const here = encodeURIComponent(location.pathname + location.search);
  const rest = Math.max(0, leftAt + LEAVING_MS - performance.now());
  setTimeout(() => location.assign(`${logInUrl}?next=${here}`), rest);
}

export function connectLive() {
  const light = document.querySelector("[data-live]");
  if (!light) return;
  // What the page was rendered with: it read its data after that number, so it has missed nothing before it.
  let seq = Number(light.dataset.liveSeq);
  let wait = FIRST_WAIT_MS;
  let socket = null;
  let retry = 0;

  const show = (on) => {
    light.hidden = false;
    light.classList.toggle("is-on", on);
    light.textContent = on ? light.dataset.liveOn : light.dataset.liveOff;
  };

  const open = () => {
    clearTimeout(retry);
    socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws/`);
    socket.addEventListener("open", () => socket.send(JSON.stringify({ type: "hello", seq })));
    socket.addEventListener("message", (message) => {
      const frame = JSON.parse(message.data);
      wait = FIRST_WAIT_MS;
      show(true);
      if (frame.seq) seq = frame.seq;
      receive(frame);
    });
    socket.addEventListener("close", (event) => {
      socket = null;
      show(false);
      if (event.code === 4401) {
        leaveSoon(light.dataset.logInUrl);
        return;
      }
      retry = setTimeout(open, wait * (0.75 + Math.random() / 2));
      wait = Math.min(wait * 2, LONGEST_WAIT_MS);
    });
  };

  // A laptop that wakes up or finds its network again need not sit out the wait.
  const hurry = () => {
    if (!socket && document.visibilityState === "visible") open();
  };
  keepHandsFree();
  addEventListener("beforeunload", () => {
    leftAt = performance.now();
  });
  addEventListener("online", hurry);
  // What a page has to say itself: {type: ...}. Nothing waits for a socket that is not open.
  document.body.addEventListener("say", ({ detail }) => {
    if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(detail));
  });
  document.addEventListener("visibilitychange", hurry);
  // A page kept for 'back' comes again with a dead socket; without this close the browser would not keep it at all.
  addEventListener("pagehide", () => socket?.close());
  addEventListener("pageshow", (event) => event.persisted && hurry());
  open();
}

function receive({ event, data }) {
  if (event === "resync") {
    for (const list of data.lists) refreshSoon(LIST_OF[list] ?? list);
  }
  document.body.dispatchEvent(new CustomEvent(`live:${event}`, { detail: data }));
  refreshSoon(event.split(":")[0]);
}

// Somebody is editing or choosing lines in a list, or has just clicked on one: it must not change under their hands.
function isBusy() {
  return Boolean(document.querySelector("[data-editing], [data-select]:checked, [data-line] .htmx-request"));
}

// What was asked for before the hands were on it arrives after: it is dropped and asked for again.
function keepHandsFree() {
  let again = 0;
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { target, requestConfig } = event.detail;
    if (requestConfig.elt !== target || !target.matches("[hx-trigger*='live:']") || !isBusy()) return;
    event.detail.shouldSwap = false;
    clearTimeout(again);
    again = setTimeout(() => refreshSoon("lists", 0), BUSY_MS);
  });
}

const waiting = new Map();

function refreshSoon(noun, after = REFRESH_MS) {
  if (waiting.has(noun)) return;
  const timer = setTimeout(() => {
    waiting.delete(noun);
    if (isBusy()) refreshSoon(noun, BUSY_MS);
    else document.body.dispatchEvent(new CustomEvent(`live:${noun}`));
  }, after);
  waiting.set(noun, timer);
}

// The chat's button of who has a partner: how much of theirs waits, and whether they are here. Talking itself (chat.js)
// is fetched once somebody opens it or reaches for a field to write in.
export function watchPartner() {
  const button = document.querySelector("[data-chat]");
  if (!button) return;
  const listen = (event, act) => document.body.addEventListener(`live:${event}`, ({ detail }) => act(detail));
  const talk = () => import("./chat.js");
  const draw = watchPresence(listen);
  const badge = button.querySelector("[data-chat-count]");
  const count = (now) => {
    badge.textContent = now;
    badge.hidden = !now;
  };
  listen("message:new", ({ message, sender }) => {
    if (sender && sender !== button.dataset.me && message.kind === "text") count(Number(badge.textContent) + 1);
  });
  listen("message:read", ({ read_by: by }) => by === button.dataset.me && count(0));
  button.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || !matchMedia(PANEL_FITS).matches) return;
    if (document.querySelector(".chat-page")) return;
    event.preventDefault();
    talk().then(
      ({ togglePanel }) => togglePanel(button, draw),
      () => location.assign(button.href),
    );
  });
  document.addEventListener("focusin", ({ target }) => target.closest("[data-composer]") && talk());
  if (document.querySelector(".chat-page")) talk();
}

// Frames may overtake each other, so the one that was true later counts. Returns what draws it on new elements.
function watchPresence(listen) {
  let heard = "";
  let lastSeen = null;
  let here = false;
  const draw = () => {
    for (const dot of document.querySelectorAll("[data-presence]")) dot.hidden = !here;
    for (const text of document.querySelectorAll("[data-presence-text]")) {
      const how = { dateStyle: "medium", timeStyle: "short", timeZone: text.dataset.timeZone };
      const at = lastSeen && new Date(lastSeen).toLocaleString(document.documentElement.lang, how);
      text.textContent = here ? text.dataset.here : at ? `${text.dataset.away} ${at}` : "";
    }
  };
  const show = (isHere) => (data) => {
    if (data.timestamp < heard) return;
    heard = data.timestamp;
    lastSeen = data.last_seen;
    here = isHere;
    draw();
  };
  const ask = () => {
    heard = "";
    document.body.dispatchEvent(new CustomEvent("say", { detail: { type: "presence" } }));
  };
  listen("partner:online", show(true));
  listen("partner:offline", show(false));
  listen("ready", ask);
  listen("resync", ask);
  listen("partnership", () => {
    here = false;
    draw();
    ask();
  });
  return draw;
}
