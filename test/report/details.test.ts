import { describe, expect, test } from "vitest";
import { detailText } from "../../src/report/details.ts";
import { wordsIn } from "../../src/report/words.ts";
import { observation } from "./sample.ts";

const words = wordsIn("en");

describe("detailText", () => {
  test("what is at risk, with numbers; what is nothing is not told", () => {
    expect(detailText(observation(), words)).toBe(
      "its pods ask for 66 %, later for 1 %, the threshold is 50 %, 1 small pod to hold it, 2 pods to end, such as batch/big-x-28892-rrrrr, $5.29/h at stake, another place: e2-standard-2",
    );
  });

  test.each([
    ["a verdict as the cause", { cause: "NotAutoscaled" }, "its node pool is not autoscaled"],
    [
      "the pool's minimum",
      { cause: "pool-minimum", wasteUsdPerHour: 1 },
      "its node pool is at its minimum size, $1.00/h at stake",
    ],
    ["a reservation", { reservation: "r\u001b", cause: "reservation" }, "a reservation pays for it, named r\\u{1b}"],
    ["Autopilot", { cause: "autopilot" }, "Autopilot bills its pods by request"],
    ["a cause without words", { cause: "sun\nspots" }, "sun\\nspots"],
    ["a key without words", { "new\u001bkey": "a\u202eb" }, "new\\u{1b}key a\\u{202e}b"],
    ["nothing", {}, ""],
  ])("%s", (_, detail, expected) => {
    expect(detailText({ detail }, words)).toBe(expected);
  });
});
