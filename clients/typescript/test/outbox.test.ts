import assert from "node:assert/strict";
import { test } from "node:test";
import { type PathOfOutbox, SessionEnded } from "tuppence-client";

import { answer, refusal } from "./fakes.js";
import { type Stand, loggedIn, serverOf } from "./people.js";

const TRANSACTIONS: PathOfOutbox = "/api/v1/transactions/";
const HOUR = 3_600_000;
const away = (): Promise<never> => Promise.reject(new TypeError("fetch failed"));
const taken = () => answer(201, { id: "t" });

function spent(payee: string) {
  return { body: { money_account: "m", kind: "expense", amount: "4.75", payee } } as const;
}

/** Payee and key of what was sent so far. */
function sent({ machine }: Stand): [string, string | undefined][] {
  return machine.asked(TRANSACTIONS).map(({ body, headers }) => {
    const { payee } = JSON.parse(body as string) as { payee: string };
    return [payee, headers["Idempotency-Key"]];
  });
}

test("what is recorded while the server is away goes out in order once it answers, each once", async () => {
  const stand = await loggedIn(taken);
  const { machine, client } = stand;
  const working = machine.answering;
  machine.answering = away;
  for (const payee of ["Baker", "Butcher", "Brewer"]) await client.outbox.record(TRANSACTIONS, spent(payee));
  await machine.pass(10 * 60_000);
  assert.deepEqual([sent(stand).length, (await client.outbox.waiting()).length], [0, 3]);
  const heard: string[] = [];
  client.outbox.onSent((entry) => heard.push(entry.key));
  machine.answering = working;
  await machine.pass(60_000);
  assert.deepEqual(sent(stand).map(([payee]) => payee), ["Baker", "Butcher", "Brewer"]);
  assert.deepEqual(heard, sent(stand).map(([, key]) => key));
  assert.equal((await client.outbox.waiting()).length, 0);
});

test("what waits outlives the app, and keeps its key though an answer was lost", async () => {
  const stand = await loggedIn(taken);
  const { machine, client, again } = stand;
  machine.answering = serverOf(away);
  const { key } = await client.outbox.record(TRANSACTIONS, spent("Baker"));
  await machine.pass(1);
  client.close();
  machine.answering = serverOf(taken);
  const later = again();
  await machine.pass(60_000);
  assert.deepEqual(sent(stand), [["Baker", key], ["Baker", key]]);
  assert.equal((await later.outbox.waiting()).length, 0);
});

test("what is refused is handed to the app and kept until it says so; what is behind it goes on", async () => {
  const stand = await loggedIn((_url, { body }) =>
    String(body).includes("Baker") ? refusal(400, "does_not_exist", "money_account") : taken(),
  );
  const { machine, client, again } = stand;
  const heard: string[] = [];
  client.outbox.onRefused((entry) => heard.push(`${entry.why} ${entry.status}`));
  const { key } = await client.outbox.record(TRANSACTIONS, spent("Baker"));
  await client.outbox.record(TRANSACTIONS, spent("Butcher"));
  await machine.pass(1000);
  assert.deepEqual([heard, sent(stand).map(([payee]) => payee)], [["refused 400"], ["Baker", "Butcher"]]);
  const [refused] = await again().outbox.refused();
  assert.deepEqual([refused?.key, refused?.options], [key, spent("Baker")]);
  await client.outbox.forget(key);
  assert.deepEqual(await client.outbox.refused(), []);
});

test("a fault of the server is no refusal at first, and blocks nobody for ever", async () => {
  const stand = await loggedIn((_url, { body }) =>
    String(body).includes("Baker") ? refusal(500, "error") : taken(),
  );
  const { machine, client } = stand;
  await client.outbox.record(TRANSACTIONS, spent("Baker"));
  await client.outbox.record(TRANSACTIONS, spent("Butcher"));
  await machine.pass(100);
  assert.deepEqual([(await client.outbox.waiting()).length, sent(stand).length], [2, 1]);
  await client.outbox.send();
  assert.equal(sent(stand).length, 1, "the server is left alone for a while");
  await machine.pass(60_000);
  const payees = sent(stand).map(([payee]) => payee);
  assert.deepEqual(payees, ["Baker", "Baker", "Baker", "Butcher"]);
  assert.equal((await client.outbox.refused())[0]?.why, "fault");
});

