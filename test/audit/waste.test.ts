import { describe, expect, test } from "vitest";
import type { FoundHome } from "../../src/audit/home.ts";
import { weigh } from "../../src/audit/waste.ts";
import { usdPerHour } from "../../src/model/money.ts";
import type { Quote } from "../../src/price/quote.ts";

const LIMITS = { minWasteUsdPerHour: usdPerHour(0.25), maxHomeShare: 0.5 };

function quote(rate: number | null): Quote {
  return { book: "list", usdPerHour: rate === null ? null : usdPerHour(rate), parts: [], estimated: [] };
}

function home(rate: number | null): FoundHome {
  return {
    kind: "found",
    home: { kind: "spare", nodes: [], quote: quote(rate), relaxed: [] },
    node: null,
    nearMiss: null,
  };
}

describe("what a node wastes against its blockers' home", () => {
  test.each<[string, number | null, FoundHome, number | null, ReturnType<typeof weigh>["whyNot"]]>([
    ["the difference", 4, home(0.5), 3.5, null],
    ["exactly the least that is worth a finding", 0.75, home(0.5), 0.25, "home-not-cheaper"],
    ["exactly the least, with a home that is cheap enough", 0.25, home(0), 0.25, null],
    ["less than the least", 0.5, home(0.375), 0.125, "not-large"],
    ["a home at exactly half of the price", 2, home(1), 1, null],
    ["a home above half of the price", 2, home(1.0625), 0.9375, "home-not-cheaper"],
    ["never less than nothing", 1, home(1.5), 0, "not-large"],
    ["no other place at all", 4, { kind: "none" }, 0, "home-not-cheaper"],
    ["the node's price is not known", null, home(0.5), null, null],
    ["the home's price is not known", 4, home(null), null, null],
    ["nothing is priced there", 4, { kind: "unpriced" }, null, null],
  ])("%s", (_, price, found, wasteUsdPerHour, whyNot) => {
    expect(weigh(quote(price), found, LIMITS)).toEqual({ wasteUsdPerHour, whyNot });
  });
});
