import type { AnswerOf, Api, Options, PathOf, paths } from "./api.js";
import { ApiError, SessionEnded, Throttled, Unavailable } from "./errors.js";
import { Listeners } from "./listeners.js";
import type { Platform } from "./platform.js";
import type { Session } from "./session.js";
import { Kept, type Store } from "./store.js";
import { type BackOff, waitAfter } from "./waiting.js";

type TakesKey<Operation> = Operation extends { parameters: { header?: { "Idempotency-Key"?: string } } } ? true : false;

/** POSTs that an Idempotency-Key makes happen once: what may be written while the server is away. */
export type PathOfOutbox = {
  [Path in PathOf<"post">]: TakesKey<paths[Path]["post"]> extends true ? Path : never;
}[PathOf<"post">];

/** A write that waits for the server. */
export interface Waiting {
  /** Its Idempotency-Key, for as long as it waits. */
  readonly key: string;
  /** Whose write it is: it goes out in nobody else's name. */
  readonly person: string;
  readonly path: string;
  readonly options: { readonly body?: unknown; readonly params?: unknown };
  /** Milliseconds since 1970, by this machine's clock. */
  readonly recordedAt: number;
  /** When it was first sent to a server that answered; null before that. */
  readonly sentAt: number | null;
  /** How often the server failed over it (500). */
  readonly faults: number;
}

/** A write that will not go out: kept until the app says `forget`. */
export interface Refused extends Waiting {
  /** `doubtful`: it was sent more than a day ago and no answer came, so the server may or may not have it. */
  readonly why: "refused" | "fault" | "doubtful";
  readonly status: number | null;
  readonly answer: unknown;
}

export interface OutboxSettings extends BackOff {
  /** Resolves once the socket is there to hear what will be sent, or has had its time. */
  readonly prepared: () => Promise<void>;
  /** Whether the server answers at all. */
  readonly answers: () => Promise<boolean>;
}

interface Contents {
  readonly waiting: readonly Waiting[];
  readonly refused: readonly Refused[];
}

/** The server forgets a key after 24 hours. */
const KEY_LIVES = 23 * 3_600_000;
const MOST_FAULTS = 3;

/**
 * Writes recorded while the server is away. They outlive the app, and go out in order, each with the key it was born
 * with, as soon as the server answers. What is refused is kept for the app to show; nothing is dropped.
 */
export class Outbox {
  private readonly kept: Kept<Contents>;
  private readonly wentOut: Listeners<[Waiting, unknown]>;
  private readonly cameBack: Listeners<[Refused]>;
  private flight: Promise<void> | null = null;
  private isAskedAgain = false;
  private isResting = false;
  private tries = 0;
  /** Ends the time the server is left alone, whoever records something meanwhile; null where it is not. */
  private callOffPause: (() => void) | null = null;
  private callOff: (() => void) | null = null;

  constructor(
    private readonly platform: Platform,
    store: Store,
    key: string,
    private readonly session: Session,
    private readonly api: Api,
    private readonly settings: OutboxSettings,
  ) {
    this.kept = new Kept<Contents>(store, key, { waiting: [], refused: [] });
    this.wentOut = new Listeners(platform);
    this.cameBack = new Listeners(platform);
  }

  /**
   * Keeps a write and begins to send what waits. It is safe once this resolves; `onSent` or `onRefused` says what
   * became of it. Raises SessionEnded where nobody is logged in.
   */
  async record<Path extends PathOfOutbox>(path: Path, options: Options<Path, "post">): Promise<Waiting> {
    const tokens = await this.session.tokens();
    if (tokens === null) throw new SessionEnded();
    const { body, params } = options as { body?: unknown; params?: unknown };
    const entry: Waiting = {
      key: this.platform.uuid(),
      person: tokens.person,
      path,
      options: { ...(body === undefined ? {} : { body }), ...(params === undefined ? {} : { params }) },
      recordedAt: this.platform.now(),
      sentAt: null,
      faults: 0,
    };
    await this.kept.change((contents) => ({ ...contents, waiting: [...contents.waiting, entry] }));
    void this.send();
    return entry;
  }

  /** Oldest first; those of who is logged in. */
  async waiting(): Promise<readonly Waiting[]> {
    return this.ofPerson((await this.kept.read()).waiting);
  }

  async refused(): Promise<readonly Refused[]> {
    return this.ofPerson((await this.kept.read()).refused);
  }

  /** Drops a refused write: somebody has seen it. */
  async forget(key: string): Promise<void> {
    await this.kept.change((contents) => ({ ...contents, refused: without(contents.refused, key) }));
  }

  /** With what the server answered. After a restart of the app it may be heard a second time, with the same answer. */
  onSent(listener: (entry: Waiting, answer: unknown) => void): () => void {
    return this.wentOut.add(listener);
  }

