import { defineConfig } from "vitest/config";

/** The pages in a real browser: `npm run test:browser`. Two files at a time, for each has a browser of its own. */
export default defineConfig({
  test: {
    include: ["test/browser/**/*.browser.ts"],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
  },
});
