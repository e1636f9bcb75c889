import { parseArgs } from "node:util";
import { playSeed } from "./seed.ts";

/** Runs against a Slack of the tests with random faults: kills between any two calls, cuts, storms of 429, lost memory. `--seeds N`, `--from N`. */

const { values } = parseArgs({
  options: { seeds: { type: "string", default: "300" }, from: { type: "string", default: "1" } },
});
const from = Number(values.from);
const seeds = Number(values.seeds);

const total = { runs: 0, kills: 0, troubles: 0, lost: 0, messages: 0 };
let wrong = 0;
for (let seed = from; seed < from + seeds; seed++) {
  const played = await playSeed(seed);
  for (const name of ["runs", "kills", "troubles", "lost", "messages"] as const) total[name] += played[name];
  if (played.faults.length === 0) continue;
  wrong += 1;
  console.log(`seed ${seed}:`);
  for (const fault of played.faults.slice(0, 5)) console.log(`  ${fault}`);
}
console.log(
  `${seeds} seeds: ${total.runs} runs, ${total.kills} killed, ${total.troubles} calls in trouble, ${total.lost} times the memory lost; ${total.messages} messages; ${wrong} seeds wrong`,
);
process.exitCode = wrong === 0 ? 0 : 1;
