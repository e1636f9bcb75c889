import { type Learned, workloadKey } from "../model/learned.ts";
import type { Pod } from "../model/pod.ts";
import { fromMilli, fromWhole } from "../model/quantity.ts";
import { isPodLevelResource, podRequests } from "../model/requests.ts";
import type { ResourceList } from "../model/resources.ts";
import type { Instant } from "../model/time.ts";
import type { ContainerRun } from "../model/usage.ts";
import { targetOf } from "./advice-patch.ts";
import type { OwnerLink } from "./finding.ts";
import { type CpuNeed, type CpuSettings, cpuNeed } from "./need/cpu.ts";
import { type MemoryNeed, type MemorySettings, memoryNeed } from "./need/memory.ts";

/** What one container of a workload needs, by its past runs. */
export interface ContainerNeed {
  readonly container: string;
  /** What it asks for now. */
  readonly requests: ResourceList;
  readonly memory: MemoryNeed;
  readonly cpu: CpuNeed;
  /** The memory limit that its latest run had; `null` when it had none, or none is known. */
  readonly limitBytes: number | null;
}

/** What a workload needs, by its past runs. */
export interface WorkloadNeed {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** Is a run a whole Job, or a day of a pod that never ends? */
  readonly per: "run" | "day";
  readonly containers: readonly ContainerNeed[];
}

export type NeedSettings = MemorySettings & CpuSettings;

/** What is taken unless the configuration says otherwise. */
export const DEFAULT_NEEDS: NeedSettings = { minRuns: 5, risk: 0.01, cpuQuantile: 0.9 };

/** The needs of the workload that made the pod; `null` when nothing was learned of it. */
export type NeedOf = (pod: Pod) => WorkloadNeed | null;

/** Works a workload's needs out once, whichever of its pods asks. */
export function needTeller(
  learned: Learned | undefined,
  settings: NeedSettings,
  now: Instant,
  linksOf: (pod: Pod) => readonly OwnerLink[],
): NeedOf {
  const known = new Map<string, WorkloadNeed | null>();
  return (pod) => {
    const target = targetOf(pod, linksOf(pod));
    const key = workloadKey(target);
    const before = known.get(key);
    if (before !== undefined) return before;
    const runs = learned?.workloads.get(key);
    const need = runs === undefined ? null : workloadNeed(pod, target, runs, settings, now);
    known.set(key, need);
    return need;
  };
}

function workloadNeed(
  pod: Pod,
  { kind, namespace, name }: { readonly kind: string; readonly namespace: string; readonly name: string },
  runs: readonly ContainerRun[],
  settings: NeedSettings,
  now: Instant,
): WorkloadNeed {
  const byContainer = Map.groupBy(runs, ({ container }) => container);
  return {
    kind,
    namespace,
    name,
    per: kind === "CronJob" || kind === "Job" ? "run" : "day",
    containers: pod.spec.containers
      .filter((container) => container.kind !== "init")
      .map((container) => containerNeed(container, byContainer.get(container.name) ?? [], settings, now)),
  };
}

function containerNeed(
  { name, requests }: { readonly name: string; readonly requests: ResourceList },
  runs: readonly ContainerRun[],
  settings: NeedSettings,
  now: Instant,
): ContainerNeed {
  const peaks = runs.flatMap(({ to, peakBytes, outOfMemory, open }) =>
    peakBytes === null ? [] : [{ at: to, bytes: peakBytes, outOfMemory, open }],
  );
  const cpu = runs.flatMap(({ cpuSeconds, seconds, open }) =>
    cpuSeconds === null || seconds === null || open ? [] : [{ coreSeconds: cpuSeconds, seconds }],
  );
  return {
    container: name,
    requests,
    memory: memoryNeed(peaks, settings, now),
    cpu: cpuNeed(cpu, settings),
    limitBytes: runs.findLast(({ limitBytes }) => limitBytes !== null)?.limitBytes ?? null,
  };
}

/** One for each workload of the blockers that something is known of. */
export function needsOf(needOf: NeedOf, blockers: readonly { readonly pod: Pod }[]): readonly WorkloadNeed[] {
  return [...new Set(blockers.map(({ pod }) => needOf(pod)))].filter((need) => need !== null);
}

/** What a container should ask for; a resource without a proposal is left out. */
export function proposedRequests({ memory, cpu }: ContainerNeed): ResourceList {
  const requests = new Map<string, ReturnType<typeof fromWhole>>();
  if (cpu.kind === "proposed") requests.set("cpu", fromMilli(cpu.requestMillicores));
  if (memory.kind === "proposed") requests.set("memory", fromWhole(memory.requestBytes));
  return requests;
}

/** Is there anything to propose? */
export function hasProposal({ containers }: WorkloadNeed): boolean {
  return containers.some((need) => proposedRequests(need).size > 0);
}

/** The pod as it would ask for what its runs need; the pod itself where that changes nothing, or where it asks as a whole. */
export type SizePod = (pod: Pod) => Pod;

/** A pod gets one sized double: the scheduling knows pods by identity. */
export function podSizer(needOf: NeedOf): SizePod {
  const known = new Map<Pod, Pod>();
  return (pod) => {
    const before = known.get(pod);
    if (before !== undefined) return before;
    const sized = sizePod(pod, needOf(pod));
    known.set(pod, sized);
    return sized;
  };
}

function sizePod(pod: Pod, need: WorkloadNeed | null): Pod {
  const { podLevelRequests } = pod.spec;
  const asWhole = podLevelRequests !== null && [...podLevelRequests.keys()].some(isPodLevelResource);
  if (need === null || !hasProposal(need) || asWhole) return pod;
  const proposals = new Map(need.containers.map((each) => [each.container, proposedRequests(each)]));
  const containers = pod.spec.containers.map((container) => {
    const proposed = container.kind === "init" ? undefined : proposals.get(container.name);
    return proposed === undefined
      ? container
      : { ...container, requests: new Map([...container.requests, ...proposed]) };
  });
  const spec = { ...pod.spec, containers };
  const requests = podRequests(spec);
  const { occupied: _, ...rest } = pod;
  return { ...rest, spec: { ...spec, requests }, runningRequests: requests };
}
