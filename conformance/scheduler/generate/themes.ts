import type { Mood } from "./claims.ts";
import type { NodeWeights } from "./node.ts";
import type { PodWeights } from "./pod.ts";

/** What the pods and nodes of one sheet are full of. Each theme is rich in one thing, so that most of its questions are about that. */
export interface Theme {
  readonly pod: PodWeights;
  readonly node: NodeWeights;
  readonly storage: Mood | null;
  /** Eighty nodes instead of six, the first 32 of them tiny. */
  readonly wide: boolean;
}

const QUIET: PodWeights = {
  appetite: "light",
  ports: 2,
  init: 3,
  podLevel: 1,
  resized: 1,
  tolerations: 20,
  nodeSelector: 2,
  nodeAffinity: 3,
  easyWishes: false,
  affinity: 2,
  antiAffinity: 3,
  spread: 3,
  claims: 0,
  disks: 1,
};
const OPEN: NodeWeights = { taints: 8, cordoned: 8, size: "ample", oneZone: false };

function theme(pod: Partial<PodWeights>, node: Partial<NodeWeights> = {}, storage: Mood | null = null): Theme {
  return { pod: { ...QUIET, ...pod }, node: { ...OPEN, ...node }, storage, wide: false };
}

/** Each theme with its share of the sheets. */
export const THEMES: Readonly<Record<string, { readonly share: number; readonly theme: Theme }>> = {
  taints: { share: 20, theme: theme({ tolerations: 80 }, { taints: 75, cordoned: 25 }) },
  "node affinity": { share: 20, theme: theme({ nodeSelector: 10, nodeAffinity: 85, tolerations: 60 }) },
  ports: { share: 13, theme: theme({ ports: 55, init: 30 }) },
  resources: { share: 8, theme: theme({ appetite: "heavy", init: 30, podLevel: 25, resized: 25 }, { size: "tight" }) },
  claims: { share: 20, theme: theme({ claims: 80, disks: 3 }, {}, "bound") },
  waiting: { share: 32, theme: theme({ claims: 85 }, {}, "waiting") },
  disks: { share: 5, theme: theme({ claims: 25, disks: 70 }, {}, "bound") },
  spread: {
    share: 40,
    theme: theme({ spread: 80, nodeAffinity: 70, easyWishes: true, tolerations: 5 }, { taints: 45 }),
  },
  affinity: { share: 12, theme: theme({ affinity: 65, antiAffinity: 15 }) },
  "anti-affinity": { share: 8, theme: theme({ affinity: 8, antiAffinity: 65 }) },
  wide: {
    share: 5,
    theme: {
      ...theme(
        {
          appetite: "heavy",
          affinity: 5,
          antiAffinity: 15,
          spread: 60,
          claims: 10,
          nodeAffinity: 20,
          easyWishes: true,
        },
        { size: "tight", oneZone: true },
        "bound",
      ),
      wide: true,
    },
  },
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
      { taints: 35, cordoned: 10, size: "tight" },
      "bound",
    ),
  },
};
