// Speaking to the page and having it read aloud: by the browser where it can, else by the service this server names.
// Fetched with the first press of a button that needs it.
import { leavesForLogIn, scriptHeaders } from "./page.js";

const MOST_SECONDS = 60;
const RATE = 16_000;
const MOST_LETTERS = 1_000;
const VOICES_MS = 1_000;
// What a browser's recognition says when it is its service that fails, not the person.
const UNREACHABLE = ["network", "service-not-allowed", "language-not-supported"];
const SAID = {
  NotAllowedError: "refused",
  NotFoundError: "missing",
  "not-allowed": "refused",
  "audio-capture": "missing",
  "no-speech": "nothing",
};

class Problem extends Error {}

// What runs now: its button, how it ends, and how it is thrown away.
let running = null;
let browserFails = false;

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && running && !document.querySelector("dialog[open]")) {
    event.preventDefault();
    running.cancel();
  }
});

export async function press(page, button) {
  const before = running;
  before?.end();
  if (before) await before.over;
  if (before?.button === button) return;
  const voice = page.querySelector("[data-voice]");
  const run = begin(button);
  try {
    if (button.matches("[data-voice-hear]")) await hear(voice, run);
    else await read(voice, run);
  } catch (error) {
    say(voice, error instanceof Problem ? error.message : (SAID[error.name] ?? "failed"));
  } finally {
    run.finish();
  }
}

function begin(button) {
  const label = button.querySelector("span");
  const usual = label ? label.textContent : button.getAttribute("aria-label");
  const name = (text) => (label ? (label.textContent = text) : button.setAttribute("aria-label", text));
  const run = { button, isCancelled: false, end: () => run.cancel(), quit: () => {} };
  run.over = new Promise((resolve) => {
    run.finish = () => {
      button.classList.remove("is-on");
      name(usual);
      if (running === run) running = null;
      resolve();
    };
  });
  run.cancel = () => {
    run.isCancelled = true;
    run.quit();
  };
  run.show = () => {
    button.classList.add("is-on");
    name(button.dataset.stop);
  };
  running = run;
  return run;
}

// A key of the page's own texts, or the words of the server.
function say(voice, what) {
  const status = document.querySelector("[data-voice-status]");
  const known = /^[a-z]*$/.test(what) && what && voice.querySelector(`[data-says=${what}]`);
  status.textContent = known ? known.textContent : what;
}

// Asked once for the browser and once for the service; what stays on this machine needs no question.
async function agreed(voice, who) {
  const key = `voice-${who}`;
  if ((who === "service" && "stays" in voice.dataset) || localStorage.getItem(key) === "yes") return true;
  const template = voice.querySelector("template");
  if (template) template.replaceWith(template.content);
  const dialog = voice.querySelector("dialog");
  for (const text of dialog.querySelectorAll("[data-voice-notice]")) text.hidden = text.dataset.voiceNotice !== who;
  const go = dialog.querySelector("[data-voice-agree]");
  let isAgreed = false;
  go.onclick = () => {
    isAgreed = true;
    dialog.close();
  };
  dialog.showModal();
  go.focus();
  await new Promise((resolve) => dialog.addEventListener("close", resolve, { once: true }));
  if (isAgreed) localStorage.setItem(key, "yes");
  return isAgreed;
}

async function hear(voice, run) {
  const field = document.getElementById(voice.dataset.voice);
  const typed = field.value;
  const put = (text) => {
    if (run.isCancelled) return;
    field.value = [typed.trimEnd(), text.trim()].filter(Boolean).join(" ").slice(0, field.maxLength);
  };
  const Recognition = window.SpeechRecognition ?? window.webkitSpeechRecognition;
  const byBrowser = Recognition && !(browserFails && voice.dataset.hears);
  if (!(await agreed(voice, byBrowser ? "browser" : "service")) || run.isCancelled) return say(voice, "");
  const text = byBrowser ? await recognise(new Recognition(), voice, run, put) : await record(voice, run);
  if (run.isCancelled) {
    field.value = typed;
    say(voice, "");
  } else if (text) {
    put(text);
    say(voice, "heard");
  } else throw new Problem("nothing");
  field.focus();
}

async function recognise(recognition, voice, run, put) {
  recognition.lang = voice.dataset.language || document.documentElement.lang;
  recognition.interimResults = true;
  let text = "";
  let failed = "";
  recognition.onresult = (event) => {
    text = [...event.results].map((each) => each[0].transcript).join("");
    put(text);
  };
  recognition.onerror = (event) => (failed = event.error);
  const over = new Promise((resolve) => (recognition.onend = resolve));
  run.end = () => recognition.stop();
  run.quit = () => recognition.abort();
  recognition.start();
  run.show();
  say(voice, "listening");
  await over;
  if (UNREACHABLE.includes(failed)) {
    browserFails = true;
    if (!voice.dataset.hears) throw new Problem("unreachable");
    return (await agreed(voice, "service")) ? record(voice, run) : run.cancel();
  }
  if (failed && !run.isCancelled) throw new Problem(SAID[failed] ?? "failed");
  return text;
}

