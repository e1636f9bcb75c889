import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { attempt, execute, ROOT } from "./execute.ts";

const PACKAGE = "kubernetes-validate==1.37.0";
const FOLDER = join(ROOT, ".tmp/kubernetes-validate");
const PROGRAM = join(FOLDER, "bin/kubernetes-validate");

/** Installs the validator, which has the schemas of all versions with it, into a folder of its own. */
export async function installValidator(): Promise<void> {
  if (existsSync(PROGRAM)) return;
  await execute("python3", ["-m", "venv", FOLDER]);
  await execute(join(FOLDER, "bin/pip"), ["install", "--quiet", "--disable-pip-version-check", PACKAGE]);
}

/** What the schemas of a Kubernetes version say against these objects, "" when nothing. */
export async function validate(version: string, yaml: string): Promise<string> {
  const file = join(FOLDER, "objects.yaml");
  await writeFile(file, yaml);
  const { code, stdout, stderr } = await attempt(PROGRAM, ["--strict", "--quiet", "-k", version, file]);
  return code === 0 ? "" : `${stdout}${stderr}` || `ended with ${code}`;
}
