import { afterAll, beforeAll } from "vitest";
import { storeContract } from "../contract.ts";
import { type Fake, fakeBigQuery } from "./fake.ts";
import { openAt } from "./open.ts";

let fake: Fake;

beforeAll(async () => {
  fake = await fakeBigQuery();
});

afterAll(() => fake.close());

storeContract(async (test) => {
  await fake.reset();
  await test({ open: () => openAt(fake.endpoint) });
}, 210);
