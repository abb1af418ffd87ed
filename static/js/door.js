// Tells the sign-up form where the browser lives, so that nobody has to choose a time zone by hand.
const told = { timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone, locale: navigator.language };

for (const field of document.querySelectorAll("[data-intl]")) {
  field.value = field.value || told[field.dataset.intl] || "";
}
