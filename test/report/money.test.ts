import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { usd, usdPerHour } from "../../src/model/money.ts";
import { amount, hourly, monthly, percent, priced, quoted } from "../../src/report/money.ts";
import { quote } from "./sample.ts";

describe("hourly", () => {
  test.each([
    [5.374, "$5.37/h"],
    [0.086, "$0.086/h"],
    [0.1, "$0.10/h"],
    [0.0996, "$0.10/h"],
    [0.43049, "$0.43/h"],
    [0.0123, "$0.012/h"],
    [0.00996, "$0.010/h"],
    [0.00431, "$0.0043/h"],
    [0.00031, "$0.00031/h"],
    [0.00001, "<$0.0001/h"],
    [0, "$0/h"],
    [88.49, "$88.49/h"],
    [12345.678, "$12,345.68/h"],
    [-0.5, "-$0.50/h"],
  ])("%d is %s", (rate, expected) => {
    expect(hourly(usdPerHour(rate))).toBe(expected);
  });

  test("unknown is never $0", () => {
    expect(hourly(null)).toBe("unknown");
    expect(monthly(null)).toBe("unknown");
    expect(quoted(quote(null))).toBe("unknown");
    expect(priced("x9-mega", quote(null))).toBe("x9-mega, price unknown");
  });

  test("a price above nothing is never written as nothing, and is right within 5 %", () => {
    fc.assert(
      fc.property(fc.double({ min: 0.0001, max: 1e6, noNaN: true }), (rate) => {
        const shown = Number(hourly(usdPerHour(rate)).replace(/[$,]|\/h/gu, ""));
        expect(Math.abs(shown - rate) / rate).toBeLessThan(0.05);
      }),
    );
  });
});

describe("sums", () => {
  test.each([
    [0, "$0"],
    [0.001, "<$0.01"],
    [17.6267, "$17.63"],
    [999.994, "$999.99"],
    [999.996, "$1,000"],
    [1234567.8, "$1,234,568"],
  ])("%d is %s", (sum, expected) => {
    expect(amount(usd(sum))).toBe(expected);
  });

  test.each([
    [5.288, "$3,860"],
    [0.086, "$62.78"],
    [0, "$0"],
    [1000, "$730,000"],
  ])("%d an hour are %s a month", (rate, expected) => {
    expect(monthly(usdPerHour(rate))).toBe(expected);
  });
});

describe("marks", () => {
  test("what is guessed is marked", () => {
    expect(quoted(quote(5.374, { estimated: ["boot disk"] }))).toBe("~$5.37/h");
    expect(quoted(quote(null, { estimated: ["boot disk"] }))).toBe("unknown");
    expect(priced("n2-highmem-64", quote(5.374))).toBe("n2-highmem-64 $5.37/h");
  });

  test.each([
    [0, "0 %"],
    [0.0041, "<1 %"],
    [0.0132, "1 %"],
    [0.5, "50 %"],
    [0.996, ">99 %"],
    [1, "100 %"],
    [1.3, "130 %"],
  ])("a share of %d is %s", (share, expected) => {
    expect(percent(share)).toBe(expected);
  });
});
