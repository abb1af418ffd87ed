// Writes src/generated/ from the API's document: its types, which POSTs an Idempotency-Key makes happen once, and in
// which field of a form a file goes.
// Examples are left out, and refusals, which have one shape (src/errors.ts): most of the document, and none of its types.

import { mkdir, readFile, writeFile } from "node:fs/promises";
import yaml from "js-yaml";
import openapiTS, { astToString } from "openapi-typescript";

const DOCUMENT = new URL("../../../schema.yml", import.meta.url);
const FOLDER = new URL("../src/generated/", import.meta.url);
const ONCE = "Idempotency-Key";

/** Without examples. `isSchema` keeps a property that happens to be called so. */
function plain(node, isNamed = false) {
  if (Array.isArray(node)) return node.map((each) => plain(each));
  if (node === null || typeof node !== "object") return node;
  const kept = Object.entries(node).filter(([name]) => isNamed || (name !== "example" && name !== "examples"));
  return Object.fromEntries(kept.map(([name, value]) => [name, plain(value, name === "properties")]));
}

/** Only what an operation answers where it succeeds. */
function dropRefusals(paths) {
  for (const operation of Object.values(paths).flatMap((item) => Object.values(item))) {
    for (const status of Object.keys(operation.responses ?? {})) {
      if (!status.startsWith("2")) delete operation.responses[status];
    }
  }
}

function happensOnce(paths) {
  const named = Object.entries(paths).filter(([, item]) =>
    item.post?.parameters?.some((each) => each.in === "header" && each.name === ONCE),
  );
  return named.map(([path]) => path);
}

function fileFields({ paths, components }) {
  const found = {};
  for (const [path, item] of Object.entries(paths)) {
    for (const operation of Object.values(item)) {
      const schema = operation?.requestBody?.content?.["multipart/form-data"]?.schema;
      const form = schema?.$ref ? components.schemas[schema.$ref.split("/").at(-1)] : schema;
      const file = Object.entries(form?.properties ?? {}).find(([, field]) => field.format === "binary");
      if (file !== undefined) found[path] = file[0];
    }
  }
  return found;
}

const document = plain(yaml.load(await readFile(DOCUMENT, "utf8")));
delete document.components.examples;
dropRefusals(document.paths);
// A default says what the server takes when a field is left out, not that it must be sent.
const types = astToString(await openapiTS(document, { defaultNonNullable: false }));
const once = JSON.stringify(happensOnce(document.paths), null, 2);
const files = JSON.stringify(fileFields(document), null, 2);
await mkdir(FOLDER, { recursive: true });
await writeFile(new URL("schema.ts", FOLDER), types);
const told = [
  `export const HAPPENS_ONCE: ReadonlySet<string> = new Set(${once});`,
  `export const FILE_FIELDS: Readonly<Record<string, string>> = ${files};`,
];
await writeFile(new URL("told.ts", FOLDER), `${told.join("\n")}\n`);
