/**
 * Plays memory proposals on simulated workloads whose needs are known, beside the rules of KRR and of the vertical pod autoscaler, and
 * writes figures and picture into `docs`: `npm run bench:memory`, or with a number of workloads of one's own, which only prints.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { figuresOf } from "./memory/figures.ts";
import { memoryPicture } from "./memory/picture.ts";
import { memoryTables } from "./memory/table.ts";
import { workloads } from "./memory/workloads.ts";
import { page } from "./table.ts";

const COUNT = 6_000;
const SEED = 1;
const PAGE = fileURLToPath(new URL("../docs/memory.md", import.meta.url));
const PICTURES = fileURLToPath(new URL("../docs/pictures/", import.meta.url));

const asked = process.argv[2] === undefined ? null : Number(process.argv[2]);
const count = asked ?? COUNT;
const figures = figuresOf(workloads(count, SEED));
const text = memoryTables(figures, `${count.toLocaleString("en-US")} workloads, seed ${SEED}.`);
process.stdout.write(text);
if (asked === null) {
  mkdirSync(PICTURES, { recursive: true });
  writeFileSync(`${PICTURES}memory.svg`, memoryPicture(figures));
  writeFileSync(PAGE, page(readFileSync(PAGE, "utf8"), text, "bench-memory"));
}
