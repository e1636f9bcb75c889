import { formatQuantity, fromWhole, ZERO } from "../model/quantity.ts";
import type { ResourceList } from "../model/resources.ts";
import type { ContainerNeed, WorkloadNeed } from "./needs.ts";

/** What the runs needed, a sentence a container. */
export function needWords({ containers, per }: WorkloadNeed): readonly string[] {
  return containers.map((need) => {
    const parts = [memoryWords(need, per), cpuWords(need, per)].filter((part) => part !== "");
    return `Container ${need.container}: ${parts.join("; ")}.`;
  });
}

function memoryWords({ memory, requests }: ContainerNeed, per: WorkloadNeed["per"]): string {
  if (memory.kind === "too-few-runs") {
    const seen = memory.peakBytes === 0 ? "" : `, the largest took ${roughly(memory.peakBytes)}`;
    const stopped = memory.outOfMemoryRuns === 0 ? "" : `, ${memory.outOfMemoryRuns} ran out of memory`;
    return `not enough ${per}s yet (${memory.runs} of ${memory.needed}${seen}${stopped})`;
  }
  const { requestBytes, peakBytes, runs, risk, growthPerDay, outOfMemoryRuns } = memory;
  const stopped = outOfMemoryRuns === 0 ? "" : `, ${outOfMemoryRuns} of which ran out of it`;
  const grows = growthPerDay === null ? "" : `, growing by ${percent(growthPerDay)} a day`;
  const left =
    risk === null ? "how much more those need cannot be said" : `at most ${percent(risk)} of ${per}s should need more`;
  const past = `${runs} ${per}s${stopped}, the largest took ${roughly(peakBytes)}${grows}`;
  return `memory ${formatQuantity(fromWhole(requestBytes))} (${askedNow(requests, "memory")}; ${past}; ${left})`;
}

function cpuWords({ cpu, memory, requests }: ContainerNeed, per: WorkloadNeed["per"]): string {
  if (cpu.kind === "too-few-runs") {
    return memory.kind === "too-few-runs" ? "" : `cpu not measured in enough ${per}s (${cpu.runs} of ${cpu.needed})`;
  }
  const delay =
    cpu.above === 0
      ? `no ${per} used more on average`
      : `${percent(cpu.above)} of ${per}s used more, and would take up to ${percent(cpu.longestDelay)} longer on a full node`;
  return `cpu ${cpu.requestMillicores}m (${askedNow(requests, "cpu")}; ${delay})`;
}

function askedNow(requests: ResourceList, resource: string): string {
  const asked = requests.get(resource) ?? ZERO;
  return asked === ZERO ? "asks for none" : `asks for ${formatQuantity(asked)}`;
}

function percent(value: number): string {
  const number = value * 100;
  return `${number < 10 ? number.toFixed(1) : number.toFixed(0)} %`;
}

function roughly(bytes: number): string {
  const gib = bytes / 1024 ** 3;
  return gib >= 1 ? `${gib.toFixed(1)}Gi` : `${Math.ceil(bytes / 1024 ** 2)}Mi`;
}
