import { ApiError, SessionEnded, at } from "./errors.js";
import { Listeners } from "./listeners.js";
import type { Platform } from "./platform.js";
import { Kept, type Store } from "./store.js";
import { sleep } from "./waiting.js";

export interface Tokens {
  readonly access: string;
  readonly refresh: string;
  /** The id of who is logged in. */
  readonly person: string;
  /** Milliseconds by this machine's clock: when it came and how long it lives, whatever the server's clock says. */
  readonly expiresAt: number;
}

export interface Pair {
  readonly access: string;
  readonly refresh: string;
}

interface Needed {
  readonly life?: number;
  /** Nobody else will do. */
  readonly person?: string | undefined;
  readonly refused?: string | undefined;
}

/** Milliseconds an access token must still live to be sent. */
const LEAST_LIFE = 30_000;
/** Milliseconds in which another window has stored what it got. */
const OTHERS_NEED = 1000;
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** The claims of a token, unverified: the server is who believes it. */
export function claimsOf(token: string): { sub: string; life: number } {
  const payload = token.split(".")[1] ?? "";
  let bits = 0;
  let count = 0;
  let escaped = "";
  for (const letter of payload) {
    bits = (bits << 6) | ALPHABET.indexOf(letter);
    count += 6;
    if (count >= 8) {
      count -= 8;
      escaped += `%${((bits >> count) & 255).toString(16).padStart(2, "0")}`;
    }
    bits &= 65535;
  }
  const claims = JSON.parse(decodeURIComponent(escaped)) as unknown;
  return { sub: String(at(claims, "sub")), life: (Number(at(claims, "exp")) - Number(at(claims, "iat"))) * 1000 };
}

/**
 * Who is logged in: the tokens, kept in the app's store, and renewed in one flight however many calls wait for it.
 *
 * A refresh token works once. Where its answer was lost on the way, the next try is refused and the session is over; no
 * client can tell the two apart.
 */
export class Session {
  private readonly kept: Kept<Tokens | null>;
  private readonly ended: Listeners<[SessionEnded]>;
  private flight: Promise<Tokens> | null = null;
  /** What the store holds, as far as is known; undefined before it was asked. A keychain takes its time. */
  private known: Tokens | null | undefined;
  private isLeft = false;

  constructor(
    private readonly platform: Platform,
    store: Store,
    key: string,
    private readonly exchange: (refresh: string) => Promise<Pair>,
  ) {
    this.kept = new Kept<Tokens | null>(store, key, null);
    this.ended = new Listeners(platform);
  }

  async tokens(): Promise<Tokens | null> {
    if (this.known !== undefined) return this.known;
    const read = await this.kept.read();
    // Somebody may have logged in while the store was read.
    if (this.known === undefined) this.known = read;
    return this.known;
  }

  async begin(pair: Pair): Promise<Tokens> {
    const { sub, life } = claimsOf(pair.access);
    const tokens = { ...pair, person: sub, expiresAt: this.platform.now() + life };
    this.isLeft = false;
    await this.change(() => tokens);
    return tokens;
  }

  /** Forgets the tokens; nobody is told, since somebody meant it. */
  async end(): Promise<void> {
    this.isLeft = true;
    await this.change(() => null);
    await this.kept.clear();
  }

  /** Heard once for each session that the server ended. */
  onEnded(listener: (why: SessionEnded) => void): () => void {
    return this.ended.add(listener);
  }

  /**
   * Tokens that live at least so many milliseconds from now, and whose access token is not the one just `refused`.
   * Raises SessionEnded; NetworkDown and the like where they had to be renewed and could not, and the session goes on.
   */
  async fresh({ life = LEAST_LIFE, person, refused }: Needed = {}): Promise<Tokens> {
    const tokens = await this.tokens();
    if (tokens === null || (person !== undefined && tokens.person !== person)) throw new SessionEnded();
    const isGood = (each: Tokens): boolean =>
      each.access !== refused && each.expiresAt - this.platform.now() >= life;
    if (isGood(tokens)) return tokens;
    this.flight ??= this.renewed(tokens, isGood).finally(() => {
      this.flight = null;
    });
    return this.flight;
  }

  /** By another window on the same store, or else by us. */
  private async renewed(old: Tokens, isGood: (tokens: Tokens) => boolean): Promise<Tokens> {
    const now = await this.change((kept) => kept);
    if (now?.person !== old.person) throw this.over(now);
    return isGood(now) ? now : this.renew(now);
  }

  /** What is known changes where it is the store's turn, so that a renewal on its way undoes no log-out. */
  private change(change: (kept: Tokens | null) => Tokens | null): Promise<Tokens | null> {
    return this.kept.change((kept) => (this.known = change(kept)));
  }

  private async renew(old: Tokens): Promise<Tokens> {
    try {
      const pair = await this.exchange(old.refresh);
      const { sub, life } = claimsOf(pair.access);
      const tokens = { ...pair, person: sub, expiresAt: this.platform.now() + life };
      // Whoever logged out or in meanwhile has the last word.
      const now = await this.change((kept) => (kept?.refresh === old.refresh ? tokens : kept));
      if (now?.person !== old.person) throw this.over(now);
      return now;
    } catch (error) {
      if (!(error instanceof ApiError) || (error.status !== 400 && error.status !== 401)) throw error;
      return this.lost(old);
    }
  }

  /** The refresh token was refused. Another window on the same store may have used it a moment before. */
  private async lost(old: Tokens): Promise<Tokens> {
    await sleep(this.platform, OTHERS_NEED);
    const now = await this.change((kept) => (kept?.refresh === old.refresh ? null : kept));
    if (now?.person !== old.person) throw this.over(now);
    return now;
  }

  private over(now: Tokens | null): SessionEnded {
    const ended = new SessionEnded();
    if (now === null && !this.isLeft) this.ended.tell(ended);
    return ended;
  }
}
