import type { AnswerOf, Api, CallOptions, PathOf, paths } from "./api.js";
import { FILE_FIELDS } from "./generated/told.js";
import { type FileToSend, formOf } from "./multipart.js";
import type { Platform } from "./platform.js";

type TakesFile<Operation> = Operation extends { requestBody?: { content: { "multipart/form-data": unknown } } }
  ? true
  : false;
type PathsOfFiles<Verb extends "post" | "put"> = {
  [Path in PathOf<Verb>]: TakesFile<paths[Path][Verb]> extends true ? Path : never;
}[PathOf<Verb>];

export interface UploadOptions extends CallOptions {
  /** Fields of the form besides the file. */
  fields?: Record<string, string>;
  path?: Record<string, string>;
}

const PATIENCE = 180_000;

/** Hands in files. They are sent again after a failure where the operation takes an Idempotency-Key. */
export class Uploads {
  constructor(
    private readonly api: Api,
    private readonly platform: Platform,
  ) {}

  post<Path extends PathsOfFiles<"post">>(path: Path, file: FileToSend, options: UploadOptions = {}) {
    return this.send<AnswerOf<Path, "post">>("POST", path, file, options);
  }

  put<Path extends PathsOfFiles<"put">>(path: Path, file: FileToSend, options: UploadOptions = {}) {
    return this.send<AnswerOf<Path, "put">>("PUT", path, file, options);
  }

  private send<Result>(method: "POST" | "PUT", path: string, file: FileToSend, options: UploadOptions) {
    const { fields = {}, path: parameters, ...rest } = options;
    const body = formOf(this.platform, FILE_FIELDS[path] ?? "file", file, fields);
    const headers = body.contentType === undefined ? {} : { "Content-Type": body.contentType };
    const params = parameters === undefined ? {} : { params: { path: parameters } };
    return this.api.call<Result>(method, path, { timeout: PATIENCE, ...rest, ...params, headers, body });
  }
}
