/** Records a selection of the price vectors that reaches every branch: `node conformance/prices/select.ts --vectors DIR`. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { gzipSync } from "node:zlib";
import { isCustom, machineFamily } from "../../src/price/machine-name.ts";
import { type PriceVector, readPriceVector } from "./vectors.ts";

type Recorded = PriceVector["objects"][number];

const { values } = parseArgs({ options: { vectors: { type: "string", default: "../shared/vectors" } } });
const all = readPriceVector(join(values.vectors, "prices.json.gz"));
const chosen = new Set([
  ...cover(
    all.objects.filter(({ kind }) => kind === "Node"),
    nodeFeatures,
  ),
  ...cover(
    all.objects.filter(({ kind }) => kind === "Pod"),
    podFeatures,
  ),
]);
const objects = all.objects.filter((object) => chosen.has(object));
const names = new Set(objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`));
const prices = all.expected.prices.filter(({ kind, name }) => names.has(`${kind} ${name}`));
const packed = gzipSync(JSON.stringify({ objects, expected: { prices } }), { level: 9 });
writeFileSync(join(import.meta.dirname, "recorded.json.gz"), packed);
process.stdout.write(`${objects.length} of ${all.objects.length} objects, ${packed.length} bytes\n`);

/** Greedy cover: always the object that shows most of what none has shown yet. */
function cover(objects: readonly Recorded[], featuresOf: (object: Recorded) => readonly string[]): readonly Recorded[] {
  const features = new Map(objects.map((object) => [object, featuresOf(object)]));
  const wanted = new Set([...features.values()].flat());
  const taken: Recorded[] = [];
  const adds = (object: Recorded): number =>
    (features.get(object) ?? []).filter((feature) => wanted.has(feature)).length;
  while (wanted.size > 0) {
    const best = objects.reduce((left, right) => (adds(right) > adds(left) ? right : left));
    taken.push(best);
    for (const feature of features.get(best) ?? []) wanted.delete(feature);
  }
  return taken;
}

function at(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
}

function nodeFeatures(node: Recorded): readonly string[] {
  const [labels, annotations] = [at(node.metadata, "labels"), at(node.metadata, "annotations")];
  const label = (name: string): unknown => at(labels, `cloud.google.com/${name}`);
  const annotation = (name: string): unknown => at(annotations, `cluster-autoscaler/gce/${name}`);
  const stable = at(labels, "node.kubernetes.io/instance-type");
  const type = String(stable ?? at(labels, "beta.kubernetes.io/instance-type"));
  const spot = label("gke-spot") === "true" || label("gke-preemptible") === "true";
  const ssd = [label("gke-ephemeral-storage-local-ssd"), annotation("ephemeral-storage-local-ssd")];
  const gpu = at(at(at(node, "status"), "capacity"), "nvidia.com/gpu") !== undefined;
  return [
    `spot ${label("gke-spot")} ${label("gke-preemptible")}`,
    `family ${machineFamily(type)} ${isCustom(type)} ${spot} ${stable === undefined}`,
    `type ${type} ${spot}`,
    `disk ${label("gke-boot-disk")} ${annotation("boot-disk-type")}`,
    `size ${annotation("boot-disk-size")}`,
    `ssd ${ssd.join(" ")}`,
    `ssds ${ssd.includes("true")} ${spot} ${annotation("local-ssd-count")}`,
    `gpu ${gpu} ${label("gke-accelerator")} ${spot} ${label("gke-max-shared-clients-per-gpu") !== undefined}`,
  ];
}

function podFeatures(pod: Recorded): readonly string[] {
  const spec = at(pod, "spec");
  return ["containers", "initContainers"].flatMap((key) => {
    const containers = at(spec, key);
    if (!Array.isArray(containers)) return [];
    return [`${key} ${containers.length}`, ...containers.flatMap((container) => requestFeatures(key, container))];
  });
}

function requestFeatures(key: string, container: unknown): readonly string[] {
  const requests = at(at(container, "resources"), "requests") ?? {};
  const units = Object.entries(requests).map(([name, amount]) => `${name} ${String(amount).replaceAll(/[\d.]/gu, "")}`);
  return [`${key} ${Object.keys(requests).sort().join(" ")} ${String(at(container, "restartPolicy"))}`, ...units];
}
