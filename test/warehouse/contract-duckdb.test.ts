import { join } from "node:path";
import { openDuckDb } from "../../src/warehouse/duckdb.ts";
import { storeContract } from "./contract.ts";
import { withFolder } from "./process.ts";

storeContract((test) => withFolder((folder) => test({ open: () => openDuckDb(join(folder, "barnacle.duckdb")) })));