test("a proxy's page, a limit and a log-in that is due refuse nothing", async () => {
  for (const odd of [answer(404, "<h1>Nothing here</h1>"), refusal(429, "throttled"), refusal(503, "down")]) {
    const { machine, client } = await loggedIn(() => odd);
    await client.outbox.record(TRANSACTIONS, spent("Baker"));
    await machine.pass(60_000);
    assert.deepEqual([(await client.outbox.waiting()).length, await client.outbox.refused()], [1, []]);
  }
});

test("what may have arrived longer ago than the server remembers its key is doubtful, and not sent again", async () => {
  const stand = await loggedIn(taken);
  const { machine, client } = stand;
  machine.answering = serverOf(away);
  await client.outbox.record(TRANSACTIONS, spent("Baker"));
  await machine.pass(60_000);
  const before = sent(stand).length;
  machine.answering = away;
  await machine.pass(24 * HOUR);
  machine.answering = serverOf(taken);
  await client.outbox.record(TRANSACTIONS, spent("Butcher"));
  await machine.pass(60_000);
  assert.equal((await client.outbox.refused())[0]?.why, "doubtful");
  assert.deepEqual(sent(stand).slice(before).map(([payee]) => payee), ["Butcher"]);
});

test("what never met a server that answered is sent after any time", async () => {
  const stand = await loggedIn(taken);
  const { machine, client } = stand;
  const working = machine.answering;
  machine.answering = away;
  await client.outbox.record(TRANSACTIONS, spent("Baker"));
  await machine.pass(72 * HOUR);
  machine.answering = working;
  await machine.pass(60_000);
  assert.deepEqual([sent(stand).length, (await client.outbox.refused()).length], [1, 0]);
});

test("nobody's writes go out in another's name, and none are lost by logging out", async () => {
  const stand = await loggedIn(taken);
  const { machine, client } = stand;
  machine.answering = serverOf(away);
  await client.outbox.record(TRANSACTIONS, spent("Baker"));
  await client.auth.logOut();
  await assert.rejects(client.outbox.record(TRANSACTIONS, spent("Butcher")), SessionEnded);
  machine.requests.length = 0;
  machine.answering = serverOf(taken, "ben");
  await client.auth.logIn("ben@example.org", "x");
  await machine.pass(60_000);
  assert.deepEqual([sent(stand), await client.outbox.waiting()], [[], []]);
  machine.answering = serverOf(taken, "ana");
  await client.auth.logIn("ana@example.org", "x");
  await machine.pass(60_000);
  assert.equal(sent(stand).length, 1);
});

test("who logs in at the last moment sends nothing of who was there before", async () => {
  const stand = await loggedIn(taken);
  const { machine, client, store } = stand;
  machine.answering = serverOf(taken, "ben");
  const keep = store.setItem;
  store.setItem = async (key, text) => {
    await keep(key, text);
    // Noted as sent, and on its way.
    if (!text.includes('"sentAt":null')) await client.auth.logIn("ben@example.org", "x");
  };
  await client.outbox.record(TRANSACTIONS, spent("Baker"));
  await machine.pass(60_000);
  assert.equal(await client.auth.person(), "ben");
  assert.deepEqual([sent(stand), await client.outbox.refused()], [[], []]);
});

test("a store that fails loses nothing, and is tried again", async () => {
  const stand = await loggedIn(taken);
  const { machine, client, store } = stand;
  const working = machine.answering;
  machine.answering = away;
  await client.outbox.record(TRANSACTIONS, spent("Baker"));
  await machine.pass(60_000);
  machine.answering = working;
  const keep = store.setItem;
  store.setItem = () => Promise.reject(new Error("the disk is full"));
  await machine.pass(120_000);
  assert.equal(sent(stand).length, 0);
  store.setItem = keep;
  await machine.pass(120_000);
  assert.deepEqual([sent(stand).length, await client.outbox.waiting()], [1, []]);
});
