import type { NodeWeights } from "./node.ts";
import type { PodWeights } from "./pod.ts";

/** What the pods and nodes of one sheet are full of. Each theme is rich in one thing, so that most of its questions are about that. */
export interface Theme {
  readonly pod: PodWeights;
  readonly node: NodeWeights;
  readonly storage: boolean;
}

const QUIET: PodWeights = {
  appetite: "light",
  ports: 2,
  init: 3,
  podLevel: 1,
  resized: 1,
  tolerations: 15,
  nodeSelector: 2,
  nodeAffinity: 3,
  affinity: 2,
  antiAffinity: 3,
  spread: 3,
  claims: 0,
  disks: 1,
};
const OPEN: NodeWeights = { taints: 8, cordoned: 4 };

function theme(pod: Partial<PodWeights>, node: Partial<NodeWeights> = {}): Theme {
  const made = { ...QUIET, ...pod };
  return { pod: made, node: { ...OPEN, ...node }, storage: made.claims > 0 };
}

/** Each theme with its share of the sheets. */
export const THEMES: Readonly<Record<string, { readonly share: number; readonly theme: Theme }>> = {
  taints: { share: 5, theme: theme({ tolerations: 75 }, { taints: 65, cordoned: 20 }) },
  "node affinity": { share: 8, theme: theme({ nodeSelector: 12, nodeAffinity: 85 }) },
  ports: { share: 5, theme: theme({ ports: 65, init: 30 }) },
  resources: { share: 8, theme: theme({ appetite: "heavy", init: 30, podLevel: 25, resized: 25 }) },
  claims: { share: 12, theme: theme({ claims: 80, disks: 3 }) },
  disks: { share: 3, theme: theme({ claims: 25, disks: 70 }) },
  spread: { share: 8, theme: theme({ spread: 75, nodeAffinity: 12 }, { taints: 30 }) },
  affinity: { share: 7, theme: theme({ affinity: 65, antiAffinity: 15 }) },
  "anti-affinity": { share: 6, theme: theme({ affinity: 8, antiAffinity: 65 }) },
  everything: {
    share: 6,
    theme: theme(
      {
        appetite: "heavy",
        ports: 12,
        init: 15,
        podLevel: 10,
        resized: 8,
        tolerations: 50,
        nodeSelector: 10,
        nodeAffinity: 20,
        affinity: 12,
        antiAffinity: 15,
        spread: 20,
        claims: 25,
        disks: 10,
      },
      { taints: 35, cordoned: 10 },
    ),
  },
};
