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
  /** How it was called, as a person would type it: `npm run --silent barnacle --`, `kubectl barnacle`; absent: `barnacle`. */
  readonly program?: string;
  now(): Instant;
  /** Milliseconds since some moment, by a clock that never jumps: for deadlines. */
  elapsed(): number;
}

/** How the reader calls this program, for hints. */
export function programOf(shell: Shell): string {
  return shell.program ?? "barnacle";
}

/**
 * How a process was called, from the path of its script and npm's own variables: as a plugin of kubectl, by the npm script of a
 * checkout, or by its own name.
 */
export function calledAs(script: string, environment: Shell["environment"]): string {
  if (/(?:^|[/\\])kubectl-barnacle(?:\.[a-z]+)?$/u.test(script)) return "kubectl barnacle";
  const inCheckout = environment["npm_package_name"] === "barnacle" && environment["npm_lifecycle_event"] !== undefined;
  return inCheckout ? "npm run --silent barnacle --" : "barnacle";
}

/** May `out` be coloured? Only a terminal, and only when nobody said no. */
export function mayColor(shell: Shell, out: Out, plain: boolean): boolean {
  return out.isTerminal && !plain && !shell.environment["NO_COLOR"] && shell.environment["TERM"] !== "dumb";
}
