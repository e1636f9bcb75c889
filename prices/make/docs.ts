/** Writes the tables of docs/prices.md anew, from the books: `node prices/make/docs.ts`. */
import { readFileSync, writeFileSync } from "node:fs";
import { loadBooks } from "../../src/collect/books.ts";
import { withTables } from "./docs-tables.ts";

const PAGE = new URL("../../docs/prices.md", import.meta.url);

writeFileSync(PAGE, withTables(readFileSync(PAGE, "utf8"), await loadBooks(["asia-northeast1", "us-central1"])));
