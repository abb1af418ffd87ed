// 'Switch on for this browser' in the settings of notifications: subscribes, and sends the form with what came of it.
const form = document.querySelector("[data-push]");

async function subscribe() {
  const worker = await navigator.serviceWorker.register(form.dataset.worker);
  await navigator.serviceWorker.ready;
  const found = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: form.dataset.push });
  const { endpoint, keys } = found.toJSON();
  for (const [name, value] of Object.entries({ endpoint, ...keys })) form.elements[name].value = value;
}

if (form && "serviceWorker" in navigator && "PushManager" in window) {
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    subscribe().then(
      () => form.submit(),
      () => {
        form.querySelector("[role=alert]").hidden = false;
      },
    );
  });
}
