import type { Catalog } from "./catalog.ts";
import { machinePrice } from "./sku-machines.ts";
import type { PricePair, SkuPrices } from "./sku-prices.ts";

/** The prices of a region's list book, as its file holds them. */
export interface ListPrices {
  readonly bootDisks: Readonly<Record<string, number>>;
  readonly localSsd: PricePair;
  /** Core, memory, spot core, spot memory. */
  readonly families: Readonly<Record<string, FamilyRow>>;
  readonly machines: Readonly<Record<string, PricePair>>;
}

type FamilyRow = readonly [
  core: number | null,
  memory: number | null,
  spotCore: number | null,
  spotMemory: number | null,
];

/** A price that is not what the bundled book says. */
export interface PriceChange {
  /** `n2-standard-4`, `n2 core spot`, `pd-balanced` */
  readonly what: string;
  readonly old: number;
  readonly new: number;
}

/** A region's new book, and how it differs from the one that is bundled. */
export interface Refreshed {
  readonly prices: ListPrices;
  /** Prices that the catalog tells, taken or the same. */
  readonly told: number;
  /** Taken, since they differ by no more than `MOST_CHANGE` or were accepted. */
  readonly changed: readonly PriceChange[];
  /** Beyond `MOST_CHANGE`: the bundled price stays unless they were accepted. */
  readonly doubtful: readonly PriceChange[];
  /** Names that the bundled book lacks. */
  readonly added: readonly string[];
  /** Names whose price the catalog's SKUs do not tell: the bundled one stays. */
  readonly carried: readonly string[];
}

/** A price that differs by more is taken for a mistake until somebody says otherwise. */
const MOST_CHANGE = 0.3;

/** The region's book from the catalog's prices over the bundled one; `old` is `null` for a region that is not bundled. */
export function refreshed(fresh: SkuPrices, catalog: Catalog, old: ListPrices | null, accept: boolean): Refreshed {
  const merge = new Merge(accept);
  const was: ListPrices = old ?? { bootDisks: {}, localSsd: [null, null], families: {}, machines: {} };
  const machines = [...catalog.values()].map((shape) => [shape.machineType, machinePrice(shape, fresh)] as const);
  const prices: ListPrices = {
    bootDisks: keep(
      merge.table(was.bootDisks, [...fresh.bootDisks], (name, before, now) => merge.one(name, before, now)),
    ),
    localSsd: merge.pair("local SSD", was.localSsd, fresh.localSsd.get("") ?? [null, null]),
    families: merge.table(was.families, familyRows(fresh), (name, before, now) => merge.family(name, before, now)),
    machines: merge.table(
      was.machines,
      machines.filter(([, pair]) => isPriced(pair)),
      (name, before, now) => merge.pair(name, before ?? [null, null], now ?? [null, null]),
    ),
  };
  return { prices, ...merge.outcome() };
}

function isPriced([standard, spot]: PricePair): boolean {
  return standard !== null || spot !== null;
}

function familyRows({ cores, memory }: SkuPrices): readonly (readonly [string, FamilyRow])[] {
  return [...cores].flatMap(([family, core]) => {
    const gib = memory.get(family);
    return gib === undefined ? [] : [[family, [core[0], gib[0], core[1], gib[1]]] as const];
  });
}

/** A disk without a price in either book has no entry. */
function keep(table: Readonly<Record<string, number | null>>): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(table).flatMap(([name, value]) => (value === null ? [] : [[name, value]])));
}

/** Puts prices together one by one, and remembers what came of each. */
class Merge {
  readonly #accept: boolean;
  readonly #changed: PriceChange[] = [];
  readonly #doubtful: PriceChange[] = [];
  readonly #added: string[] = [];
  readonly #carried: string[] = [];
  #told = 0;

  constructor(accept: boolean) {
    this.#accept = accept;
  }

  outcome(): Omit<Refreshed, "prices"> {
    return {
      told: this.#told,
      changed: this.#changed,
      doubtful: this.#doubtful,
      added: this.#added,
      carried: this.#carried,
    };
  }

  table<Old, Fresh, Value>(
    old: Readonly<Record<string, Old>>,
    fresh: readonly (readonly [string, Fresh])[],
    each: (name: string, old: Old | null, fresh: Fresh | null) => Value,
  ): Readonly<Record<string, Value>> {
    const before = new Map(Object.entries(old));
    const now = new Map(fresh);
    const names = [...new Set([...before.keys(), ...now.keys()])].sort();
    return Object.fromEntries(names.map((name) => [name, each(name, before.get(name) ?? null, now.get(name) ?? null)]));
  }

  one(what: string, old: number | null, fresh: number | null): number | null {
    if (fresh === null) {
      if (old !== null) this.#carried.push(what);
      return old;
    }
    this.#told += 1;
    if (old === null) {
      this.#added.push(what);
      return fresh;
    }
    if (isSame(old, fresh)) return old;
    const change = { what, old, new: fresh };
    const doubtful = Math.abs(fresh / old - 1) > MOST_CHANGE;
    if (doubtful) this.#doubtful.push(change);
    else this.#changed.push(change);
    return doubtful && !this.#accept ? old : fresh;
  }

  pair(what: string, old: PricePair, fresh: PricePair): PricePair {
    return [this.one(what, old[0], fresh[0]), this.one(`${what} spot`, old[1], fresh[1])];
  }

  family(what: string, old: FamilyRow | null, fresh: FamilyRow | null): FamilyRow {
    const [was, now] = [old ?? NO_ROW, fresh ?? NO_ROW];
    const [core, spotCore] = this.pair(`${what} core`, [was[0], was[2]], [now[0], now[2]]);
    const [memory, spotMemory] = this.pair(`${what} memory`, [was[1], was[3]], [now[1], now[3]]);
    return [core, memory, spotCore, spotMemory];
  }
}

const NO_ROW: FamilyRow = [null, null, null, null];

/** Composed prices differ from listed ones by rounding. */
function isSame(left: number, right: number): boolean {
  return Math.abs(left - right) <= Math.abs(left) * 1e-6;
}
