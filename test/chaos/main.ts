/** `npm run campaign:cluster -- --seeds 300`: audits through a proxy that spoils answers at random. Exits 1 if one run ended wrongly. */
import { parseArgs } from "node:util";
import { campaign, type Ending } from "./campaign.ts";

const { values } = parseArgs({
  options: { seeds: { type: "string", default: "300" }, from: { type: "string", default: "1" } },
});
const [count, from] = [Number(values.seeds), Number(values.from)];
const endings: Ending[] = [];
await campaign(
  Array.from({ length: count }, (_, index) => from + index),
  (ending) => {
    endings.push(ending);
    if (ending.end === "wrong")
      process.stderr.write(`seed ${ending.seed}: ${ending.what}\n  ${ending.faults.join(", ")}\n`);
    else if (endings.length % 25 === 0) process.stderr.write(`${endings.length} of ${count}\n`);
  },
);
const counts = new Map<string, number>();
for (const { end } of endings) counts.set(end, (counts.get(end) ?? 0) + 1);
const faults = endings.reduce((sum, ending) => sum + ending.faults.length, 0);
const told = [...counts].map(([end, number]) => `${number} ${end}`).join(", ");
process.stdout.write(`${endings.length} runs, ${faults} faults: ${told}\n`);
process.exitCode = counts.has("wrong") ? 1 : 0;
