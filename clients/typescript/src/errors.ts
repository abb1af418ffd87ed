// What can go wrong, as classes: `error instanceof Conflict`. Codes are stable; `detail` is made for people.

import type { HeadersLike } from "./platform.js";

export interface Problem {
  readonly code: string;
  readonly detail: string;
  /** The field, parameter or header; null when it is none in particular. */
  readonly attr: string | null;
}

/** Everything this client throws is one of these, a mistake in a call of it aside. */
export class TuppenceError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** The server could not be reached, or its answer did not come. Whether a write arrived is not known. */
export class NetworkDown extends TuppenceError {}

/** No answer within the time-out. */
export class TimedOut extends NetworkDown {}

/** The caller's own signal called it off. */
export class Aborted extends TuppenceError {}

/** Nobody is logged in any more: refused, or logged out. Only a log-in leads on. */
export class SessionEnded extends TuppenceError {
  constructor(message = "The session has ended.") {
    super(message);
  }
}

/** The server answered, and refused. */
export class ApiError extends TuppenceError {
  constructor(
    readonly status: number,
    readonly problems: readonly Problem[],
    /** X-Request-ID of the answer; what the server's log has it under. */
    readonly requestId: string | null = null,
    /** The whole answer, as it came. */
    readonly answer: unknown = null,
  ) {
    super(problems[0]?.detail || `The server answered ${status}.`);
  }

  /** Of the first problem; empty where the answer was none of the API's. */
  get code(): string {
    return this.problems[0]?.code ?? "";
  }
}

/** 400: values were refused. */
export class ValidationFailed extends ApiError {
  /** Field: what is wrong with it. What concerns no field is under the empty name. */
  get fields(): Readonly<Record<string, readonly Problem[]>> {
    const found: Record<string, Problem[]> = {};
    for (const problem of this.problems) (found[problem.attr ?? ""] ??= []).push(problem);
    return found;
  }
}

/** 401 of the log-in API: who is logged in must prove it first, in one of these ways. */
export class ProofNeeded extends ApiError {
  get flows(): readonly string[] {
    return flowsIn(this.answer);
  }
}

/** 403: seen, but not yours to change. `code` is `reauthentication_required` where a proof would help. */
export class NotAllowed extends ApiError {}

/** 404: there is no such thing, or it is somebody else's. */
export class NotFound extends ApiError {}

/** 409: it has changed in the meantime, or is in use. */
export class Conflict extends ApiError {
  /** The thing as it stands now; null where the conflict is another one. */
  get current(): unknown {
    return at(this.answer, "current") ?? null;
  }
}

/** 429. */
export class Throttled extends ApiError {
  /** Seconds after which it may be tried again. */
  retryAfter = 1;
}

/** 502, 503, 504 and 507: what the server stands on has given way, and nothing was written. */
export class Unavailable extends ApiError {
  /** Seconds after which it may be tried again; null where the answer does not say. */
  retryAfter: number | null = null;
}

export function at(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

/** What the log-in API offers in its 401: `login`, `mfa_authenticate`, `reauthenticate`… Pending ones come first. */
export function flowsIn(answer: unknown): string[] {
  const flows = at(at(answer, "data"), "flows");
  if (!Array.isArray(flows)) return [];
  const isPending = (flow: unknown): number => (at(flow, "is_pending") === true ? 0 : 1);
  return [...flows].sort((one, other) => isPending(one) - isPending(other)).map((flow) => String(at(flow, "id")));
}

function problemsIn(answer: unknown): Problem[] {
  const errors = at(answer, "errors");
  if (!Array.isArray(errors)) return [];
  // The log-in API says message and param where ours says detail and attr.
  return errors.map((each: unknown) => ({
    code: String(at(each, "code") ?? ""),
    detail: String(at(each, "detail") ?? at(each, "message") ?? ""),
    attr: (at(each, "attr") ?? at(each, "param") ?? null) as string | null,
  }));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

/** Seconds. Only the form the API sends is understood; a proxy's date counts as not said. */
function retryAfterIn(headers: HeadersLike): number | null {
  const said = headers.get("Retry-After");
  return said !== null && /^\d{1,6}$/.test(said) ? Number(said) : null;
}

const KINDS: Readonly<Record<number, typeof ApiError>> = {
  400: ValidationFailed,
  403: NotAllowed,
  404: NotFound,
  409: Conflict,
};

export function errorOf(status: number, headers: HeadersLike, text: string): ApiError {
  const answer = parsed(text);
  const known = [status, problemsIn(answer), headers.get("X-Request-ID"), answer] as const;
  if (status === 429) {
    return Object.assign(new Throttled(...known), { retryAfter: retryAfterIn(headers) ?? 1 });
  }
  if ([502, 503, 504, 507].includes(status)) {
    return Object.assign(new Unavailable(...known), { retryAfter: retryAfterIn(headers) });
  }
  const isProof = status === 401 && at(at(answer, "meta"), "is_authenticated") === true;
  return new (isProof ? ProofNeeded : (KINDS[status] ?? ApiError))(...known);
}
