import type { WeighedCase } from "./cases.ts";
import type { Note } from "./finding.ts";
import type { AuditInput } from "./input.ts";

const SHOWN = 3;

/** What a reader must know of what Cloud Monitoring said, each once. */
export function learnedNotes({ learned }: AuditInput, cases: ReadonlyMap<string, WeighedCase>): readonly Note[] {
  if (learned === undefined) return [];
  const names = [...cases].filter(([, { measured }]) => measured.kind === "disagrees").map(([name]) => name);
  if (names.length === 0) return learned.notes;
  const shown = names.slice(0, SHOWN).join(", ");
  const more = names.length > SHOWN ? ` and ${names.length - SHOWN} more` : "";
  const text = `Cloud Monitoring: by its data these nodes are in use now, which the snapshot denies; they are not dated by it: ${shown}${more}.`;
  return [...learned.notes, { kind: "monitoring-disagrees", text }];
}
