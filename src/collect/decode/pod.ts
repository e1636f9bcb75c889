import type { Pod } from "../../model/pod.ts";
import { containerEnds } from "./container-ends.ts";
import type { Readers } from "./metadata.ts";
import { occupiedRequests } from "./pod-level-resize.ts";
import type { ReadPodSpec } from "./pod-spec.ts";
import { object, type Raw, text } from "./raw.ts";
import { runningRequests } from "./resize.ts";

/** A Pod, from its pruned form. */
export function decodePod(raw: Raw, readers: Readers, podSpec: ReadPodSpec): Pod {
  const { namespace, name, uid, labels, annotations, createdAt, deletedAt, owner } = readers.metadata(raw);
  const rawSpec = object(raw["spec"], "spec");
  const status = object(raw["status"], "status");
  const spec = podSpec(rawSpec, "spec", name);
  const running = runningRequests(rawSpec, spec, status, readers);
  const occupied = occupiedRequests(spec, running, status, readers);
  const { ends, restarts } = containerEnds(status, readers);
  // Written field by field: what is spread into an object lies beside it, and there may be half a million of these.
  const pod: Pod = {
    namespace,
    name,
    uid,
    labels,
    annotations,
    createdAt,
    startedAt: readers.moment(status["startTime"], "status.startTime"),
    deletedAt,
    nodeName: readers.shared(text(rawSpec["nodeName"], "spec.nodeName")),
    nominatedNodeName: readers.shared(text(status["nominatedNodeName"], "status.nominatedNodeName")),
    phase: readers.shared(text(status["phase"], "status.phase")),
    owner,
    spec,
    runningRequests: running,
    ends,
    restarts,
  };
  return occupied === null ? pod : { ...pod, occupied };
}
