import { mayMoveCursor, type Shell } from "./shell.ts";

/** A line about long work that is written over and over, and gone when the work is done. */
export interface StatusLine {
  /** Shows `text` instead of what was shown before; nothing without a terminal. */
  show(text: string): void;
  /** Takes the line away. */
  clear(): void;
}

/** At most so often, or a fast reader would spend its time on showing. */
const EVERY_MS = 100;

const CLEAR_LINE = "\r\u001b[K";

/** On a terminal's stderr only: data on stdout stays whole, and a log gets no cursor movement. */
export function statusLine(shell: Shell, plain: boolean): StatusLine {
  if (!mayMoveCursor(shell, shell.stderr, plain)) return { show: () => undefined, clear: () => undefined };
  let shownAt = 0;
  let isShown = false;
  const write = (text: string) => void shell.stderr.write(text).catch(() => undefined);
  return {
    show(text) {
      const now = shell.now();
      if (isShown && now - shownAt < EVERY_MS) return;
      shownAt = now;
      isShown = true;
      write(CLEAR_LINE + text.slice(0, Math.max(0, shell.stderr.width - 1)));
    },
    clear() {
      if (isShown) write(CLEAR_LINE);
      isShown = false;
    },
  };
}
