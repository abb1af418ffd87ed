import assert from "node:assert/strict";
import { test } from "node:test";
import {
  Aborted,
  ApiError,
  Conflict,
  NetworkDown,
  NotAllowed,
  NotFound,
  SessionEnded,
  Throttled,
  TimedOut,
  Unavailable,
  ValidationFailed,
  platformOf,
} from "tuppence-client";

import { answer, refusal } from "./fakes.js";
import { LOG_IN, REFRESH, loggedIn, outcome } from "./people.js";

const ME = "/api/v1/me/";
const TRANSACTIONS = "/api/v1/transactions/";
const MINUTE = 60_000;
const SPENT = { money_account: "m", kind: "expense", amount: "4.75" } as const;

test("many calls with an old token renew it in one request, and all go on", async () => {
  const { machine, client } = await loggedIn((_url, { headers }) => answer(200, { token: headers["Authorization"] }));
  await machine.pass(20 * MINUTE);
  const all = await Promise.all(Array.from({ length: 30 }, () => client.api.get(ME)));
  assert.equal(machine.asked(REFRESH).length, 1);
  assert.equal(new Set(all.map((each) => JSON.stringify(each))).size, 1);
});

test("a token is as old as the time since it came, whatever the server's clock says", async () => {
  const { machine, client } = await loggedIn(() => answer(200, {}));
  await machine.pass(14 * MINUTE);
  await client.api.get(ME);
  assert.equal(machine.asked(REFRESH).length, 0);
  await machine.pass(MINUTE);
  await client.api.get(ME);
  assert.equal(machine.asked(REFRESH).length, 1);
});

test("a session that the server has ended is said once, and every call says so", async () => {
  const { machine, client } = await loggedIn(() => answer(200, {}));
  const heard: SessionEnded[] = [];
  client.onSessionEnded((why) => heard.push(why));
  machine.answering = (url) => (url.endsWith(REFRESH) ? answer(400, { status: 400 }) : answer(200, {}));
  await machine.pass(20 * MINUTE);
  const calls = Promise.allSettled(Array.from({ length: 10 }, () => client.api.get(ME)));
  await machine.pass(MINUTE);
  const all = await calls;
  assert.ok(all.every((each) => each.status === "rejected" && each.reason instanceof SessionEnded));
  assert.deepEqual([machine.asked(REFRESH).length, heard.length, machine.asked(ME).length], [1, 1, 0]);
  await assert.rejects(client.api.get(ME), SessionEnded);
  assert.equal(heard.length, 1);
});

test("a session outlives a server that is away while its token is renewed", async () => {
  const { machine, client } = await loggedIn(() => answer(200, { name: "Ana" }));
  const working = machine.answering;
  await machine.pass(20 * MINUTE);
  machine.answering = () => Promise.reject(new TypeError("fetch failed"));
  const failed = outcome(client.api.get(ME));
  await machine.pass(MINUTE);
  assert.ok(failed.error instanceof NetworkDown);
  machine.answering = working;
  assert.equal((await client.api.get(ME)).name, "Ana");
});

test("a call that is refused its token did nothing, so even a change goes out again with a new one", async () => {
  let refused = 0;
  const { machine, client } = await loggedIn(() => (refused++ ? answer(200, {}) : refusal(401, "not_authenticated")));
  await client.api.patch(ME, { body: { name: "Ana" } });
  const sent = machine.asked(ME).map((each) => each.headers["Authorization"]);
  assert.deepEqual([sent.length, new Set(sent).size, machine.asked(REFRESH).length], [2, 2, 1]);
});

test("another window that renewed the tokens first ends nobody's session", async () => {
  const { machine, client, again } = await loggedIn(() => answer(200, {}));
  await machine.pass(20 * MINUTE);
  const calls = [outcome(client.api.get(ME)), outcome(again().api.get(ME))];
  await machine.pass(MINUTE);
  assert.deepEqual([machine.asked(REFRESH).length, calls], [2, [{ value: {} }, { value: {} }]]);
});

