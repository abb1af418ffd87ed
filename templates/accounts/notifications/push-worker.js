{# Shows what is pushed to this browser, and leads to its page. Each push is JSON: id, title, text, url. #}
addEventListener("push", (event) => {
  const { id, title, text, url } = event.data.json();
  event.waitUntil(registration.showNotification(title, { body: text, tag: id, data: url }));
});
addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(clients.openWindow(event.notification.data));
});
