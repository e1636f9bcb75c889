import { describe, expect, test } from "vitest";
import { redact, redactor } from "../../src/collect/snapshot-file.ts";
import { FULL_OBJECTS, FULL_POD, FULL_SPEC, SECRET } from "./full-objects.ts";
import { type Json, node, object, pod, read, readPod } from "./objects.ts";

type Path = readonly (string | number)[];

/** The paths of all leaves. */
function leaves(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value !== "object" || value === null) return value === undefined ? [] : [path];
  const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return entries.flatMap(([key, of]) => leaves(of, [...path, key]));
}

/** A copy in which `change` has been made of the leaf at `path`; `undefined` leaves it out. */
function changed(value: unknown, path: Path, change: (leaf: unknown) => unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return change(value);
  if (Array.isArray(value)) return value.map((item, index) => (index === key ? changed(item, rest, change) : item));
  return Object.fromEntries(
    Object.entries(value as Json).map(([name, of]) => [name, name === key ? changed(of, rest, change) : of]),
  );
}

/** Another value of the same type, such as Kubernetes might hold in that place. */
function another(leaf: unknown): unknown {
  if (typeof leaf === "number") return leaf + 1;
  if (typeof leaf === "boolean") return !leaf;
  if (typeof leaf !== "string") return leaf;
  if (/^\d{4}-\d\d-\d\dT/u.test(leaf)) return "2026-11-20T07:07:07Z";
  if (/^\d+(?:m|[GM]i)?$/u.test(leaf)) return `1${leaf}`;
  if (leaf === "In") return "NotIn";
  if (leaf === "DoesNotExist") return "Exists";
  return `${leaf}x`;
}

const NOT_READ = ["managedFields", "finalizers", "generateName"];

describe("a redacted object", () => {
  test.each(FULL_OBJECTS.map((raw) => [String(raw["kind"]), raw] as const))(
    "%s reads as the original does",
    (_, raw) => {
      const before = read([raw]);
      const after = read(JSON.parse(JSON.stringify(redact(raw))));
      expect(after).toEqual(before);
      expect(before.problems.filter(({ field }) => field !== "spec.nodeName")).toEqual([]);
    },
  );

  test.each(FULL_OBJECTS.map((raw) => [String(raw["kind"]), raw] as const))(
    "%s holds nothing that is not read",
    (_, raw) => {
      const text = JSON.stringify(redact(raw));
      expect(text).not.toContain(SECRET);
      for (const field of NOT_READ) expect(text).not.toContain(field);
      // Once more changes nothing.
      expect(redact(JSON.parse(text)[0])).toEqual(JSON.parse(text));
    },
  );

  // An object without a version is taken for what its kind says; a start only makes the snapshot's newest time newer.
  const needless = /^apiVersion$|terminated\.startedAt$/u;
  test.each(
    leaves(redact(FULL_POD)[0])
      .filter((path) => !needless.test(path.join(".")))
      .map((path) => [path.join("."), path] as const),
  )("Pod: %s is kept for a reason", (_, path) => {
    const without = changed(redact(FULL_POD)[0], path, () => undefined);
    expect(read([without])).not.toEqual(read([FULL_POD]));
  });
});

describe("what is equal and what is not", () => {
  const { affinity: _, topologySpreadConstraints: __, resourceClaims: ___, ...common } = FULL_SPEC;
  const cases = [FULL_SPEC, common].flatMap((spec) =>
    leaves(spec).map((path) => [path.join("."), spec, path] as const),
  );

  // Common specs are compared with the one before, all others through a key: either must see every leaf that is read.
  test.each(cases)("%s: another value is read after the first one", (_name, spec, path) => {
    const first = { ...FULL_POD, spec };
    const other = { ...FULL_POD, metadata: { name: "other" }, spec: changed(spec, path, another) };
    const { pods } = read([node("n1"), first, other, { ...other, metadata: { name: "again" } }, first]);
    const alone = readPod(other);
    expect(pods.at(1)).toEqual(alone);
    expect(pods.at(2)?.spec.containers).toEqual(alone.spec.containers);
  });

  test("as many leaves as that were tried", () => {
    expect(cases.length).toBeGreaterThan(150);
  });
});

