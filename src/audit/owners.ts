import { CONTROLLER_KINDS, type Controller, type ControllerKind, type OwnerReference } from "../model/owner.ts";
import type { Pod } from "../model/pod.ts";
import type { Controllers } from "../model/snapshot.ts";
import type { OwnerLink } from "./finding.ts";

/** The objects above a pod, from its controller upwards. */
export interface OwnerChain {
  readonly links: readonly OwnerLink[];
  /** The objects themselves, as far as the snapshot has them. */
  readonly controllers: readonly Controller[];
  /** The object at which the chain comes back to itself, `Job batch/x`; `null` for a sound one. It is cut there. */
  readonly cycle: string | null;
}

const NO_OWNERS: OwnerChain = { links: [], controllers: [], cycle: null };

/** Follows owners upwards, and keeps each chain: many pods have the same controller. */
export type FollowOwners = (pod: Pod) => OwnerChain;

/** Follows pod → Job → CronJob, pod → ReplicaSet → Deployment, and whatever else the references say. */
export function ownerFollower(controllers: Controllers): FollowOwners {
  // `collect` holds equal references once, so identity will do; a namespace each, since a file may say anything.
  const known = new Map<string, Map<OwnerReference, OwnerChain>>();
  return ({ namespace, owner }) => {
    if (owner === null) return NO_OWNERS;
    const chains = known.get(namespace) ?? new Map<OwnerReference, OwnerChain>();
    known.set(namespace, chains);
    const seen = chains.get(owner);
    if (seen !== undefined) return seen;
    const chain = follow(namespace, owner, controllers);
    chains.set(owner, chain);
    return chain;
  };
}

function follow(namespace: string, first: OwnerReference, controllers: Controllers): OwnerChain {
  const links: OwnerLink[] = [];
  const found: Controller[] = [];
  const passed = new Set<string>();
  let owner: OwnerReference | null = first;
  while (owner !== null) {
    const kind = kindWords(owner);
    const key = `${kind} ${namespace}/${owner.name}`;
    if (passed.has(key)) return { links, controllers: found, cycle: key };
    passed.add(key);
    const controller = find(namespace, owner, controllers);
    links.push({ kind, namespace, name: owner.name, seen: controller !== null });
    if (controller !== null) found.push(controller);
    owner = controller?.owner ?? null;
  }
  return { links, controllers: found, cycle: null };
}

const GROUPS: Readonly<Record<ControllerKind, readonly string[]>> = {
  Job: ["batch"],
  CronJob: ["batch"],
  ReplicaSet: ["apps", "extensions"],
  Deployment: ["apps", "extensions"],
  StatefulSet: ["apps"],
  DaemonSet: ["apps", "extensions"],
  ReplicationController: [""],
};

/** The kind that Kubernetes itself has of this name and group; `null` for another project's. */
function builtIn({ apiVersion, kind }: OwnerReference): ControllerKind | null {
  const known = CONTROLLER_KINDS.find((each) => each === kind);
  return known !== undefined && GROUPS[known].includes(groupOf(apiVersion)) ? known : null;
}

function groupOf(apiVersion: string): string {
  return apiVersion.includes("/") ? apiVersion.slice(0, apiVersion.indexOf("/")) : "";
}

/** The kind, with its group where another project's has the name of a kind of Kubernetes itself: `StatefulSet.apps.kruise.io`. */
function kindWords(owner: OwnerReference): string {
  const taken = CONTROLLER_KINDS.some((known) => known === owner.kind);
  return taken && builtIn(owner) === null ? `${owner.kind}.${groupOf(owner.apiVersion)}` : owner.kind;
}

/** The referenced object itself. One of the same name but another uid is another object. */
function find(namespace: string, owner: OwnerReference, controllers: Controllers): Controller | null {
  const kind = builtIn(owner);
  const controller = kind === null ? undefined : controllers[kind].get(`${namespace}/${owner.name}`);
  if (controller === undefined) return null;
  const same = controller.uid === "" || owner.uid === "" || controller.uid === owner.uid;
  return same ? controller : null;
}
