import type { Logger } from "pino";
import type { LogEntry, Out, Shell } from "./shell.ts";

/**
 * Are entries wanted instead of lines? `BARNACLE_LOG_FORMAT` says so (`json` or `text`); without it they are where nobody but Cloud
 * Logging reads: in a pod.
 */
export function wantsEntries(environment: Shell["environment"], isTerminal: boolean): boolean {
  const asked = environment["BARNACLE_LOG_FORMAT"];
  if (asked === "json" || asked === "text") return asked === "json";
  return !isTerminal && Boolean(environment["KUBERNETES_SERVICE_HOST"]);
}

const PLAIN: LogEntry = { severity: "INFO" };

/**
 * A stream on which every line becomes an entry as Cloud Logging reads it: JSON with `severity`, `time` and `message`. Whatever is
 * written there is a line of such a log, stack traces and usage errors too. pino is loaded with the first line.
 */
export function entryLines(to: Out, now: () => number): Out {
  let made = "";
  let logger: Promise<Logger> | null = null;
  const write = async (text: string, { severity, fields = {} }: LogEntry = PLAIN): Promise<void> => {
    const message = text.trimEnd().replace(/^barnacle: /gmu, "");
    if (message === "") return;
    logger ??= createLogger(now, (line) => {
      made = line;
    });
    const log = await logger;
    // Error Reporting groups crashes by this field.
    log[LEVELS[severity]](severity === "CRITICAL" ? { ...fields, stack_trace: message } : fields, message);
    await to.write(made);
  };
  return { isTerminal: false, takesEntries: true, width: to.width, write };
}

const LEVELS = { INFO: "info", WARNING: "warn", ERROR: "error", CRITICAL: "fatal" } as const satisfies Record<
  LogEntry["severity"],
  string
>;

const SEVERITIES: ReadonlyMap<string, string> = new Map(
  Object.entries(LEVELS).map(([severity, level]) => [level, severity]),
);

/** `take` gets each entry as a line, before the call that made it returns. */
async function createLogger(now: () => number, take: (line: string) => void): Promise<Logger> {
  const { pino } = await import("pino");
  return pino(
    {
      base: null,
      messageKey: "message",
      timestamp: () => `,"time":"${new Date(now()).toISOString()}"`,
      formatters: { level: (label) => ({ severity: SEVERITIES.get(label) ?? "DEFAULT" }) },
    },
    { write: take },
  );
}
