// Asking: the answer is shown as it is written, then as the server draws it. Without this file the forms do it all.
import { leavesForLogIn, onEach, scriptHeaders } from "./page.js";

const NO_ID = "00000000-0000-0000-0000-000000000000";

// Few answers are drawn: what reads their values is fetched with the first of them.
const readCharts = () => document.querySelector("[data-chart]") && import("./charts.js");

readCharts();

onEach("[data-ask]", (page) => {
  const form = page.querySelector("[data-ask-form]");
  const field = form.querySelector("textarea");
  const lines = page.querySelector("#ask-lines");
  const status = page.querySelector("[data-ask-status]");
  const send = form.querySelector("[type=submit]");
  const asked = [...lines.querySelectorAll("[data-ask-question]")].map((each) => each.textContent.trim());
  let busy = false;

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask(field.value.trim());
  });
  page.addEventListener("submit", (event) => {
    const chip = event.target.closest("[data-ask-suggestion]");
    if (!chip) return;
    event.preventDefault();
    ask(chip.elements.message.value);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      form.requestSubmit();
    } else if (event.key === "ArrowUp" && !field.value && asked.length) {
      event.preventDefault();
      field.value = asked[asked.length - 1];
    }
  });
  offerVoice(page);
  if (asked.length > 1 && !location.hash) [...lines.querySelectorAll("[data-ask-question]")].pop().scrollIntoView();
  if (!field.value) field.focus({ preventScroll: true });
  else if (!page.dataset.conversation) ask(field.value.trim());

  async function ask(text) {
    if (!text || busy) return;
    setBusy(true);
    page.querySelector("[data-ask-welcome]")?.remove();
    asked.push(text);
    field.value = "";
    const question = bubble("ask-question", text);
    const answer = waiting();
    lines.append(question, answer);
    answer.scrollIntoView({ block: "end" });
    try {
      const whole = await stream(text, answer.querySelector(".ask-words"));
      await draw(whole, answer);
    } catch {
      question.remove();
      answer.remove();
      asked.pop();
      field.value = text;
      status.classList.remove("visually-hidden");
      status.textContent = status.dataset.failed;
    } finally {
      setBusy(false);
      field.focus({ preventScroll: true });
    }
  }

  async function stream(text, words) {
    const { eventsOf, newId } = await import("./answers.js");
    const body = { message: text, client_id: newId() };
    if (page.dataset.conversation) body.conversation = page.dataset.conversation;
    const headers = { ...scriptHeaders(), Accept: "text/event-stream", "Content-Type": "application/json" };
    const response = await fetch(page.dataset.stream, { method: "POST", headers, body: JSON.stringify(body) });
    if (leavesForLogIn(response.headers.get("HX-Redirect"))) return null;
    if (!response.ok) throw new Error(String(response.status));
    let whole = null;
    for await (const { event, data } of eventsOf(response.body)) {
      if (event === "text") words.textContent += data.text;
      else if (event === "replaced") words.textContent = data.text;
      else if (event === "done") whole = data.message;
      words.closest(".ask-answer").scrollIntoView({ block: "nearest" });
    }
    if (!whole) throw new Error("The stream ended early");
    return whole;
  }

  // The server draws charts, tables and buttons: what it shows is what a page loaded anew shows.
  async function draw(whole, answer) {
    if (!page.dataset.conversation) {
      page.dataset.conversation = whole.conversation;
      history.replaceState(null, "", page.dataset.pages.replace(NO_ID, whole.conversation));
      for (const each of page.querySelectorAll("[data-ask-suggestion], [data-ask-form]")) each.action = location.href;
    }
    const response = await fetch(page.dataset.answers.replace(NO_ID, whole.id), { headers: scriptHeaders() });
    if (!response.ok) return;
    const template = document.createElement("template");
    template.innerHTML = await response.text();
    const drawn = template.content.firstElementChild;
    answer.replaceWith(drawn);
    htmx.process(drawn);
    await readCharts();
    drawn.dispatchEvent(new CustomEvent("htmx:load", { bubbles: true, detail: { elt: drawn } }));
    suggest(whole.suggestions);
    // What is taller than half the window is read from its question on.
    if (drawn.offsetHeight > innerHeight / 2) drawn.previousElementSibling.scrollIntoView();
    else drawn.scrollIntoView({ block: "end" });
  }

  function suggest(questions) {
    const list = page.querySelector("[data-ask-suggestions]");
    const [first] = list.children;
    if (!questions.length || !first) return;
    const items = questions.map((question) => {
      const item = first.cloneNode(true);
      item.querySelector("[name=message]").value = question;
      item.querySelector("button").textContent = question;
      return item;
    });
    list.replaceChildren(...items);
  }

  function setBusy(on) {
    busy = on;
    send.disabled = on;
    if (on) status.classList.add("visually-hidden");
    if (on || status.textContent === status.dataset.busy) status.textContent = on ? status.dataset.busy : "";
  }
});

// Which buttons there are: for what the browser or this server can do. What they do comes with the first press.
function offerVoice(page) {
  const { hears, speaks } = page.querySelector("[data-voice]").dataset;
  const recognises = "SpeechRecognition" in window || "webkitSpeechRecognition" in window;
  page.classList.toggle("can-hear", window.isSecureContext && (recognises || Boolean(hears && window.MediaRecorder)));
  page.classList.toggle("can-read", Boolean(speaks || window.speechSynthesis));
  page.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-voice-hear], [data-voice-read]");
    if (button) (await import("./voice.js")).press(page, button);
  });
}

function bubble(name, text) {
  const element = document.createElement("div");
  element.className = name;
  const words = document.createElement("p");
  words.textContent = text;
  element.append(words);
  return element;
}

function waiting() {
  const answer = bubble("ask-answer is-written", "");
  const mark = document.createElement("span");
  mark.className = "ask-mark";
  const body = document.createElement("div");
  body.className = "ask-body";
  const words = answer.firstElementChild;
  words.className = "ask-words";
  body.append(words);
  answer.append(mark, body);
  return answer;
}
