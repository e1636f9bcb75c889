import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readCatalog } from "../../src/collect/billing-catalog.ts";
import { runProgram } from "../../src/commands/program.ts";
import { type CatalogServer, catalogServer, type SkuWish, sku, tokyo } from "../fixtures/billing-catalog.ts";
import { shellFor } from "../fixtures/run.ts";

let folder = "";
let server: CatalogServer | null = null;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "barnacle-refresh-"));
});

afterEach(async () => {
  rmSync(folder, { recursive: true });
  await server?.close();
  server = null;
});

async function run(...argv: readonly string[]) {
  const { shell, ended } = shellFor(argv, { BARNACLE_BILLING_ENDPOINT: server?.url });
  const { code, stdout, stderr } = ended(await runProgram(shell));
  return { code, stdout: stdout.replaceAll(folder, "DIR"), stderr: stderr.replaceAll(folder, "DIR") };
}

async function refresh(more: readonly SkuWish[], ...argv: readonly string[]) {
  server = await catalogServer(tokyo(more), 10);
  return await run("prices", "refresh", "--region", "asia-northeast1", "--out", folder, ...argv);
}

function written(): { readonly [key: string]: never } & { readonly machines: Record<string, readonly number[]> } {
  return JSON.parse(readFileSync(join(folder, "list/asia-northeast1.json"), "utf8"));
}

const DEARER: SkuWish = { description: "C3 Instance Core running in Japan", tiers: [[0, 0.06]] };
const DEARER_RAM: SkuWish = { description: "C3 Instance Ram running in Japan", unit: "GiBy.h", tiers: [[0, 0.0072]] };

describe("prices refresh", () => {
  test("parts that cost what the bundled book says make its machines again; the rest is carried over", async () => {
    const ran = await refresh([]);
    expect(ran).toMatchObject({
      code: 0,
      stderr: "barnacle: to use these lists, set prices.folder: DIR in the configuration\n",
    });
    await expect(ran.stdout).toMatchFileSnapshot("expected/prices-refresh.txt");
    const book = written();
    expect(book).toMatchObject({
      retrieved: "2026-11-20",
      source: expect.stringMatching(/^Cloud Billing Catalog API, service 6F81-5844-456A .*as bundled \(2026-07-30\)$/u),
      localSsd: [0.104, 0.0624],
      bootDisks: { "pd-standard": 0.052, "pd-balanced": 0.13 },
    });
    expect(book.machines["n2-standard-4"]?.[0]).toBeCloseTo(0.249176, 12);
    expect(server?.requests.map((url) => url.pathname)).toEqual(Array(3).fill("/v1/services/6F81-5844-456A/skus"));
    expect(server?.requests[0]?.searchParams.get("currencyCode")).toBe("USD");
  });

  test("more than 30 % off is shown and not taken", async () => {
    const { stdout } = await refresh([DEARER, DEARER_RAM]);
    expect(stdout).toContain("more than 30 % from the bundled one, not taken; --accept takes them:");
    expect(stdout).toContain("c3-standard-4: 0.258905 → 0.3552");
    expect(written().machines["c3-standard-4"]?.[0]).toBe(0.258905);
  });

  test("--accept takes it", async () => {
    const { stdout } = await refresh([DEARER, DEARER_RAM], "--accept");
    expect(stdout).toContain("taken, as --accept says:");
    expect(written().machines["c3-standard-4"]?.[0]).toBe(0.3552);
  });

  test("within 30 % it is taken", async () => {
    const { stdout } = await refresh([
      { description: "T2D AMD Instance Core running in Japan", tiers: [[0, 0.04]] },
      { description: "T2D AMD Instance Ram running in Japan", unit: "GiBy.h", tiers: [[0, 0.0045]] },
    ]);
    expect(stdout).toMatch(/t2d-standard-4: 0\.21\d+ → 0\.232 \(\+\d+\.\d %\)/u);
    expect(written().machines["t2d-standard-4"]?.[0]).toBe(0.232);
  });

  test("an unknown unit is passed over and told", async () => {
    const { stdout } = await refresh([
      { description: "C3 Instance Core running in Japan", unit: "mo", tiers: [[0, 30]] },
    ]);
    expect(stdout).toContain('passed over, its unit is "mo": C3 Instance Core running in Japan');
  });

  test("an audit uses it, and says so; a damaged one is told", async () => {
    await refresh([DEARER, DEARER_RAM], "--accept");
    const config = join(folder, "barnacle.yaml");
    writeFileSync(config, `prices:\n  folder: ${folder}\n  discounts: { n2: 20, nn2: 5 }\n`);
    const argv = ["audit", "--snapshot", "fixtures/bundled/cluster.jsonl.gz", "--store", "none", "--config", config];
    const { stdout } = await run(...argv);
    const words = stdout.replace(/\s+/gu, " ");
    expect(words).toContain("prices: list, less your contract's discounts (n2 20 %, nn2 5 %)");
    expect(words).toContain(
      "Price lists that were refreshed here, instead of the bundled ones: asia-northeast1 of 2026-11-20.",
    );
    expect(words).toContain('There is a discount for "nn2", which is no machine family; did you mean "n2"?');
    expect(words).toContain("n2-highmem-64 $4.32/h →");
    writeFileSync(join(folder, "list/asia-northeast1.json"), "{");
    expect(await run(...argv)).toMatchObject({
      code: 1,
      stderr:
        "barnacle: DIR/list/asia-northeast1.json: the price book is not JSON; make it again with barnacle prices refresh.\n",
    });
  });

  test.each([
    ["no region", [], "Say which regions to refresh: --region asia-northeast1, or cluster: in the configuration."],
    ["no such shape", ["--region", "Tokyo"], '--region: "Tokyo" is no region; write it as asia-northeast1.'],
    [
      "a region that the catalog lacks",
      ["--region", "asia-northeast9"],
      'The Cloud Billing Catalog has no machine prices for region "asia-northeast9"; did you mean asia-northeast1?',
    ],
  ])("wrong usage: %s", async (_, argv, sentence) => {
    server = await catalogServer(tokyo());
    expect(await run("prices", "refresh", "--out", folder, ...argv)).toEqual({
      code: 2,
      stdout: "",
      stderr: `barnacle: ${sentence}\n`,
    });
    expect(existsSync(join(folder, "list"))).toBe(false);
  });

  test("a folder that cannot be written", async () => {
    server = await catalogServer(tokyo());
    writeFileSync(join(folder, "file"), "");
    const ran = await run("prices", "refresh", "--region", "asia-northeast1", "--out", join(folder, "file"));
    expect(ran).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(
        /the price book cannot be written \(E[A-Z]+\); name another folder with --out\.$/mu,
      ),
    });
  });

  test("`prices` itself is as it was", async () => {
    const { code, stdout } = await run(
      "prices",
      "--snapshot",
      "fixtures/situations/01-small-job/snapshot.json",
      "--now",
      "2026-11-20T03:00:00Z",
    );
    expect(code).toBe(0);
    expect(JSON.parse(stdout.split("\n")[0] ?? "")).toMatchObject({ kind: "node", book: "list" });
  });
});

