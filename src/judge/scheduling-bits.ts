/** A set of small numbers (node indices), 32 to a word. */
export type Bits = Uint32Array;

/** The empty set with room for `size` members. */
export function noBits(size: number): Bits {
  return new Uint32Array((size + 31) >>> 5);
}

/** The set of 0 … `size` - 1. */
export function allBits(size: number): Bits {
  const set = noBits(size).fill(0xffff_ffff);
  if (size % 32 !== 0) set[set.length - 1] = 2 ** (size % 32) - 1;
  return set;
}

/** The set of `members`. */
export function bitsOf(size: number, members: Iterable<number>): Bits {
  const set = noBits(size);
  for (const member of members) addBit(set, member);
  return set;
}

export function hasBit(set: Bits, member: number): boolean {
  return (((set[member >>> 5] ?? 0) >>> (member & 31)) & 1) === 1;
}

export function addBit(set: Bits, member: number): void {
  const word = member >>> 5;
  set[word] = (set[word] ?? 0) | (1 << (member & 31));
}

function removeBit(set: Bits, member: number): void {
  const word = member >>> 5;
  set[word] = (set[word] ?? 0) & ~(1 << (member & 31));
}

/** Puts `member` into the set, or takes it out. */
export function setBit(set: Bits, member: number, present: boolean): void {
  if (present) addBit(set, member);
  else removeBit(set, member);
}

/** Adds all of `other` to `set`. */
export function unite(set: Bits, other: Bits): void {
  for (let word = 0; word < set.length; word++) set[word] = (set[word] ?? 0) | (other[word] ?? 0);
}

/** Takes all of `other` out of `set`. */
export function subtract(set: Bits, other: Bits): void {
  for (let word = 0; word < set.length; word++) set[word] = (set[word] ?? 0) & ~(other[word] ?? 0);
}

/** Keeps in `set` only what `other` has too. */
export function intersect(set: Bits, other: Bits): void {
  for (let word = 0; word < set.length; word++) set[word] = (set[word] ?? 0) & (other[word] ?? 0);
}

/** How many bits of the word are set. */
export function countBits(word: number): number {
  let bits = word - ((word >>> 1) & 0x5555_5555);
  bits = (bits & 0x3333_3333) + ((bits >>> 2) & 0x3333_3333);
  return (((bits + (bits >>> 4)) & 0x0f0f_0f0f) * 0x0101_0101) >>> 24;
}

/** The position of the lowest set bit of a word that is not 0. */
export function lowestBit(word: number): number {
  return 31 - Math.clz32(word & -word);
}
