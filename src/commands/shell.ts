import type { Instant } from "../model/time.ts";

/** Where text goes. `write` resolves when the reader can take more. */
export interface Out {
  write(text: string): Promise<void>;
  readonly isTerminal: boolean;
  /** Columns of the terminal, 80 when it is none. */
  readonly width: number;
}

/** The process, as the commands see it: only `main.ts` has the real one. */
export interface Shell {
  readonly argv: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly stdout: Out;
  readonly stderr: Out;
  now(): Instant;
}

/** May `out` be coloured? Only a terminal, and only when nobody said no. */
export function mayColor(shell: Shell, out: Out, plain: boolean): boolean {
  return out.isTerminal && !plain && !shell.environment["NO_COLOR"] && shell.environment["TERM"] !== "dumb";
}
