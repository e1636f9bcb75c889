import { annotations, keptWord, list, map, push, quantities, shared, sharedList, texts, word } from "./runs.ts";
import {
  type Field,
  flag,
  kept,
  keptFlag,
  keptNumber,
  message,
  number,
  readMessage,
  type Shape,
  shape,
  type Target,
  text,
  time,
} from "./shape.ts";
import { LENGTH, type Wire } from "./wire.ts";

// The numbers are those of Kubernetes' `generated.proto` files (v1.36), which never change.

const OWNER = shape({
  1: kept("kind"),
  3: kept("name"),
  4: kept("uid"),
  5: kept("apiVersion"),
  6: keptFlag("controller"),
});

/** `meta/v1.ObjectMeta` */
export const METADATA = shape({
  1: text("name"),
  3: word("namespace"),
  5: text("uid"),
  8: time("creationTimestamp"),
  9: time("deletionTimestamp"),
  11: map("labels"),
  12: annotations("annotations"),
  13: sharedList("ownerReferences", OWNER),
});

const REQUIREMENT = shape({ 1: kept("key"), 2: kept("operator"), 3: texts("values") });
/** `meta/v1.LabelSelector` */
export const LABEL_SELECTOR = shape({ 1: map("matchLabels"), 2: list("matchExpressions", REQUIREMENT) });
const NODE_TERM = shape({ 1: list("matchExpressions", REQUIREMENT), 2: list("matchFields", REQUIREMENT) });
/** `v1.NodeSelector` */
export const NODE_SELECTOR = shape({ 1: list("nodeSelectorTerms", NODE_TERM) });

/** `v1.ResourceRequirements`; `v1.VolumeResourceRequirements` has the same numbers. */
export const REQUESTS = shape({ 2: quantities("requests") });

const PORT = shape({ 2: number("hostPort"), 4: text("protocol"), 5: text("hostIP") });
const RULE = shape({ 1: text("action") });
const CONTAINER = shape({
  1: keptWord("name"),
  6: sharedList("ports", PORT),
  8: shared("resources", REQUESTS),
  24: kept("restartPolicy"),
  25: sharedList("restartPolicyRules", RULE),
});

const REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";

const POD_TERM = shape({
  1: message("labelSelector", LABEL_SELECTOR),
  2: texts("namespaces"),
  3: kept("topologyKey"),
  4: message("namespaceSelector", LABEL_SELECTOR),
  5: texts("matchLabelKeys"),
  6: texts("mismatchLabelKeys"),
});
const POD_TERMS = shape({ 1: list(REQUIRED, POD_TERM) });
const AFFINITY = shape({
  1: message("nodeAffinity", shape({ 1: message(REQUIRED, NODE_SELECTOR) })),
  2: message("podAffinity", POD_TERMS),
  3: message("podAntiAffinity", POD_TERMS),
});

const SPREAD = shape({
  1: keptNumber("maxSkew"),
  2: kept("topologyKey"),
  3: kept("whenUnsatisfiable"),
  4: message("labelSelector", LABEL_SELECTOR),
  5: keptNumber("minDomains"),
  6: kept("nodeAffinityPolicy"),
  7: kept("nodeTaintsPolicy"),
  8: texts("matchLabelKeys"),
});

const TOLERATION = shape({ 1: text("key"), 2: text("operator"), 3: text("value"), 4: text("effect") });

const NOTHING = shape({});

/** The sources of a volume that mean something: by number, the name in JSON and what is read of it. */
const SOURCES: Readonly<Record<number, readonly [name: string, fields: Shape]>> = {
  1: ["hostPath", NOTHING],
  2: ["emptyDir", shape({ 1: text("medium") })],
  3: ["gcePersistentDisk", shape({ 1: kept("pdName"), 4: flag("readOnly") })],
  4: ["awsElasticBlockStore", NOTHING],
  5: ["gitRepo", NOTHING],
  7: ["nfs", NOTHING],
  8: ["iscsi", NOTHING],
  9: ["glusterfs", NOTHING],
  10: ["persistentVolumeClaim", shape({ 1: kept("claimName") })],
  11: ["rbd", NOTHING],
  12: ["flexVolume", NOTHING],
  13: ["cinder", NOTHING],
  14: ["cephfs", NOTHING],
  15: ["flocker", NOTHING],
  17: ["fc", NOTHING],
  18: ["azureFile", NOTHING],
  20: ["vsphereVolume", NOTHING],
  21: ["quobyte", NOTHING],
  22: ["azureDisk", NOTHING],
  23: ["photonPersistentDisk", NOTHING],
  24: ["portworxVolume", NOTHING],
  25: ["scaleIO", NOTHING],
  27: ["storageos", NOTHING],
  28: ["csi", shape({ 1: kept("driver") })],
  29: ["ephemeral", NOTHING],
};

