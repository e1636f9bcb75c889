import type { BlockingReason } from "../judge/verdict.ts";
import { selects } from "../model/labels.ts";
import type { Pod } from "../model/pod.ts";
import type { AdviceCase, Held } from "./advice-case.ts";
import { manifestAdvice, objectAdvice, type Target, templateAdvice } from "./advice-patch.ts";
import type { Advice } from "./finding.ts";

type Cure = (adviceCase: AdviceCase, held: Held) => readonly Advice[];

/** What ends each reason itself. None of them makes evictable what would lose work by it. */
export const CURES = {
  NotSafeToEvictAnnotation: markOnCompletion,
  NotReplicated: addController,
  ControllerNotFound: restoreController,
  MinReplicasReached: addReplicas,
  NotEnoughPdb: freeTheBudget,
  UnmovableKubeSystemPod: addBudget,
  LocalStorageRequested: allowLocalStorage,
  UnexpectedError: () => [],
} satisfies Readonly<Record<BlockingReason, Cure>>;

const SAFE_TO_EVICT = "cluster-autoscaler.kubernetes.io/safe-to-evict";
const LOCAL_VOLUMES = "cluster-autoscaler.kubernetes.io/safe-to-evict-local-volumes";

function named({ kind, namespace, name }: Target): string {
  return `${kind} ${namespace}/${name}`;
}

/** Work that ends may be waited for: no new pods come meanwhile, and none is lost. */
function markOnCompletion({ context }: AdviceCase, { blocker, target }: Held): readonly Advice[] {
  if (!context.input.settings.onCompletion || blocker.pod.owner?.kind !== "Job") return [];
  const text =
    'Mark its pods "on-completion": the autoscaler (1.36 and later) then keeps new pods off the node and removes it when they have ended, instead of passing it over.';
  const metadata = { annotations: { [SAFE_TO_EVICT]: "on-completion" } };
  return [templateAdvice("mark-on-completion", target, text, { metadata })];
}

function addController(_: AdviceCase, { blocker, target }: Held): readonly Advice[] {
  const { owner } = blocker.pod;
  const text =
    owner === null
      ? "It has no controller, so nothing would start it again elsewhere. Run it as a Job if its work ends, else as a Deployment."
      : `Its pods are run by a ${owner.kind}, no kind of controller that the autoscaler trusts to start a pod again. Keep them off large nodes, or let a Job, Deployment or StatefulSet run them.`;
  return [{ kind: "add-controller", target, text, patch: null, command: null }];
}

function restoreController(_: AdviceCase, { blocker }: Held): readonly Advice[] {
  const { namespace, name, owner } = blocker.pod;
  if (owner === null) return [];
  const target = { kind: owner.kind, namespace, name: owner.name };
  const text = `It is gone, but its Pod ${name} runs on. Make the ${owner.kind} again, or delete the Pod if nobody waits for its work.`;
  return [{ kind: "restore-controller", target, text, patch: null, command: null }];
}

const SCALABLE: ReadonlySet<string> = new Set(["Deployment", "StatefulSet", "ReplicaSet", "ReplicationController"]);

function addReplicas({ context }: AdviceCase, { target }: Held): readonly Advice[] {
  const least = context.input.settings.minReplicaCount;
  const text = `It has fewer than the ${least} replicas below which the autoscaler moves none. Run at least ${least}.`;
  if (!SCALABLE.has(target.kind)) return [{ kind: "add-replicas", target, text, patch: null, command: null }];
  return [objectAdvice("add-replicas", target, text, { spec: { replicas: least } })];
}

function freeTheBudget({ context }: AdviceCase, { blocker, target }: Held): readonly Advice[] {
  const { pod } = blocker;
  const spent = context.input.snapshot.budgets.filter(
    ({ namespace, selector, disruptionsAllowed }) =>
      namespace === pod.namespace && disruptionsAllowed < 1 && selects(selector, pod.labels),
  );
  const budgets = spent.map(({ namespace, name }): Advice => {
    const budget = { kind: "PodDisruptionBudget", namespace, name };
    const text =
      "It allows no disruption now. Bring missing pods back, run one replica more, or let it allow one to be missing (maxUnavailable: 1).";
    return { kind: "free-the-budget", target: budget, text, patch: null, command: null };
  });
  return [...budgets, ...secondReplica(context.ownersOf(pod).controllers.at(-1)?.replicas ?? null, target)];
}

/** A budget over a single replica can never allow anything that asks for one to be there. */
function secondReplica(replicas: number | null, target: Target): readonly Advice[] {
  if (replicas !== 1 || !SCALABLE.has(target.kind)) return [];
  const text = "It has one replica, which its disruption budget keeps. With two, one may move.";
  return [objectAdvice("add-replicas", target, text, { spec: { replicas: 2 } })];
}

/** Labels that a controller gives to its pods of one revision or one ordinal: no selector for all of them. */
const OF_ONE_REVISION: ReadonlySet<string> = new Set([
  "pod-template-hash",
  "controller-revision-hash",
  "pod-template-generation",
  "statefulset.kubernetes.io/pod-name",
  "apps.kubernetes.io/pod-index",
]);

function addBudget({ context }: AdviceCase, { blocker, target }: Held): readonly Advice[] {
  const matchLabels = Object.fromEntries([...blocker.pod.labels].filter(([key]) => !OF_ONE_REVISION.has(key)));
  const soon = Number.isFinite(context.input.settings.bspDisruptionTimeout)
    ? " It blocks for its first hour only."
    : " Before autoscaler 1.33 it blocks for as long as it runs.";
  const text = `${named(target)} is a system workload without a disruption budget, so the autoscaler does not move it.${soon} With a budget that allows one to be missing it may move at once.`;
  if (Object.keys(matchLabels).length === 0) return [{ kind: "add-budget", target, text, patch: null, command: null }];
  const { namespace, name } = target;
  const manifest = {
    apiVersion: budgetVersion(context.input.snapshot.kubernetesVersion),
    kind: "PodDisruptionBudget",
    metadata: { name, namespace },
    spec: { maxUnavailable: 1, selector: { matchLabels } },
  };
  const budget = { kind: "PodDisruptionBudget", namespace, name };
  return [manifestAdvice("add-budget", budget, text, manifest)];
}

/** `policy/v1` came with Kubernetes 1.21. */
function budgetVersion(kubernetesVersion: string | null): string {
  const minor = Number(kubernetesVersion?.split(".")[1]);
  return minor < 21 ? "policy/v1beta1" : "policy/v1";
}

/** Only for what starts again elsewhere as it was: a Job's scratch files are its work. */
function allowLocalStorage(_: AdviceCase, { blocker, target }: Held): readonly Advice[] {
  const { pod } = blocker;
  const volumes = localVolumes(pod);
  if (volumes.length === 0 || pod.owner?.kind === "Job" || pod.owner === null) return [];
  const allowed = (pod.annotations.get(LOCAL_VOLUMES) ?? "").split(",").filter((name) => name !== "");
  const names = [...new Set([...allowed, ...volumes])].join(",");
  const text = `If its pods can do without what they keep in ${volumes.join(", ")} when they move, say so; else give them a PersistentVolumeClaim.`;
  const metadata = { annotations: { [LOCAL_VOLUMES]: names } };
  return [templateAdvice("allow-local-storage", target, text, { metadata })];
}

function localVolumes(pod: Pod): readonly string[] {
  return pod.spec.volumes.flatMap((volume) => {
    if (volume.kind === "hostPath") return [volume.name];
    return volume.kind === "emptyDir" && volume.medium !== "Memory" ? [volume.name] : [];
  });
}
