import { z } from "zod";
import { instant } from "../../src/model/time.ts";
import { type Cell, type Column, type ColumnType, day, exactNumeric } from "../../src/warehouse/column.ts";
import type { Content } from "./zetasql.ts";

const DAY_MS = 86_400_000;

/** A cell as the engine's protocol has it. */
type Packed = Readonly<Record<string, unknown>>;

/** The rows as the engine's protocol has them: null is a cell without a value. */
export function packed({ columns, rows }: Content): object {
  const row = rows.map((cells) => ({ cell: cells.map((cell, at) => packCell(columns[at], cell)) }));
  return { tableData: { row } };
}

function packCell(column: Pick<Column, "type"> | undefined, cell: Cell): Packed {
  if (cell === null || column === undefined) return {};
  return PACK[column.type](cell);
}

const PACK = {
  STRING: (cell) => ({ stringValue: cell }),
  INT64: (cell) => ({ int64Value: cell }),
  NUMERIC: (cell) => ({ numericValue: toBytes(BigInt(`${cell}`)) }),
  FLOAT64: (cell) => ({ doubleValue: cell }),
  BOOL: (cell) => ({ boolValue: cell }),
  TIMESTAMP: (cell) => {
    const at = Number(cell);
    const seconds = Math.floor(at / 1_000);
    return { timestampValue: { seconds, nanos: (at - seconds * 1_000) * 1_000_000 } };
  },
  DATE: (cell) => ({ dateValue: Date.parse(`${cell}T00:00:00Z`) / DAY_MS }),
} as const satisfies Record<ColumnType, (cell: NonNullable<Cell>) => Packed>;

/** NUMERIC is scaled by 10^9, little-endian two's complement, in the shortest form. */
function toBytes(value: bigint): Buffer {
  const bytes: number[] = [];
  let rest = value;
  do {
    bytes.push(Number(rest & 0xffn));
    rest >>= 8n;
  } while (!((rest === 0n && (bytes.at(-1) ?? 0) < 128) || (rest === -1n && (bytes.at(-1) ?? 0) >= 128)));
  return Buffer.from(bytes);
}

function fromBytes(bytes: Uint8Array): bigint {
  let value = 0n;
  for (const byte of bytes.toReversed()) value = (value << 8n) | BigInt(byte);
  return (bytes.at(-1) ?? 0) >= 128 ? value - (1n << BigInt(8 * bytes.length)) : value;
}

const long = z.object({ low: z.number(), high: z.number() }).transform(({ low, high }) => high * 2 ** 32 + (low >>> 0));

const cell = z.union([
  z.object({ value: z.literal("stringValue"), stringValue: z.string() }).transform((it): Cell => it.stringValue),
  z.object({ value: z.literal("int64Value"), int64Value: long }).transform((it): Cell => it.int64Value),
  z.object({ value: z.literal("doubleValue"), doubleValue: z.number() }).transform((it): Cell => it.doubleValue),
  z.object({ value: z.literal("boolValue"), boolValue: z.boolean() }).transform((it): Cell => it.boolValue),
  z
    .object({ value: z.literal("numericValue"), numericValue: z.instanceof(Uint8Array) })
    .transform((it): Cell => exactNumeric(fromBytes(it.numericValue))),
  z
    .object({ value: z.literal("dateValue"), dateValue: z.number() })
    .transform((it): Cell => day(new Date(it.dateValue * DAY_MS).toISOString().slice(0, 10))),
  z
    .object({
      value: z.literal("timestampValue"),
      timestampValue: z.object({ seconds: long, nanos: z.number() }),
    })
    .transform((it): Cell => instant(it.timestampValue.seconds * 1_000 + it.timestampValue.nanos / 1_000_000)),
  z.strictObject({}).transform((): Cell => null),
]);

const KINDS: ReadonlyMap<number, ColumnType> = new Map([
  [2, "INT64"],
  [5, "BOOL"],
  [7, "FLOAT64"],
  [8, "STRING"],
  [10, "DATE"],
  [19, "TIMESTAMP"],
  [23, "NUMERIC"],
]);

const answer = z.object({
  content: z.object({ tableData: z.object({ row: z.array(z.object({ cell: z.array(cell) })) }) }),
  prepared: z.object({
    columns: z.array(
      z.object({
        name: z.string(),
        type: z.object({
          typeKind: z.number().transform((kind, context) => {
            const type = KINDS.get(kind);
            if (type !== undefined) return type;
            context.addIssue({ code: "custom", message: `kind ${kind} is in no table of ours` });
            return z.NEVER;
          }),
        }),
      }),
    ),
  }),
});

/** The result of a query, read from the engine's protocol. */
export function unpacked(result: unknown): Content {
  const { content, prepared } = answer.parse(result);
  return {
    columns: prepared.columns.map(({ name, type }) => ({ name, type: type.typeKind })),
    rows: content.tableData.row.map((row) => row.cell),
  };
}
