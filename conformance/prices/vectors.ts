import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { z } from "zod";

const priceVector = z.object({
  objects: z.array(
    z.looseObject({
      kind: z.string(),
      metadata: z.looseObject({ namespace: z.string().optional(), name: z.string() }),
    }),
  ),
  expected: z.object({
    prices: z.array(
      z.object({
        kind: z.enum(["Node", "Pod"]),
        namespace: z.string().optional(),
        name: z.string(),
        usdHour: z.number(),
      }),
    ),
  }),
});

/** Nodes and pods, and what the autoscaler's own price model said of each for one hour. */
export type PriceVector = z.infer<typeof priceVector>;

/** Reads one vector; throws when it has another shape. */
export function readPriceVector(file: string | URL): PriceVector {
  return priceVector.parse(JSON.parse(gunzipSync(readFileSync(file)).toString("utf8")));
}

/** All files with prices under the folder of vectors. */
export function priceFiles(folder: string): readonly string[] {
  const clusters = ["clusters", "large"].flatMap((part) =>
    readdirSync(join(folder, part)).map((file) => join(folder, part, file)),
  );
  return [join(folder, "prices.json.gz"), ...clusters];
}
