import type { Body, Platform } from "./platform.js";

/** A file to hand in: its bytes, or where React Native finds it (`uri`, as its pickers give it). */
export type FileToSend = { readonly name: string; readonly type?: string } & (
  | { readonly bytes: Uint8Array | ArrayBuffer }
  | { readonly uri: string }
);

/** A body that is a form already. */
export class Form {
  constructor(
    readonly content: Body,
    /** Undefined where whoever sends it says it, boundary and all. */
    readonly contentType: string | undefined,
  ) {}
}

export function utf8(text: string): Uint8Array {
  const escaped = encodeURIComponent(text);
  const bytes: number[] = [];
  for (let at = 0; at < escaped.length; at += 1) {
    const isEscape = escaped[at] === "%";
    bytes.push(isEscape ? Number.parseInt(escaped.slice(at + 1, at + 3), 16) : escaped.charCodeAt(at));
    if (isEscape) at += 2;
  }
  return Uint8Array.from(bytes);
}

/** As browsers write it: what would end the name or the line is percent-encoded. */
function quoted(name: string): string {
  return name.replace(/["\r\n]/g, (letter) => encodeURIComponent(letter));
}

export function formOf(platform: Platform, field: string, file: FileToSend, fields: Record<string, string>): Form {
  const type = file.type ?? "application/octet-stream";
  if ("uri" in file) {
    const form = platform.newForm();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    form.append(field, { uri: file.uri, name: file.name, type });
    return new Form(form, undefined);
  }
  const boundary = `tuppence-${platform.uuid()}`;
  const begin = (told: string): string => `--${boundary}\r\nContent-Disposition: form-data; name=${told}`;
  const before = Object.entries(fields).map(([name, value]) => `${begin(`"${quoted(name)}"`)}\r\n\r\n${value}\r\n`);
  const head = `${begin(`"${field}"; filename="${quoted(file.name)}"`)}\r\nContent-Type: ${type}\r\n\r\n`;
  const parts = [utf8(before.join("") + head), new Uint8Array(file.bytes), utf8(`\r\n--${boundary}--\r\n`)];
  const body = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let end = 0;
  for (const part of parts) {
    body.set(part, end);
    end += part.length;
  }
  return new Form(body, `multipart/form-data; boundary=${boundary}`);
}
