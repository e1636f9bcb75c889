import type { Machine, Work } from "./cluster.ts";

/** What happens in the month, once for the team that reads English and once for the one that reads Japanese. */

const SMALL = { cpu: "500m", memory: "2Gi" };
const NEVER = 9_999;

/** A large batch that fills its node; when it ends, what is small stays behind. */
function large(team: string, name: string, from: number, to: number, cpu: string, memory: string): Work {
  return { name: `${name}-${team}`, team, from, to, cpu, memory };
}

/** A node of 64 cores in use until `to`. */
function filled(team: string, name: string, from: number, to: number): Work {
  return large(team, name, from, to, "62", "400Gi");
}

/** By the story's name. */
function stories(team: string): Readonly<Record<string, Machine>> {
  const small = (name: string, from: number, to: number, more: Partial<Work> = {}): Work => ({
    name: `${name}-${team}`,
    team,
    from,
    to,
    ...SMALL,
    ...more,
  });
  const highmem = { pool: "highmem-64", type: "n2-highmem-64" };
  return {
    // A step is passed, more pods come, all of them finish.
    steps: {
      ...highmem,
      from: 10,
      to: 57,
      work: [filled(team, "features", 10, 26), small("dedupe", 20, 55.4), small("export", 40, 52, { pods: 3 })],
    },
    // In use for an hour, then held again: one thread. At last its pod goes on elsewhere.
    returns: {
      pool: "compute-60",
      type: "c2-standard-60",
      from: 80,
      to: 108,
      work: [
        large(team, "embed", 80, 98, "58", "200Gi"),
        small("rank", 95, 104.5, { deleted: true }),
        large(team, "embed-more", 101.5, 102.6, "58", "200Gi"),
      ],
    },
    room: {
      pool: "web",
      type: "e2-standard-8",
      from: 104,
      to: 130,
      work: [large(team, "api", 104, 130, "7", "20Gi"), small("rank", 104.7, 130, { cpu: "300m" })],
    },
    // Muted by the configuration for a while; then somebody takes the annotation away.
    planned: {
      ...highmem,
      from: 44,
      to: 130,
      work: [filled(team, "load", 44, 50), small("planned", 45, 129, { freeFrom: 128 })],
    },
    // Muted by a reply, snoozed later, gone with its node.
    muted: {
      ...highmem,
      from: 160,
      to: 290,
      work: [filled(team, "train", 160, 170), small("nightly", 165, 290, { deleted: true })],
    },
    // Below the floor: nobody is told.
    cheap: {
      pool: "general-8",
      type: "e2-standard-8",
      from: 2,
      to: 702,
      work: [large(team, "report", 2, 10, "7", "20Gi"), small("tiny", 5, 700)],
    },
    // No book knows its price.
    unpriced: {
      pool: "exotic",
      type: "z9-ultramem-64",
      from: 230,
      to: 254,
      work: [filled(team, "render", 230, 240), small("exotic", 235, 252, { deleted: true })],
    },
    // Muted by an annotation on its workload until a day; then told.
    annotated: {
      ...highmem,
      from: 246,
      to: 322,
      work: [
        filled(team, "index", 246, 250),
        small("crawl", 247, 320, {
          annotations: { "barnacle.dev/mute-until": "2026-11-12 the deadline is near" },
        }),
      ],
    },
    // One episode lies within a night and is over before anybody is awake; the next lasts into the morning.
    night: {
      pool: "general-32",
      type: "n2-standard-32",
      from: 345,
      to: 392,
      work: [
        large(team, "scan", 345, 352, "30.5", "100Gi"),
        small("midnight", 348, 355),
        large(team, "scan-more", 355, 376, "30.5", "100Gi"),
        small("midnight", 370, 390),
      ],
    },
    // Burns so much that it is told at night, while Slack is down for two hours.
    fire: {
      pool: "legacy-96",
      type: "n1-standard-96",
      from: 390,
      to: 406,
      work: [large(team, "simulate", 390, 397, "94", "300Gi"), small("huge", 391, 404)],
    },
    // Goes on to the end of the month, muted by a reaction.
    spot: {
      ...highmem,
      provisioning: "spot",
      pool: "highmem-64-spot",
      from: 470,
      to: NEVER,
      work: [
        filled(team, "sweep", 470, 480),
        small("sample", 472, NEVER, { spot: true }),
        small("debug", 473, NEVER, { bare: true, spot: true }),
      ],
    },
  };
}

/** Twelve nodes at once. */
function flood(team: string): Readonly<Record<string, Machine>> {
  return Object.fromEntries(
    Array.from({ length: 12 }, (_, index) => {
      const last = 558 + (index % 4);
      const name = `batch-${String(index).padStart(2, "0")}-${team}`;
      const work = [large(team, "burst", 550, 554.5, "30.5", "100Gi"), { name, team, from: 552, to: last, ...SMALL }];
      return [`flood-${index}`, { pool: "general-32", type: "n2-standard-32", from: 550, to: last + 2, work }];
    }),
  );
}

/** By team and story, such as `ml steps`. */
export const MACHINES: ReadonlyMap<string, Machine> = new Map(
  ["ml", "ai"].flatMap((team) =>
    Object.entries({ ...stories(team), ...flood(team) }).map(([key, machine]) => [`${team} ${key}`, machine] as const),
  ),
);
