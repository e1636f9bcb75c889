import type { Store } from "../../src/warehouse/store.ts";
import type { EpisodeRow, NoticeRow, RunRow } from "../../src/warehouse/tables.ts";

/** A store that keeps notices only, as both real ones do: rows are never changed, of several the highest revision counts. */
export function noticeStore(
  closed: () => readonly EpisodeRow[] = () => [],
  runs: () => readonly RunRow[] = () => [],
): Store & { readonly rows: readonly NoticeRow[] } {
  const rows: NoticeRow[] = [];
  const key = (row: NoticeRow) => JSON.stringify([row.cluster, row.episode_id, row.channel]);
  const none = () => Promise.reject(new Error("this store keeps notices only"));
  return {
    rows,
    name: "notices",
    save: none,
    run: none,
    runs: () => Promise.resolve(runs()),
    restate: none,
    usage: none,
    saveUsage: none,
    episodes: () => Promise.resolve(closed()),
    notices: () => {
      const latest = Map.groupBy(rows, key).values();
      return Promise.resolve(
        Array.from(latest, (all) => all.toSorted((left, right) => right.revision - left.revision).slice(0, 1)).flat(),
      );
    },
    saveNotices: (added) => {
      for (const row of added) {
        if (!rows.some((each) => key(each) === key(row) && each.revision === row.revision)) rows.push(row);
      }
      return Promise.resolve();
    },
    exportParquet: null,
    close: () => Promise.resolve(),
  };
}
