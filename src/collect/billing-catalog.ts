import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { PriceSourceFailure } from "../failure.ts";
import type { Sku } from "../price/sku.ts";
import { googleHeaders } from "./google-auth.ts";

/** Compute Engine among the services of the Cloud Billing Catalog. */
export const COMPUTE_ENGINE = "6F81-5844-456A";

const GOOGLE = "https://cloudbilling.googleapis.com";
const SCOPE = "https://www.googleapis.com/auth/cloud-billing.readonly";
const PAGE_SIZE = 5_000;
const TRIES = 4;
const PATIENCE_MS = 60_000;

/** What a reading of the catalog needs. */
export interface CatalogOptions {
  /** `null`: Google's own. One that begins with `http:` is asked without credentials. */
  readonly endpoint: string | null;
  /** Only SKUs of these regions are kept. */
  readonly regions: ReadonlySet<string>;
  /** Called after each page. */
  readonly progress?: ((pages: number, skus: number) => void) | undefined;
  /** The wait before the second try, in milliseconds; doubled for each further one. */
  readonly backoff?: number | undefined;
}

const money = z.object({
  currencyCode: z.string().optional(),
  units: z.union([z.string().regex(/^-?\d+$/u), z.number().int()]).optional(),
  nanos: z.number().int().optional(),
});

const skuSchema = z.object({
  skuId: z.string(),
  description: z.string(),
  serviceRegions: z.array(z.string()).optional(),
  pricingInfo: z
    .array(
      z.object({
        pricingExpression: z
          .object({
            usageUnit: z.string().optional(),
            tieredRates: z.array(z.object({ startUsageAmount: z.number().optional(), unitPrice: money })).optional(),
          })
          .optional(),
      }),
    )
    .optional(),
});

const pageSchema = z.object({ skus: z.array(z.unknown()).optional(), nextPageToken: z.string().optional() });

/**
 * Reads all pages of Compute Engine's SKUs, in US dollars, and keeps those of the regions that have a price.
 * @throws PriceSourceFailure when the service refuses, cannot be reached, or answers with something else
 */
export async function readCatalog(options: CatalogOptions): Promise<readonly Sku[]> {
  const kept: Sku[] = [];
  const seen = new Set<string>();
  let token = "";
  for (let pages = 1; ; pages += 1) {
    const page = await readPage(token, options);
    for (const raw of page.skus ?? []) {
      const sku = readSku(raw);
      if (sku?.regions.some((region) => options.regions.has(region))) kept.push(sku);
    }
    options.progress?.(pages, kept.length);
    token = page.nextPageToken ?? "";
    if (token === "") return kept;
    if (seen.has(token)) throw failure(options, "gave the same page again; run it later");
    seen.add(token);
  }
}

/** The price of the newest entry, US dollars for a unit: `units` + `nanos` / 10⁹ of the first tier that is not free. */
function readSku(raw: unknown): Sku | null {
  const parsed = skuSchema.safeParse(raw);
  if (!parsed.success) return null;
  const { skuId: id, description, serviceRegions: regions = [], pricingInfo = [] } = parsed.data;
  // The timeline is in chronological order: the last entry holds now.
  const expression = pricingInfo.at(-1)?.pricingExpression;
  const tiers = (expression?.tieredRates ?? []).toSorted(
    (left, right) => (left.startUsageAmount ?? 0) - (right.startUsageAmount ?? 0),
  );
  if (tiers.some(({ unitPrice }) => (unitPrice.currencyCode ?? "USD") !== "USD")) return null;
  const price = tiers.map(({ unitPrice }) => dollars(unitPrice)).find((usd) => usd > 0);
  if (price === undefined || expression?.usageUnit === undefined) return null;
  return { id, description, regions, unit: expression.usageUnit, usd: price };
}

function dollars({ units = 0, nanos = 0 }: z.infer<typeof money>): number {
  return Number(units) + nanos / 1e9;
}

async function readPage(token: string, options: CatalogOptions): Promise<z.infer<typeof pageSchema>> {
  const url = new URL(`/v1/services/${COMPUTE_ENGINE}/skus`, options.endpoint ?? GOOGLE);
  url.searchParams.set("currencyCode", "USD");
  url.searchParams.set("pageSize", String(PAGE_SIZE));
  if (token !== "") url.searchParams.set("pageToken", token);
  const reply = await askPatiently(url, options);
  let body: unknown;
  try {
    body = JSON.parse(reply);
  } catch {
    throw failure(options, "answered with something that is not JSON; check what lies between here and it");
  }
  const page = pageSchema.safeParse(body);
  if (!page.success) throw failure(options, "answered with JSON that is no page of SKUs; check the address");
  return page.data;
}

const BUSY: ReadonlySet<number> = new Set([429, 500, 502, 503, 504]);

async function askPatiently(url: URL, options: CatalogOptions): Promise<string> {
  for (let tries = 1; ; tries += 1) {
    const answer = await askOnce(url, options);
    if (answer.ok) return answer.body;
    if (tries >= TRIES || !answer.mayPass) throw failure(options, answer.why);
    await sleep((options.backoff ?? 1_000) * 2 ** (tries - 1));
  }
}

type Answer =
  | { readonly ok: true; readonly body: string }
  | { readonly ok: false; readonly why: string; readonly mayPass: boolean };

async function askOnce(url: URL, options: CatalogOptions): Promise<Answer> {
  const headers = await googleHeaders(options.endpoint, [SCOPE], (why) => failure(options, why));
  try {
    const response = await fetch(url, { headers, signal: AbortSignal.timeout(PATIENCE_MS), redirect: "error" });
    const body = await response.text();
    if (response.ok) return { ok: true, body };
    return { ok: false, why: statusWords(response.status), mayPass: BUSY.has(response.status) };
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    return { ok: false, why: `cannot be reached (${cause}); check the network`, mayPass: true };
  }
}

function statusWords(status: number): string {
  switch (status) {
    case 401:
      return "does not accept the credentials (401); sign in again: gcloud auth application-default login";
    case 403:
      return "refuses (403); enable it for the project that is billed for the request: gcloud services enable cloudbilling.googleapis.com";
    case 404:
      return "does not know the service (404); check BARNACLE_BILLING_ENDPOINT";
    default:
      return `answered with status ${status}; run it later`;
  }
}

function failure({ endpoint }: CatalogOptions, why: string): PriceSourceFailure {
  return new PriceSourceFailure(`The Cloud Billing Catalog at ${endpoint ?? GOOGLE} ${why}.`);
}
