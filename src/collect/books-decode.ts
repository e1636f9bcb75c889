import { type UsdPerHour, usdPerHour } from "../model/money.ts";
import { HOURS_PER_MONTH } from "../model/time.ts";
import {
  type Book,
  type FamilyRate,
  ODDITIES,
  type Rates,
  type Tier,
  type UsdPerGibHour,
  usdPerGibHour,
} from "../price/book.ts";
import type { ListBookFile, ModelBookFile } from "./books-schema.ts";

/** 0: on demand; 1: spot and preemptible. */
type Column = 0 | 1;

/** An autoscaler's book. */
export function modelBook(name: "autoscaler" | "gke", file: ModelBookFile): Book {
  return {
    name,
    oddities: new Set(ODDITIES.filter((oddity) => file.oddities[oddity] !== undefined)),
    rates: {
      kind: "everywhere",
      rates: { standard: modelTier(file, 0), spot: modelTier(file, 1), bootDisks: perGib(file.bootDisks, 1) },
    },
    localSsdGib: new Map(Object.entries(file.localSsdGib)),
  };
}

function modelTier(file: ModelBookFile, column: Column): Tier {
  return {
    machines: pick(file.machines, column),
    families: mapValues(file.families, (row) => modelRate(row, column)),
    customFamilies: mapValues(file.customFamilies, (row) => modelRate(row, column)),
    unknownFamily: modelRate(file.unknownFamily, column),
    gpus: pick(file.gpus, column),
    unknownGpu: usdPerHour(file.unknownGpu),
    localSsd: usdPerGibHour(file.localSsd[column]),
  };
}

function modelRate([core, memory, discount]: readonly [number, number, number], column: Column): FamilyRate {
  return { core: usdPerHour(core), memory: usdPerGibHour(memory), discount: column === 1 ? discount : 1 };
}

/** The list book of several regions. GPUs that are attached to a machine are not in the list: `gpus` lends its prices. */
export function listBook(files: readonly ListBookFile[], gpus: ModelBookFile["gpus"]): Book {
  return {
    name: "list",
    oddities: new Set(),
    rates: { kind: "by-region", regions: new Map(files.map((file) => [file.region, listRates(file, gpus)])) },
    localSsdGib: new Map(),
  };
}

function listRates(file: ListBookFile, gpus: ModelBookFile["gpus"]): Rates {
  return {
    standard: listTier(file, gpus, 0),
    spot: listTier(file, gpus, 1),
    bootDisks: perGib(file.bootDisks, HOURS_PER_MONTH),
  };
}

function listTier(file: ListBookFile, gpus: ModelBookFile["gpus"], column: Column): Tier {
  const families = listFamilies(file, column);
  const ssd = file.localSsd[column];
  return {
    machines: pick(file.machines, column),
    families,
    customFamilies: families,
    unknownFamily: null,
    // A rate of 0 stands for a GPU that the machine's price contains: attached, it would cost something.
    gpus: new Map([...pick(gpus, column)].filter(([, price]) => price > 0)),
    unknownGpu: null,
    localSsd: ssd === null ? null : usdPerGibHour(ssd / HOURS_PER_MONTH),
  };
}

function listFamilies(file: ListBookFile, column: Column): ReadonlyMap<string, FamilyRate> {
  const families = new Map<string, FamilyRate>();
  for (const [family, row] of Object.entries(file.families)) {
    const [core, memory] = column === 0 ? [row[0], row[1]] : [row[2], row[3]];
    if (core !== null && memory !== null) {
      families.set(family, { core: usdPerHour(core), memory: usdPerGibHour(memory), discount: 1 });
    }
  }
  return families;
}

/** One column of a table of prices; rows without a price in it are left out. */
function pick(
  table: Readonly<Record<string, readonly [number | null, number | null]>>,
  column: Column,
): ReadonlyMap<string, UsdPerHour> {
  const prices = new Map<string, UsdPerHour>();
  for (const [name, row] of Object.entries(table)) {
    const price = row[column];
    if (price !== null) prices.set(name, usdPerHour(price));
  }
  return prices;
}

function perGib(table: Readonly<Record<string, number>>, hours: number): ReadonlyMap<string, UsdPerGibHour> {
  return mapValues(table, (price) => usdPerGibHour(price / hours));
}

function mapValues<From, To>(table: Readonly<Record<string, From>>, map: (value: From) => To): ReadonlyMap<string, To> {
  return new Map(Object.entries(table).map(([key, value]) => [key, map(value)]));
}