describe("readCatalog", () => {
  const regions = new Set(["asia-northeast1"]);
  const read = (endpoint: string) => readCatalog({ endpoint, regions, backoff: 1 });

  test("all pages; tiers, units and nanos; the newest entry; other regions, currencies and nonsense left out", async () => {
    server = await catalogServer([
      sku({ description: "a", tiers: [[0, 1.25]] }),
      sku({
        description: "b",
        tiers: [
          [0, 0],
          [30, 0.052],
        ],
      }),
      sku({
        description: "c",
        tiers: [
          [30, 0.052],
          [0, 0],
        ],
      }),
      sku({ description: "elsewhere", regions: ["us-central1"], tiers: [[0, 1]] }),
      sku({ description: "yen", currency: "JPY", tiers: [[0, 1]] }),
      sku({ description: "free", tiers: [[0, 0]] }),
      sku({ description: "no tiers", tiers: [] }),
      { skuId: 7 },
      null,
    ]);
    const skus = await read(server.url);
    expect(skus.map(({ description, usd }) => [description, usd])).toEqual([
      ["a", 1.25],
      ["b", 0.052],
      ["c", 0.052],
    ]);
    expect(server.requests).toHaveLength(3);
  });

  test("a busy service is asked again", async () => {
    server = await catalogServer(tokyo(), 100, (count, response) => {
      if (count < 3) response.writeHead(503).end("later");
      return count < 3;
    });
    expect((await read(server.url)).length).toBeGreaterThan(10);
  });

  test.each([
    [
      "forbidden",
      403,
      "",
      "refuses (403); enable it for the project that is billed for the request: gcloud services enable cloudbilling.googleapis.com.",
    ],
    [
      "not signed in",
      401,
      "",
      "does not accept the credentials (401); sign in again: gcloud auth application-default login.",
    ],
    ["busy for good", 503, "", "answered with status 503; run it later."],
    ["a login page", 200, "<html>", "answered with something that is not JSON; check what lies between here and it."],
    ["something else", 200, '{"skus":7}', "answered with JSON that is no page of SKUs; check the address."],
    ["the same page for ever", 200, '{"skus":[],"nextPageToken":"x"}', "gave the same page again; run it later."],
  ])("%s", async (_, status, body, sentence) => {
    server = await catalogServer([], 1, (_count, response) => {
      response.writeHead(status).end(body);
      return true;
    });
    await expect(read(server.url)).rejects.toMatchObject({
      message: `The Cloud Billing Catalog at ${server.url} ${sentence}`,
      exitCode: 1,
    });
  });

  test("nobody there", async () => {
    server = await catalogServer([]);
    const { url } = server;
    await server.close();
    server = null;
    await expect(read(url)).rejects.toThrow(/cannot be reached \(.*\); check the network\.$/u);
  });
});
