import { describe, expect, test } from "vitest";
import { calledAs } from "../../src/commands/shell.ts";

describe("calledAs", () => {
  test.each([
    ["installed", "/usr/local/bin/barnacle", {}, "barnacle"],
    ["a plugin of kubectl", "/usr/local/bin/kubectl-barnacle", {}, "kubectl barnacle"],
    ["the same on Windows", "C:\\bin\\kubectl-barnacle.js", {}, "kubectl barnacle"],
    [
      "by the npm script of a checkout",
      "/x/src/main.ts",
      { npm_package_name: "barnacle", npm_lifecycle_event: "start" },
      "npm run --silent barnacle --",
    ],
    ["by another project's script", "/x/barnacle", { npm_package_name: "other", npm_lifecycle_event: "x" }, "barnacle"],
  ])("%s", (_, script, environment, expected) => {
    expect(calledAs(script, environment)).toEqual({ program: expected, before: [] });
  });

  test("by kubectl that completes a command line", () => {
    const expected = { program: "kubectl barnacle", before: ["__complete"] };
    expect(calledAs("/usr/local/bin/kubectl_complete-barnacle", {})).toEqual(expected);
  });
});
