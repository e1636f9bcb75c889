import { parseQuantity, type Quantity } from "../../model/quantity.ts";
import { NO_RESOURCES, type ResourceList } from "../../model/resources.ts";
import { internTable } from "../intern.ts";
import { mapText } from "./keys.ts";
import { missing, object, shown, Unreadable } from "./raw.ts";

/** Reads a resource list. Equal ones, written alike, are one object. */
export type ReadResources = (value: unknown, field: string) => ResourceList;

/** A reader of resource lists that parses each quantity's text once. */
export function resourceReader(): ReadResources {
  const quantities = internTable<Quantity>();
  const lists = internTable<ResourceList>();
  const quantity = (value: unknown, field: string): Quantity => {
    // Kubernetes takes a bare number for a quantity too.
    const text = typeof value === "number" ? String(value) : value;
    if (typeof text !== "string") throw new Unreadable(field, `${shown(value)} is not a quantity`);
    return quantities(text, () => {
      const parsed = parseQuantity(text);
      if (parsed.ok) return parsed.value;
      throw new Unreadable(field, `quantity ${shown(text)} ${parsed.why}`);
    });
  };
  return (value, field) => {
    if (missing(value)) return NO_RESOURCES;
    const raw = object(value, field);
    return lists(mapText(raw), () => {
      const amounts = new Map<string, Quantity>();
      for (const [name, amount] of Object.entries(raw)) amounts.set(name, quantity(amount, `${field}.${name}`));
      return amounts.size === 0 ? NO_RESOURCES : amounts;
    });
  };
}