test("what another window has renewed is taken as it is, and no keychain is asked at each call", async () => {
  const { machine, client, tokens, again } = await loggedIn(() => answer(200, {}));
  let reads = 0;
  const { getItem } = tokens;
  tokens.getItem = (key) => ((reads += 1), getItem(key));
  for (let call = 0; call < 5; call += 1) await client.api.get(ME);
  assert.equal(reads, 0);
  await machine.pass(20 * MINUTE);
  await again().api.get(ME);
  await client.api.get(ME);
  assert.equal(machine.asked(REFRESH).length, 1);
});

test("who was logged out in another window is told so, once", async () => {
  const { machine, client, tokens } = await loggedIn(() => answer(200, {}));
  let ended = 0;
  client.onSessionEnded(() => (ended += 1));
  await tokens.removeItem("tuppence.tokens");
  await machine.pass(20 * MINUTE);
  await Promise.all([1, 2].map(() => assert.rejects(client.api.get(ME), SessionEnded)));
  await assert.rejects(client.api.get(ME), SessionEnded);
  assert.deepEqual([ended, machine.asked(REFRESH).length], [1, 0]);
});

test("a renewal on its way undoes no log-out", async () => {
  const { machine, client, tokens } = await loggedIn(() => answer(200, {}));
  const keep = tokens.setItem;
  await machine.pass(20 * MINUTE);
  let leaving: Promise<boolean> | undefined;
  tokens.setItem = async (key, text) => {
    if (text.includes('"r2"')) leaving ??= client.auth.logOut();
    await new Promise((resolve) => setImmediate(resolve));
    await keep(key, text);
  };
  const ended: unknown[] = [];
  client.onSessionEnded((why) => ended.push(why));
  const read = outcome(client.api.get(ME));
  await machine.pass(MINUTE);
  await leaving;
  assert.deepEqual(ended, []);
  assert.equal(read.error, undefined);
  assert.deepEqual([await client.auth.person(), tokens.getItem("tuppence.tokens")], [null, null]);
  await assert.rejects(client.api.get(ME), SessionEnded);
});

test("reading is tried again, longer apart each time, and then says that the server is away", async () => {
  const { machine, client } = await loggedIn(() => Promise.reject(new TypeError("fetch failed")));
  const failed = outcome(client.api.get(ME));
  const tries = [];
  for (let second = 0; second < 5; second += 1) {
    tries.push(machine.asked(ME).length);
    await machine.pass(1000);
  }
  assert.deepEqual(tries, [0, 2, 3, 3, 4]);
  assert.ok(failed.error instanceof NetworkDown);
});

test("a write with a key is one write, however often it is sent", async () => {
  let sent = 0;
  const { machine, client } = await loggedIn(() => (++sent < 3 ? refusal(503, "down") : answer(201, {})));
  const done = outcome(client.api.post(TRANSACTIONS, { body: SPENT }));
  await machine.pass(MINUTE);
  assert.deepEqual(done.value, {});
  const keys = machine.asked(TRANSACTIONS).map((each) => each.headers["Idempotency-Key"]);
  assert.deepEqual([keys.length, new Set(keys).size, typeof keys[0]], [3, 1, "string"]);
  await client.api.post(TRANSACTIONS, { body: SPENT });
  assert.notEqual(machine.asked(TRANSACTIONS)[3]?.headers["Idempotency-Key"], keys[0]);
});

test("a write without a key is sent once", async () => {
  const { machine, client } = await loggedIn(() => refusal(503, "database_unavailable"));
  const changed = outcome(client.api.patch(ME, { body: { name: "Ana" } }));
  const key = { path: { key: "k" } };
  const posted = outcome(client.api.post("/api/v1/transactions/{key}/restoration/", { params: key }));
  await machine.pass(MINUTE);
  assert.ok(changed.error instanceof Unavailable && posted.error instanceof Unavailable);
  assert.equal(machine.requests.filter(({ path }) => path.startsWith("/api/")).length, 2);
  assert.ok(machine.requests.every(({ sending }) => !("Idempotency-Key" in sending.headers)));
});

