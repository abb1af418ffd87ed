// Pointing at a chart, or the arrow keys, reads its values out of the hidden table beside it.
import { onEach } from "./page.js";

onEach("[data-chart]", (figure) => {
  const plot = figure.querySelector(".chart-plot");
  const rows = [...figure.querySelectorAll("tbody tr")];
  const names = [...figure.querySelectorAll("thead th")].slice(1);
  if (!rows.length) return;
  const places = rows.map((row) => Number(row.dataset.at));
  const cross = document.createElement("i");
  const tip = document.createElement("div");
  cross.className = "chart-cross";
  tip.className = "chart-tip";
  tip.setAttribute("role", "status");
  let at = -1;

  const hide = () => {
    at = -1;
    cross.remove();
    tip.remove();
  };
  const show = (index) => {
    at = Math.max(0, Math.min(rows.length - 1, index));
    plot.append(cross, tip);
    cross.style.left = `${places[at] * 100}%`;
    tip.replaceChildren(...reading(rows[at], names));
    const width = plot.clientWidth;
    const x = places[at] * width;
    const left = places[at] > 0.6 ? x - tip.offsetWidth - 12 : x + 12;
    tip.style.left = `${Math.max(0, Math.min(width - tip.offsetWidth, left))}px`;
  };

  plot.addEventListener("pointermove", (event) => {
    const box = plot.getBoundingClientRect();
    const share = (event.clientX - box.left) / box.width;
    show(nearest(places, share));
  });
  plot.addEventListener("pointerleave", hide);
  figure.addEventListener("blur", hide);
  figure.addEventListener("keydown", (event) => {
    if (event.key === "ArrowRight") show(at + 1);
    else if (event.key === "ArrowLeft") show(at < 0 ? rows.length - 1 : at - 1);
    else if (event.key === "Home") show(0);
    else if (event.key === "End") show(rows.length - 1);
    else if (event.key === "Escape") hide();
    else return;
    event.preventDefault();
  });
});

function nearest(places, share) {
  let best = 0;
  for (let index = 1; index < places.length; index += 1) {
    if (Math.abs(places[index] - share) < Math.abs(places[best] - share)) best = index;
  }
  return best;
}

function reading(row, names) {
  const head = document.createElement("b");
  head.textContent = row.cells[0].textContent;
  const lines = names.map((name, index) => {
    const value = row.cells[index + 1].textContent;
    if (!value) return "";
    const line = document.createElement("div");
    const swatch = document.createElement("i");
    const label = document.createElement("span");
    const figure = document.createElement("span");
    swatch.className = `swatch tone-${name.dataset.tone}`;
    label.textContent = name.textContent;
    figure.className = "chart-tip-value";
    figure.textContent = value;
    line.append(swatch, label, figure);
    return line;
  });
  return [head, ...lines];
}
