// Dropping a file sends it at once and shows how far it is. Without this module the form still works by its button.
import { leavesForLogIn, onEach, scriptHeaders } from "./page.js";

onEach("form[data-upload]", (form) => {
  const area = form.querySelector("[data-drop]");
  const input = form.querySelector("input[type=file]");
  input.addEventListener("change", () => input.files.length && send(form, input));

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
    input.files = event.dataTransfer.files;
    send(form, input);
  });
});

function send(form, input) {
  const bar = form.querySelector("progress");
  const title = form.querySelector("[data-upload-title]");
  const error = form.querySelector("[data-upload-error]");
  const request = new XMLHttpRequest();
  const fail = (text) => {
    bar.hidden = true;
    error.textContent = text || form.dataset.failedText;
    error.hidden = false;
    input.value = "";
  };

  error.hidden = true;
  if (input.files[0].size > Number(form.dataset.mostBytes)) {
    fail(form.dataset.tooLargeText);
    return;
  }
  bar.hidden = false;
  title.textContent = input.files[0].name;
  request.upload.addEventListener("progress", (event) => {
    if (event.lengthComputable) bar.value = (event.loaded / event.total) * 100;
  });
  request.addEventListener("load", () => {
    if (leavesForLogIn(request.getResponseHeader("HX-Redirect"))) return;
    const answer = request.response ?? {};
    if (request.status < 300 && answer.url) location.assign(answer.url);
    else fail(answer.error);
  });
  request.addEventListener("error", () => fail());
  request.open("POST", form.action);
  request.responseType = "json";
  for (const [name, value] of Object.entries(scriptHeaders())) request.setRequestHeader(name, value);
  request.send(new FormData(form));
}
