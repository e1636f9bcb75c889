import { isMap, isScalar, LineCounter, parseDocument } from "yaml";
import { z } from "zod";
import { CONFIG_SCHEMA, type ConfigFile } from "./config-schema.ts";
import { nearest } from "./model/nearest.ts";

/** A config file: its name (for messages) and its text. */
export interface ConfigText {
  readonly name: string;
  readonly text: string;
}

/** Reads and checks a config file; each mistake is added as a sentence with the file's name, and nothing is then set. */
export function readConfigText(file: ConfigText, mistakes: string[]): ConfigFile {
  const lines = new LineCounter();
  const document = parseDocument(file.text, { lineCounter: lines, prettyErrors: false });
  for (const error of document.errors) {
    const { line, col } = lines.linePos(error.pos[0]);
    mistakes.push(`${file.name}:${line}:${col}: not valid YAML: ${error.message}`);
  }
  if (document.errors.length > 0) return {};
  keepVersionText(document.contents);
  const raw: unknown = document.toJS() ?? {};
  const result = CONFIG_SCHEMA.safeParse(raw);
  if (result.success) return result.data;
  for (const issue of result.error.issues) {
    for (const sentence of sentences(issue)) mistakes.push(`${file.name}: ${sentence}`);
  }
  return {};
}

/** YAML reads `version: 1.30` as the number 1.3: the text as written is what was meant. */
function keepVersionText(contents: unknown): void {
  if (!isMap(contents)) return;
  const section = contents.get("autoscaler");
  if (!isMap(section)) return;
  const node = section.get("version", true);
  if (isScalar(node) && typeof node.value === "number" && node.source !== undefined) node.value = node.source;
}

function sentences(issue: z.core.$ZodIssue): readonly string[] {
  const at = issue.path.join(".");
  if (issue.code === "unrecognized_keys") {
    const known = keysAt(issue.path);
    return issue.keys.map((key) => {
      const near = nearest(key, known, 1)[0];
      const cure = near === undefined ? `known keys: ${known.join(", ")}` : `did you mean "${near}"?`;
      return `unknown key "${[...issue.path, key].join(".")}"; ${cure}`;
    });
  }
  if (issue.code === "invalid_type" && at === "") return ["must be a map of settings, such as `book: list`."];
  return [`"${at}": ${issue.message}.`];
}

function keysAt(path: readonly PropertyKey[]): readonly string[] {
  let shape: unknown = CONFIG_SCHEMA;
  for (const step of path) {
    const inner = unwrap(shape);
    if (inner instanceof z.ZodArray) shape = inner.element;
    else shape = inner instanceof z.ZodObject ? inner.shape[String(step)] : undefined;
  }
  const inner = unwrap(shape);
  return inner instanceof z.ZodObject ? Object.keys(inner.shape) : [];
}

function unwrap(type: unknown): unknown {
  return type instanceof z.ZodOptional ? unwrap(type.unwrap()) : type;
}
