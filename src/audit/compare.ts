/** Orders texts by their UTF-16 units: the same on every machine, whatever its locale. */
export function byText(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

/** Orders dearest first; an unknown price (`null`) comes after every known one. */
export function byPriceDown(left: number | null, right: number | null): number {
  if (left === right) return 0;
  if (left === null) return 1;
  return right === null ? -1 : right - left;
}
