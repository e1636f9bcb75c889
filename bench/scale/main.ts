/**
 * Measures a large cluster, served over TLS on loopback by a process of its own, and writes the table into `docs/performance.md`:
 * `npm run bench:scale`. With sizes of one's own, `npm run bench:scale -- 1500`, nothing is written.
 */
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Measured, page } from "../table.ts";
import { compile } from "./compile.ts";
import type { Plan } from "./plan.ts";
import { serve } from "./serve.ts";
import { type Measurement, scaleTable } from "./table.ts";

const PAGE = fileURLToPath(new URL("../../docs/performance.md", import.meta.url));
const LARGEST = 15_000;
const SIZES = [1_500, 5_000, LARGEST];

/** In a twentieth of the nodes a few small pods may not be evicted, as is usual; and in many more. */
function plansOf(sizes: readonly number[]): readonly Plan[] {
  const usual = sizes.map((nodes) => ({ nodes, pinned: Math.ceil(nodes / 20), affinity: false }));
  const largest = Math.max(...sizes);
  const pinned = Math.min(2_000, Math.ceil(largest / 7.5));
  return [...usual, { nodes: largest, pinned, affinity: false }, { nodes: largest, pinned, affinity: true }];
}

type Program = "audit" | "bare" | "client-node";

/** As the image runs Barnacle. */
const IMAGE_FLAGS = imageFlags();

function imageFlags(): readonly string[] {
  const text = readFileSync(new URL("../../Dockerfile", import.meta.url), "utf8");
  const [, flags] = /^ENV NODE_OPTIONS="([^"]*)"$/mu.exec(text) ?? [];
  if (flags === undefined) throw new Error("The Dockerfile sets no NODE_OPTIONS.");
  return flags.split(" ");
}

const programs = compile();

function run(program: Program, args: readonly string[]): Measured {
  const flags = program === "audit" ? IMAGE_FLAGS : [];
  const argv = [...flags, join(programs, `measure-${program}.js`), ...args];
  return JSON.parse(execFileSync(process.execPath, argv, { encoding: "utf8", maxBuffer: 1e8 }));
}

async function measure(plan: Plan, folder: string, isLargest: boolean): Promise<Measurement> {
  const server = await serve(plan);
  const args = [`${server.port}`, folder];
  try {
    // The first one to ask makes the server warm.
    run("bare", args);
    const bare = run("bare", args);
    const audit = run("audit", args);
    const usual = isLargest && !plan.affinity && plan.pinned * 20 === plan.nodes;
    return {
      plan,
      bare,
      audit,
      gzip: usual ? run("audit", [...args, "gzip"]) : null,
      clientNode: usual ? run("client-node", args) : null,
    };
  } finally {
    await server.close();
  }
}

const asked = process.argv.slice(2).map(Number);
const folder = mkdtempSync(join(tmpdir(), "barnacle-scale-"));
try {
  copyFileSync(new URL("../../test/collect/tls/cert.pem", import.meta.url), join(folder, "ca.crt"));
  writeFileSync(join(folder, "token"), "bench");
  const sizes = asked.length === 0 ? SIZES : asked;
  const all: Measurement[] = [];
  for (const plan of plansOf(sizes)) {
    const measured = await measure(plan, folder, plan.nodes === Math.max(...sizes));
    const { bare, audit } = measured;
    console.error(
      `${plan.nodes} nodes, ${plan.pinned} pinned${plan.affinity ? ", with affinity" : ""}: bare ${bare.seconds.toFixed(1)} s, ` +
        `collect ${(audit.stages["collect"] ?? 0).toFixed(1)} s, audit ${audit.seconds.toFixed(1)} s, ${audit.peakMb.toFixed(0)} MB, ${audit.count} findings`,
    );
    all.push(measured);
  }
  const text = scaleTable(all, `Node ${process.version}, ${availableParallelism()} cores`);
  process.stdout.write(text);
  if (asked.length === 0) writeFileSync(PAGE, page(readFileSync(PAGE, "utf8"), text, "bench-scale"));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
