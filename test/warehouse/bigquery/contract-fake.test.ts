import { storeContract } from "../contract.ts";
import { fakeBigQuery } from "./fake.ts";
import { openAt } from "./open.ts";

storeContract(async (test) => {
  const fake = await fakeBigQuery();
  try {
    await test({ open: () => openAt(fake.endpoint) });
  } finally {
    await fake.close();
  }
});
