import { stringify } from "yaml";
import type { ClusterId } from "../model/snapshot.ts";
import type { Advice, AdviceKind, OwnerLink } from "./finding.ts";

/** Where the pod template stands in the kinds that a person may patch. A Job's template can never be changed. */
const TEMPLATE_PATHS: ReadonlyMap<string, readonly string[]> = new Map([
  ["CronJob", ["spec", "jobTemplate", "spec", "template"]],
  ["Deployment", ["spec", "template"]],
  ["StatefulSet", ["spec", "template"]],
  ["ReplicaSet", ["spec", "template"]],
  ["ReplicationController", ["spec", "template"]],
  ["DaemonSet", ["spec", "template"]],
]);

/** Part of a manifest. `null` takes a field away. */
export type Manifest = {
  readonly [field: string]: Manifest | readonly Manifest[] | string | number | boolean | null | readonly string[];
};

export type Target = NonNullable<Advice["target"]>;

/** May the pod template of this kind of object be patched? */
export function isPatchable(kind: string): boolean {
  return TEMPLATE_PATHS.has(kind);
}

/** The object at the top of a chain, which a person edits; the pod itself when it is bare. */
export function targetOf(
  pod: { readonly namespace: string; readonly name: string },
  owners: readonly OwnerLink[],
): Target {
  const top = owners.at(-1);
  if (top === undefined) return { kind: "Pod", namespace: pod.namespace, name: pod.name };
  return { kind: top.kind, namespace: top.namespace, name: top.name };
}

/** Advice whose change is one of the pod template: a patch where the target takes one, else the words alone. */
export function templateAdvice(kind: AdviceKind, target: Target, text: string, template: Manifest): Advice {
  const path = TEMPLATE_PATHS.get(target.kind);
  if (path === undefined) return { kind, target, text: `${text} ${whereInstead(target)}`, patch: null, command: null };
  const whole = path.reduceRight<Manifest>((inner, field) => ({ [field]: inner }), template);
  return objectAdvice(kind, target, text, whole);
}

function whereInstead({ kind }: Target): string {
  if (kind === "Pod") return "A running Pod cannot be changed so: delete it and make it anew.";
  if (kind === "Job") return "A Job's template cannot be changed: change the manifest or program that makes the Job.";
  return `The ${kind} makes these pods: change it there.`;
}

/** Advice whose change is a patch of the object itself. */
export function objectAdvice(kind: AdviceKind, target: Target, text: string, patch: Manifest): Advice {
  const { namespace, name } = target;
  const file = quote(patchFile(kind, target));
  const command = `kubectl patch ${target.kind.toLowerCase()} ${quote(name)} -n ${quote(namespace)} --patch-file ${file}`;
  return { kind, target, text, patch: toYaml(patch), command };
}

/** Advice to make an object that is not there yet. */
export function manifestAdvice(kind: AdviceKind, target: Target, text: string, manifest: Manifest): Advice {
  const command = `kubectl apply -f ${quote(patchFile(kind, target))}`;
  return { kind, target, text, patch: toYaml(manifest), command };
}

/** The file that a patch is saved in: another one for each object and change, so that several can lie side by side. */
export function patchFile(kind: AdviceKind, { namespace, name }: Target): string {
  const parts = [namespace, name, kind].filter((part) => part !== "");
  return `${parts.join(".").replaceAll(/[^\w.-]/gu, "_")}.yaml`;
}

/** YAML that every YAML parser reads alike: kubectl's takes a bare `yes` or `on` for a boolean. */
function toYaml(value: Manifest): string {
  return stringify(value, { version: "1.1", lineWidth: 0 });
}

/** `gcloud container node-pools VERB POOL …`; `null` without the cluster's identity. */
export function poolCommand(
  verb: string,
  pool: string,
  cluster: ClusterId | null,
  flags: readonly string[],
): string | null {
  if (cluster === null) return null;
  const where = [`--cluster=${cluster.name}`, `--location=${cluster.location}`, `--project=${cluster.project}`];
  return ["gcloud container node-pools", verb, ...[pool, ...where, ...flags].map(quote)].join(" ");
}

/** A word of a shell command. */
function quote(word: string): string {
  return /^[\w.:/=@-]+$/u.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
