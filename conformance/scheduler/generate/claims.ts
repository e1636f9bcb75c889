import fc from "fast-check";
import { CLAIM_NAMES, HOSTS, NAMESPACES, type Raw } from "../universe.ts";
import { type Fields, record, sometimes, weighted, withoutNothing } from "./chance.ts";
import { CLASSES } from "./classes.ts";
import { type BoundVolume, boundVolume } from "./volumes.ts";

const selector = fc.constantFrom<Fields>(
  { matchLabels: { disk: "ssd" } },
  { matchExpressions: [{ key: "disk", operator: "NotIn", values: ["ssd"] }] },
  {},
);

/** What a claim wants of its volume. */
const wishes = record({
  accessModes: weighted<readonly string[]>(
    [6, fc.constant(["ReadWriteOnce"])],
    [3, fc.constant(["ReadWriteOncePod"])],
    [1, fc.constant(["ReadWriteOnce", "ReadOnlyMany"])],
  ),
  storage: sometimes(95, fc.constantFrom("1Gi", "4Gi", "5Gi", "10Gi", "10Gi", "20Gi")),
  selector: sometimes(20, selector),
  volumeMode: sometimes(25, fc.constantFrom("Block", "Filesystem")),
  volumeAttributesClassName: sometimes(10, fc.constantFrom("gold", "silver", "")),
}).map(({ storage, ...rest }) => ({
  ...rest,
  ...(storage === undefined ? {} : { resources: { requests: { storage } } }),
}));

const className = weighted(
  [4, fc.constantFrom("local", "local", "waiting", "zoned", "old", "files")],
  [1, fc.constantFrom(...CLASSES, "", undefined)],
);

/** How far the claim has come. */
type Bond = "bound" | "lost volume" | "not completed" | "waiting";

const bond = weighted<Bond>(
  [10, fc.constant("bound")],
  [1, fc.constant("lost volume")],
  [1, fc.constant("not completed")],
  [9, fc.constant("waiting")],
);

/** All about a claim but its name. */
const shape = fc.record({
  bond,
  wishes,
  className,
  oldClass: sometimes(10, fc.constantFrom("local", "waiting")),
  selectedNode: sometimes(8, fc.constantFrom(...HOSTS)),
  deleted: sometimes(4, fc.constant("2026-11-20T11:59:50Z")),
  lost: sometimes(3, fc.constant(true)),
  volume: boundVolume,
});

type Shape = typeof shape extends fc.Arbitrary<infer T> ? T : never;

/** The claim and the volume that it is bound to, as far as it is. */
function claim(namespace: string, name: string, made: Shape, owner: Fields | null): readonly Raw[] {
  const isBound = made.bond !== "waiting";
  const volumeName = `${namespace}-${name}`;
  const annotations = withoutNothing({
    "pv.kubernetes.io/bind-completed": isBound && made.bond !== "not completed" ? "yes" : undefined,
    "volume.beta.kubernetes.io/storage-class": made.oldClass,
    "volume.kubernetes.io/selected-node": made.selectedNode,
  });
  const uid = `uid-${namespace}-${name}`;
  const object: Raw = {
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: {
      name,
      namespace,
      uid,
      ...(Object.keys(annotations).length === 0 ? {} : { annotations }),
      ...(made.deleted === undefined ? {} : { deletionTimestamp: made.deleted }),
      ...(owner === null ? {} : { ownerReferences: [owner] }),
    },
    spec: withoutNothing({
      ...made.wishes,
      storageClassName: made.className,
      volumeName: isBound ? volumeName : undefined,
    }),
    status: { phase: phaseOf(made) },
  };
  const hasVolume = isBound && made.bond !== "lost volume";
  return hasVolume ? [object, volumeOf(volumeName, { namespace, name, uid }, made.volume)] : [object];
}

function phaseOf({ bond: how, lost }: Shape): string {
  if (lost === true) return "Lost";
  return how === "waiting" ? "Pending" : "Bound";
}

function volumeOf(name: string, claimed: Fields, made: BoundVolume): Raw {
  return {
    apiVersion: "v1",
    kind: "PersistentVolume",
    metadata: { name, labels: made.labels },
    spec: {
      capacity: { storage: "10Gi" },
      accessModes: ["ReadWriteOnce"],
      storageClassName: "waiting",
      claimRef: { kind: "PersistentVolumeClaim", ...claimed },
      ...made.source(name),
      ...(made.nodeAffinity === undefined ? {} : { nodeAffinity: { required: made.nodeAffinity } }),
    },
    status: { phase: "Bound" },
  };
}

const LISTED = NAMESPACES.slice(0, 3);
const NAMES = CLAIM_NAMES.slice(0, 5);

/** The claims that pods share, with their volumes. */
export const sharedClaims: fc.Arbitrary<readonly Raw[]> = fc
  .tuple(
    ...LISTED.flatMap((namespace) =>
      NAMES.map((name) =>
        sometimes(94, shape).map((made) => (made === undefined ? [] : claim(namespace, name, made, null))),
      ),
    ),
  )
  .map((claims) => claims.flat());

const ownership = weighted([6, fc.constant("own")], [1, fc.constantFrom("foreign", "none", "no controller", "absent")]);

/** The claims of pods' ephemeral volumes: mostly the pod's own, made by the ephemeral volume controller. */
export function ephemeralClaims(pods: number): fc.Arbitrary<(made: readonly Raw[]) => readonly Raw[]> {
  const fates = fc.array(fc.record({ ownership, shape }), { minLength: pods, maxLength: pods });
  return fates.map((drawn) => (made) => {
    return made.flatMap((pod, index) => {
      const fate = drawn[index];
      const volume = ephemeralOf(pod);
      if (fate === undefined || volume === null || fate.ownership === "absent") return [];
      const { name, namespace = "" } = pod.metadata;
      return claim(namespace, `${name}-${volume}`, fate.shape, ownerOf(name, fate.ownership));
    });
  });
}

function ownerOf(pod: string, how: string): Fields | null {
  if (how === "none") return null;
  const uid = how === "foreign" ? "uid-of-another" : `uid-${pod}`;
  return { apiVersion: "v1", kind: "Pod", name: pod, uid, controller: how !== "no controller" };
}

/** The name of the pod's first ephemeral volume. */
function ephemeralOf({ spec }: Raw): string | null {
  if (typeof spec !== "object" || spec === null || !("volumes" in spec) || !Array.isArray(spec.volumes)) return null;
  const volumes: readonly Fields[] = spec.volumes;
  const found = volumes.find((volume) => "ephemeral" in volume);
  return found === undefined ? null : String(found["name"]);
}
