import { Connection, type ConnectionSettings, type Frame } from "./connection.js";
import { SessionEnded } from "./errors.js";
import { Listeners } from "./listeners.js";
import type { Platform } from "./platform.js";
import { Sequence } from "./sequence.js";
import type { Session, Tokens } from "./session.js";
import { type BackOff, waitAfter } from "./waiting.js";

export type LiveState = "closed" | "connecting" | "ready";

export interface LiveSettings extends ConnectionSettings, BackOff {
  /** Milliseconds before its token expires that a socket is followed by one with a new token. */
  readonly renewBefore: number;
  /** Milliseconds a frame that was overtaken may take; then the server is asked what was missed. */
  readonly gapPatience: number;
}

/** Of a socket that was refused its token. */
const NOT_LOGGED_IN = 4401;
/** Milliseconds: a timer that fires to the moment must find its token too old. */
const LEAST_GAIN = 1000;

/**
 * What happens, as it happens: one socket, opened again whenever it goes. Each numbered frame is delivered once, in the
 * order it came. Who was away hears `resync`, whose `data.lists` names the lists to fetch again.
 */
export class Live {
  private readonly heard: Listeners<[Frame]>;
  private readonly stated: Listeners<[LiveState]>;
  private sequence = new Sequence();
  private wanted = false;
  private current: Connection | null = null;
  /** The socket that is not ready yet; beside the current one while it follows it. */
  private next: Connection | null = null;
  private state_: LiveState = "closed";
  private tries = 0;
  /** Rises with each `open` and `close`, so that what was begun before does nothing after. */
  private turn = 0;
  private callOffReconnect: () => void = () => undefined;
  private callOffRenewal: () => void = () => undefined;
  private callOffGap: () => void = () => undefined;
  private refused: string | undefined;

  constructor(
    private readonly platform: Platform,
    private readonly session: Session,
    private readonly settings: LiveSettings,
  ) {
    this.heard = new Listeners(platform);
    this.stated = new Listeners(platform);
  }

  get state(): LiveState {
    return this.state_;
  }

  /** The last number seen, to be handed to `open` when the app starts again over lists it has kept. */
  get seq(): number | null {
    return this.sequence.last;
  }

  /** `since`: where lists were kept that were read then; what was missed is said as `resync`. */
  open({ since = null }: { since?: number | null } = {}): void {
    if (this.wanted) return;
    this.wanted = true;
    this.turn += 1;
    this.tries = 0;
    this.sequence = new Sequence(since);
    this.become("connecting");
    void this.connect();
  }

  close(): void {
    if (!this.wanted) return;
    this.wanted = false;
    this.turn += 1;
    this.callOffReconnect();
    this.callOffRenewal();
    this.callOffGap();
    this.current?.close();
    this.next?.close();
    this.current = null;
    this.next = null;
    this.become("closed");
  }

  /** The network is back, the app is in front again: waits are cut short, and a socket must show that it is alive. */
  hurry(): void {
    if (!this.wanted) return;
    if (this.state_ === "ready") this.current?.check();
    if (this.state_ === "ready" || this.next !== null) return;
    this.callOffReconnect();
    this.tries = 0;
    void this.connect();
  }

  /** Every frame, or those of one event: `message:new`, `import:done`, `resync`… Returns what ends it. */
  on(event: string, listener: (frame: Frame) => void): () => void {
    return this.heard.add((frame) => {
      if (event === "*" || frame.event === event) listener(frame);
    });
  }

  onState(listener: (state: LiveState) => void): () => void {
    return this.stated.add(listener);
  }

  /** Says something itself, such as `{type: "presence"}`. False where the socket is not ready; nothing waits for it. */
  say(frame: Readonly<Record<string, unknown>>): boolean {
    return this.state_ === "ready" && (this.current?.say(frame) ?? false);
  }

  /** Resolves once it is ready; at once where nobody opened it; after so many milliseconds anyway. */
  async settled(patience: number): Promise<void> {
    if (!this.wanted || this.state_ === "ready") return;
    this.hurry();
    await new Promise<void>((resolve) => {
      const callOff = this.platform.after(patience, resolve);
      const forget = this.onState((state) => {
        if (state === "connecting") return;
        callOff();
        forget();
        resolve();
      });
    });
  }

  private become(state: LiveState): void {
    if (state === this.state_) return;
    this.state_ = state;
    this.stated.tell(state);
  }

  private async connect(): Promise<void> {
    const turn = this.turn;
    try {
      const life = this.settings.renewBefore + LEAST_GAIN;
      const tokens = await this.session.fresh({ life, refused: this.refused });
      if (turn !== this.turn || this.next !== null) return;
      this.refused = undefined;
      this.begin(tokens);
    } catch (error) {
      if (turn !== this.turn) return;
      if (error instanceof SessionEnded) this.close();
      else this.tryLater();
    }
  }

  private begin(tokens: Tokens): void {
    const connection: Connection = new Connection(this.platform, this.settings, tokens.access, {
      in: () => connection.hello(this.sequence.last),
      settled: (frame, said) => this.settle(connection, tokens, frame, said),
      frame: (frame) => this.deliver(connection, frame),
      gone: (code) => this.gone(connection, tokens, code),
    });
    this.next = connection;
  }

  private settle(connection: Connection, tokens: Tokens, frame: Frame, said: number | null): void {
    if (connection === this.next) {
      const former = this.current;
      this.current = connection;
      this.next = null;
      former?.close();
      this.tries = 0;
      this.callOffRenewal();
      const rest = tokens.expiresAt - this.platform.now() - this.settings.renewBefore;
      this.callOffRenewal = this.platform.after(Math.max(rest, LEAST_GAIN), () => void this.connect());
    }
    this.callOffGap();
    const isMissed = frame.event === "resync";
    if (frame.seq !== null) this.sequence.settle(said, frame.seq);
    if (isMissed) this.heard.tell(frame);
    this.become("ready");
  }

  private deliver(connection: Connection, frame: Frame): void {
    if (frame.seq === null) {
      // While one socket follows another both hear it, and no number tells that it is the same.
      if (connection === this.current) this.heard.tell(frame);
      return;
    }
    if (!this.sequence.take(frame.seq)) return;
    this.heard.tell(frame);
    this.callOffGap();
    if (!this.sequence.hasGap) return;
    this.callOffGap = this.platform.after(this.settings.gapPatience, () =>
      this.current?.hello(this.sequence.last),
    );
  }

  private gone(connection: Connection, tokens: Tokens, code: number): void {
    if (code === NOT_LOGGED_IN) this.refused = tokens.access;
    const isOurs = connection === this.current || connection === this.next;
    if (connection === this.current) this.current = null;
    if (connection === this.next) this.next = null;
    if (!this.wanted || !isOurs) return;
    if (this.current === null) this.become("connecting");
    if (this.next === null) this.tryLater();
  }

  private tryLater(): void {
    this.tries += 1;
    this.callOffReconnect();
    const wait = waitAfter(this.tries, this.settings, this.platform.random());
    this.callOffReconnect = this.platform.after(wait, () => void this.connect());
  }
}
