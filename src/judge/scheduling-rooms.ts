import type { Node } from "../model/node.ts";
import type { ResourceList } from "../model/resources.ts";
import { type Amounts, amountsOf, emptyRoom, occupy, type Room } from "./predicates/node-resources-fit.ts";

/** The most room that any one node of a block of 32 has, each resource on its own: an upper bound to skip the block by. */
interface Block {
  cpu: number;
  memory: number;
  pods: number;
  stale: boolean;
}

/** The room on every node, with a summary of each 32 nodes, so that the search for room passes full ones in one step. */
export interface Rooms {
  readonly of: Room[];
  /** A request's amounts; equal requests are mostly one object, so each is read once. */
  amounts(resources: ResourceList): Amounts;
  /** A pod comes to the node (1) or leaves it (-1). */
  change(node: number, resources: ResourceList, pods: 1 | -1): void;
  /** Can none of the nodes 32 x `block` … hold the request? Only for the snapshot's own nodes. */
  blockIsFull(block: number, asked: Amounts): boolean;
}

export function createRooms(nodes: readonly Node[]): Rooms {
  const of = nodes.map((node) => emptyRoom(node.allocatable));
  const blocks = Array.from(
    { length: (nodes.length + 31) >>> 5 },
    (): Block => ({ cpu: 0, memory: 0, pods: 0, stale: true }),
  );
  const known = new Map<ResourceList, Amounts>();

  const amounts = (resources: ResourceList): Amounts => {
    const seen = known.get(resources);
    if (seen !== undefined) return seen;
    const read = amountsOf(resources);
    known.set(resources, read);
    return read;
  };

  return {
    of,
    amounts,
    change(node, resources, pods) {
      const room = of[node];
      if (room === undefined) return;
      occupy(room, amounts(resources), pods);
      const block = blocks[node >>> 5];
      if (block !== undefined) block.stale = true;
    },
    blockIsFull(index, asked) {
      const block = blocks[index];
      if (block === undefined) return false;
      if (block.stale) summarize(block, of, index * 32, Math.min(index * 32 + 32, nodes.length));
      return block.pods < 1 || asked.cpu > Math.max(block.cpu, 0) || asked.memory > Math.max(block.memory, 0);
    },
  };
}

function summarize(block: Block, rooms: readonly Room[], from: number, to: number): void {
  block.cpu = Number.NEGATIVE_INFINITY;
  block.memory = Number.NEGATIVE_INFINITY;
  block.pods = Number.NEGATIVE_INFINITY;
  block.stale = false;
  for (let node = from; node < to; node++) {
    const room = rooms[node];
    if (room === undefined) continue;
    if (room.cpu > block.cpu) block.cpu = room.cpu;
    if (room.memory > block.memory) block.memory = room.memory;
    if (room.pods > block.pods) block.pods = room.pods;
  }
}
