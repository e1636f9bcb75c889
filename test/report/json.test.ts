import { describe, expect, test } from "vitest";
import { auditJson, auditNdjson } from "../../src/report/json.ts";
import { audit, blocker, finding, observation, quantity, requests, SPARE_HOME, variety } from "./sample.ts";

const sample = audit(variety(), {
  observations: [observation()],
  notes: [{ kind: "unlisted", text: "PriorityClass was not listed." }],
});

describe("auditJson", () => {
  test("the whole document", async () => {
    await expect(`${JSON.stringify(auditJson(sample), null, 2)}\n`).toMatchFileSnapshot("expected/audit.json");
  });

  test("its keys are the contract's", () => {
    const document = JSON.parse(JSON.stringify(auditJson(sample)));
    const keys = (value: object) => Object.keys(value).join(" ");
    expect(keys(document)).toBe("run totals findings observations notes");
    expect(keys(document.run)).toBe("id cluster takenAt scheduledAt version book");
    expect(keys(document.totals)).toBe(
      "nodes pods pinnedNodes unpricedNodes usdPerHour wasteUsdPerHour estimatedUsdPerHour accruedUsd",
    );
    const [one] = document.findings;
    expect(keys(one)).toBe(
      "kind node price home wasteUsdPerHour wasteUsdPerHourByBook limitedBy blockers since accruedUsd advice utilization cordoned",
    );
    expect(keys(one.node)).toBe("name uid pool zone region machineType provisioning");
    expect(keys(one.price)).toBe("usdPerHour book parts estimated");
    expect(keys(one.home)).toBe("kind node nodes machineType provisioning price relaxed");
    expect(keys(one.wasteUsdPerHourByBook)).toBe("autoscaler gke list");
    expect(keys(one.blockers[0])).toBe("namespace name reason requests owners team");
    expect(keys(one.blockers[0].owners[0])).toBe("kind namespace name");
    expect(keys(one.since)).toBe("time evidence proven what");
    expect(keys(one.advice[0])).toBe("kind target text patch command");
    expect(keys(document.observations[0])).toBe("kind node price blockers detail");
    expect(keys(document.notes[0])).toBe("kind text");
  });

  test("figures keep every digit, what is unknown is null", () => {
    const [first, , third] = JSON.parse(JSON.stringify(auditJson(sample))).findings;
    expect(first.accruedUsd).toBe(17.6267);
    expect(third).toMatchObject({
      price: { usdPerHour: null },
      home: null,
      wasteUsdPerHour: null,
      since: { time: null, evidence: "unknown" },
      utilization: null,
    });
  });

  test.each([
    ["one node with room is named", ["a"], "a"],
    ["of several none is the one", ["a", "b"], null],
    ["none at all", [], null],
  ])("a spare home: %s", (_, nodes, node) => {
    const document = auditJson(audit([finding({ home: { ...SPARE_HOME, nodes } })]));
    expect(document).toMatchObject({ findings: [{ home: { kind: "spare", node, nodes, machineType: null } }] });
  });

  test("a resource may be called what it likes", () => {
    const odd = new Map([...requests({ cpu: "1" }), ["__proto__", quantity("2")]]);
    const text = JSON.stringify(auditJson(audit([finding({ blockers: [blocker({ requests: odd })] })])));
    expect(text).toContain('"requests":{"cpu":"1","__proto__":"2"}');
  });

  test("a cluster without identity is null", () => {
    const unnamed = { ...sample, run: { ...sample.run, cluster: null } };
    expect(auditJson(unnamed)).toMatchObject({ run: { cluster: null } });
  });
});

describe("auditNdjson", () => {
  const lines = auditNdjson(sample)
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));

  test("a line a thing, each with its kind, the run with its totals first", () => {
    expect(lines.map(({ kind }) => kind)).toEqual([
      "run",
      "pinned-node",
      "pinned-node",
      "pinned-node",
      "at-risk",
      "note",
    ]);
    expect(lines[0]).toMatchObject({
      cluster: "sample-project/asia-northeast1/sample",
      totals: { nodes: 47, pinnedNodes: 3 },
    });
    expect(lines.at(-1)).toEqual({ kind: "note", about: "unlisted", text: "PriorityClass was not listed." });
  });

  test("findings and observations are those of the document", () => {
    const document = JSON.parse(JSON.stringify(auditJson(sample)));
    expect(lines.slice(1, 4)).toEqual(document.findings);
    expect(lines.slice(4, 5)).toEqual(document.observations);
  });

  test("a newline in a name breaks no line", () => {
    const text = auditNdjson(audit([finding({ blockers: [blocker({ name: "a\nb\u2028c" })] })]));
    expect(text.trimEnd().split("\n")).toHaveLength(2);
    expect(text.endsWith("\n")).toBe(true);
  });
});
