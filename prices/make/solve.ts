/** A machine type as the solver sees it: its size, and its price. */
export interface Priced {
  readonly cores: number;
  readonly memoryGib: number;
  readonly usdPerHour: number;
}

export interface Solution {
  readonly core: number;
  readonly memory: number;
}

/** Prices are listed with up to this many decimals. */
const DECIMALS = 9;

/** A family is linear when every type's price is within this of what its cores and memory come to. */
const TOLERANCE = 1e-6;

/**
 * What a core and a GiB of a family cost, from the two types that differ most in memory a core. `null` when all types have
 * the same memory a core (then the two prices cannot be told apart), or when any other type contradicts the answer.
 */
export function solveFamily(types: readonly Priced[]): Solution | null {
  const sorted = [...types].sort((left, right) => left.memoryGib / left.cores - right.memoryGib / right.cores);
  const [lean, rich] = [sorted[0], sorted.at(-1)];
  if (lean === undefined || rich === undefined) return null;
  const determinant = lean.cores * rich.memoryGib - rich.cores * lean.memoryGib;
  if (determinant === 0) return null;
  const core = round((lean.usdPerHour * rich.memoryGib - rich.usdPerHour * lean.memoryGib) / determinant);
  const memory = round((lean.cores * rich.usdPerHour - rich.cores * lean.usdPerHour) / determinant);
  const linear = types.every(
    (type) => Math.abs((type.cores * core + type.memoryGib * memory) / type.usdPerHour - 1) <= TOLERANCE,
  );
  return linear ? { core, memory } : null;
}

/** To the decimals of a price list: 0.04061799999999999 is 0.040618. */
export function round(value: number): number {
  return Number(value.toFixed(DECIMALS));
}
