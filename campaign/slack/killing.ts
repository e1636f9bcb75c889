import type { SlackApi } from "../../src/publish/slack/api.ts";
import type { Store } from "../../src/warehouse/store.ts";

/** The program was killed: nothing after this is done. */
export class Killed extends Error {
  override readonly name = "Killed";
}

/** Counts the moments between calls down; at zero the program is dead, and every later call finds it so. */
export class Fuse {
  #left: number;
  dead = false;

  constructor(left: number) {
    this.#left = left;
  }

  burn(): void {
    this.#left -= 1;
    if (this.#left <= 0) this.dead = true;
    if (this.dead) throw new Killed();
  }
}

/** Slack and a store that die by the same fuse, before or after any call. */
export function killableApi(api: SlackApi, fuse: Fuse): SlackApi {
  const around = async <Result>(call: () => Promise<Result>): Promise<Result> => {
    fuse.burn();
    const result = await call();
    fuse.burn();
    return result;
  };
  return {
    ...api,
    again: (method, args) => around(() => api.again(method, args)),
    once: (method, args) => around(() => api.once(method, args)),
    upload: (file) => around(() => api.upload(file)),
  };
}

export function killableStore(store: Store, fuse: Fuse): Store {
  return {
    ...store,
    saveNotices: async (rows) => {
      fuse.burn();
      await store.saveNotices(rows);
      fuse.burn();
    },
  };
}