/** Configuration that is mounted keeps no pod anywhere, and nearly every pod has some: secret, downwardAPI, configMap, projected, image. */
const MEANINGLESS: ReadonlySet<number> = new Set([6, 16, 19, 26, 30]);

const NAME = (1 << 3) | LENGTH;
const SOURCE = (2 << 3) | LENGTH;

/** The volumes that mean something. A source that is newer than this list is one without a name that we know. */
function volumes(name: string): Field {
  return {
    names: [name],
    wire: LENGTH,
    read(wire, into) {
      const volume = readVolume(wire, wire.end());
      if (volume !== null) push(into, name, volume);
    },
  };
}

function readVolume(wire: Wire, end: number): Target | null {
  const volume: Target = {};
  let meaning = true;
  while (wire.at < end) {
    const tag = wire.short();
    if (tag === NAME) volume["name"] = wire.text(wire.end());
    else if (tag === SOURCE) meaning = readSource(wire, wire.end(), volume);
    else wire.skip(tag);
  }
  return meaning ? volume : null;
}

function readSource(wire: Wire, end: number, volume: Target): boolean {
  while (wire.at < end) {
    const tag = wire.short();
    const number = tag >>> 3;
    if (MEANINGLESS.has(number)) {
      wire.at = end;
      return false;
    }
    const [name, fields] = SOURCES[number] ?? [`source${number}`, NOTHING];
    volume[name] = readMessage(wire, wire.end(), fields);
  }
  return true;
}

/** `v1.PodSpec` */
export const POD_SPEC = shape({
  1: volumes("volumes"),
  2: list("containers", CONTAINER),
  3: word("restartPolicy"),
  4: keptNumber("terminationGracePeriodSeconds"),
  7: map("nodeSelector"),
  10: text("nodeName"),
  11: flag("hostNetwork"),
  18: shared("affinity", AFFINITY),
  19: word("schedulerName"),
  20: list("initContainers", CONTAINER),
  22: sharedList("tolerations", TOLERATION),
  25: keptNumber("priority"),
  32: quantities("overhead"),
  33: sharedList("topologySpreadConstraints", SPREAD),
  37: keptFlag("hostUsers"),
  39: list("resourceClaims", shape({ 1: kept("name") })),
  40: shared("resources", REQUESTS),
});

const ENDED = shape({ 1: keptNumber("exitCode"), 3: word("reason"), 5: time("startedAt"), 6: time("finishedAt") });
const STATE = shape({ 2: message("running", shape({ 1: time("startedAt") })), 3: message("terminated", ENDED) });
const CONTAINER_STATUS = shape({
  1: keptWord("name"),
  2: message("state", STATE),
  3: message("lastState", STATE),
  5: keptNumber("restartCount"),
  10: quantities("allocatedResources"),
  11: shared("resources", REQUESTS),
});

/** The conditions of one type, which is their first field: nearly all others are of no use. */
export function conditions(type: string, fields: Shape): Field {
  const wanted = Buffer.from(type);
  return {
    names: ["conditions"],
    wire: LENGTH,
    read(wire, into) {
      const end = wire.end();
      if (!beginsWith(wire, wanted)) {
        wire.at = end;
        return;
      }
      push(into, "conditions", readMessage(wire, end, fields));
    },
  };
}

/** Is the first field a text that equals `wanted`? */
function beginsWith({ bytes, at }: Wire, wanted: Buffer): boolean {
  if (bytes[at] !== NAME || bytes[at + 1] !== wanted.length) return false;
  for (let index = 0; index < wanted.length; index += 1) if (bytes[at + 2 + index] !== wanted[index]) return false;
  return true;
}

/** `v1.PodStatus` */
export const POD_STATUS = shape({
  1: word("phase"),
  2: conditions("PodResizePending", shape({ 1: kept("type"), 5: text("reason") })),
  7: time("startTime"),
  8: list("containerStatuses", CONTAINER_STATUS),
  10: list("initContainerStatuses", CONTAINER_STATUS),
  11: text("nominatedNodeName"),
  19: quantities("allocatedResources"),
  20: shared("resources", REQUESTS),
});
