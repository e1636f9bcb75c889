import { z } from "zod";
import { type Duration, parseDuration } from "./model/time.ts";

/** A length of time, `1h30m`. */
export const duration = z
  .string("must be a duration such as 10m, 1h30m or 90s")
  .transform((text, context): Duration => {
    const value = parseDuration(text);
    if (value !== null) return value;
    context.addIssue({ code: "custom", message: `"${text}" is no duration; write it as 10m, 1h30m or 90s` });
    return z.NEVER;
  });

/** A whole number from 0 on. */
export const count = z.int("must be a whole number, 0 or more").min(0, "must be a whole number, 0 or more");

/** An IANA time zone. */
export const timeZone = z
  .string("must be a time zone of the IANA list such as Asia/Tokyo")
  .refine(isTimeZone, "must be a time zone of the IANA list such as Asia/Tokyo");

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

/** A map with these keys and no others. */
export function section<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.strictObject(shape, {
    error: (issue) => (issue.code === "invalid_type" ? "must be a map of settings" : undefined),
  });
}
