import { inject } from "vitest";
import { storeContract } from "../test/warehouse/contract.ts";
import { dataset } from "./store.ts";

storeContract(async (test) => {
  const place = await dataset(inject("endpoint"));
  await test({ open: () => place.open() });
  await place.drop();
}, 300);
