import type { Node } from "../model/node.ts";
import type { Pod } from "../model/pod.ts";
import type { BookName, Quote } from "./quote.ts";

/** One book, ready to be asked. A node that does not exist yet (a home) is priced as any other: by its labels and capacity. */
export interface Pricer {
  readonly book: BookName;
  /** The price of a node for an hour: machine, GPUs, local SSD, boot disk. */
  node(node: Node): Quote;
  /** The price of a pod for an hour; `node` is where it stands, for the books that price by the node's family. */
  pod(pod: Pod, node: Node | null): Quote;
}
