// Second factors: printing recovery codes, and the browser's part of passkeys.
//
// A form with data-passkey="create" or "get" is sent once its `credential` is filled in. What the server asks for lies
// in the page (#js_data), or at the address in data-options.
const isAble = Boolean(window.PublicKeyCredential?.parseRequestOptionsFromJSON);

async function askedFor(form) {
  if (!form.dataset.options) return JSON.parse(document.getElementById("js_data").textContent);
  const answer = await fetch(form.dataset.options, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(answer.statusText);
  return answer.json();
}

async function create(form) {
  const { publicKey } = (await askedFor(form)).creation_options;
  if (form.elements.passwordless?.checked) {
    const wanted = { residentKey: "required", requireResidentKey: true, userVerification: "required" };
    publicKey.authenticatorSelection = { ...publicKey.authenticatorSelection, ...wanted };
  }
  return navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(publicKey) });
}

async function get(form) {
  const { publicKey } = (await askedFor(form)).request_options;
  return navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(publicKey) });
}

for (const form of document.querySelectorAll("[data-passkey]")) {
  const refused = form.querySelector("[data-passkey-refused]");
  form.hidden = !isAble;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    refused.hidden = true;
    try {
      const credential = await (form.dataset.passkey === "create" ? create(form) : get(form));
      form.elements.credential.value = JSON.stringify(credential.toJSON());
      form.submit();
    } catch {
      // Given up, timed out, or no key of this person on the device: the browser has said which.
      refused.hidden = false;
    }
  });
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.addEventListener("click", () => print());
}
