// Prints "PASSED FAILED" of a vitest JSON report; with --failed, what failed and why. Runs on the machine's own Node, before anything is known to work.
import { readFileSync } from "node:fs";
import { relative } from "node:path";

const [path, what] = process.argv.slice(2);
const LINES = 12;

/** The first lines of a failure: what was expected, and where. */
const head = (text) =>
  text
    .split("\n")
    .slice(0, LINES)
    .map((line) => `      ${line.slice(0, 300)}`)
    .join("\n");

const failures = (file) => {
  const name = relative(".", file.name);
  const tests = file.assertionResults.filter(({ status }) => status === "failed");
  if (tests.length > 0)
    return tests.map((test) => `  ${name}: ${test.fullName}\n${head(test.failureMessages.join("\n"))}`);
  return file.status === "failed" ? [`  ${name}: the file\n${head(file.message)}`] : [];
};

let report;
try {
  report = JSON.parse(readFileSync(path, "utf8"));
} catch (error) {
  if (what === undefined) throw error;
  console.log(`  no report: ${error.message}`);
  process.exit(0);
}
if (what === "--failed") {
  console.log(report.testResults.flatMap(failures).join("\n"));
} else {
  const unloaded = report.testResults.filter((file) => file.status === "failed" && file.assertionResults.length === 0);
  const passed = report.numPassedTests;
  const failed = report.numFailedTests + unloaded.length;
  console.log(passed, passed + failed === 0 ? 1 : failed);
}
