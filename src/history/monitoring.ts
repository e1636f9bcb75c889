import { type KnownUsage, type Learned, NOTHING_LEARNED, type Questions } from "../model/learned.ts";
import { gapsOf } from "../model/requested.ts";
import type { ClusterId } from "../model/snapshot.ts";
import { MINUTE, millis } from "../model/time.ts";
import { Asker, type AskLimits } from "./asker.ts";
import { openMonitoring, type Transport } from "./client.ts";
import { Faults } from "./faults.ts";
import { type Ground, learnRequests } from "./requests.ts";
import { runsByWorkload } from "./runs.ts";
import { learnUsage } from "./usage.ts";

/** How Cloud Monitoring is asked. */
export interface MonitoringOptions extends AskLimits {
  /** `host:port` of another server, without TLS and credentials; `null`: the service itself. */
  readonly endpoint: string | null;
  /** What earlier runs learned. */
  readonly known: readonly KnownUsage[];
}

/** Data that is missing for longer is a gap; points may come some minutes late. */
const LONGEST_SILENCE = millis(10 * MINUTE);

/** Asks Cloud Monitoring what the questions want to know. Never throws: what could not be learned is missing, and the notes say why. */
export async function learn(questions: Questions, options: MonitoringOptions): Promise<Learned> {
  const { cluster, nodes, workloads } = questions;
  if (nodes.length === 0 && workloads.length === 0) return NOTHING_LEARNED;
  const faults = new Faults();
  if (cluster === null) {
    faults.add("no-cluster");
    return { ...NOTHING_LEARNED, notes: faults.notes() };
  }
  try {
    const transport = await openMonitoring(options.endpoint);
    try {
      return await learnFrom(transport, cluster, questions, options, faults);
    } finally {
      await transport.close().catch(() => undefined);
    }
  } catch (error) {
    faults.add("refused", error instanceof Error ? error.message : String(error));
    return { ...NOTHING_LEARNED, notes: faults.notes() };
  }
}

async function learnFrom(
  transport: Transport,
  cluster: ClusterId,
  questions: Questions,
  options: MonitoringOptions,
  faults: Faults,
): Promise<Learned> {
  const { now, window } = questions;
  const asker = new Asker(transport, options, faults);
  const ground: Ground = { cluster, now, asker, faults };
  try {
    const nodes = await learnRequests(ground, questions.nodes);
    const usage = await learnUsage(ground, questions.workloads, window, options.known);
    const limits = new Map(questions.nodes.map((question) => [question.node, question.limits]));
    for (const [node, history] of nodes) {
      if (gapsOf(history, limits.get(node) ?? {}, LONGEST_SILENCE).length > 0) faults.add("gap", node);
    }
    const workloads = runsByWorkload(questions.workloads, usage, now, faults);
    return { nodes, workloads, usage, notes: faults.notes(), calls: asker.calls, points: asker.points };
  } finally {
    asker.end();
  }
}
