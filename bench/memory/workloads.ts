import { DAY, type Instant, instant } from "../../src/model/time.ts";

/** Simulated workloads with a known truth: what each run really needs, past and future, whatever was seen of it. */

export const SHAPES = ["steady", "growing", "two-mode", "rare-giant", "out-of-memory", "one-off"] as const;
export type Shape = (typeof SHAPES)[number];

/** A run as it is measured: at a time, its peak, and whether it was stopped at its limit. */
export interface SimulatedRun {
  readonly at: Instant;
  /** What it needs, in bytes. */
  readonly need: number;
  /** What was seen of it. */
  readonly seen: number;
  readonly stopped: boolean;
}

export interface SimulatedWorkload {
  readonly shape: Shape;
  /** What its manifest asks for, in bytes: more than it needs, as people ask. */
  readonly request: number;
  /** The limit that it ran under; infinite where it has none. */
  readonly limit: number;
  readonly past: readonly SimulatedRun[];
  readonly future: readonly SimulatedRun[];
}

/** The end of the past. */
export const NOW = instant(Date.UTC(2026, 10, 20));
const PAST_DAYS = 30;
const FUTURE_DAYS = 14;
const GIB = 1024 ** 3;

/** Numbers from 0 to 1, the same ones for the same seed (mulberry32). */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

interface Dice {
  /** Evenly between. */
  between(low: number, high: number): number;
  normal(): number;
  chance(probability: number): boolean;
}

function dice(next: () => number): Dice {
  return {
    between: (low, high) => low + (high - low) * next(),
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    chance: (probability) => next() < probability,
  };
}

/** What a run at that many days from now needs. */
type Need = (day: number) => number;

const NEEDS: Readonly<Record<Shape, (roll: Dice) => Need>> = {
  steady: (roll) => {
    const level = roll.between(0.5, 16) * GIB;
    const spread = roll.between(0.01, 0.15);
    return () => level * Math.exp(spread * roll.normal());
  },
  growing: (roll) => {
    const level = roll.between(0.5, 16) * GIB;
    const spread = roll.between(0.02, 0.08);
    const perDay = roll.between(0.005, 0.02);
    const straight = roll.chance(0.5);
    const grown = (day: number) => (straight ? 1 + perDay * (day + PAST_DAYS) : Math.exp(perDay * (day + PAST_DAYS)));
    return (day) => level * grown(day) * Math.exp(spread * roll.normal());
  },
  "two-mode": (roll) => {
    const level = roll.between(0.5, 8) * GIB;
    const spread = roll.between(0.02, 0.1);
    const large = roll.between(2, 5);
    const often = roll.between(0.05, 0.5);
    return () => level * (roll.chance(often) ? large : 1) * Math.exp(spread * roll.normal());
  },
  "rare-giant": (roll) => {
    const level = roll.between(0.5, 8) * GIB;
    const spread = roll.between(0.02, 0.1);
    const large = roll.between(2, 6);
    const often = roll.between(0.002, 0.04);
    return () => level * (roll.chance(often) ? large : 1) * Math.exp(spread * roll.normal());
  },
  "out-of-memory": (roll) => {
    const level = roll.between(0.5, 8) * GIB;
    const spread = roll.between(0.1, 0.4);
    return () => level * Math.exp(spread * roll.normal());
  },
  "one-off": (roll) => {
    const level = roll.between(0.5, 16) * GIB;
    const spread = roll.between(0.05, 0.5);
    return () => level * Math.exp(spread * roll.normal());
  },
};

const PER_DAY = [0.5, 1, 2, 6, 24] as const;

/** The workloads of a seed, their shapes by turns. */
export function workloads(count: number, seed: number): readonly SimulatedWorkload[] {
  return Array.from({ length: count }, (_, n) => {
    const shape = SHAPES[n % SHAPES.length] ?? "steady";
    return workload(shape, dice(random(seed * 1_000_003 + n)));
  });
}

function workload(shape: Shape, roll: Dice): SimulatedWorkload {
  const need = NEEDS[shape](roll);
  const perDay = PER_DAY[Math.floor(roll.between(0, PER_DAY.length))] ?? 1;
  const young = roll.chance(0.3);
  const pastDays = young ? roll.between(5 / perDay, Math.max(PAST_DAYS, 6 / perDay)) : PAST_DAYS;
  const sample = Array.from({ length: 400 }, () => need(0)).sort((left, right) => left - right);
  const limit = shape === "out-of-memory" ? (sample[Math.floor(roll.between(0.75, 0.98) * 400)] ?? 0) : Infinity;
  const run = (day: number): SimulatedRun => {
    const needs = need(day);
    const stopped = needs > limit;
    // A container is looked at once a minute: the kernel stopped it somewhat above what was seen last.
    const seen = stopped ? limit * roll.between(0.85, 1) : needs;
    return { at: instant(NOW + day * DAY), need: needs, seen, stopped };
  };
  const count = shape === "one-off" ? Math.ceil(roll.between(0, 4)) : Math.max(Math.floor(pastDays * perDay), 5);
  const past = Array.from({ length: count }, (_, n) => run(-(pastDays * (count - n - roll.between(0, 1))) / count));
  const ahead = Math.max(Math.min(Math.floor(FUTURE_DAYS * perDay), 200), 10);
  const future = Array.from({ length: ahead }, (_, n) => run((FUTURE_DAYS * (n + 1)) / ahead));
  const wanted = (sample.at(-1) ?? 0) * roll.between(1.5, 5);
  return { shape, request: Number.isFinite(limit) ? limit : wanted, limit, past, future };
}
