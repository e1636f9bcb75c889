import { buildGo } from "../go/build.ts";
import { execute } from "./execute.ts";

/** What every file of the suite needs: the control plane's program, and Barnacle as the image has it. */
export async function setup(): Promise<void> {
  buildGo("testcluster", (line) => process.stdout.write(`${line}\n`));
  await execute("npm", ["run", "--silent", "build"]);
}
