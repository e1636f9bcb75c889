import fc from "fast-check";
import { expect, test } from "vitest";
import { merge } from "../../src/collect/cluster-merge.ts";

interface Counter {
  now: number;
  most: number;
}

async function* source(name: number, values: number, counter: Counter, failsAt: number | null) {
  counter.now += 1;
  counter.most = Math.max(counter.most, counter.now);
  for (let n = 0; n < values; n += 1) {
    await Promise.resolve();
    if (n === failsAt) throw new Error(`source ${name} failed`);
    yield `${name}:${n}`;
  }
  counter.now -= 1;
}

test("every value comes once, each source's in order, never more sources at a time than allowed", async () => {
  const property = fc.asyncProperty(
    fc.array(fc.nat({ max: 5 }), { maxLength: 8 }),
    fc.integer({ min: 1, max: 4 }),
    async (lengths, parallel) => {
      const counter = { now: 0, most: 0 };
      const got: string[] = [];
      const sources = lengths.map((length, name) => () => source(name, length, counter, null));
      for await (const value of merge(sources, parallel, () => undefined)) got.push(value);
      expect(counter.most).toBeLessThanOrEqual(parallel);
      lengths.forEach((length, name) => {
        const own = got.filter((value) => value.startsWith(`${name}:`));
        expect(own).toEqual(Array.from({ length }, (_, n) => `${name}:${n}`));
      });
    },
  );
  await fc.assert(property, { numRuns: 60 });
});

test("a source that fails fails the whole, and stops the others", async () => {
  const counter = { now: 0, most: 0 };
  let stopped = 0;
  const sources = [
    () => source(0, 100, counter, null),
    () => source(1, 9, counter, 2),
    () => source(2, 100, counter, 5),
  ];
  const all = async () => {
    const stop = () => {
      stopped += 1;
    };
    for await (const value of merge(sources, 3, stop)) expect(value).not.toBe("1:2");
  };
  await expect(all()).rejects.toThrow("source 1 failed");
  expect(stopped).toBe(1);
});
