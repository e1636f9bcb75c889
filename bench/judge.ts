/**
 * Measures what the judge needs for clusters of 500 to 15,000 nodes with 30 pods each, and writes the tables into
 * `docs/performance.md`: `npm run bench:judge`, or with sizes of one's own `npm run bench:judge -- 500 1000`.
 */
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { QUESTIONS, type Question } from "./judge-questions.ts";
import { type JudgeSize, judgeTable } from "./judge-table.ts";
import { type Measured, page } from "./table.ts";

const PODS = 30;
const ROUNDS = 3;
const SIZES = [500, 1_000, 2_000, 5_000, 15_000];

const PAGE = fileURLToPath(new URL("../docs/performance.md", import.meta.url));
const PROGRAM = fileURLToPath(new URL("measure-judge.ts", import.meta.url));

/** Each question in a process of its own, so that none finds what another has left in memory. */
function measure(question: Question, nodes: number): Measured {
  return JSON.parse(execFileSync(process.execPath, [PROGRAM, question, `${nodes}`], { encoding: "utf8" }));
}

interface One {
  readonly question: Question;
  readonly nodes: number;
  readonly measured: Measured;
}

/** Once everything at every size: rounds by turns, so that a busy moment of the machine does not hit one size alone. */
function round(sizes: readonly number[]): readonly One[] {
  return sizes.flatMap((nodes) => {
    const all = QUESTIONS.map((question) => ({ question, nodes, measured: measure(question, nodes) }));
    console.error(
      `${nodes} nodes: ${all.map(({ question, measured }) => `${question} ${measured.seconds.toFixed(3)}`).join(", ")} s`,
    );
    return all;
  });
}

function sizeOf(nodes: number, all: readonly One[]): JudgeSize {
  const of = (question: Question): readonly Measured[] =>
    all.filter((one) => one.nodes === nodes && one.question === question).map(({ measured }) => measured);
  return { nodes, pods: nodes * PODS, of };
}

const asked = process.argv.slice(2).map(Number);
const sizes = asked.length === 0 ? SIZES : asked;
const all = Array.from({ length: ROUNDS }, () => round(sizes)).flat();
const text = judgeTable(
  sizes.map((nodes) => sizeOf(nodes, all)),
  `Node ${process.version}, ${availableParallelism()} cores`,
);
process.stdout.write(text);
if (asked.length === 0) writeFileSync(PAGE, page(readFileSync(PAGE, "utf8"), text, "bench-judge"));
