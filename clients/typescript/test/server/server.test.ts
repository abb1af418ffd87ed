// Against a server that runs: SERVER is its address, SERVER_DOOR where it can be killed and started.

import assert from "node:assert/strict";
import { createHmac, randomUUID } from "node:crypto";
import { test } from "node:test";
import {
  type Client,
  type ClientSettings,
  Conflict,
  type Frame,
  NetworkDown,
  NotFound,
  ProofNeeded,
  SessionEnded,
  type SocketLike,
  type Store,
  ValidationFailed,
  createClient,
  memoryStore,
  platformOf,
} from "tuppence-client";
import { WebSocket } from "ws";

const SERVER = process.env["SERVER"] ?? "";
const DOOR = process.env["SERVER_DOOR"] ?? "";
const PASSWORD = "two pence for a thought";
const TRANSACTIONS = "/api/v1/transactions/";
const QUICK: Partial<ClientSettings> = {
  live: { first: 100, longest: 400 },
  outbox: { first: 200, longest: 400 },
  retries: { first: 50, longest: 200 },
};

interface App {
  client: Client;
  email: string;
  tokens: Store;
  store: Store;
  /** Paths asked so far, in order. */
  asked: string[];
  heard: Frame[];
}

/** An app on a telephone: its sockets name the server as their origin, as React Native's do. */
function app({ email = `${randomUUID()}@example.org`, tokens = memoryStore(), store = memoryStore() } = {}): App {
  const asked: string[] = [];
  const platform = platformOf(globalThis, {
    openSocket: (url) => new WebSocket(url, { origin: SERVER }) as unknown as SocketLike,
  });
  const { fetch } = platform;
  platform.fetch = (url, sending) => {
    asked.push(`${sending.method} ${new URL(url).pathname}`);
    return fetch(url, sending);
  };
  const client = createClient({ baseUrl: SERVER, platform, tokens, store, ...QUICK });
  const heard: Frame[] = [];
  client.live.on("*", (frame) => heard.push(frame));
  return { client, email, tokens, store, asked, heard };
}

async function signedUp(): Promise<App> {
  const made = app();
  assert.equal((await made.client.auth.signUp({ email: made.email, password: PASSWORD })).status, "in");
  return made;
}

