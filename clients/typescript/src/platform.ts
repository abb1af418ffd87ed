// What the client needs of the machine it runs on. Nothing else in here knows of a browser, of node or of React Native.

export interface AbortSignalLike {
  readonly aborted: boolean;
  addEventListener(type: "abort", listener: () => void): void;
  removeEventListener(type: "abort", listener: () => void): void;
}

export interface AbortControllerLike {
  readonly signal: AbortSignalLike;
  abort(): void;
}

export interface HeadersLike {
  get(name: string): string | null;
}

export interface AnswerLike {
  readonly ok: boolean;
  readonly status: number;
  readonly headers: HeadersLike;
  text(): Promise<string>;
  arrayBuffer(): Promise<ArrayBuffer>;
}

/** A form as React Native has it: a file is `{ uri, name, type }`. */
export interface FormLike {
  append(name: string, value: unknown): void;
}

export type Body = string | Uint8Array | FormLike;

export interface Sending {
  method: string;
  headers: Record<string, string>;
  body?: Body;
  signal: AbortSignalLike;
}

export interface SocketLike {
  onopen: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number }) => void) | null;
  onerror: (() => void) | null;
  send(text: string): void;
  close(code?: number): void;
}

export interface Platform {
  fetch(url: string, sending: Sending): Promise<AnswerLike>;
  openSocket(url: string): SocketLike;
  newAbort(): AbortControllerLike;
  newForm(): FormLike;
  /** Does `act` after so many milliseconds; what it returns calls that off. */
  after(milliseconds: number, act: () => void): () => void;
  /** Milliseconds since 1970 by this machine's clock, which may be wrong. */
  now(): number;
  /** From 0 up to 1. */
  random(): number;
  /** A new UUID. It names a write for ever, so it comes from a source that does not repeat itself. */
  uuid(): string;
}

type Makes = new (...given: never[]) => object;
type Calls<Result> = (...given: never[]) => Result;

/** The globals of a runtime: those of browsers, of node from 22 on, of React Native with `uuid` named besides. */
export interface Runtime {
  fetch?: Calls<Promise<AnswerLike>>;
  WebSocket?: Makes | undefined;
  AbortController?: Makes;
  FormData?: Makes;
  setTimeout?: Calls<unknown>;
  clearTimeout?: Calls<void>;
  crypto?: { randomUUID?: () => string };
}

function needed<Part>(part: Part | undefined, name: string): Part {
  if (part === undefined) throw new TypeError(`This runtime has no ${name}: name one in platformOf(runtime, {…}).`);
  return part;
}

/** The platform made of a runtime's globals: `platformOf(globalThis)`. `also` goes before what the runtime has. */
export function platformOf(runtime: Runtime, also: Partial<Platform> = {}): Platform {
  const make = <Made>(maker: Makes | undefined, name: string, ...given: unknown[]): Made =>
    new (needed(maker, name) as unknown as new (...given: unknown[]) => Made)(...given);
  const fetch = runtime.fetch as unknown as Platform["fetch"] | undefined;
  const setTimer = runtime.setTimeout as unknown as ((act: () => void, wait: number) => unknown) | undefined;
  const clearTimer = runtime.clearTimeout as unknown as ((timer: unknown) => void) | undefined;
  const platform: Platform = {
    fetch: (url, sending) => needed(fetch, "fetch")(url, sending),
    openSocket: (url) => make<SocketLike>(runtime.WebSocket, "WebSocket", url),
    newAbort: () => make<AbortControllerLike>(runtime.AbortController, "AbortController"),
    newForm: () => make<FormLike>(runtime.FormData, "FormData"),
    after: (milliseconds, act) => {
      const timer = needed(setTimer, "setTimeout")(act, milliseconds);
      return () => needed(clearTimer, "clearTimeout")(timer);
    },
    now: () => Date.now(),
    random: () => Math.random(),
    uuid: () => needed(runtime.crypto?.randomUUID?.bind(runtime.crypto), "crypto.randomUUID")(),
    ...also,
  };
  if (also.uuid === undefined) needed(runtime.crypto?.randomUUID, "crypto.randomUUID");
  if (also.fetch === undefined) needed(runtime.fetch, "fetch");
  if (also.openSocket === undefined) needed(runtime.WebSocket, "WebSocket");
  if (also.newAbort === undefined) needed(runtime.AbortController, "AbortController");
  if (also.newForm === undefined) needed(runtime.FormData, "FormData");
  if (also.after === undefined) needed(runtime.setTimeout && runtime.clearTimeout, "setTimeout");
  return platform;
}
