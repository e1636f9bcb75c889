import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const OUT = join(ROOT, ".tmp", "scale");

/**
 * Compiles the measured programs as the image has them: to run TypeScript as it is, Node loads a compiler of its own, which takes some
 * 50 MB. Returns the folder of the programs.
 */
export function compile(): string {
  mkdirSync(OUT, { recursive: true });
  const config = join(OUT, "tsconfig.json");
  const options = { noEmit: false, rootDir: ROOT, outDir: OUT, sourceMap: false, skipLibCheck: true };
  writeFileSync(
    config,
    JSON.stringify({
      extends: join(ROOT, "tsconfig.json"),
      compilerOptions: options,
      include: [join(ROOT, "bench/scale"), join(ROOT, "src")],
    }),
  );
  execFileSync(process.execPath, [join(ROOT, "node_modules/typescript/bin/tsc"), "-p", config], { stdio: "inherit" });
  for (const name of ["prices", "package.json"]) {
    if (!existsSync(join(OUT, name))) symlinkSync(join(ROOT, name), join(OUT, name));
  }
  return join(OUT, "bench/scale");
}
