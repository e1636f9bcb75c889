/** Random numbers that are the same for the same seed (mulberry32). */
export interface Chance {
  /** From 0 to below 1. */
  readonly next: () => number;
  /** A whole number from 0 to below `below`. */
  readonly below: (below: number) => number;
  readonly is: (probability: number) => boolean;
}

export function chanceOf(seed: number): Chance {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return { next, below: (below) => Math.floor(next() * below), is: (probability) => next() < probability };
}
