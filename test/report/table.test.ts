import { describe, expect, test } from "vitest";
import type { Audit } from "../../src/audit/finding.ts";
import { usd, usdPerHour } from "../../src/model/money.ts";
import { auditTable } from "../../src/report/table.ts";
import { displayWidth } from "../../src/report/width.ts";
import { audit, blocker, finding, node, observation, owner, quote, SPARE_HOME, variety } from "./sample.ts";

const PLAIN = { width: 80, color: false };
// biome-ignore lint/suspicious/noControlCharactersInRegex: the colour codes begin with one.
const COLOR = /\u001b\[[0-9;]*m/gu;

const full = audit(variety(), {
  observations: [
    observation(),
    ...[1, 2, 3, 4].map((number) =>
      observation({
        kind: "other-remedy",
        node: node({ name: `gke-prod-fixed-${number}` }),
        detail: { cause: "NotAutoscaled", wasteUsdPerHour: 5.288, home: "spare room" },
      }),
    ),
  ],
  notes: [
    { kind: "unlisted", text: "PodDisruptionBudget could not be listed (forbidden): no verdict rests on budgets." },
  ],
});

const many = audit(
  Array.from({ length: 200 }, (_, index) =>
    finding({
      node: node({ name: `gke-prod-large-${index}`, uid: `uid-${index}` }),
      wasteUsdPerHour: index === 199 ? null : usdPerHour(5 - index * 0.02),
    }),
  ),
);

const long = "x".repeat(253);
const hostile = audit(
  [
    finding({
      node: node({
        name: "\u001b[31mred\u001b]0;t\u0007\n\u202egnp.exe\"'",
        machineType: "n2\u001b[2J",
        pool: "プール-大型",
      }),
      blockers: [
        blocker({
          name: "学習ジョブ-再訓練-とても長い名前のポッド-abcde",
          team: "機械\n学習",
          owners: [owner("CronJob", "batch", "学習")],
        }),
      ],
      since: { time: null, evidence: "pod-finished", proven: false, what: "Pod \u009b2J" },
      home: { ...SPARE_HOME, nodes: ["\u001b[1m"], relaxed: ["a\u0008b"] },
      advice: [
        {
          kind: "add-request",
          target: { kind: "Job\u001b", namespace: "n\n", name: "x" },
          text: "a\u001b[0m\nb",
          patch: "a: \u001b\nb: 1\n",
          command: "kubectl \u001b",
        },
      ],
    }),
    finding({
      node: node({ name: `${long}-x7k2`, pool: long, zone: long, machineType: long }),
      blockers: [blocker({ name: `${long}-abcde`, team: long, owners: [owner("Job", long, long)] })],
      since: { time: null, evidence: "unknown", proven: false, what: long },
      home: { ...SPARE_HOME, nodes: [long], relaxed: [long] },
      advice: [
        {
          kind: "add-request",
          target: { kind: "Job", namespace: long, name: long },
          text: long,
          patch: null,
          command: null,
        },
      ],
    }),
  ],
  {
    notes: [{ kind: "n", text: `\u001b ${long}` }],
    observations: [
      observation({ node: node({ name: long, machineType: long }), detail: { [long]: long, ending: "\u001b\n" } }),
    ],
  },
);

const AUDITS = { full, many, hostile, none: audit([]) } satisfies Record<string, Audit>;

describe("auditTable, as it looks", () => {
  test.each([60, 80, 140])("%d columns", async (width) => {
    await expect(auditTable(full, { width, color: false })).toMatchFileSnapshot(`expected/table-${width}.txt`);
  });

  test("nothing found", async () => {
    await expect(auditTable(audit([]), PLAIN)).toMatchFileSnapshot("expected/table-none.txt");
  });

  test("hostile names", async () => {
    await expect(auditTable(hostile, PLAIN)).toMatchFileSnapshot("expected/table-hostile.txt");
  });
});

/** Lines of patches and commands: they are there to be copied, so they are never broken. */
const toCopy = new Set(
  Object.values(AUDITS)
    .flatMap(({ findings }) => findings.flatMap(({ advice }) => advice))
    .flatMap(({ patch, command }) => `${patch ?? ""}\n${command ?? ""}`.split("\n"))
    .map((line) => line.trim()),
);
toCopy.delete("");

describe.each(Object.entries(AUDITS))("auditTable of %s", (_, sample) => {
  test.each([40, 60, 80, 140, 400])("keeps to %d columns", (width) => {
    const text = auditTable(sample, { width, color: false });
    const lines = text.split("\n").filter((line) => !toCopy.has(line.replace(/^ *(?:\$ )?/u, "")));
    expect(lines.filter((line) => displayWidth(line) > width)).toEqual([]);
    expect(lines.filter((line) => line !== line.trimEnd())).toEqual([]);
  });

  test("has no control character without colour, and only colour codes with it", () => {
    expect(auditTable(sample, PLAIN).replaceAll("\n", "")).not.toMatch(/\p{C}/u);
    expect(auditTable(sample, { width: 80, color: true }).replace(COLOR, "").replaceAll("\n", "")).not.toMatch(
      /\p{C}/u,
    );
  });

  test("says the same with and without colour", () => {
    const colored = auditTable(sample, { width: 80, color: true });
    expect(colored).toMatch(COLOR);
    expect(colored.replace(COLOR, "").replace(/ +$/gmu, "")).toBe(auditTable(sample, PLAIN));
  });

  test("ends with one newline", () => {
    expect(auditTable(sample, PLAIN)).toMatch(/[^\n]\n$/u);
  });
});

describe("what is shown", () => {
  test("of 200 findings the worst 20, and the number and sum of the others", () => {
    const text = auditTable(many, PLAIN);
    const names = Array.from(text.matchAll(/^ *(\d+) {2}gke-prod-large-(\d+) /gmu), ([, rank, name]) => [rank, name]);
    expect(names).toEqual(Array.from({ length: 20 }, (_, index) => [String(index + 1), String(index)]));
    expect(text.replace(/\s+/gu, " ")).toContain("… and 180 more pinned nodes, $504.78/h together (1 unknown):");
    expect(auditTable(many, { ...PLAIN, limit: 200 })).not.toContain("more pinned node");
  });

  test("what is unknown is never written as $0", () => {
    const unknown = finding({ price: quote(null), home: null, wasteUsdPerHour: null, accruedUsd: usd(0), advice: [] });
    const text = auditTable(audit([unknown]), PLAIN);
    expect(text).toContain("waste unknown");
    expect(text).toContain("n2-highmem-64, price unknown → no other place found");
    expect(text.split("\n").slice(6).join("\n")).not.toContain("$0");
  });

  test("a bound is not told as a fact", () => {
    const since = { time: finding().since.time, evidence: "blocker-start", proven: false, what: "" } as const;
    const text = auditTable(audit([finding({ since, accruedUsd: usd(0) })]), PLAIN);
    expect(text).toContain("at most since 2026-11-20T08:40Z (3 h 20 min): its blocker started then");
    expect(text).not.toContain("so far");
  });

  test("guessed prices and the sum of guesses are marked", () => {
    const guessed = audit([finding({ price: quote(5.374, { estimated: ["boot disk"] }) })]);
    const totals = { ...guessed.totals, estimatedUsdPerHour: usdPerHour(5.374) };
    const text = auditTable({ ...guessed, totals }, PLAIN);
    expect(text).toContain("n2-highmem-64 ~$5.37/h →");
    expect(text).toContain("estimated    $5.37/h   $3,923/month   4 % of the price rests on a guess");
  });

  test("the book is named", () => {
    const sample = audit([]);
    expect(auditTable(sample, PLAIN)).toContain("prices: list, before discounts");
    const model = { ...sample, run: { ...sample.run, book: "autoscaler" } as const };
    expect(auditTable(model, PLAIN)).toContain("prices: the open-source autoscaler's own price model, not a bill");
  });

  test("one change for several nodes is told once, with what it touches", () => {
    const nodes = [1, 2, 3].map((number) => finding({ node: node({ name: `n${number}`, uid: `u${number}` }) }));
    const text = auditTable(audit(nodes), PLAIN);
    expect(text.match(/nodeSelector:/gu)).toHaveLength(1);
    expect(text).toContain("CronJob batch/small-x (3 nodes, $15.86/h)");
  });

  test("pinned nodes that are no findings are told of", () => {
    const sample = audit([]);
    const text = auditTable({ ...sample, totals: { ...sample.totals, pinnedNodes: 4 } }, PLAIN);
    expect(text).toContain("4 nodes pinned, but no finding; barnacle explain NODE says why.");
  });

  test("a cluster without a name, and one without nodes", () => {
    const sample = audit([]);
    const empty: Audit = {
      ...sample,
      run: { ...sample.run, cluster: null },
      totals: { ...sample.totals, nodes: 0, pods: 0, usdPerHour: usdPerHour(0) },
    };
    const text = auditTable(empty, PLAIN);
    expect(text).toContain("unnamed cluster");
    expect(text).toContain("There are no nodes.");
    expect(text).not.toContain("NaN");
  });

  test("times in another zone", () => {
    const text = auditTable(audit([finding()]), { ...PLAIN, timeZone: "Asia/Tokyo" });
    expect(text).toContain("2026-11-20T21:00+09:00");
    expect(text).toContain("since 2026-11-20T17:40+09:00");
  });
});
