import { BOOKS } from "./lists/books.ts";
import { DRAIN } from "./lists/drain.ts";
import { NODE } from "./lists/node.ts";
import { PLACEMENT } from "./lists/placement.ts";
import { PRICE } from "./lists/price.ts";
import type { Mutation } from "./mutation.ts";

/** All mutations; `--only 17` is the 17th of them. */
export const MUTATIONS: readonly Mutation[] = [...DRAIN, ...NODE, ...PLACEMENT, ...PRICE, ...BOOKS];
