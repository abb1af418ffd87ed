// A button with data-copy="ID" copies the value of that field and says so.
import { onEach } from "./page.js";

onEach("[data-copy]", (button) => {
  const field = document.getElementById(button.dataset.copy);
  button.hidden = false;
  button.addEventListener("click", async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      button.querySelector("[data-copy-words]").textContent = button.dataset.copied;
    } catch {
      // Not allowed here: the text is selected, and the keys of the device copy it.
    }
  });
});
