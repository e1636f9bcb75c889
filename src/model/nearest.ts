/** Longer words are names of nothing in Kubernetes (253 characters are the most), and would only cost time. */
const LONGEST = 253;

/** Words this short are in half of all names. */
const SHORTEST_PART = 3;

/**
 * The candidates that a person who typed `word` may have meant, best first, at most `max`. Those that contain the word (or are
 * contained in it) come first, then those within a third of its length in edits; case does not count. Ties keep the candidates'
 * order.
 */
export function nearest(word: string, candidates: readonly string[], max = 3): readonly string[] {
  const asked = word.toLowerCase();
  if (asked === "" || asked.length > LONGEST) return [];
  const scored: { readonly candidate: string; readonly score: number }[] = [];
  for (const candidate of new Set(candidates)) {
    const score = scoreOf(asked, candidate.toLowerCase());
    if (score !== null) scored.push({ candidate, score });
  }
  return scored
    .sort((left, right) => left.score - right.score)
    .slice(0, max)
    .map(({ candidate }) => candidate);
}

/** Lower is nearer; `null`: not near. A part counts less than an edit, the more of the name it covers the better. */
function scoreOf(asked: string, name: string): number | null {
  if (name === asked) return 0;
  const shorter = Math.min(asked.length, name.length);
  if (shorter >= SHORTEST_PART && (name.includes(asked) || asked.includes(name))) {
    return 1 - shorter / Math.max(asked.length, name.length);
  }
  const limit = Math.max(1, Math.ceil(asked.length / 3));
  const edits = editDistance(asked, name, limit);
  return edits > limit ? null : edits;
}

/**
 * Insertions, deletions, replacements and swaps of neighbours that turn `left` into `right` (optimal string alignment);
 * any number above `limit` once it is certain to be above it.
 */
export function editDistance(left: string, right: string, limit = Number.POSITIVE_INFINITY): number {
  if (Math.abs(left.length - right.length) > limit) return limit + 1;
  let beforeLast: number[] = [];
  let last = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row++) {
    const current = [row];
    for (let column = 1; column <= right.length; column++) {
      current.push(step(left, right, row, column, { beforeLast, last, current }));
    }
    if (Math.min(...current) > limit) return limit + 1;
    beforeLast = last;
    last = current;
  }
  return last[right.length] ?? 0;
}

interface Rows {
  readonly beforeLast: readonly number[];
  readonly last: readonly number[];
  readonly current: readonly number[];
}

function step(left: string, right: string, row: number, column: number, rows: Rows): number {
  const at = (cells: readonly number[], index: number) => cells[index] ?? Number.POSITIVE_INFINITY;
  const same = left[row - 1] === right[column - 1];
  const swapped = row > 1 && column > 1 && left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
  return Math.min(
    at(rows.last, column) + 1,
    at(rows.current, column - 1) + 1,
    at(rows.last, column - 1) + (same ? 0 : 1),
    swapped ? at(rows.beforeLast, column - 2) + 1 : Number.POSITIVE_INFINITY,
  );
}
