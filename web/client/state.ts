/** What the address says: which story is open, what the filter lets through, how the table is sorted. */
export interface State {
  readonly node: string;
  readonly q: string;
  readonly team: string;
  readonly pool: string;
  readonly reason: string;
  /** A column's name; with a leading "-" downwards. */
  readonly sort: string;
  /** From 1. */
  readonly page: number;
}

export const START: State = { node: "", q: "", team: "", pool: "", reason: "", sort: "-waste", page: 1 };

const TEXTS = ["node", "q", "team", "pool", "reason", "sort"] as const;

/** Reads the address's fragment. A fragment without "=" is a place on the page: the state is then as at the start. */
export function readState(hash: string): State {
  const given = new URLSearchParams(hash.replace(/^#/u, ""));
  const state = { ...START };
  for (const name of TEXTS) state[name] = given.get(name) ?? START[name];
  const page = Number(given.get("page"));
  return { ...state, page: Number.isInteger(page) && page > 0 ? page : 1 };
}

/** The fragment for a state: only what differs from the start. */
export function writeState(state: State): string {
  const said = new URLSearchParams();
  for (const name of TEXTS) if (state[name] !== START[name]) said.set(name, state[name]);
  if (state.page !== 1) said.set("page", String(state.page));
  const text = said.toString();
  return text === "" ? "" : `#${text}`;
}
