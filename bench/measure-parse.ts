/** The yardstick, in a process of its own: every object of a file through JSON.parse, one by one, and nothing else. */
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { startClock } from "./clock.ts";

const clock = startClock();
const lines = createInterface({ input: createReadStream(process.argv[2] ?? ""), crlfDelay: Number.POSITIVE_INFINITY });
let objects = 0;
for await (const line of lines) {
  const parsed: unknown = JSON.parse(line);
  if (parsed !== null) objects++;
}
clock.done(objects);
