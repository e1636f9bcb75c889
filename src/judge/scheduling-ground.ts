import type { Snapshot } from "../model/snapshot.ts";
import { type Bans, createBans } from "./scheduling-bans.ts";
import { type Counters, createCounters } from "./scheduling-counters.ts";
import { createDomainTable, type DomainTable } from "./scheduling-domains.ts";
import { createNodeSets, type NodeSets } from "./scheduling-node-sets.ts";
import { createNodeTable, type NodeTable } from "./scheduling-nodes.ts";
import { createPodTable, type PodTable } from "./scheduling-pods.ts";
import { createRooms, type Rooms } from "./scheduling-rooms.ts";
import { createUsage, type Usage } from "./scheduling-usage.ts";

/** Everything that the filters look at. */
export interface Ground {
  readonly snapshot: Snapshot;
  readonly nodes: NodeTable;
  readonly pods: PodTable;
  readonly rooms: Rooms;
  readonly sets: NodeSets;
  readonly domains: DomainTable;
  readonly counters: Counters;
  readonly bans: Bans;
  readonly usage: Usage;
}

/** The snapshot's nodes, without any pod yet. */
export function createGround(snapshot: Snapshot): Ground {
  const nodes = createNodeTable(snapshot.nodes);
  const pods = createPodTable(snapshot.nodes);
  const sets = createNodeSets(snapshot.nodes);
  const domains = createDomainTable(nodes.list, nodes.base);
  const { namespaces } = snapshot;
  return {
    snapshot,
    nodes,
    pods,
    rooms: createRooms(snapshot.nodes),
    sets,
    domains,
    counters: createCounters({ nodes, pods, domains, sets, namespaces }),
    bans: createBans(domains, nodes.base, namespaces),
    usage: createUsage(snapshot),
  };
}