async function until(condition: () => unknown, what: string): Promise<void> {
  const since = Date.now();
  while (!(await condition())) {
    assert.ok(Date.now() - since < 60_000, `waited in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function listening(made: App): Promise<void> {
  made.client.live.open();
  await until(() => made.client.live.state === "ready", "the socket");
}

async function account(client: Client) {
  return client.api.post("/api/v1/money-accounts/", {
    body: { name: "Purse", type: "spending", subtype: "cash", currency: "EUR" },
  });
}

async function order(what: "kill" | "start"): Promise<void> {
  assert.equal((await fetch(`${DOOR}/${what}`, { method: "POST" })).status, 204);
}

test("it logs in, imports a file, records while the server is away, and hears it on the socket, once", async () => {
  const { email, ...first } = await signedUp();
  await first.client.auth.logOut();
  assert.deepEqual(await first.client.auth.logIn(email, PASSWORD), {
    status: "in",
    person: await first.client.auth.person(),
  });
  await listening({ email, ...first });
  const { client, heard } = first;

  const text = "Date,Payee,Amount\r\n2026-01-02,Baker,-3.20\r\n2026-01-03,Brewer,-8.00\r\n";
  const file = { bytes: new TextEncoder().encode(text), name: "January.csv", type: "text/csv" };
  const taken = await client.upload.post("/api/v1/imports/", file);
  assert.deepEqual([taken.status, taken.new, taken.filename], ["preview", 2, "January.csv"]);
  const params = { path: { key: taken.id } };
  await client.api.post("/api/v1/imports/{key}/confirmation/", { params });
  const isDone = (): boolean => heard.some(({ event, data }) => event === "import:done" && data["id"] === taken.id);
  await until(isDone, "import:done");
  const page = await client.api.get(TRANSACTIONS, { params: { query: { limit: 5 } } });
  assert.deepEqual(page.results.map(({ payee, amount }) => [payee, amount]), [["Brewer", "8.00"], ["Baker", "3.20"]]);

  const money_account = page.results[0]?.money_account ?? assert.fail();
  const record = (payee: string) =>
    client.outbox.record(TRANSACTIONS, { body: { money_account, kind: "expense", amount: "12.50", payee } });
  const sent: string[] = [];
  client.outbox.onSent((_entry, answer) => sent.push((answer as { id: string }).id));
  const early = ["One", "Two", "Three", "Four", "Five", "Six"];
  for (const payee of early) await record(payee);
  // On their way, some arrived and some not; of one the answer may be lost.
  await order("kill");
  await until(() => client.live.state === "connecting", "the socket to go");
  await record("Butcher");
  await record("Barber");
  await assert.rejects(client.api.get("/api/v1/me/"), NetworkDown);
  const before = (await client.outbox.waiting()).length;
  assert.ok(before >= 2 && sent.length === 8 - before);
  await order("start");
  await until(() => sent.length === 8, "the outbox to be sent");
  const told = (): unknown[] => {
    const ids = heard.filter(({ event }) => event === "transaction:new").map(({ data }) => data["id"]);
    return ids.filter((id) => sent.includes(String(id)));
  };
  await until(() => told().includes(sent[7]), "the last one on the socket");
  await new Promise((resolve) => setTimeout(resolve, 300));
  assert.deepEqual(told().slice(-2), sent.slice(-2));
  assert.equal(new Set(told()).size, told().length);
  const now = await client.api.get(TRANSACTIONS, { params: { query: { limit: 20 } } });
  const payees = ["Baker", "Brewer", ...early, "Butcher", "Barber"];
  assert.deepEqual(now.results.map(({ payee }) => payee).sort(), payees.sort());
  client.close();
});

test("a write whose answer the app never noted arrives once", async () => {
  const { client, store, tokens, email } = await signedUp();
  const { id: money_account } = await account(client);
  const body = { money_account, kind: "expense", amount: "5.00", payee: "Milliner" } as const;
  // As after an app that died between the server's answer and its own note of it.
  const { key } = await client.outbox.record(TRANSACTIONS, { body });
  await until(async () => (await client.outbox.waiting()).length === 0, "the outbox");
  const first = await client.api.get(TRANSACTIONS);
  const kept = { key, person: await client.auth.person(), path: TRANSACTIONS, options: { body }, recordedAt: 0 };
  client.close();
  const waiting = [{ ...kept, sentAt: Date.now(), faults: 0 }];
  await store.setItem("tuppence.outbox", JSON.stringify({ waiting, refused: [] }));
  const again = app({ store, tokens, email }).client;
  const answers: unknown[] = [];
  again.outbox.onSent((_entry, answer) => answers.push(answer));
  await until(() => answers.length, "the outbox of the next start");
  assert.equal((answers[0] as { id: string }).id, first.results[0]?.id);
  assert.equal((await again.api.get(TRANSACTIONS)).count, 1);
  again.close();
});

test("many calls with an old token renew it once, and a socket goes on with the new one", async () => {
  const { client: first, tokens } = await signedUp();
  first.close();
  const kept = JSON.parse((await tokens.getItem("tuppence.tokens")) ?? "") as object;
  await tokens.setItem("tuppence.tokens", JSON.stringify({ ...kept, expiresAt: 0 }));
  const made = app({ tokens });
  const { client, asked } = made;
  await Promise.all([...Array.from({ length: 20 }, () => client.api.get("/api/v1/me/")), listening(made)]);
  assert.equal(asked.filter((each) => each.endsWith("tokens/refresh")).length, 1);
  const renewed = JSON.parse((await tokens.getItem("tuppence.tokens")) ?? "") as object;
  await tokens.setItem("tuppence.tokens", JSON.stringify({ ...renewed, access: "no.token.atall" }));
  const next = app({ tokens });
  await next.client.api.patch("/api/v1/me/", { body: { name: "Ana" } });
  assert.deepEqual(next.asked.filter((each) => !each.endsWith("/readyz")), [
    "PATCH /api/v1/me/",
    "POST /_allauth/app/v1/tokens/refresh",
    "PATCH /api/v1/me/",
  ]);
  client.close();
});

test("a session that is ended elsewhere closes the socket, and is said once", async () => {
  const here = await signedUp();
  const elsewhere = app({ email: here.email });
  await elsewhere.client.auth.logIn(here.email, PASSWORD);
  await listening(here);
  const ended: SessionEnded[] = [];
  here.client.onSessionEnded((why) => ended.push(why));
  const sessions = await elsewhere.client.api.get("/api/v1/me/sessions/");
  const other = sessions.results.find((each) => !each.is_current) ?? assert.fail();
  await elsewhere.client.api.delete("/api/v1/me/sessions/{session_id}/", {
    params: { path: { session_id: other.id } },
  });
  await until(() => here.client.live.state === "closed", "the socket to close");
  await assert.rejects(here.client.api.get("/api/v1/me/"), SessionEnded);
  assert.equal(ended.length, 1);
  assert.equal(await here.client.auth.person(), null);
  elsewhere.client.close();
});

test("logging out ends the session on the server and the device with it", async () => {
  const made = await signedUp();
  const { client, email } = made;
  await client.devices.register("fcm-registration-token", "Pixel");
  assert.equal((await client.api.get("/api/v1/me/devices/")).results[0]?.name, "Pixel");
  await client.devices.unregister();
  assert.equal((await client.api.get("/api/v1/me/devices/")).count, 0);
  await client.devices.register("fcm-registration-token", "Pixel");
  assert.equal(await client.auth.logOut(), true);
  await client.auth.logIn(email, PASSWORD);
  assert.equal((await client.api.get("/api/v1/me/devices/")).count, 0);
  client.close();
});

test("refusals say which field, what is missing, and how a thing stands now", async () => {
  const { client } = await signedUp();
  const { id: money_account, version, name } = await account(client);
  const wrong = { money_account, kind: "expense", amount: "a lot" } as const;
  await assert.rejects(client.api.post(TRANSACTIONS, { body: wrong }), (error) => {
    assert.ok(error instanceof ValidationFailed);
    assert.ok(error.fields["amount"]?.[0]?.code);
    return true;
  });
  const path = { key: money_account };
  await assert.rejects(client.api.get("/api/v1/transactions/{key}/", { params: { path } }), NotFound);
  const change = (to: string) =>
    client.api.patch("/api/v1/money-accounts/{key}/", { params: { path }, body: { name: to, version } });
  assert.notEqual((await change("Wallet")).name, name);
  await assert.rejects(change("Sock"), (error) => {
    assert.ok(error instanceof Conflict);
    assert.equal((error.current as { name: string }).name, "Wallet");
    return true;
  });
  client.close();
});

/** Each code works once, and those of the half minute before and after as well. */
function codeOf(secret: string, periodsAhead = 0): string {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...secret].map((each) => letters.indexOf(each).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((each) => Number.parseInt(each, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + periodsAhead));
  const hash = createHmac("sha1", key).update(counter).digest();
  const whole = hash.readUInt32BE((hash.at(-1) ?? 0) & 15) & 0x7fffffff;
  return String(whole % 1_000_000).padStart(6, "0");
}

test("a second factor is the second step of the log-in", async () => {
  const { client, email } = await signedUp();
  const path = "/_allauth/app/v1/account/authenticators/totp";
  const secret = await client.api.get(path).then(
    () => assert.fail("no factor yet"),
    (error: NotFound) => (error.answer as { meta: { secret: string } }).meta.secret,
  );
  const turnOn = () => client.api.post(path, { body: { code: codeOf(secret, -1) } });
  await assert.rejects(turnOn(), (error) => error instanceof ProofNeeded && error.flows.includes("reauthenticate"));
  await client.api.post("/_allauth/app/v1/auth/reauthenticate", { body: { password: PASSWORD } });
  await turnOn();
  await client.auth.logOut();
  const step = await client.auth.logIn(email, PASSWORD);
  assert.ok(step.status === "pending" && step.flows[0] === "mfa_authenticate", JSON.stringify(step));
  await assert.rejects(client.auth.secondFactor("000000"), ValidationFailed);
  assert.equal(await client.auth.person(), null);
  assert.equal((await client.auth.secondFactor(codeOf(secret))).status, "in");
  assert.equal((await client.api.get("/api/v1/me/")).email, email);
  client.close();
});
