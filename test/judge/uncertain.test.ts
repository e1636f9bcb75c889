import { expect, test } from "vitest";
import { judge } from "../../src/judge/judge.ts";
import type { AutoscalerSettings } from "../../src/judge/settings.ts";
import type { Pod, PodSpec } from "../../src/model/pod.ts";
import type { Snapshot } from "../../src/model/snapshot.ts";
import { MINUTE } from "../../src/model/time.ts";
import type { VolumeClaim } from "../../src/model/volume.ts";
import { ALL_CONTROLLERS, settings } from "./around.ts";
import { ago, container, controllers, NOW, type NodeChanges, node, owner, pod, snapshot } from "./objects.ts";

const ABSENT = { state: "absent" } as const;
const REFUSED = { state: "refused", why: "forbidden" } as const;

interface Around extends Partial<Omit<Snapshot, "kinds" | "pods">> {
  readonly kinds?: Partial<Snapshot["kinds"]>;
  readonly node?: NodeChanges;
  readonly settings?: Partial<AutoscalerSettings>;
}

function uncertain(pods: readonly Pod[], { node: changes, settings: flags, ...rest }: Around = {}): readonly string[] {
  const nodes = [node("n1", changes), node("n2")];
  const all = { controllers: controllers(ALL_CONTROLLERS), ...rest, nodes, pods };
  return judge(snapshot(all), settings(flags), NOW)[0]?.uncertain ?? ["no verdict"];
}

const gone = { controllers: controllers([]) };
const jobs = ["a", "b", "c", "d", "e"].map((name) => pod({ name, owner: owner("Job") }));

test("nothing is uncertain of pods whose kinds were all listed", () => {
  expect(uncertain([pod(), ...jobs])).toEqual([]);
  expect(uncertain(jobs, gone)).toEqual([]);
});

test("a controller of a kind that was not listed may still be there", () => {
  expect(uncertain(jobs.slice(0, 2), { ...gone, kinds: { Job: ABSENT } })).toEqual([
    "no Job was listed: whether the Job of default/a, default/b still exists is not known",
  ]);
  expect(uncertain(jobs, { ...gone, kinds: { Job: REFUSED } })).toEqual([
    "Job could not be listed (forbidden): whether the Job of default/a, default/b, default/c and 2 more still exists is not known",
  ]);
  expect(uncertain([pod()], { ...gone, kinds: { Job: ABSENT } })).toEqual([]);
});

test("budgets that nobody may list may cover what would be moved", () => {
  const kinds = { PodDisruptionBudget: REFUSED };
  const young = pod({ name: "dns", namespace: "kube-system", createdAt: ago(MINUTE) });
  expect(uncertain([pod()], { kinds })).toEqual([
    "PodDisruptionBudget could not be listed (forbidden): whether a budget covers default/p is not known",
  ]);
  expect(uncertain([young], { kinds })).toEqual([
    "PodDisruptionBudget could not be listed (forbidden): whether a budget covers kube-system/dns is not known",
  ]);
  expect(uncertain([pod({ owner: null })], { kinds })).toEqual([]);
  expect(uncertain([pod()], { kinds: { PodDisruptionBudget: ABSENT } })).toEqual([]);
});

function claim(volumeName: string): Partial<Snapshot> {
  const made: VolumeClaim = {
    namespace: "default",
    name: "data",
    uid: "u",
    annotations: new Map(),
    volumeName,
    phase: volumeName === "" ? "Pending" : "Bound",
    storageClassName: "standard",
    accessModes: ["ReadWriteOnce"],
    deleted: false,
    podUid: null,
  };
  return { volumeClaims: new Map([["default/data", made]]) };
}

const withClaim = pod({ spec: { volumes: [{ kind: "claim", name: "v", claimName: "data", ephemeral: false }] } });
const withDisk = pod({ spec: { volumes: [{ kind: "gcePersistentDisk", name: "v", disk: "d", readOnly: false }] } });
const withMap = pod({ spec: { volumes: [{ kind: "other", name: "v", source: "configMap" }] } });
const NOTHING = { PersistentVolumeClaim: ABSENT, PersistentVolume: ABSENT, StorageClass: ABSENT, CSINode: ABSENT };
const PLACES = "where the volumes of default/p can be used is not known";
const LIMITS = "no CSINode was listed: how many volumes a node takes beside default/p is not known";

test.each<[string, Pod, Around, readonly string[]]>([
  [
    "a claim, nothing listed",
    withClaim,
    { kinds: NOTHING },
    [`no PersistentVolumeClaim was listed: ${PLACES}`, LIMITS],
  ],
  [
    "a bound claim, no volumes",
    withClaim,
    { ...claim("pv"), kinds: { PersistentVolume: ABSENT } },
    [`no PersistentVolume was listed: ${PLACES}`],
  ],
  ["a bound claim, no classes", withClaim, { ...claim("pv"), kinds: { StorageClass: ABSENT } }, []],
  [
    "an unbound claim, no classes",
    withClaim,
    { ...claim(""), kinds: { StorageClass: ABSENT } },
    [`no StorageClass was listed: ${PLACES}`],
  ],
  ["an unbound claim, no volumes", withClaim, { ...claim(""), kinds: { PersistentVolume: ABSENT } }, []],
  ["a disk, nothing listed", withDisk, { kinds: NOTHING }, [LIMITS]],
  ["a configMap, nothing listed", withMap, { kinds: NOTHING }, []],
])("storage: %s", (_, asked, around, expected) => {
  expect(uncertain([asked], around)).toEqual(expected);
});

test("volumes of pods for which no place was looked for are nobody's worry", () => {
  const busy = pod({ name: "busy", spec: { containers: [container({ cpu: "3" })] } });
  expect(uncertain([withClaim, busy], { kinds: NOTHING })).toEqual([]);
});

const term = (namespaceSelector: PodSpec["affinity"][number]["namespaceSelector"]): PodSpec["affinity"][number] => ({
  selector: [],
  topologyKey: "zone",
  namespaces: [],
  namespaceSelector,
  matchLabelKeys: [],
  mismatchLabelKeys: [],
});

test.each<[string, Partial<PodSpec>, readonly string[]]>([
  [
    "a namespace selector",
    { antiAffinity: [term([{ key: "team", operator: "Exists", values: [] }])] },
    ["no Namespace was listed: which namespaces the affinity of default/p means is not known"],
  ],
  ["every namespace", { antiAffinity: [term([])] }, []],
  ["its own namespace", { antiAffinity: [term(null)] }, []],
])("affinity to %s", (_, spec, expected) => {
  expect(uncertain([pod({ spec })], { kinds: { Namespace: ABSENT } })).toEqual(expected);
});

test("what is not mirrored is named", () => {
  expect(uncertain([pod({ spec: { resourceClaims: ["gpu"] } })])).toEqual([
    "dynamic resource allocation is not mirrored: default/p",
  ]);
  expect(uncertain([pod({ spec: { schedulerName: "volcano" } })])).toEqual([
    "what the scheduler volcano would do is not known, kube-scheduler's filters were asked: default/p",
  ]);
  expect(uncertain([pod({ spec: { schedulerName: "gke.io/optimize-utilization-scheduler" } })])).toEqual([]);
  const dra = { "cloud.google.com/gke-accelerator": "nvidia-l4", "cloud.google.com/gke-gpu-dra-driver": "true" };
  expect(uncertain([], { node: { labels: dra } })).toEqual([
    "dynamic resource allocation is not mirrored: claimed GPUs do not count in the node's utilization",
  ]);
});
