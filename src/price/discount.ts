import { usdPerHour } from "../model/money.ts";
import type { Book } from "./book.ts";
import type { Charge } from "./charge.ts";

/** The contract discount on machines of `family`, in percent; 0 for none. Spot prices are discounts already: none is taken off them. */
export function discountOf({ discounts }: Pick<Book, "discounts">, family: string, spot: boolean): number {
  return spot ? 0 : (discounts?.get(family) ?? 0);
}

/** What is left of a price after `percent` of it. */
export function lessPercent(price: number, percent: number): number {
  return price * (1 - percent / 100);
}

/** The charge less the discount, and saying so: a discounted figure is never without its label. */
export function discounted(charge: Charge, percent: number): Charge {
  if (percent === 0 || charge.usdPerHour === null) return charge;
  return {
    ...charge,
    what: `${charge.what}, less ${percent} % by contract`,
    usdPerHour: usdPerHour(lessPercent(charge.usdPerHour, percent)),
  };
}
