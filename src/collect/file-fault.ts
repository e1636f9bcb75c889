import { Failure, InputFailure } from "../failure.ts";
import { JsonFault } from "./json-fault.ts";

const BY_CODE: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file: check the path.",
  ENOTDIR: "there is no such file: a part of its path is no folder.",
  EISDIR: "is a folder: name the files in it.",
  EACCES: "may not be read: give this user the right to.",
  EPERM: "may not be read: give this user the right to.",
  ENAMETOOLONG: "is no file's name: it is too long.",
  Z_BUF_ERROR: "is gzip that ends in the middle: copy it or take the snapshot again.",
};

/**
 * Whatever went wrong while `where` was read, as one sentence. What is no fault of the input is given back as it is. `line` is that of
 * a JSON fault's place, where it is known.
 */
export function inputFailure(error: unknown, where: string, line: number | null): unknown {
  if (error instanceof Failure) return error;
  if (error instanceof JsonFault) return new InputFailure(`${where}: ${jsonSentence(error, line)}`);
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const known = BY_CODE[code];
  if (known !== undefined) return new InputFailure(`${where}: ${known}`, { cause: error });
  if (code.startsWith("Z_")) {
    return new InputFailure(`${where}: is broken gzip: copy it or take the snapshot again.`, { cause: error });
  }
  if (/^E[A-Z]+$/u.test(code)) return new InputFailure(`${where}: cannot be read (${code}).`, { cause: error });
  return error;
}

function jsonSentence({ kind, message, place }: JsonFault, line: number | null): string {
  const at = line === null ? `byte ${place.byte}` : `line ${line} (byte ${place.byte})`;
  const nth = place.objects + 1;
  switch (kind) {
    case "cut":
      return `ends in the middle, at ${at}, in object ${nth}: it was cut; copy it or take the snapshot again.`;
    case "encoding":
      return `is ${message === "" ? "not UTF-8" : message}: object ${nth}, which begins at ${at}, cannot be read; save it as UTF-8.`;
    case "object":
      return `object ${nth}, which begins at ${at}, is not JSON that can be read: ${message}; take the snapshot again.`;
    case "layout":
      return `is not JSON: ${message}, at ${at}; take the snapshot with -o json.`;
  }
}
