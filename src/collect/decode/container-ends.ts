import type { ContainerEnd, Pod } from "../../model/pod.ts";
import type { Readers } from "./metadata.ts";
import { list, missing, object, type Raw, text, whole } from "./raw.ts";

const NO_ENDS: readonly ContainerEnd[] = [];

/** The ends of a pod's containers (the current one, and the one before the last restart) and its restarts. */
export function containerEnds(status: Raw, readers: Readers): Pick<Pod, "ends" | "restarts"> {
  const ends: ContainerEnd[] = [];
  let restarts = 0;
  for (const key of ["containerStatuses", "initContainerStatuses"] as const) {
    const statuses = list(status[key], `status.${key}`);
    for (let index = 0; index < statuses.length; index += 1) {
      const raw = object(statuses[index], `status.${key}`);
      restarts += whole(raw["restartCount"], `status.${key}.restartCount`) ?? 0;
      for (const state of ["state", "lastState"] as const) {
        if (missing(raw[state])) continue;
        const { running, terminated } = object(raw[state], `status.${key}.${state}`);
        if (!missing(running)) noteStart(running, `status.${key}.${state}.running`, readers);
        if (missing(terminated)) continue;
        ends.push(containerEnd(raw, terminated, `status.${key}[${index}].${state}.terminated`, readers));
      }
    }
  }
  return { ends: ends.length === 0 ? NO_ENDS : ends, restarts };
}

function containerEnd(status: Raw, terminated: unknown, field: string, readers: Readers): ContainerEnd {
  const raw = object(terminated, field);
  noteStart(raw, field, readers);
  return {
    container: readers.shared(text(status["name"], "status.containerStatuses.name")),
    finishedAt: readers.moment(raw["finishedAt"], `${field}.finishedAt`),
    reason: readers.shared(text(raw["reason"], `${field}.reason`)),
    exitCode: whole(raw["exitCode"], `${field}.exitCode`),
  };
}

/** A container's start is no part of the model, but tells how old the snapshot is. */
function noteStart(state: unknown, field: string, readers: Readers): void {
  readers.moment(object(state, field)["startedAt"], `${field}.startedAt`);
}
