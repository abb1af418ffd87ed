// Dropping files sends them at once, one after the other, and shows how far it is. Without this module the form still works by its button.
import { leavesForLogIn, onEach, scriptHeaders } from "./page.js";

onEach("form[data-upload]", (form) => {
  const area = form.querySelector("[data-drop]");
  form.querySelector("input[type=file]").multiple = true;
  form.addEventListener("change", ({ target }) => target.files?.length && sendAll(form, [...target.files]));

  for (const type of ["dragenter", "dragover"]) {
    document.addEventListener(type, (event) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      area.classList.add("is-over");
    });
  }
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) area.classList.remove("is-over");
  });
  // The whole page takes the file: who misses the area by an inch must not open it in the browser instead.
  document.addEventListener("drop", (event) => {
    if (!event.dataTransfer?.files.length || !form.isConnected) return;
    event.preventDefault();
    area.classList.remove("is-over");
    sendAll(form, [...event.dataTransfer.files]);
  });
});

async function sendAll(form, files) {
  const error = form.querySelector("[data-upload-error]");
  const urls = [];
  const refusals = [];

  error.hidden = true;
  for (const file of files) {
    const answer = await send(form, file);
    if (answer.left) return;
    if (answer.url) urls.push(answer.url);
    else refusals.push(files.length > 1 ? `${file.name}: ${answer.error}` : answer.error);
  }
  if (!refusals.length) {
    location.assign(urls.length > 1 ? form.action : urls[0]);
    return;
  }
  if (urls.length) refusals.push(form.dataset.keptText);
  error.textContent = refusals.join(" ");
  error.hidden = false;
  form.reset();
  form.querySelector("progress").hidden = true;
}

// Resolves to the `url` of the import, the `error` why there is none, or `left` where the session has ended.
function send(form, file) {
  const bar = form.querySelector("progress");
  if (file.size > Number(form.dataset.mostBytes)) return Promise.resolve({ error: form.dataset.tooLargeText });
  bar.value = 0;
  bar.hidden = false;
  form.querySelector("[data-upload-title]").textContent = file.name;
  const body = new FormData(form);
  body.set("file", file);
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) bar.value = (event.loaded / event.total) * 100;
    });
    request.addEventListener("load", () => {
      const left = leavesForLogIn(request.getResponseHeader("HX-Redirect"));
      const { url, error } = request.response ?? {};
      resolve({ left, url: request.status < 300 && url, error: error || form.dataset.failedText });
    });
    request.addEventListener("error", () => resolve({ error: form.dataset.failedText }));
    request.open("POST", form.action);
    request.responseType = "json";
    for (const [name, value] of Object.entries(scriptHeaders())) request.setRequestHeader(name, value);
    request.send(body);
  });
}
