import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { exactNumeric, numeric } from "../../src/warehouse/column.ts";
import { RUN_TABLES, TABLE_LABELS, TABLES } from "../../src/warehouse/tables.ts";

describe("NUMERIC", () => {
  test.each([
    [0, 0n],
    [-0, 0n],
    [0.1, 100_000_000n],
    [0.30000000000000004, 300_000_000n],
    [5.374, 5_374_000_000n],
    [1e-9, 1n],
    [4e-10, 0n],
    [6e-10, 1n],
    [-6e-10, -1n],
    // 2^-10 has ten decimals and ends in 5: half goes away from zero.
    [0.0009765625, 976_563n],
    [-0.0009765625, -976_563n],
    [2 ** 53, 9_007_199_254_740_992_000_000_000n],
    [1e21, 10n ** 30n],
    [123456789.12345679, 123_456_789_123_456_791n],
  ])("%d is %d billionths", (value, billionths) => {
    expect(numeric(value)).toBe(billionths);
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, 1.1e29, -1.1e29])("%d is refused", (value) => {
    expect(() => numeric(value)).toThrow(RangeError);
  });

  test("is the nearest billionth of any price", () => {
    fc.assert(
      fc.property(fc.double({ min: -1e6, max: 1e6, noNaN: true }), (value) => {
        expect(Math.abs(Number(numeric(value)) / 1e9 - value)).toBeLessThanOrEqual(
          5.1e-10 + Math.abs(value) * 2 ** -51,
        );
      }),
    );
  });

  test("takes all 38 digits and no more", () => {
    expect(exactNumeric(10n ** 38n - 1n)).toBe(10n ** 38n - 1n);
    expect(() => exactNumeric(10n ** 38n)).toThrow(RangeError);
  });
});

describe("the tables", () => {
  test("have labels that BigQuery takes", () => {
    for (const text of Object.entries(TABLE_LABELS).flat()) expect(text).toMatch(/^[a-z][a-z0-9_-]{0,62}$/u);
  });

  test.each(Object.entries(TABLES))(
    "%s: names are unique and fit both stores, descriptions are sentences",
    (name, table) => {
      const names = table.columns.map((column) => column.name);
      expect(new Set(names).size).toBe(names.length);
      for (const { name: column, description } of table.columns) {
        expect(column).toMatch(/^[a-z][a-z0-9_]{0,62}$/u);
        expect(description).toMatch(/^\S.{5,}\S$/u);
      }
      const cluster = ["project", "location", "cluster"];
      const run = ["run_id", "attempt_id", "day", "week", "month", "scheduled_at", "taken_at", ...cluster];
      const begin = RUN_TABLES.some((known) => known === name) ? run : cluster;
      expect(names.slice(0, begin.length)).toEqual(begin);
      const { partitionBy, clusterBy } = table.layout;
      const known: readonly string[] = names;
      for (const column of [...clusterBy, ...(partitionBy === null ? [] : [partitionBy])])
        expect(known).toContain(column);
      expect(clusterBy.length).toBeLessThanOrEqual(4);
    },
  );
});
