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
  /** Throws when the program cannot read the objects. */
  ask(questions: Questions): Promise<Answers>;
  close(): void;
}

/** Starts the program at `path` (`test/go/cmd/filters`). */
export function openOracle(path: string): Oracle {
  const child = spawn(path, { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async ask({ objects, asked, nodes }) {
      child.stdin.write(`${JSON.stringify({ objects, ask: asked.map((pod) => ({ pod, nodes })) })}\n`);
      const { value, done } = await lines.next();
      if (done === true) throw new Error("The Go program ended; its last words are above.");
      return checked(JSON.parse(value), asked.length);
    },
    close: () => child.stdin.end(),
  };
}

function checked(answer: unknown, asked: number): Answers {
  if (typeof answer === "object" && answer !== null && "refusals" in answer && Array.isArray(answer.refusals)) {
    const refusals: Answers = answer.refusals;
    if (refusals.length === asked) return refusals;
  }
  throw new Error(`The Go program could not answer: ${JSON.stringify(answer).slice(0, 500)}`);
}
