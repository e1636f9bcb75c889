import type { Limits } from "../collect/cluster.ts";
import type { Instant } from "../model/time.ts";

/** How grave a line is, in the words of Cloud Logging. */
export type Severity = "INFO" | "WARNING" | "ERROR" | "CRITICAL";

/** What a log of entries tells besides the line itself. */
export interface LogEntry {
  readonly severity: Severity;
  /** For programs: figures and identifiers, never a name of a pod or a person. */
  readonly fields?: Readonly<Record<string, unknown>>;
}

/** Where text goes. `write` resolves when the reader can take more. */
export interface Out {
  /** `entry`: what a log of entries needs to know of a line, where this is one. */
  write(text: string, entry?: LogEntry): Promise<void>;
  readonly isTerminal: boolean;
  /** Does it make a log's entries of what is written? */
  readonly takesEntries?: boolean;
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
  /** The most memory that the process has held, all of it; absent: runs are not measured. */
  readonly peakMemoryBytes?: () => number;
  /** How patient the reading of a cluster is, where not as usual. */
  readonly limits?: Partial<Limits>;
}

/** How the reader calls this program, for hints. */
export function programOf(shell: Shell): string {
  return shell.program ?? "barnacle";
}

/** How a process was called. */
export interface Called {
  /** As a person would type it. */
  readonly program: string;
  /** Words that its name stands for, before those that were given. */
  readonly before: readonly string[];
}

/**
 * How a process was called, from the path of its script and npm's own variables: as a plugin of kubectl, by kubectl that completes the
 * plugin's command line, by the npm script of a checkout, or by its own name.
 */
export function calledAs(script: string, environment: Shell["environment"]): Called {
  const [, name] = /(?:^|[/\\])([^/\\]+?)(?:\.[a-z]+)?$/u.exec(script) ?? [];
  if (name === "kubectl-barnacle") return { program: "kubectl barnacle", before: [] };
  if (name === "kubectl_complete-barnacle") return { program: "kubectl barnacle", before: ["__complete"] };
  const inCheckout = environment["npm_package_name"] === "barnacle" && environment["npm_lifecycle_event"] !== undefined;
  return { program: inCheckout ? "npm run --silent barnacle --" : "barnacle", before: [] };
}

/** May `out` be coloured? Only a terminal, and only when nobody said no. */
export function mayColor(shell: Shell, out: Out, plain: boolean): boolean {
  return mayMoveCursor(shell, out, plain) && !shell.environment["NO_COLOR"];
}

/** May lines of `out` be written over? Only on a terminal that can, and only when nobody said no. */
export function mayMoveCursor(shell: Shell, out: Out, plain: boolean): boolean {
  return out.isTerminal && !plain && shell.environment["TERM"] !== "dumb";
}
