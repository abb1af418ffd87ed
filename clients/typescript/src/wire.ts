import { Aborted, ApiError, NetworkDown, Throttled, TimedOut, TuppenceError, Unavailable, errorOf } from "./errors.js";
import type { AbortSignalLike, AnswerLike, Body, HeadersLike, Platform, Sending } from "./platform.js";
import { type BackOff, sleep, waitAfter } from "./waiting.js";

export interface Retries extends BackOff {
  /** How often a call is sent at most, the first time included. */
  readonly attempts: number;
  /** Seconds; a server that says Retry-After with more is not waited for. */
  readonly longestRetryAfter: number;
}

export interface Call {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Body | undefined;
  /** Whether sending it twice does what sending it once does. */
  readonly mayRepeat: boolean;
  /** Milliseconds for one try, its answer's body included. */
  readonly timeout: number;
  readonly signal?: AbortSignalLike | undefined;
  /** Read the answer as bytes instead of text. */
  readonly asBytes?: boolean;
  /** In whose name alone it may go out. */
  readonly person?: string | undefined;
}

/** An answer of 2xx, read to its end. It has what openapi-fetch asks of a Response. */
export class Answer {
  readonly ok = true;
  readonly body = null;

  constructor(
    readonly status: number,
    readonly headers: HeadersLike,
    private readonly read: string | ArrayBuffer,
  ) {}

  async text(): Promise<string> {
    return typeof this.read === "string" ? this.read : "";
  }

  async json(): Promise<unknown> {
    return JSON.parse(await this.text()) as unknown;
  }

  async arrayBuffer(): Promise<ArrayBuffer> {
    return typeof this.read === "string" ? new ArrayBuffer(0) : this.read;
  }
}

/** What a later try of the same call may mend. */
export function isPassing(error: unknown): error is TuppenceError {
  if (error instanceof ApiError) return error instanceof Throttled || [502, 503, 504].includes(error.status);
  return error instanceof NetworkDown;
}

/** One call to the server: a time-out, what failed as a typed error, and further tries where they do no harm. */
export class Wire {
  constructor(
    private readonly platform: Platform,
    private readonly retries: Retries,
  ) {}

  /** Raises ApiError for every answer but 2xx, NetworkDown where none came, Aborted where the signal said so. */
  async send(call: Call): Promise<Answer> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.sendOnce(call);
      } catch (error) {
        const wait = call.mayRepeat && tries < this.retries.attempts ? this.waitFor(error, tries) : null;
        if (wait === null) throw error;
        await sleep(this.platform, wait, call.signal);
      }
    }
  }

  /** Milliseconds before the next try; null where there should be none. */
  private waitFor(error: unknown, tries: number): number | null {
    if (!isPassing(error)) return null;
    const own = waitAfter(tries, this.retries, this.platform.random());
    const said = error instanceof Throttled || error instanceof Unavailable ? error.retryAfter : null;
    if (said === null) return own;
    return said > this.retries.longestRetryAfter ? null : Math.max(own, said * 1000);
  }

  private async sendOnce(call: Call): Promise<Answer> {
    if (call.signal?.aborted) throw new Aborted("Called off.");
    const abort = this.platform.newAbort();
    let isLate = false;
    const forget = this.platform.after(call.timeout, () => {
      isLate = true;
      abort.abort();
    });
    const stop = (): void => abort.abort();
    call.signal?.addEventListener("abort", stop);
    try {
      const sending: Sending = { method: call.method, headers: { ...call.headers }, signal: abort.signal };
      if (call.body !== undefined) sending.body = call.body;
      return await answered(await this.platform.fetch(call.url, sending), call.asBytes ?? false);
    } catch (error) {
      if (error instanceof TuppenceError) throw error;
      if (call.signal?.aborted) throw new Aborted("Called off.");
      if (isLate) throw new TimedOut(`No answer within ${call.timeout} ms.`, { cause: error });
      throw new NetworkDown("The server cannot be reached.", { cause: error });
    } finally {
      forget();
      call.signal?.removeEventListener("abort", stop);
    }
  }
}

async function answered(answer: AnswerLike, asBytes: boolean): Promise<Answer> {
  if (!answer.ok) throw errorOf(answer.status, answer.headers, await answer.text());
  if (asBytes) return new Answer(answer.status, answer.headers, await answer.arrayBuffer());
  const text = await answer.text();
  // The page of a hotel's network, say: it answers 200 to everything.
  if (text !== "" && !(answer.headers.get("Content-Type") ?? "").includes("json")) {
    throw new NetworkDown("Something else than the server has answered.");
  }
  return new Answer(answer.status, answer.headers, text);
}
