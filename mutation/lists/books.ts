import type { Mutation } from "../mutation.ts";

/** The price books' figures. */
export const BOOKS: readonly Mutation[] = [
  {
    file: "prices/autoscaler.json",
    find: '"n2": [0.031611, 0.004237, 0.24200436556894753]',
    replace: '"n2": [0.031611, 0.004237, 0.2420043655689475]',
    why: "autoscaler's book: a spot discount, in its last digit",
  },
  {
    file: "prices/autoscaler.json",
    find: '"a2-ultragpu-1g": [5.0688, 1.6]',
    replace: '"a2-ultragpu-1g": [5.0868, 1.6]',
    why: "autoscaler's book: two digits of a machine's price change places",
  },
  {
    file: "prices/gke.json",
    find: '"z4d": 3500',
    replace: '"z4d": 375',
    why: "gke's book: z4d has large local SSDs",
  },
  {
    file: "prices/gke.json",
    find: '"m3-megamem-64": [7.2048000000000005, 2.8156689655172418]',
    replace: '"m3-megamem-64": [7.2048, 2.8156689655172418]',
    why: "gke's book: a machine's price, in its last digit",
  },
  {
    file: "prices/list/europe-west4.json",
    find: '"pd-ssd": 0.187',
    replace: '"pd-ssd": 0.17',
    why: "list: a disk's rate in one region",
  },
];
