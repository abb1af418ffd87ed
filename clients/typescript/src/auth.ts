import { ApiError, TuppenceError, at, flowsIn } from "./errors.js";
import { Listeners } from "./listeners.js";
import type { Platform } from "./platform.js";
import type { Pair, Session, Tokens } from "./session.js";
import type { Call, Wire } from "./wire.js";

const ROOT = "/_allauth/app/v1/";

/** Logged in, or what is still asked: `mfa_authenticate`, `verify_email`… (docs of django-allauth, headless). */
export type LogIn =
  | { readonly status: "in"; readonly person: string }
  | { readonly status: "pending"; readonly flows: readonly string[] };

export interface SignUp {
  readonly email: string;
  readonly password: string;
  /** Further fields of the sign-up form: name, currency, time_zone… */
  readonly [field: string]: unknown;
}

export interface AuthSettings {
  readonly baseUrl: string;
  readonly timeout: number;
  readonly headers: Readonly<Record<string, string>>;
}

/** The pair of tokens in an answer of the log-in API; null where there is none. */
function pairIn(holder: unknown): Pair | null {
  const access = at(holder, "access_token");
  const refresh = at(holder, "refresh_token");
  return typeof access === "string" && typeof refresh === "string" ? { access, refresh } : null;
}

/** The refresh token goes out once more where no answer came: a used one is refused, and nothing else is worse. */
export async function exchange(wire: Wire, settings: AuthSettings, refresh: string): Promise<Pair> {
  const body = JSON.stringify({ refresh_token: refresh });
  const answer = await wire.send(callOf(settings, "POST", "tokens/refresh", body, {}, true));
  const pair = pairIn(at(await answer.json(), "data"));
  if (pair === null) throw new TuppenceError("The server renewed no tokens.");
  return pair;
}

function callOf(
  { baseUrl, timeout, headers }: AuthSettings,
  method: string,
  path: string,
  body: string | undefined,
  more: Record<string, string>,
  mayRepeat: boolean,
): Call {
  const type: Record<string, string> = body === undefined ? {} : { "Content-Type": "application/json" };
  const url = `${baseUrl}${ROOT}${path}`;
  return { method, url, headers: { ...headers, ...type, ...more }, body, mayRepeat, timeout };
}

/** Logging in, step by step, and out. What is rarer (passkeys, addresses, proofs) is under `api`, as all is. */
export class Auth {
  private readonly began: Listeners<[Tokens]>;
  private readonly left: Listeners<[]>;
  /** Names the log-in that waits for its next step. */
  private pending: string | null = null;

  constructor(
    private readonly platform: Platform,
    private readonly wire: Wire,
    private readonly session: Session,
    private readonly settings: AuthSettings,
  ) {
    this.began = new Listeners(platform);
    this.left = new Listeners(platform);
  }

  logIn(email: string, password: string): Promise<LogIn> {
    return this.step("auth/login", { email, password });
  }

  signUp(given: SignUp): Promise<LogIn> {
    return this.step("auth/signup", { ...given });
  }

  /** The second step, after `mfa_authenticate`: a code of the authenticator app or a recovery code. */
  secondFactor(code: string): Promise<LogIn> {
    return this.goOn("auth/2fa/authenticate", { code });
  }

  /** The step after `verify_email`: the key that was mailed. */
  verifyEmail(key: string): Promise<LogIn> {
    return this.goOn("auth/email/verify", { key });
  }

  /** A token of another service (`auth/provider/token`). */
  withProvider(provider: string, token: Readonly<Record<string, string>>): Promise<LogIn> {
    return this.step("auth/provider/token", { provider, process: "login", token });
  }

  /** Null when nobody is logged in. Asks the store alone. */
  async person(): Promise<string | null> {
    return (await this.session.tokens())?.person ?? null;
  }

  /**
   * Forgets who was logged in, always. True where the server could be told and has ended the session with its devices;
   * false where it was away: it ends by itself when its refresh token expires.
   */
  async logOut(): Promise<boolean> {
    const tokens = await this.session.tokens();
    await this.session.end();
    this.left.tell();
    if (tokens === null) return false;
    try {
      const isOld = tokens.expiresAt <= this.platform.now();
      const { access } = isOld ? await exchange(this.wire, this.settings, tokens.refresh) : tokens;
      const name = { Authorization: `Bearer ${access}` };
      await this.wire.send(callOf(this.settings, "DELETE", "auth/session", undefined, name, false));
    } catch (error) {
      // 401 is the log-in API's word for 'logged out'.
      return error instanceof ApiError && error.status === 401;
    }
    return true;
  }

  onLogIn(listener: (tokens: Tokens) => void): () => void {
    return this.began.add(listener);
  }

  onLogOut(listener: () => void): () => void {
    return this.left.add(listener);
  }

  private goOn(path: string, given: Record<string, unknown>): Promise<LogIn> {
    return this.step(path, given, this.pending === null ? {} : { "X-Session-Token": this.pending });
  }

  private async step(path: string, given: object, name: Record<string, string> = {}): Promise<LogIn> {
    try {
      const call = callOf(this.settings, "POST", path, JSON.stringify(given), name, false);
      const answer = await (await this.wire.send(call)).json();
      const pair = pairIn(at(answer, "meta"));
      if (pair === null) throw new TuppenceError("The server logged in and gave no tokens.");
      this.pending = null;
      const tokens = await this.session.begin(pair);
      this.began.tell(tokens);
      return { status: "in", person: tokens.person };
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 401) throw error;
      const token = at(at(error.answer, "meta"), "session_token");
      this.pending = typeof token === "string" ? token : this.pending;
      return { status: "pending", flows: flowsIn(error.answer) };
    }
  }
}
