import type { Book } from "./book.ts";
import type { Catalog } from "./catalog.ts";
import { nodeQuote } from "./model.ts";
import { podQuote } from "./pod-price.ts";
import type { Pricer } from "./pricer.ts";

/** `book`, ready to be asked. `catalog` tells what belongs to a machine type. */
export function createPricer(book: Book, catalog: Catalog): Pricer {
  return {
    book: book.name,
    node: (node) => nodeQuote(node, book, catalog),
    pod: (pod, node) => podQuote(pod, node, book, catalog),
  };
}
