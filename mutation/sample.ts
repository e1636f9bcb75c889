/** `count` different numbers below `size`, in ascending order: the same for the same seed. */
export function sample(size: number, count: number, seed: number): readonly number[] {
  const next = random(seed);
  const numbers = Array.from({ length: size }, (_, index) => index);
  for (let at = numbers.length - 1; at > 0; at--) {
    const other = Math.floor(next() * (at + 1));
    [numbers[at], numbers[other]] = [numbers[other] ?? 0, numbers[at] ?? 0];
  }
  return numbers.slice(0, count).sort((left, right) => left - right);
}

/** Numbers from 0 up to 1: the generator mulberry32. */
function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