async function record(voice, run) {
  if (!navigator.mediaDevices || !window.MediaRecorder) throw new Problem("missing");
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  const recorder = new MediaRecorder(stream);
  const pieces = [];
  recorder.ondataavailable = (event) => pieces.push(event.data);
  const over = new Promise((resolve) => (recorder.onstop = resolve));
  const stop = () => recorder.state === "inactive" || recorder.stop();
  run.end = run.quit = stop;
  // Thrown away while the browser still asked for the microphone.
  if (!run.isCancelled) {
    recorder.start();
    run.show();
    say(voice, "listening");
    const latest = setTimeout(stop, (MOST_SECONDS - 1) * 1000);
    await over;
    clearTimeout(latest);
  }
  for (const track of stream.getTracks()) track.stop();
  if (run.isCancelled) return "";
  say(voice, "writing");
  const body = new FormData();
  body.append("audio", await wave(new Blob(pieces)), "said.wav");
  if (voice.dataset.language) body.append("language", voice.dataset.language);
  const answer = await ask(voice.dataset.hears, run, { body });
  return answer ? (await answer.json()).text : "";
}

// Every browser records in a form of its own. One channel of 16,000 samples a second is what all services hear.
async function wave(blob) {
  const context = new OfflineAudioContext(1, 1, RATE);
  const sound = await context.decodeAudioData(await blob.arrayBuffer());
  const channels = [...Array(sound.numberOfChannels).keys()].map((each) => sound.getChannelData(each));
  const length = Math.min(sound.length, MOST_SECONDS * RATE);
  const view = new DataView(new ArrayBuffer(44 + 2 * length));
  const text = (at, letters) => [...letters].forEach((each, n) => view.setUint8(at + n, each.charCodeAt(0)));
  text(0, "RIFF");
  view.setUint32(4, 36 + 2 * length, true);
  text(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, RATE, true);
  view.setUint32(28, 2 * RATE, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  text(36, "data");
  view.setUint32(40, 2 * length, true);
  for (let n = 0; n < length; n += 1) {
    const mean = channels.reduce((sum, each) => sum + each[n], 0) / channels.length;
    view.setInt16(44 + 2 * n, Math.max(-1, Math.min(1, mean)) * 0x7fff, true);
  }
  return new Blob([view], { type: "audio/wav" });
}

// Null where it was thrown away meanwhile, or the page is being left for the log-in.
async function ask(url, run, { body, headers = {} }) {
  const asked = new AbortController();
  run.quit = run.end = () => {
    run.isCancelled = true;
    asked.abort();
  };
  try {
    const sent = { method: "POST", headers: { ...scriptHeaders(), ...headers }, body, signal: asked.signal };
    const answer = await fetch(url, sent);
    if (leavesForLogIn(answer.headers.get("HX-Redirect"))) return null;
    if (answer.ok) return answer;
    const told = await answer.json().catch(() => null);
    throw new Problem(told?.errors?.[0]?.detail ?? "failed");
  } catch (error) {
    if (run.isCancelled) return null;
    throw error;
  }
}

async function read(voice, run) {
  const text = run.button.closest(".ask-answer").querySelector(".ask-words").textContent.trim();
  const language = document.documentElement.lang;
  const voices = await voicesOf(language);
  // A voice that is not on this machine is its maker's: what is read goes there.
  const own = voices.find((each) => each.localService);
  const byService = !own && voice.dataset.speaks;
  if (!own && !byService && !voices.length) throw new Problem("voiceless");
  if (run.isCancelled || (!own && !(await agreed(voice, byService ? "service" : "browser")))) return;
  run.show();
  say(voice, "reading");
  if (byService) await play(voice.dataset.speaks, pieces(text), language, run);
  else await utter(text, own ?? voices[0], run);
  say(voice, "");
}

// Browsers list their voices late, and some never.
async function voicesOf(language) {
  const speech = window.speechSynthesis;
  if (!speech) return [];
  if (!speech.getVoices().length) {
    await new Promise((resolve) => {
      speech.addEventListener?.("voiceschanged", resolve, { once: true });
      setTimeout(resolve, VOICES_MS);
    });
  }
  const spoken = language.slice(0, 2).toLowerCase();
  return speech.getVoices().filter((each) => each.lang.slice(0, 2).toLowerCase() === spoken);
}

function utter(text, voice, run) {
  const words = new SpeechSynthesisUtterance(text);
  words.voice = voice;
  words.lang = voice.lang;
  run.quit = () => speechSynthesis.cancel();
  return new Promise((resolve, reject) => {
    words.onend = resolve;
    words.onerror = () => (run.isCancelled ? resolve() : reject(new Problem("failed")));
    speechSynthesis.cancel();
    speechSynthesis.speak(words);
  });
}

// Whole sentences where they fit: the service takes so many letters at once.
function pieces(text) {
  const found = [""];
  for (const sentence of text.match(/[^.!?\n]+[.!?\n]*\s*/g) ?? [text]) {
    for (let at = 0; at < sentence.length; at += MOST_LETTERS) {
      const part = sentence.slice(at, at + MOST_LETTERS);
      if (found.at(-1).length + part.length > MOST_LETTERS) found.push("");
      found[found.length - 1] += part;
    }
  }
  return found.map((each) => each.trim()).filter(Boolean);
}

async function play(url, texts, language, run) {
  const context = new AudioContext();
  try {
    for (const text of texts) {
      const headers = { "Content-Type": "application/json" };
      const answer = await ask(url, run, { body: JSON.stringify({ text, language }), headers });
      if (!answer) return;
      const sound = await context.decodeAudioData(await answer.arrayBuffer());
      if (run.isCancelled) return;
      await sounded(context, sound, run);
      if (run.isCancelled) return;
    }
  } finally {
    context.close();
  }
}

function sounded(context, sound, run) {
  const source = context.createBufferSource();
  source.buffer = sound;
  source.connect(context.destination);
  run.quit = () => source.stop();
  run.end = () => run.cancel();
  return new Promise((resolve) => {
    source.onended = resolve;
    source.start();
  });
}
