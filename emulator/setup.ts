import type { TestProject } from "vitest/node";
import { install, start } from "./local.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Where local-bigquery is. */
    readonly endpoint: string;
  }
}

/** One server for all tests; each has a dataset of its own. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  install();
  const server = await start();
  project.provide("endpoint", server.endpoint);
  return server.stop;
}
