import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { instant } from "../../../src/model/time.ts";
import { decimal, loadCell, parameterCell, readWire } from "../../../src/warehouse/bigquery-cells.ts";
import { type Cell, type ColumnType, day, exactNumeric, nullable, required } from "../../../src/warehouse/column.ts";

const column = (type: ColumnType) => required("x", type, "a column");

describe("a cell of the API's text", () => {
  test.each<[ColumnType, string, Cell]>([
    ["STRING", "", ""],
    ["INT64", "-9007199254740991", -9007199254740991],
    ["NUMERIC", "99999999999999999999999999999.999999999", exactNumeric(10n ** 38n - 1n)],
    ["NUMERIC", "-0.000000001", exactNumeric(-1n)],
    ["NUMERIC", "1.5", exactNumeric(1_500_000_000n)],
    ["NUMERIC", "1.500000000000", exactNumeric(1_500_000_000n)],
    ["NUMERIC", "7", exactNumeric(7_000_000_000n)],
    ["FLOAT64", "0.30000000000000004", 0.1 + 0.2],
    ["FLOAT64", "5.0E-324", 5e-324],
    ["BOOL", "true", true],
    ["BOOL", "false", false],
    ["TIMESTAMP", "1767323045678000", instant(1767323045678)],
    ["TIMESTAMP", "1767323045678999", instant(1767323045678)],
    ["TIMESTAMP", "-1", instant(-1)],
    ["TIMESTAMP", "1.767323045678E9", instant(1767323045678)],
    ["TIMESTAMP", "1767323045.678", instant(1767323045678)],
    ["TIMESTAMP", "2026-01-02T03:04:05.678Z", instant(1767323045678)],
    ["DATE", "2026-01-02", day("2026-01-02")],
  ])("%s %s", (type, text, cell) => {
    expect(readWire(column(type), text)).toBe(cell);
  });

  test.each<[ColumnType, string | null]>([
    ["INT64", "9007199254740993"],
    ["INT64", "1.5"],
    ["INT64", ""],
    ["NUMERIC", "1.0000000001"],
    ["NUMERIC", "1e3"],
    ["FLOAT64", "NaN"],
    ["FLOAT64", ""],
    ["BOOL", "1"],
    ["TIMESTAMP", "yesterday"],
    ["DATE", "2026-1-2"],
    ["STRING", null],
  ])("%s %s is refused rather than rounded", (type, text) => {
    expect(() => readWire(column(type), text)).toThrow(RangeError);
  });

  test("null where it may be", () => {
    expect(readWire(nullable("x", "NUMERIC", "a column"), null)).toBeNull();
  });
});

describe("a cell for a load", () => {
  test.each<[ColumnType, Cell, unknown]>([
    ["INT64", Number.MAX_SAFE_INTEGER, "9007199254740991"],
    ["NUMERIC", exactNumeric(-1_230_000_000n), "-1.23"],
    ["NUMERIC", exactNumeric(0n), "0"],
    ["TIMESTAMP", instant(-1), "1969-12-31T23:59:59.999Z"],
    ["BOOL", false, false],
    ["FLOAT64", 0.1, 0.1],
  ])("%s %s", (type, cell, wire) => {
    expect(loadCell(column(type), cell)).toBe(wire);
    expect(parameterCell(column(type), cell)).toBe(String(wire));
  });

  test.each<[ColumnType, Cell | undefined]>([
    ["INT64", 0.5],
    ["INT64", 2 ** 53],
    ["FLOAT64", Number.NaN],
    ["FLOAT64", Number.POSITIVE_INFINITY],
    ["STRING", 1],
    ["NUMERIC", 1],
    ["BOOL", null],
    ["DATE", undefined],
  ])("%s %s is a mistake of the program", (type, cell) => {
    expect(() => loadCell(column(type), cell)).toThrow(TypeError);
  });
});

test("every amount comes back as it was", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 38n) + 1n, max: 10n ** 38n - 1n }), (billionths) => {
      expect(readWire(column("NUMERIC"), decimal(billionths))).toBe(billionths);
    }),
  );
});
