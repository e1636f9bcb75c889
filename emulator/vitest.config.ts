import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["emulator/**/*.test.ts"],
    globalSetup: ["emulator/setup.ts"],
    testTimeout: 1_800_000,
    hookTimeout: 1_800_000,
    // One server answers all of them, one query after the other.
    fileParallelism: false,
  },
});