test("Retry-After is waited for, and not where it is too long", async () => {
  let wait = "7";
  const { machine, client } = await loggedIn(() =>
    machine.clock < 7000 || wait !== "7" ? refusal(429, "throttled", null, { "Retry-After": wait }) : answer(200, {}),
  );
  const patient = outcome(client.api.get(ME));
  await machine.pass(6999);
  assert.equal(machine.asked(ME).length, 1);
  await machine.pass(1);
  assert.deepEqual([machine.asked(ME).length, patient.value], [2, {}]);
  wait = "600";
  await assert.rejects(client.api.get(ME), (error) => error instanceof Throttled && error.retryAfter === 600);
});

test("what takes too long is called off and tried again; what the caller calls off is not", async () => {
  const signals: { aborted: boolean }[] = [];
  const { machine, client } = await loggedIn((_url, { signal }) => {
    signals.push(signal);
    return new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(new Error("aborted"))));
  });
  const late = outcome(client.api.get(ME, { timeout: 1000, retry: false }));
  const own = new AbortController();
  const off = outcome(client.api.get(ME, { signal: own.signal }));
  await machine.pass(1000);
  own.abort();
  await machine.pass(MINUTE);
  assert.ok(late.error instanceof TimedOut && off.error instanceof Aborted);
  assert.deepEqual([signals.length, signals.every((each) => each.aborted)], [2, true]);
});

test("a page of the network's own is not the server's answer", async () => {
  const { machine, client } = await loggedIn(() => answer(200, "<h1>Welcome</h1>", { "Content-Type": "text/html" }));
  const read = outcome(client.api.get(ME));
  await machine.pass(MINUTE);
  assert.ok(read.error instanceof NetworkDown);
});

const KINDS = [
  [400, ValidationFailed],
  [403, NotAllowed],
  [404, NotFound],
  [409, Conflict],
  [422, ApiError],
  [429, Throttled],
  [500, ApiError],
  [507, Unavailable],
] as const;
for (const [status, kind] of KINDS) {
  test(`${status} is ${kind.name}, with the code that stays`, async () => {
    const { client } = await loggedIn(() => refusal(status, "some_code", "amount", { "X-Request-ID": "abc" }));
    await assert.rejects(client.api.get(ME, { retry: false }), (error) => {
      assert.ok(error instanceof kind && error instanceof ApiError);
      assert.deepEqual([error.status, error.code, error.problems[0]?.attr], [status, "some_code", "amount"]);
      assert.deepEqual([error.requestId, error.name], ["abc", kind.name]);
      return true;
    });
  });
}

test("a conflict holds the thing as it stands, a refusal its fields", async () => {
  const errors = [
    { code: "invalid", detail: "No.", attr: "amount" },
    { code: "required", detail: "Needed.", attr: "kind" },
  ];
  const { machine, client } = await loggedIn(() => answer(409, { errors, current: { version: 3 } }));
  await assert.rejects(client.api.get(ME), (error) => {
    assert.deepEqual((error as Conflict).current, { version: 3 });
    return true;
  });
  machine.answering = () => answer(400, { errors });
  await assert.rejects(client.api.get(ME), (error) => {
    assert.deepEqual(Object.keys((error as ValidationFailed).fields), ["amount", "kind"]);
    return true;
  });
});

test("the log-in API's own form of refusals is understood, and its next step", async () => {
  const { machine, client } = await loggedIn(() => answer(200, {}));
  const problem = { message: "Not correct.", code: "email_password_mismatch", param: "password" };
  machine.answering = () => answer(400, { status: 400, errors: [problem] });
  await assert.rejects(client.auth.logIn("a@example.org", "no"), (error) => {
    assert.deepEqual((error as ValidationFailed).problems[0]?.detail, "Not correct.");
    return true;
  });
  const flows = [{ id: "login" }, { id: "mfa_authenticate", is_pending: true }];
  machine.answering = (url) =>
    url.endsWith(LOG_IN)
      ? answer(401, { data: { flows }, meta: { session_token: "s1", is_authenticated: false } })
      : answer(200, { meta: { access_token: "h.e30.s", refresh_token: "r" } });
  const first = await client.auth.logIn("a@example.org", "yes");
  assert.ok(first.status === "pending" && first.flows[0] === "mfa_authenticate");
  await client.auth.secondFactor("123456");
  const second = machine.asked("/_allauth/app/v1/auth/2fa/authenticate")[0];
  assert.equal(second?.headers["X-Session-Token"], "s1");
});

