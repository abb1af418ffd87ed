// Goes on once the server has ended and answers again.
const place = document.querySelector("[data-comes-back]");
const EVERY = 1500;
// A server that was away for a moment only may not be seen away at all.
const AT_LATEST = 30_000;
const since = Date.now();
let wasAway = false;

async function look() {
  let isThere = false;
  try {
    const answer = await fetch(place.dataset.comesBack, { cache: "no-store" });
    isThere = answer.ok;
  } catch {
    isThere = false;
  }
  wasAway = wasAway || !isThere;
  if (isThere && (wasAway || Date.now() - since > AT_LATEST)) {
    location.replace(place.dataset.then);
    return;
  }
  setTimeout(look, EVERY);
}

if (place) setTimeout(look, EVERY);
