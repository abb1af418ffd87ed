import assert from "node:assert/strict";
import { test } from "node:test";
import type { Client } from "tuppence-client";

import { type FakeSocket, answer } from "./fakes.js";
import { REFRESH, type Stand, loggedIn } from "./people.js";

const MINUTE = 60_000;

interface Listening extends Stand {
  heard: string[];
  /** The socket opened last. */
  socket(): FakeSocket;
}

async function listening(seq = 10): Promise<Listening> {
  const stand = await loggedIn(() => answer(200, {}));
  const heard = hears(stand.client);
  stand.client.live.open();
  await stand.machine.pass(0);
  const socket = (): FakeSocket => stand.machine.sockets.at(-1) ?? assert.fail("no socket");
  socket().letIn(seq);
  return { ...stand, heard, socket };
}

function hears(client: Client): string[] {
  const heard: string[] = [];
  client.live.on("*", ({ event, seq }) => heard.push(seq === null ? event : `${event} ${seq}`));
  return heard;
}

test("the token is the first frame, and the last number seen the second", async () => {
  const { client, socket } = await listening();
  const [first, second] = socket().said;
  assert.deepEqual([first?.["type"], second], ["authenticate", { type: "hello", seq: null }]);
  assert.deepEqual([client.live.state, client.live.seq], ["ready", 10]);
});

test("each frame is delivered once, though it comes twice or is overtaken", async () => {
  const { socket, heard, machine } = await listening();
  for (const seq of [11, 13, 13, 12, 12, 11, 13, 14, 9]) socket().says({ event: "transaction:new", seq });
  await machine.pass(MINUTE / 4);
  assert.deepEqual(heard.map((each) => each.split(" ")[1]), ["11", "13", "12", "14"]);
  assert.equal(socket().said.length, 2);
});

test("a server that was restored from a backup is followed from where it stands", async () => {
  const { machine, socket, heard } = await listening();
  socket().onclose?.({ code: 1006 });
  await machine.pass(1000);
  socket().letIn(3, "resync");
  socket().says({ event: "message:new", seq: 4 });
  assert.deepEqual(heard, ["resync 3", "message:new 4"]);
});

test("what does not come any more is asked for, and the lists are told", async () => {
  const { client, socket, heard, machine } = await listening();
  socket().says({ event: "transaction:new", seq: 13 });
  await machine.pass(2000);
  assert.deepEqual(socket().said.at(-1), { type: "hello", seq: 10 });
  socket().says({ event: "resync", seq: 13, data: { lists: ["transactions"] } });
  socket().says({ event: "transaction:new", seq: 12 });
  assert.deepEqual([heard, client.live.seq], [["transaction:new 13", "resync 13"], 13]);
});

test("a socket that goes is opened again, later each time, and says what was seen last", async () => {
  const { machine, client, socket, heard } = await listening();
  socket().says({ event: "message:new", seq: 11 });
  const opened: number[] = [];
  for (let tries = 0; tries < 4; tries += 1) {
    socket().onclose?.({ code: 1006 });
    assert.equal(client.live.state, "connecting");
    const before = machine.clock;
    const count = machine.sockets.length;
    while (machine.sockets.length === count) await machine.pass(100);
    opened.push(machine.clock - before);
  }
  assert.deepEqual(opened, [500, 1000, 2000, 4000]);
  socket().letIn(14, "resync");
  assert.deepEqual(socket().said.at(-1), { type: "hello", seq: 11 });
  assert.deepEqual(heard, ["message:new 11", "resync 14"]);
});

test("nobody waits for a network that is back", async () => {
  const { machine, client, socket } = await listening();
  for (let tries = 0; tries < 6; tries += 1) {
    socket().onclose?.({ code: 1006 });
    await machine.pass(20_000);
  }
  socket().onclose?.({ code: 1006 });
  const count = machine.sockets.length;
  client.live.hurry();
  await machine.pass(0);
  assert.equal(machine.sockets.length, count + 1);
});

