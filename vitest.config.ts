import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** Where the programs that tests start keep what Node made of the sources: it halves the time of a start. */
const NODE_COMPILE_CACHE = fileURLToPath(new URL(".tmp/compile-cache", import.meta.url));

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["test/cluster/**"],
    env: { NODE_COMPILE_CACHE },
    // Many tests wait for processes and servers.
    maxWorkers: "150%",
    testTimeout: 60_000,
    hookTimeout: 60_000,
    coverage: { provider: "v8", include: ["src/**/*.ts"], reporter: ["text-summary", "html"] },
  },
});
