import type { SlackApi } from "./api.ts";
import type { Fault } from "./fault.ts";
import { drawPicture } from "./picture.ts";
import type { Self } from "./self.ts";
import { isTold } from "./send.ts";
import { toldIn } from "./sweep.ts";

/** A chart for a thread. */
export interface Shared {
  readonly channel: string;
  readonly ts: string;
  /** By this name the thread is asked whether it has it. */
  readonly file: string;
  readonly picture: {
    readonly options: Readonly<Record<string, unknown>>;
    readonly width: number;
    readonly height: number;
    readonly title: string;
  };
}

const TRIES = 2;

/** Draws a picture and puts it into a thread, unless it is there; `null` when it stands there now. */
export async function sharePicture(api: SlackApi, self: Self, shared: Shared): Promise<Fault | null> {
  const { channel, ts, file, picture } = shared;
  const key = `file:${file}`;
  if (self.mayLookUp) {
    const known = await toldIn(api, self, shared);
    if ("fault" in known) return known.fault;
    if (known.told.includes(key)) return null;
  }
  const bytes = await drawPicture(picture);
  const { title } = picture;
  for (let tried = 1; ; tried++) {
    const answer = await api.upload({ channel, threadTs: ts, name: file, title, altText: title, bytes });
    if (answer.ok) return null;
    const { fault } = answer;
    // Only the last of its three steps shows anything: what is not seen in the thread may be tried again.
    if (fault.kind !== "unknown" || !self.mayLookUp) return fault;
    if (await isTold(api, self, shared, key)) return null;
    if (tried === TRIES) return fault;
  }
}
