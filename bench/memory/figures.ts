import type { MemoryNeed } from "../../src/audit/need/memory.ts";
import { barnacle, KRR_AND_VPA, RULES, type Rule } from "./rules.ts";
import { SHAPES, type Shape, type SimulatedWorkload } from "./workloads.ts";

/** How a rule did on the workloads of a shape. */
export interface RuleFigures {
  /** Workloads that it proposed for. */
  readonly proposed: number;
  /** The part of future runs that needed more than was proposed, mean over workloads, and its standard error. */
  readonly exceeded: number;
  readonly error: number;
  /** What was proposed by what the manifests ask for, mean. */
  readonly ofRequest: number;
  /** What was proposed by what the largest future run needed, geometric mean. */
  readonly ofNeed: number;
}

export interface ShapeFigures {
  readonly shape: Shape | "all";
  readonly workloads: number;
  readonly rules: Readonly<Record<Rule, RuleFigures>>;
  /** Mean of the risks that Barnacle stated, of the workloads for which it stated one. */
  readonly stated: number;
  /** Exceeded by the same workloads, and its standard error. */
  readonly held: number;
  readonly heldError: number;
}

function exceedance({ future }: SimulatedWorkload, request: number): number {
  return future.filter(({ need }) => need > request).length / future.length;
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function standardError(values: readonly number[]): number {
  const middle = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - middle) ** 2)) / Math.max(values.length - 1, 1));
}

/** A workload with Barnacle's answer to it. */
interface Answered {
  readonly workload: SimulatedWorkload;
  readonly need: MemoryNeed;
}

function requestBy(rule: Rule, { workload, need }: Answered): number | null {
  if (rule === "barnacle") return need.kind === "proposed" ? need.requestBytes : null;
  return KRR_AND_VPA[rule](workload);
}

function ruleFigures(rule: Rule, all: readonly Answered[]): RuleFigures {
  const proposed = all.flatMap((answered) => {
    const request = requestBy(rule, answered);
    return request === null ? [] : [{ workload: answered.workload, request }];
  });
  const exceeded = proposed.map(({ workload, request }) => exceedance(workload, request));
  const needed = proposed.map(({ workload, request }) =>
    Math.log(request / Math.max(...workload.future.map(({ need }) => need))),
  );
  return {
    proposed: proposed.length,
    exceeded: mean(exceeded),
    error: standardError(exceeded),
    ofRequest: mean(proposed.map(({ workload, request }) => request / workload.request)),
    ofNeed: Math.exp(mean(needed)),
  };
}

function shapeFigures(shape: Shape | "all", all: readonly Answered[]): ShapeFigures {
  const stated = all.flatMap(({ workload, need }) =>
    need.kind === "proposed" && need.risk !== null
      ? [{ risk: need.risk, exceeded: exceedance(workload, need.requestBytes) }]
      : [],
  );
  const [first, second, third] = RULES;
  return {
    shape,
    workloads: all.length,
    rules: {
      [first]: ruleFigures(first, all),
      [second]: ruleFigures(second, all),
      [third]: ruleFigures(third, all),
    },
    stated: mean(stated.map(({ risk }) => risk)),
    held: mean(stated.map(({ exceeded }) => exceeded)),
    heldError: standardError(stated.map(({ exceeded }) => exceeded)),
  };
}

/** Figures of each shape, and of all together. */
export function figuresOf(all: readonly SimulatedWorkload[]): readonly ShapeFigures[] {
  const answered = all.map((workload) => ({ workload, need: barnacle(workload) }));
  const shapes = SHAPES.map((shape) =>
    shapeFigures(
      shape,
      answered.filter(({ workload }) => workload.shape === shape),
    ),
  );
  return [...shapes, shapeFigures("all", answered)];
}
