import { at } from "./errors.js";
import type { Platform, SocketLike } from "./platform.js";

/** `{v, seq, event, at, data}`. What is true only for the moment has no `seq`, a `resync` no `at`. */
export interface Frame {
  readonly event: string;
  readonly seq: number | null;
  readonly at: string | null;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface ConnectionSettings {
  readonly url: string;
  /** Milliseconds a socket may take until it is ready, and a pong may take. */
  readonly patience: number;
  /** Milliseconds of silence after which it is asked whether it is still there. */
  readonly pingEvery: number;
}

export interface ConnectionEvents {
  /** Let in: `hello` may be said. */
  in(): void;
  /** The answer to hello: `ready`, or `resync` for who has missed something. */
  settled(frame: Frame, said: number | null): void;
  frame(frame: Frame): void;
  /** Heard once, however it ended; the code is 0 where the other end did not say one. */
  gone(code: number): void;
}

const LEFT = 1000;

export function frameOf(text: unknown): Frame | null {
  if (typeof text !== "string") return null;
  let said: unknown;
  try {
    said = JSON.parse(text);
  } catch {
    return null;
  }
  const event = at(said, "event");
  const seq = at(said, "seq");
  const when = at(said, "at");
  if (typeof event !== "string") return null;
  return {
    event,
    seq: typeof seq === "number" ? seq : null,
    at: typeof when === "string" ? when : null,
    data: (at(said, "data") ?? {}) as Frame["data"],
  };
}

/** One socket, from its opening to its end: token first, pings while it is silent. */
export class Connection {
  private readonly socket: SocketLike;
  private callOff: () => void = () => undefined;
  private isGone = false;
  private said: number | null = null;

  constructor(
    private readonly platform: Platform,
    private readonly settings: ConnectionSettings,
    token: string,
    private readonly events: ConnectionEvents,
  ) {
    this.socket = platform.openSocket(settings.url);
    this.socket.onopen = () => this.say({ type: "authenticate", token });
    this.socket.onmessage = ({ data }) => this.hear(frameOf(data));
    this.socket.onerror = () => this.end(0);
    this.socket.onclose = ({ code }) => this.end(code);
    this.giveUpAfterPatience();
  }

  /** False where it is gone. */
  say(frame: Readonly<Record<string, unknown>>): boolean {
    if (this.isGone) return false;
    try {
      this.socket.send(JSON.stringify(frame));
    } catch {
      this.end(0);
    }
    return !this.isGone;
  }

  /** Says the last number seen; the answer tells whether anything was missed. */
  hello(seq: number | null): void {
    this.said = seq;
    this.say({ type: "hello", seq });
  }

  /** Asks whether the other end is still there; without an answer it is gone. */
  check(): void {
    this.giveUpAfterPatience();
    this.say({ type: "ping" });
  }

  close(): void {
    this.end(LEFT);
  }

  private hear(frame: Frame | null): void {
    if (frame === null || this.isGone) return;
    if (frame.event === "authenticated") {
      this.events.in();
      return;
    }
    this.pingAfterSilence();
    const isAnswer = frame.event === "ready" || frame.event === "resync";
    if (isAnswer) this.events.settled(frame, this.said);
    else if (frame.event !== "pong") this.events.frame(frame);
  }

  private pingAfterSilence(): void {
    this.callOff();
    this.callOff = this.platform.after(this.settings.pingEvery, () => this.check());
  }

  private giveUpAfterPatience(): void {
    this.callOff();
    this.callOff = this.platform.after(this.settings.patience, () => this.end(0));
  }

  private end(code: number): void {
    if (this.isGone) return;
    this.isGone = true;
    this.callOff();
    try {
      this.socket.close(LEFT);
    } catch {
      // It never opened.
    }
    this.events.gone(code);
  }
}
