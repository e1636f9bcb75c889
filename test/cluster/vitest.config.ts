import { defineConfig } from "vitest/config";

/** One file after the other: each has a control plane of its own, and two cores carry one. */
export default defineConfig({
  test: {
    include: ["test/cluster/**/*.test.ts"],
    globalSetup: ["test/cluster/set-up.ts"],
    fileParallelism: false,
    testTimeout: 300_000,
    hookTimeout: 900_000,
  },
});
