import fc from "fast-check";
import { expect, test } from "vitest";
import type { NodeLook } from "../../src/audit/look.ts";
import { doubtful, ended, fold, free, look, PROVEN, pinned, type RunWish } from "./fold.ts";

const NAMES = ["m", "n"] as const;

function lookAt(name: string): fc.Arbitrary<NodeLook | null> {
  return fc.oneof(
    fc
      .record({ waste: fc.option(fc.integer({ min: 0, max: 90 })), proven: fc.boolean(), finding: fc.boolean() })
      .map(({ waste, proven, finding }) =>
        pinned(name, {
          waste: waste === null ? null : waste / 7,
          finding,
          ...(proven ? { since: PROVEN("00:30") } : {}),
        }),
      ),
    fc.constant(free(name)),
    fc.constant(doubtful(name)),
    fc.constant(null),
  );
}

/** Up to ten runs, one an hour, from one o'clock on. */
const SEQUENCE: fc.Arbitrary<readonly RunWish[]> = fc
  .array(fc.record({ nodes: fc.tuple(...NAMES.map(lookAt)), ended: fc.option(fc.integer({ min: 0, max: 59 })) }), {
    minLength: 1,
    maxLength: 10,
  })
  .map((runs) =>
    runs.map(({ nodes, ended: minute }, hour) => ({
      at: `${String(hour + 1).padStart(2, "0")}:00`,
      nodes: nodes.filter((node) => node !== null),
      endings:
        minute === null || hour === 0
          ? []
          : [ended("a", `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`)],
    })),
  );

test("what the runs confirmed adds up to the bills, and no hour is counted twice", () => {
  fc.assert(
    fc.property(SEQUENCE, (runs) => {
      const { episodes, confirmed } = fold(runs.map(look));
      const found = episodes.filter((episode) => episode.found);
      expect(confirmed).toBe(found.reduce((sum, { bill }) => sum + bill.accrued, 0n));
      for (const { bill, openedAt, closedAt, lastSeenAt, firstSeenAt, rates } of episodes) {
        const end = closedAt ?? lastSeenAt;
        expect(openedAt).toBeLessThanOrEqual(firstSeenAt);
        expect(end).toBeGreaterThanOrEqual(lastSeenAt);
        expect(bill.confirmed).toBeLessThanOrEqual(end - openedAt);
        expect(bill.accrued).toBeGreaterThanOrEqual(0n);
        if (bill.confirmed === 0) expect(bill.accrued).toBe(0n);
        expect(rates).toBeDefined();
      }
    }),
    { numRuns: 300 },
  );
});

test("episodes of a node follow each other: none begins before the one before it has ended", () => {
  fc.assert(
    fc.property(SEQUENCE, (runs) => {
      const { episodes } = fold(runs.map(look));
      for (const name of NAMES) {
        const own = episodes.filter(({ node }) => node.name === name);
        for (const [at, episode] of own.entries()) {
          const next = own[at + 1];
          if (next === undefined) continue;
          expect(episode.closedAt).not.toBeNull();
          expect(next.openedAt).toBeGreaterThanOrEqual(episode.closedAt ?? 0);
        }
      }
    }),
    { numRuns: 300 },
  );
});

test("a further run that looks at the same moment changes no bill", () => {
  fc.assert(
    fc.property(SEQUENCE, fc.nat(), (runs, at) => {
      const once = runs.map(look);
      const index = at % once.length;
      const twice = once.flatMap((run, n) =>
        n === index ? [run, { ...run, run: { ...run.run, id: "again" } }] : [run],
      );
      const bills = (looks: typeof once) =>
        fold(looks).episodes.map(({ id, bill, openedAt, closedAt }) => [
          id,
          bill.accrued,
          bill.confirmed,
          openedAt,
          closedAt,
        ]);
      expect(bills(twice)).toEqual(bills(once));
    }),
    { numRuns: 200 },
  );
});
