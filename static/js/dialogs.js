// Dialogs: anything with data-open="ID" opens one; the palette filters, jumps and searches.
import { leavesForLogIn, scriptHeaders } from "./page.js";

export function openDialog(id) {
  const dialog = document.getElementById(id);
  if (!dialog || dialog.open) return dialog;
  // What few open comes in a <template>, which the page carries without its elements.
  const content = dialog.querySelector(":scope > template");
  if (content) {
    content.replaceWith(content.content);
    if (dialog.matches(".palette")) watchPalette(dialog);
    dialog.dispatchEvent(new CustomEvent("filled", { bubbles: true }));
  }
  dialog.showModal();
  return dialog;
}

export function watchDialogs() {
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-open]");
    if (opener) openDialog(opener.dataset.open);
    const dialog = event.target.closest("dialog");
    // A click on the backdrop lands on the dialog itself, outside its box.
    if (event.target.closest("[data-close]") || (event.target === dialog && isOutside(event, dialog))) dialog.close();
  });
}

function isOutside(event, dialog) {
  const box = dialog.getBoundingClientRect();
  return event.clientX < box.left || event.clientX > box.right || event.clientY < box.top || event.clientY > box.bottom;
}

function watchPalette(palette) {
  const input = palette.querySelector("input");
  const list = palette.querySelector("[role=listbox]");
  const search = list.querySelector("[data-palette-search]");
  const term = search.querySelector("[data-palette-term]");
  const asking = list.querySelector("[data-palette-ask]");
  const visible = () => [...list.children].filter((item) => !item.hidden);

  const select = (item) => {
    for (const other of list.children) other.setAttribute("aria-selected", String(other === item));
    if (item) {
      input.setAttribute("aria-activedescendant", item.id);
      item.scrollIntoView({ block: "nearest" });
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  };

  const filter = () => {
    const words = input.value.trim().toLocaleLowerCase();
    for (const item of list.querySelectorAll("[data-url]:not([data-found], [data-palette-ask], [data-palette-search])")) {
      item.hidden = Boolean(words) && !item.textContent.toLocaleLowerCase().includes(words);
    }
    search.hidden = !words;
    search.dataset.url = palette.dataset.searchUrl + encodeURIComponent(input.value.trim());
    term.textContent = input.value.trim();
    if (asking) {
      asking.hidden = !words;
      asking.dataset.url = asking.dataset.paletteAsk + encodeURIComponent(input.value.trim());
      asking.querySelector("[data-palette-question]").textContent = input.value.trim();
    }
    select(visible()[0]);
  };

  const ask = findings(palette, list, search, () => select(visible()[0]));

  const go = (item) => {
    if (item) location.assign(item.dataset.url);
  };

  input.addEventListener("input", () => {
    filter();
    ask(input.value.trim());
  });
  input.addEventListener("keydown", (event) => {
    const items = visible();
    const at = items.findIndex((item) => item.getAttribute("aria-selected") === "true");
    if (event.key === "ArrowDown") select(items[(at + 1) % items.length]);
    else if (event.key === "ArrowUp") select(items[(at - 1 + items.length) % items.length]);
    else if (event.key === "Enter") go(items[at]);
    else return;
    event.preventDefault();
  });
  list.addEventListener("click", (event) => go(event.target.closest("[data-url]")));
  // On closing, not on opening: that event comes late, and would take away what a fast hand has typed by then.
  palette.addEventListener("close", () => {
    input.value = "";
    filter();
    ask("");
  });
  filter();
}

// What the server finds for the words: [{label, hint, url}].
function findings(palette, list, before, done) {
  let timer;
  let asked = "";
  const clear = () => list.querySelectorAll("[data-found]").forEach((item) => item.remove());
  return (words) => {
    clearTimeout(timer);
    asked = words;
    if (words.length < 2) {
      clear();
      return;
    }
    timer = setTimeout(async () => {
      const url = palette.dataset.paletteUrl + encodeURIComponent(words);
      const answer = await fetch(url, { headers: scriptHeaders() }).catch(() => null);
      if (leavesForLogIn(answer?.headers.get("HX-Redirect"))) return;
      if (!answer?.ok || asked !== words) return;
      const found = await answer.json();
      clear();
      before.before(...found.map(foundItem));
      done();
    }, 120);
  };
}

function foundItem({ label, hint, url }, index) {
  const item = document.createElement("li");
  item.className = "palette-item";
  item.id = `palette-found-${index}`;
  item.setAttribute("role", "option");
  item.dataset.url = url;
  item.dataset.found = "";
  const name = document.createElement("span");
  name.textContent = label;
  const small = document.createElement("small");
  small.textContent = hint ?? "";
  item.append(name, small);
  return item;
}
