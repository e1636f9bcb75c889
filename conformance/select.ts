import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { constants, gzipSync } from "node:zlib";
import { featuresOf } from "./features.ts";
import { readCases, readVectors, type Vector } from "./vectors.ts";

const RECORDED = join(import.meta.dirname, "recorded");

/** Each feature is recorded this often, where the vectors have it so often. */
const TIMES = 2;

/** Fields that nobody reads make up a third of a vector. */
const UNREAD: ReadonlySet<string> = new Set([
  "template",
  "image",
  "imageID",
  "podCIDR",
  "dnsPolicy",
  "serviceAccountName",
]);

interface Candidate {
  readonly id: string;
  readonly packed: Buffer;
  readonly features: ReadonlySet<string>;
}

const { values } = parseArgs({ options: { vectors: { type: "string", default: "../shared/vectors" } } });

const candidates: Candidate[] = [];
for (const { id, vector } of readVectors(values.vectors)) {
  if (id.startsWith("clusters/"))
    candidates.push({ id, packed: pack(withoutPrices(vector)), features: featuresOf(vector) });
}
const chosen = cover(candidates);

rmSync(RECORDED, { recursive: true, force: true });
mkdirSync(RECORDED);
for (const { id, packed } of chosen) writeFileSync(join(RECORDED, `${id.replace("clusters/", "")}.json.gz`), packed);
const cases = [...readCases(join(values.vectors, "cases.json"))].map(({ vector }) => vector);
const packedCases = pack(cases);
writeFileSync(join(RECORDED, "cases.json.gz"), packedCases);

const size = chosen.reduce((sum, { packed }) => sum + packed.length, packedCases.length);
const all = new Set(candidates.flatMap(({ features }) => [...features])).size;
process.stdout.write(
  `${chosen.length} of ${candidates.length} clusters and ${cases.length} cases, ${all} features, ${size} bytes\n`,
);

/**
 * Greedy cover: always the candidate that adds most for its size, until every feature is there as often as it can be.
 */
function cover(all: readonly Candidate[]): readonly Candidate[] {
  const wanted = new Map<string, number>();
  for (const { features } of all) {
    for (const feature of features) wanted.set(feature, Math.min(TIMES, (wanted.get(feature) ?? 0) + 1));
  }
  const left = new Set(all);
  const taken: Candidate[] = [];
  const worth = ({ features, packed }: Candidate): number => {
    let adds = 0;
    for (const feature of features) adds += (wanted.get(feature) ?? 0) > 0 ? 1 : 0;
    return adds / packed.length;
  };
  for (;;) {
    let best: Candidate | null = null;
    let most = 0;
    for (const candidate of left) {
      const value = worth(candidate);
      if (value > most) [best, most] = [candidate, value];
    }
    if (best === null) return taken;
    left.delete(best);
    taken.push(best);
    for (const feature of best.features) wanted.set(feature, (wanted.get(feature) ?? 0) - 1);
  }
}

/** Prices are another comparison's. */
function withoutPrices({ name, now, options, objects, expected }: Vector): Vector {
  return { name, now, options, objects, expected: { nodes: expected.nodes } };
}

function pack(value: unknown): Buffer {
  const text = JSON.stringify(value, (name, item: unknown) => (UNREAD.has(name) ? undefined : item));
  return gzipSync(text, { level: constants.Z_BEST_COMPRESSION });
}