test("a socket is followed by one with a new token before its own expires, and nothing is heard twice", async () => {
  const { machine, client, socket, heard } = await listening();
  const former = socket();
  const pings = setPongs(former);
  await machine.pass(13.9 * MINUTE);
  assert.deepEqual([machine.sockets.length, pings.count > 20], [1, true]);
  await machine.pass(0.2 * MINUTE);
  assert.deepEqual([machine.sockets.length, machine.asked(REFRESH).length, former.isClosed], [2, 1, false]);
  assert.notEqual(socket().said[0]?.["token"], former.said[0]?.["token"]);
  former.says({ event: "transaction:new", seq: 11 });
  for (const each of [former, socket()]) each.says({ event: "partner:online", data: {} });
  socket().onopen?.();
  socket().says({ event: "authenticated" });
  former.says({ event: "transaction:new", seq: 12 });
  socket().says({ event: "ready", seq: 11 });
  for (const seq of [12, 13]) for (const each of [former, socket()]) each.says({ event: "message:new", seq });
  assert.deepEqual(heard, ["transaction:new 11", "partner:online", "transaction:new 12", "message:new 13"]);
  assert.deepEqual([former.isClosed, client.live.state], [true, "ready"]);
});

function setPongs(socket: FakeSocket): { count: number } {
  const pings = { count: 0 };
  const send = socket.send.bind(socket);
  socket.send = (text) => {
    send(text);
    if (!text.includes("ping")) return;
    pings.count += 1;
    setImmediate(() => socket.says({ event: "pong" }));
  };
  return pings;
}

test("a socket that answers no ping is dead", async () => {
  const { machine, client, socket } = await listening();
  const former = socket();
  await machine.pass(25_000);
  assert.deepEqual(former.said.at(-1), { type: "ping" });
  await machine.pass(10_000);
  assert.deepEqual([former.isClosed, client.live.state], [true, "connecting"]);
  await machine.pass(1000);
  assert.equal(machine.sockets.length, 2);
});

test("a socket from before the app was away must show that it is alive", async () => {
  const { machine, client, socket } = await listening();
  client.hurry();
  assert.deepEqual(socket().said.at(-1), { type: "ping" });
  await machine.pass(10_000);
  assert.deepEqual([socket().isClosed, client.live.state], [true, "connecting"]);
});

test("a socket that never opens is given up", async () => {
  const stand = await loggedIn(() => answer(200, {}));
  stand.client.live.open();
  await stand.machine.pass(11_000);
  assert.deepEqual([stand.machine.sockets.length, stand.machine.sockets[0]?.isClosed], [2, true]);
});

test("a token that is refused is renewed; a session that has ended closes for good", async () => {
  const { machine, client, socket } = await listening();
  socket().onclose?.({ code: 4401 });
  await machine.pass(1000);
  assert.deepEqual([machine.asked(REFRESH).length, machine.sockets.length], [1, 2]);
  const ended: unknown[] = [];
  client.onSessionEnded((why) => ended.push(why));
  machine.answering = () => answer(400, { status: 400 });
  socket().onclose?.({ code: 4401 });
  await machine.pass(10 * MINUTE);
  assert.deepEqual([client.live.state, ended.length, machine.sockets.length], ["closed", 1, 2]);
});

test("logging out closes the socket, and nothing opens it again", async () => {
  const { machine, client, socket, heard } = await listening();
  const former = socket();
  await client.auth.logOut();
  former.says({ event: "transaction:new", seq: 11 });
  await machine.pass(10 * MINUTE);
  assert.deepEqual([former.isClosed, client.live.state, machine.sockets.length, heard], [true, "closed", 1, []]);
});

test("who logs in gets a socket of their own", async () => {
  const { machine, client, socket } = await listening();
  const former = socket();
  await client.auth.logIn("ben@example.org", "x");
  await machine.pass(0);
  assert.deepEqual([former.isClosed, machine.sockets.length, client.live.seq], [true, 2, null]);
});

test("a listener that fails keeps nobody else from hearing", async () => {
  const stand = await loggedIn(() => answer(200, {}));
  stand.client.live.on("*", () => {
    throw new Error("of the app");
  });
  const heard = hears(stand.client);
  stand.client.live.open();
  await stand.machine.pass(0);
  stand.machine.sockets[0]?.letIn(1);
  stand.machine.sockets[0]?.says({ event: "message:new", seq: 2 });
  stand.machine.sockets[0]?.says("no frame" as unknown as Record<string, unknown>);
  assert.deepEqual(heard, ["message:new 2"]);
  await assert.rejects(stand.machine.pass(1), /of the app/);
});
