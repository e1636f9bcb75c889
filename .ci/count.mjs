// Prints "PASSED FAILED" of a vitest JSON report. Runs on the machine's own Node, before anything is known to work.
import { readFileSync } from "node:fs";

const report = JSON.parse(readFileSync(process.argv[2], "utf8"));
const unloaded = report.testResults.filter((file) => file.status === "failed" && file.assertionResults.length === 0);
const passed = report.numPassedTests;
const failed = report.numFailedTests + unloaded.length;
console.log(passed, passed + failed === 0 ? 1 : failed);