describe("any value of a wrong type, anywhere", () => {
  const JUNK: readonly unknown[] = ["junk", 7, true, null, [], {}, ["junk"], [[]], { junk: 1 }, [{ junk: [] }]];

  /** The paths of all parts, the leaves and what they are in. */
  const parts = (value: unknown, path: Path = []): readonly Path[] => {
    if (typeof value !== "object" || value === null) return [path];
    const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
    return [path, ...entries.flatMap(([key, of]) => parts(of, [...path, key]))];
  };

  /** What a reader takes from the raw object and from its redacted form, where places in a list may differ. */
  const both = (raw: unknown) =>
    [raw, JSON.parse(JSON.stringify(redact(raw)))].map((input) => {
      const { problems, passedOver, kinds, ...rest } = read([input].flat());
      return { rest, fields: problems.map(({ object, field }) => `${object} ${field.replaceAll(/\[\d+\]/gu, "[]")}`) };
    });

  test.each(FULL_OBJECTS.map((raw) => [String(raw["kind"]), raw] as const))(
    "%s: is a problem or is passed over, for the redacted object as for the raw one",
    (_, raw) => {
      for (const path of parts(raw).filter(({ length }) => length > 0 && length < 12)) {
        for (const junk of JUNK) {
          const [plain, redacted] = both(changed(raw, path, () => junk));
          expect({ path, junk, ...redacted }).toEqual({ path, junk, ...plain });
        }
      }
    },
  );

  test("does not pass for the good value that came before it", () => {
    for (const path of parts(FULL_SPEC).filter(({ length }) => length > 0)) {
      for (const junk of JUNK) {
        const bad = { ...FULL_POD, metadata: { name: "bad" }, spec: changed(FULL_SPEC, path, () => junk) };
        const after = read([node("n1"), FULL_POD, bad]).problems.map(({ field }) => field);
        const alone = read([node("n1"), bad]).problems.map(({ field }) => field);
        expect({ path, junk, after }).toEqual({ path, junk, after: alone });
      }
    }
  });
});

describe("annotations", () => {
  const of = (key: string) => pod("a", { metadata: { annotations: { [key]: "x" } } });

  test.each([
    "cluster-autoscaler.kubernetes.io/safe-to-evict",
    "cluster-autoscaler.kubernetes.io/safe-to-evict-local-volumes",
    "cluster-autoscaler.kubernetes.io/scale-down-disabled",
    "cluster-autoscaler.kubernetes.io/daemonset-pod",
    "cluster-autoscaler/gce/boot-disk-size",
    "kubernetes.io/config.mirror",
    "batch.kubernetes.io/cronjob-scheduled-timestamp",
    "volume.kubernetes.io/selected-node",
    "barnacle.dev/mute",
  ])("%s is read and kept", (key) => {
    expect(readPod(of(key)).annotations.get(key)).toBe("x");
    expect(JSON.stringify(redact(of(key)))).toContain(key);
  });

  test.each([
    "kubectl.kubernetes.io/last-applied-configuration",
    "cluster-autoscaler",
    "example.com/team",
    "constructor",
  ])("%s is not", (key) => {
    expect(readPod(of(key)).annotations.size).toBe(0);
    expect(JSON.stringify(redact(of(key)))).not.toContain(key);
  });

  test("one that the configuration names is", () => {
    const options = { annotationKeys: ["example.com/team"] };
    expect(readPod(of("example.com/team"), options).annotations.get("example.com/team")).toBe("x");
    expect(JSON.stringify(redactor(options)(of("example.com/team")))).toContain("example.com/team");
  });
});

describe("redacting", () => {
  test("unrolls Lists, with the kind that only the List tells", () => {
    const list = { kind: "PodList", apiVersion: "v1", items: [{ metadata: { name: "a" }, spec: { containers: [] } }] };
    expect(redact(list)).toEqual([{ apiVersion: "v1", kind: "Pod", metadata: { name: "a" }, spec: {} }]);
  });

  test.each([
    ["a Secret", object("v1", "Secret", { name: "a" }, { data: { a: "b" } })],
    ["another ConfigMap", object("v1", "ConfigMap", { name: "a" })],
    ["a first line", { kind: "BarnacleSnapshot", version: 1 }],
    ["no object", "text"],
    ["null", null],
  ])("%s gives nothing", (_, raw) => {
    expect(redact(raw)).toEqual([]);
  });

  test.each([
    ["containers", { spec: { containers: SECRET } }],
    ["a name", { metadata: { name: { x: SECRET } } }],
    ["labels", { metadata: { name: "a", labels: { x: { y: SECRET } } } }],
    ["requests", { spec: { containers: [{ name: "c", resources: { requests: [SECRET] } }] } }],
    ["a status", { status: [SECRET] }],
  ])("%s of a wrong type stay wrong and tell nothing", (_, wrong) => {
    const raw = { ...pod("a"), ...wrong };
    const redacted = redact(raw);
    expect(JSON.stringify(redacted)).not.toContain(SECRET);
    expect(read([node("n1"), ...redacted]).problems.map(({ field }) => field)).toEqual(
      read([node("n1"), raw]).problems.map(({ field }) => field),
    );
  });
});