test("a file goes out as a form that is made of its bytes, with its fields and its odd name", async () => {
  const { machine, client } = await loggedIn(() => answer(201, { id: "i" }));
  const bytes = new Uint8Array([0, 255, 13, 10, 45, 45]);
  const file = { bytes, name: 'Umsätze "März"\r\n.csv', type: "text/csv" };
  const taken = await client.upload.post("/api/v1/imports/", file, { fields: { note: "€" } });
  assert.equal(taken.id, "i");
  const { body, headers } = machine.asked("/api/v1/imports/")[0] ?? assert.fail();
  const typed = { headers: { "Content-Type": headers["content-type"] ?? "" } };
  const form = await new Response(body as Uint8Array<ArrayBuffer>, typed).formData();
  const back = form.get("file") as File;
  assert.equal(form.get("note"), "€");
  assert.deepEqual([back.type, new Uint8Array(await back.arrayBuffer())], ["text/csv", bytes]);
  assert.ok(headers["Idempotency-Key"]);
});

test("a recording goes out in the field the server looks for it", async () => {
  const { machine, client } = await loggedIn(() => answer(200, { text: "" }));
  await client.upload.post("/api/v1/chat/voice-to-text/", { bytes: new Uint8Array([1]), name: "a.webm" });
  const sent = new TextDecoder().decode(machine.requests.at(-1)?.sending.body as Uint8Array);
  assert.match(sent, /name="audio"; filename="a.webm"/);
});

test("filters of several values go out as the server reads them", async () => {
  const { machine, client } = await loggedIn(() => answer(200, {}));
  await client.api.get(TRANSACTIONS, { params: { query: { kind: ["expense", "refund"], limit: 5 } } });
  assert.ok(machine.requests.at(-1)?.url.endsWith("?kind=expense,refund&limit=5"));
});

test("a file is read as bytes", async () => {
  const { client } = await loggedIn(() => answer(200, "a,b", { "Content-Type": "text/csv" }));
  const bytes = await client.api.get("/api/v1/positions/export/", { readAs: "bytes" });
  assert.equal(new TextDecoder().decode(bytes), "a,b");
});

test("types refuse what the API does not know", async () => {
  const { client } = await loggedIn(() => answer(200, {}));
  // @ts-expect-error there is no such path
  await client.api.get("/api/v1/nothing/");
  // @ts-expect-error a transaction has an amount
  await client.api.post(TRANSACTIONS, { body: { ...SPENT, amount: 4.75 } });
  // @ts-expect-error what takes no key is not for the outbox
  await client.outbox.record("/api/v1/chat/messages/", { body: {} });
  const nothing: undefined = await client.api.delete("/api/v1/me/devices/{key}/", { params: { path: { key: "k" } } });
  assert.deepEqual(nothing, {});
  const page = await client.api.get(TRANSACTIONS);
  // @ts-expect-error an amount is a string
  const wrong: number | undefined = page.results?.[0]?.amount;
  assert.equal(wrong, undefined);
});

test("a runtime that lacks something is told what, when the client is made", () => {
  const bare = { fetch: () => Promise.reject(new Error()), setTimeout, clearTimeout, AbortController, FormData, WebSocket: class {} };
  assert.throws(() => platformOf(bare), /crypto.randomUUID/);
  assert.throws(() => platformOf({ ...bare, WebSocket: undefined }, { uuid: () => "u" }), /WebSocket/);
  assert.equal(platformOf(bare, { uuid: () => "u" }).uuid(), "u");
});
