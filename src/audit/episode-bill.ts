import { accrueExactly, type Billionths, exactly, NOTHING } from "../model/exact.ts";
import { millis } from "../model/time.ts";
import type { Bill } from "./episode.ts";

export const NO_BILL: Bill = { accrued: NOTHING, confirmed: millis(0), accruedNow: NOTHING, confirmedNow: millis(0) };

/**
 * The bill after `length` milliseconds more at `rate`. Where the rate is not known or not confirmed (`null`), or no time has passed,
 * nothing is added, neither dollars nor hours.
 */
export function accrued(bill: Bill, rate: Billionths | null, length: number): Bill {
  const counts = rate !== null && length > 0;
  const accruedNow = counts ? accrueExactly(rate, millis(length)) : NOTHING;
  const confirmedNow = millis(counts ? length : 0);
  return {
    accrued: exactly(bill.accrued + accruedNow),
    confirmed: millis(bill.confirmed + confirmedNow),
    accruedNow,
    confirmedNow,
  };
}

/** What both runs found at least: the lower of two wastes by the same book; `null` when one of them is not known. */
export function agreedRate(before: Billionths | null, now: Billionths | null): Billionths | null {
  if (before === null || now === null) return null;
  return before < now ? before : now;
}

/**
 * Before an episode is a finding, no run has anything to tell of its bill; the first that makes one of it tells of all that there is.
 * So what the runs told adds up to the bill.
 */
export function countedBill(bill: Bill, wasFound: boolean, isFound: boolean): Bill {
  if (wasFound) return bill;
  if (isFound) return { ...bill, accruedNow: bill.accrued, confirmedNow: bill.confirmed };
  return { ...bill, accruedNow: NOTHING, confirmedNow: millis(0) };
}