  onRefused(listener: (entry: Refused) => void): () => void {
    return this.cameBack.add(listener);
  }

  /** Sends what waits, now. Resolves when nothing waits any more, or it must be tried later; that it does by itself. */
  send(): Promise<void> {
    this.isResting = false;
    return this.go();
  }

  /** Tries no more until `send` or `record` is called. */
  rest(): void {
    this.isResting = true;
    this.callOff?.();
    this.callOff = null;
    this.callOffPause?.();
    this.callOffPause = null;
    this.tries = 0;
  }

  private go(): Promise<void> {
    this.isAskedAgain = true;
    this.flight ??= this.run().finally(() => {
      this.flight = null;
    });
    return this.flight;
  }

  private async run(): Promise<void> {
    this.callOff?.();
    this.callOff = null;
    while (this.isAskedAgain) {
      this.isAskedAgain = false;
      if (await this.isDone().catch(() => false)) this.tries = 0;
      else this.tryLater();
    }
  }

  /** Nothing waits any more. Also false where the app's store failed; that is tried again like the rest. */
  private async isDone(): Promise<boolean> {
    if ((await this.waiting()).length === 0) return true;
    if (this.callOffPause !== null) return false;
    await this.settings.prepared();
    return (await this.settings.answers()) && (await this.sendAll());
  }

  private tryLater(): void {
    if (this.isResting || this.callOffPause !== null) return;
    this.tries += 1;
    this.callOff?.();
    const wait = waitAfter(this.tries, this.settings, this.platform.random());
    this.callOff = this.platform.after(wait, () => void this.go());
  }

  private pause(milliseconds: number): void {
    this.callOffPause?.();
    this.callOffPause = this.platform.after(milliseconds, () => {
      this.callOffPause = null;
      void this.go();
    });
  }

  /** False where it must be tried again later. */
  private async sendAll(): Promise<boolean> {
    for (;;) {
      const entry = (await this.waiting())[0];
      if (entry === undefined) return true;
      if (entry.sentAt !== null && this.platform.now() - entry.sentAt > KEY_LIVES) {
        await this.takeBack(entry, "doubtful", null);
      } else if (!(await this.sendOne(entry))) {
        return false;
      }
    }
  }

  private async sendOne(entry: Waiting): Promise<boolean> {
    await this.replace({ ...entry, sentAt: entry.sentAt ?? this.platform.now() });
    try {
      const { key, person } = entry;
      const options = { ...entry.options, idempotencyKey: key, person, retry: false };
      const answer = await this.api.call<unknown>("POST", entry.path, options);
      await this.kept.change((contents) => ({ ...contents, waiting: without(contents.waiting, entry.key) }));
      this.wentOut.tell(entry, answer);
      return true;
    } catch (error) {
      return this.failed(entry, error);
    }
  }

  /** True where the ones behind it may go on. */
  private async failed(entry: Waiting, error: unknown): Promise<boolean> {
    // Logged out; a network's own page; or no answer: it is not the write that is wrong.
    if (!(error instanceof ApiError) || error.problems.length === 0) return false;
    if (error.status === 401) return false;
    if (error instanceof Throttled || error instanceof Unavailable) {
      this.pause(1000 * (error.retryAfter ?? 1));
      return false;
    }
    if (error.status < 500) {
      await this.takeBack(entry, "refused", error);
      return true;
    }
    const faults = entry.faults + 1;
    if (faults >= MOST_FAULTS) {
      await this.takeBack({ ...entry, faults }, "fault", error);
      return true;
    }
    this.pause(waitAfter(faults, this.settings, 1));
    await this.replace({ ...entry, sentAt: entry.sentAt ?? this.platform.now(), faults });
    return false;
  }

  private async takeBack(entry: Waiting, why: Refused["why"], error: ApiError | null): Promise<void> {
    const refused: Refused = { ...entry, why, status: error?.status ?? null, answer: error?.answer ?? null };
    await this.kept.change((contents) => ({
      waiting: without(contents.waiting, entry.key),
      refused: [...contents.refused, refused],
    }));
    this.cameBack.tell(refused);
  }

  private async replace(entry: Waiting): Promise<void> {
    await this.kept.change((contents) => ({
      ...contents,
      waiting: contents.waiting.map((each) => (each.key === entry.key ? entry : each)),
    }));
  }

  private async ofPerson<Entry extends Waiting>(entries: readonly Entry[]): Promise<readonly Entry[]> {
    const person = (await this.session.tokens())?.person;
    return entries.filter((each) => each.person === person);
  }
}

function without<Entry extends Waiting>(entries: readonly Entry[], key: string): Entry[] {
  return entries.filter((each) => each.key !== key);
}

export type SentAnswer<Path extends PathOfOutbox> = AnswerOf<Path, "post">;
