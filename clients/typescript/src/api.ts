import openapiFetch, { type ParamsOption, type RequestBodyOption } from "openapi-fetch";
import type {
  HttpMethod,
  PathsWithMethod,
  Readable,
  RequiredKeysOf,
  ResponseObjectMap,
  SuccessResponse,
} from "openapi-typescript-helpers";

import { HAPPENS_ONCE } from "./generated/told.js";
import type { paths } from "./generated/schema.js";
import { Form } from "./multipart.js";
import type { AbortSignalLike, Body } from "./platform.js";
import type { Answer, Call } from "./wire.js";

export type { components, operations, paths } from "./generated/schema.js";

type Method = Extract<HttpMethod, "get" | "post" | "put" | "patch" | "delete">;
export type PathOf<Verb extends Method> = PathsWithMethod<paths, Verb>;
export type OperationOf<Path extends keyof paths, Verb extends Method> = paths[Path][Verb];

/** What an operation answers, 204 as undefined. */
export type AnswerOf<Path extends keyof paths, Verb extends Method> =
  OperationOf<Path, Verb> extends Record<string | number, unknown>
    ? Readable<SuccessResponse<ResponseObjectMap<OperationOf<Path, Verb>>>>
    : never;

export interface CallOptions {
  /** Milliseconds for one try. */
  timeout?: number;
  signal?: AbortSignalLike;
  /** Of a POST that takes one; made up where left out. The same key is the same write, for 24 hours. */
  idempotencyKey?: string;
  /** Raises SessionEnded where it is not this person who is logged in. */
  person?: string;
  /** False: one try, and the caller sees what became of it. */
  retry?: boolean;
  /** "bytes": the answer is a file, an ArrayBuffer. */
  readAs?: "bytes";
}

export type Options<Path extends keyof paths, Verb extends Method> = ParamsOption<OperationOf<Path, Verb>> &
  RequestBodyOption<OperationOf<Path, Verb>> &
  CallOptions;
type Given<Path extends keyof paths, Verb extends Method> =
  RequiredKeysOf<Options<Path, Verb>> extends never ? [options?: Options<Path, Verb>] : [options: Options<Path, Verb>];
type Read<Path extends keyof paths, Verb extends Method, Opts> = Opts extends [{ readAs: "bytes" }]
  ? ArrayBuffer
  : AnswerOf<Path, Verb>;

type Loose = { [Name in keyof CallOptions]: CallOptions[Name] | undefined };

/** Where openapi-fetch puts a request together; it may be sent more often than once, which a real Request may not. */
class Prepared {
  readonly method: string;
  readonly headers: Record<string, string> = {};
  readonly body: Body | undefined;
  readonly options: Loose = {};

  constructor(
    readonly url: string,
    init: { method: string; headers: Iterable<[string, string]>; body?: Body; options?: Loose },
  ) {
    this.method = init.method;
    for (const [name, value] of init.headers) this.headers[name] = value;
    this.body = init.body;
    if (init.options !== undefined) this.options = init.options;
  }
}

type Untyped = (path: string, init: Record<string, unknown>) => Promise<{ data?: unknown }>;

export interface ApiSettings {
  readonly baseUrl: string;
  readonly timeout: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly send: (call: Call) => Promise<Answer>;
  readonly uuid: () => string;
}

/** Every operation of the API's document, typed by its path. What is no 2xx is thrown (see errors). */
export class Api {
  private readonly client: Record<Uppercase<Method>, Untyped>;

  constructor(private readonly settings: ApiSettings) {
    const made = openapiFetch<paths>({
      baseUrl: settings.baseUrl,
      headers: settings.headers,
      fetch: (request: unknown) => this.sent(request as Prepared),
      Request: Prepared,
      bodySerializer: (body: unknown) => (body instanceof Form ? body.content : JSON.stringify(body)),
      querySerializer: { array: { style: "form", explode: false } },
    } as unknown as Parameters<typeof openapiFetch>[0]);
    this.client = made as unknown as Record<Uppercase<Method>, Untyped>;
  }

  get<Path extends PathOf<"get">, Opts extends Given<Path, "get">>(path: Path, ...options: Opts) {
    return this.call<Read<Path, "get", Opts>>("GET", path, options[0]);
  }

  post<Path extends PathOf<"post">, Opts extends Given<Path, "post">>(path: Path, ...options: Opts) {
    return this.call<Read<Path, "post", Opts>>("POST", path, options[0]);
  }

  put<Path extends PathOf<"put">, Opts extends Given<Path, "put">>(path: Path, ...options: Opts) {
    return this.call<Read<Path, "put", Opts>>("PUT", path, options[0]);
  }

  patch<Path extends PathOf<"patch">, Opts extends Given<Path, "patch">>(path: Path, ...options: Opts) {
    return this.call<Read<Path, "patch", Opts>>("PATCH", path, options[0]);
  }

  delete<Path extends PathOf<"delete">, Opts extends Given<Path, "delete">>(path: Path, ...options: Opts) {
    return this.call<Read<Path, "delete", Opts>>("DELETE", path, options[0]);
  }

  /** The same without types: for paths that were kept, such as those of the outbox. */
  async call<Result>(method: Uppercase<Method>, path: string, given: object = {}): Promise<Result> {
    const { timeout, signal, idempotencyKey, person, retry, readAs, ...init } = given as Loose & Record<string, unknown>;
    const key = method === "POST" && HAPPENS_ONCE.has(path) ? (idempotencyKey ?? this.settings.uuid()) : undefined;
    const options: Loose = { timeout, signal, idempotencyKey: key, person, retry, readAs };
    const parseAs = readAs === "bytes" ? "arrayBuffer" : "json";
    const { data } = await this.client[method](path, { ...init, parseAs, options });
    return data as Result;
  }

  private sent({ method, url, headers, body, options }: Prepared): Promise<Answer> {
    const key = options.idempotencyKey;
    return this.settings.send({
      method,
      url,
      body,
      headers: key === undefined ? headers : { ...headers, "Idempotency-Key": key },
      mayRepeat: options.retry !== false && (method === "GET" || key !== undefined),
      timeout: options.timeout ?? this.settings.timeout,
      signal: options.signal,
      person: options.person,
      asBytes: options.readAs === "bytes",
    });
  }
}
