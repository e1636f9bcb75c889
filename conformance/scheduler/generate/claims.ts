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
  selector: sometimes(35, selector),
  volumeMode: sometimes(28, fc.constantFrom("Block", "Filesystem")),
  volumeAttributesClassName: sometimes(7, fc.constantFrom("gold", "silver", "")),
}).map(({ storage, ...rest }) => ({
  ...rest,
  ...(storage === undefined ? {} : { resources: { requests: { storage } } }),
}));

/** Are most claims bound, or do most wait for volumes made beforehand? */
export type Mood = "bound" | "waiting";

function className(mood: Mood): fc.Arbitrary<string | undefined> {
  return weighted<string | undefined>(
    [mood === "waiting" ? 17 : 3, fc.constant("local")],
    [6, fc.constantFrom("waiting", "zoned", "zoned", "old", "old", "files", "files")],
    [1, fc.constantFrom(...CLASSES, "")],
    [mood === "waiting" ? 1 : 2, fc.constantFrom("unknown", "nobody", "modeless", undefined, undefined)],
  );
}

/** How far the claim has come. */
type Bond = "bound" | "lost volume" | "not completed" | "waiting";

function bond(mood: Mood): fc.Arbitrary<Bond> {
  return weighted<Bond>(
    [mood === "waiting" ? 3 : 20, fc.constant("bound")],
    [2, fc.constantFrom("lost volume", "not completed")],
    [mood === "waiting" ? 26 : 9, fc.constant("waiting")],
  );
}

/** All about a claim but its name. */
interface Shape {
  readonly bond: Bond;
  readonly wishes: Fields;
  readonly className: string | undefined;
  readonly oldClass: string | undefined;
  readonly selectedNode: string | undefined;
  readonly deleted: string | undefined;
  readonly lost: true | undefined;
  readonly volume: BoundVolume;
}

function shape(mood: Mood): fc.Arbitrary<Shape> {
  return fc.record({
    bond: bond(mood),
    wishes,
    className: className(mood),
    oldClass: sometimes(6, fc.constantFrom("local", "waiting")),
    selectedNode: sometimes(mood === "waiting" ? 18 : 16, fc.constantFrom(...HOSTS)),
    deleted: sometimes(3, fc.constant("2026-11-20T11:59:50Z")),
    lost: sometimes(2, fc.constant(true)),
    volume: boundVolume,
  });
}

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
export function sharedClaims(mood: Mood): fc.Arbitrary<readonly Raw[]> {
  const one = (namespace: string, name: string): fc.Arbitrary<readonly Raw[]> =>
    sometimes(97, shape(mood)).map((made) => (made === undefined ? [] : claim(namespace, name, made, null)));
  return fc
    .tuple(...LISTED.flatMap((namespace) => NAMES.map((name) => one(namespace, name))))
    .map((claims) => claims.flat());
}

const ownership = weighted([6, fc.constant("own")], [1, fc.constantFrom("foreign", "none", "no controller", "absent")]);

/** The claims of pods' ephemeral volumes: mostly the pod's own, made by the ephemeral volume controller. */
export function ephemeralClaims(pods: number): fc.Arbitrary<(made: readonly Raw[]) => readonly Raw[]> {
  const fates = fc.array(fc.record({ ownership, shape: shape("bound") }), { minLength: pods, maxLength: pods });
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
