import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Raw } from "./universe.ts";

/** A question of the scheduler's filters: each pod on each node of a cluster. */
export interface Questions {
  readonly objects: readonly Raw[];
  readonly asked: readonly string[];
  readonly nodes: readonly string[];
}

/** What the scheduler's own code said. */
export interface Refusal {
  readonly plugin: string;
  /** Did its first phase refuse, before any filter was asked? */
  readonly early: boolean;
  /** Its own words. */
  readonly reason: string;
}

/** For each asked pod, for each node: what refuses; `null` when the pod fits. */
export type Answers = readonly (readonly (Refusal | null)[])[];

/** The program that runs the scheduler's own plugins; one process for many clusters. */
export interface Oracle {
  /** Throws when the program cannot read the objects. Questions may be asked before earlier ones are answered. */
  ask(questions: Questions): Promise<Answers>;
  close(): void;
}

interface Waiting {
  readonly asked: number;
  readonly resolve: (answers: Answers) => void;
  readonly reject: (why: Error) => void;
}

/** Starts the program at `path` (`test/go/cmd/filters`). */
export function openOracle(path: string): Oracle {
  const child = spawn(path, { stdio: ["pipe", "pipe", "inherit"] });
  const waiting: Waiting[] = [];
  const end = (why: string): void => {
    for (const { reject } of waiting.splice(0)) reject(new Error(why));
  };
  child.on("error", ({ message }) => end(`The Go program ${path} did not start: ${message}`));
  child.on("close", () => end("The Go program ended; its last words are above."));
  child.stdin.on("error", () => {});
  createInterface({ input: child.stdout }).on("line", (line) => {
    const { asked = 0, resolve, reject } = waiting.shift() ?? {};
    const answers = read(line, asked);
    if (answers instanceof Error) reject?.(answers);
    else resolve?.(answers);
  });
  return {
    ask: ({ objects, asked, nodes }) =>
      new Promise((resolve, reject) => {
        waiting.push({ asked: asked.length, resolve, reject });
        child.stdin.write(`${JSON.stringify({ objects, ask: asked.map((pod) => ({ pod, nodes })) })}\n`);
      }),
    close: () => child.stdin.end(),
  };
}

function read(line: string, asked: number): Answers | Error {
  const answer: unknown = JSON.parse(line);
  if (typeof answer === "object" && answer !== null && "refusals" in answer && Array.isArray(answer.refusals)) {
    const refusals: Answers = answer.refusals;
    if (refusals.length === asked) return refusals;
  }
  return new Error(`The Go program could not answer: ${line.slice(0, 500)}`);
}
