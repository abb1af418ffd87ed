// A machine and a server of make-believe: time passes when the test says so, and nothing is sent anywhere.

import type { AnswerLike, Platform, Sending, SocketLike } from "tuppence-client";

export type Answering = (url: string, sending: Sending) => AnswerLike | Promise<AnswerLike>;

export function answer(status: number, body?: unknown, headers: Record<string, string> = {}): AnswerLike {
  const text = body === undefined ? "" : typeof body === "string" ? body : JSON.stringify(body);
  const told = new Headers({ "Content-Type": "application/json", ...headers });
  return {
    ok: status >= 200 && status < 300,
    status,
    headers: told,
    text: () => Promise.resolve(text),
    arrayBuffer: () => Promise.resolve(new TextEncoder().encode(text).buffer as ArrayBuffer),
  };
}

export function refusal(status: number, code: string, attr: string | null = null, headers?: Record<string, string>) {
  return answer(status, { type: "client_error", errors: [{ code, detail: code, attr }] }, headers);
}

/** A token as the server makes it, for fifteen minutes of a clock that nobody else has. */
export function token(name: string, person = "ana", iat = 5_000_000): string {
  const claims = { sub: person, iat, exp: iat + 900, jti: name, name: "Zoë" };
  return `head.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.sign`;
}

export class FakeSocket implements SocketLike {
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  onerror: (() => void) | null = null;
  readonly said: Record<string, unknown>[] = [];
  isClosed = false;

  send(text: string): void {
    this.said.push(JSON.parse(text) as Record<string, unknown>);
  }

  close(): void {
    this.isClosed = true;
  }

  says(frame: Record<string, unknown>): void {
    this.onmessage?.({ data: JSON.stringify({ v: 1, ...frame }) });
  }

  /** Up to the answer to hello. */
  letIn(seq: number, event = "ready"): void {
    this.onopen?.();
    this.says({ event: "authenticated" });
    this.says({ event, seq, data: { lists: ["transactions"] } });
  }
}

export class Machine implements Platform {
  clock = 0;
  readonly requests: { url: string; path: string; sending: Sending }[] = [];
  readonly sockets: FakeSocket[] = [];
  private timers: { at: number; act: () => void }[] = [];
  private made = 0;
  answering: Answering = () => answer(200, {});

  async fetch(url: string, sending: Sending): Promise<AnswerLike> {
    this.requests.push({ url, path: new URL(url).pathname, sending });
    return this.answering(url, sending);
  }

  openSocket(): SocketLike {
    const socket = new FakeSocket();
    this.sockets.push(socket);
    return socket;
  }

  newAbort = (): AbortController => new AbortController();
  newForm = (): FormData => new FormData();
  now = (): number => this.clock;
  random = (): number => 1;
  uuid = (): string => `key-${(this.made += 1)}`;

  after(milliseconds: number, act: () => void): () => void {
    const timer = { at: this.clock + milliseconds, act };
    this.timers.push(timer);
    return () => void (this.timers = this.timers.filter((each) => each !== timer));
  }

  /** Lets so many milliseconds pass, and everything happen that was to happen in them. */
  async pass(milliseconds: number): Promise<void> {
    const end = this.clock + milliseconds;
    for (;;) {
      await settled();
      const due = this.timers.filter((each) => each.at <= end).sort((one, other) => one.at - other.at)[0];
      if (due === undefined) break;
      this.timers = this.timers.filter((each) => each !== due);
      this.clock = Math.max(this.clock, due.at);
      due.act();
    }
    this.clock = end;
    await settled();
  }

  asked(path: string): Sending[] {
    return this.requests.filter((each) => each.path === path).map((each) => each.sending);
  }
}

/** What was promised and needs no time has happened. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
