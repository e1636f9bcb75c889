import type { Books } from "../collect/books.ts";
import type { Config } from "../config.ts";
import { type Check, check } from "../model/check.ts";
import { between, DAY, type Instant, parseInstant } from "../model/time.ts";
import { at, lasting } from "../report/when.ts";

/** List prices change a few times a year; the autoscalers' models are of their source's day for good. */
const OLD = 120 * DAY;

/** How old the price lists are: those of the cluster's region, else the bundled ones. */
export function checkPrices(books: Books, now: Instant): readonly Check[] {
  const bundled = [["bundled lists", { retrieved: books.info.list.retrieved, own: false }] as const];
  const lists = books.lists.size === 0 ? bundled : [...books.lists];
  return lists.map(([name, { retrieved, own }]) => {
    const day = parseInstant(`${retrieved}T00:00:00Z`);
    const age = between(day ?? now, now);
    const what = `of ${retrieved} (${lasting(age)} old)${own ? ", refreshed here" : ""}`;
    const region = books.lists.has(name) ? name : "REGION";
    const cure = `barnacle prices refresh --region ${region}`;
    return age > OLD ? check("prices", name, "warning", what, cure) : check("prices", name, "ok", what);
  });
}

/** Does the runtime know the time zone that days are counted in? */
export function checkTimeZone({ timeZone }: Config, now: Instant): Check {
  const known = Intl.supportedValuesOf("timeZone").length;
  return check("time", "time zone data", "ok", `${known} zones; in ${timeZone} it is ${at(now, timeZone)}`);
}
