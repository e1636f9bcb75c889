import { beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { attempt, type Ended, execute } from "./execute.ts";
import { buildImage, IMAGE, installBuilders, podman } from "./image.ts";

/** The image of the project's own Dockerfile, run as the manifest says: no root, no writes, no capability, no network, no shell. */

const Manifest = z.object({ dependencies: z.record(z.string(), z.string()) });
const { dependencies } = Manifest.parse((await import("../../package.json", { with: { type: "json" } })).default);

let id = "";

beforeAll(async () => {
  await installBuilders();
  id = await buildImage();
});

async function run(args: readonly string[], before: readonly string[] = []): Promise<Ended> {
  return await attempt("podman", podman(["--network=none", "--memory=512m", ...before, IMAGE, ...args]));
}

/** Runs JavaScript with the image's own Node, from the folder of the program. */
async function inside(script: string): Promise<string> {
  const { code, stdout, stderr } = await run(["--input-type=module", "--eval", script], ["--entrypoint", "node"]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return stdout.trim();
}

test("it says its version and its help", async () => {
  expect(await run(["--version"])).toEqual({
    code: 0,
    stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/u),
    stderr: "",
  });
  const { stdout } = await run(["--help"]);
  expect(stdout).toContain("audit");
});

test("its user, program and labels", async () => {
  const format = "{{json .Config}}";
  const config = z
    .object({
      User: z.string(),
      Entrypoint: z.array(z.string()),
      Cmd: z.array(z.string()),
      Labels: z.record(z.string(), z.string()),
    })
    .parse(JSON.parse(await execute("podman", ["image", "inspect", "--format", format, IMAGE])));
  expect({ user: config.User, entrypoint: config.Entrypoint, command: config.Cmd }).toEqual({
    user: "1000:1000",
    entrypoint: ["node", "/app/dist/main.js"],
    command: ["audit"],
  });
  expect(config.Labels).toMatchObject({
    "org.opencontainers.image.title": "barnacle",
    "org.opencontainers.image.licenses": "Apache-2.0",
  });
});

test("it holds no capability, may gain none, and can write nowhere", async () => {
  const told = await inside(`
    import { readFileSync, writeFileSync } from "node:fs";
    const status = readFileSync("/proc/self/status", "utf8");
    const codes = ["/app/x", "/tmp/x", "/var/lib/x"].map((file) => {
      try { writeFileSync(file, ""); return "written"; } catch (error) { return error.code; }
    });
    console.log(JSON.stringify([process.getuid(), /CapEff:\\s+0+\\n/.test(status), /NoNewPrivs:\\s+1\\n/.test(status), codes]));
  `);
  expect(JSON.parse(told)).toEqual([1000, true, true, ["EROFS", "EROFS", expect.stringMatching(/EROFS|ENOENT/u)]]);
});

test("every run-time package is there after the trimming, and loads", async () => {
  // A package of fonts has no program; that its files are there is asked below.
  const names = Object.keys(dependencies).filter((name) => !name.startsWith("@embedpdf/"));
  const script = `const names = ${JSON.stringify(names)};
    for (const name of names) await import(name);
    console.log(names.length);`;
  expect(await inside(script)).toBe(String(names.length));
});

test("it has what pictures and pages need: fonts, the charts' own file, a renderer", async () => {
  const told = await inside(`
    import { readFileSync } from "node:fs";
    import { Resvg } from "@resvg/resvg-js";
    const font = "/app/node_modules/@embedpdf/fonts-jp/fonts/NotoSansJP-Regular.otf";
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><text y="15">節約</text></svg>';
    const png = new Resvg(svg, { font: { fontFiles: [font], loadSystemFonts: false } }).render().asPng();
    console.log(png.length > 100, readFileSync("/app/node_modules/echarts/dist/echarts.min.js").length > 500_000);
  `);
  expect(told).toBe("true true");
});

describe("what it leaves out", () => {
  test("types, source maps, development's packages, the repository", async () => {
    const told = await inside(`
      import { existsSync, readdirSync } from "node:fs";
      const files = readdirSync("/app", { recursive: true });
      console.log(JSON.stringify({
        root: readdirSync("/app").sort(),
        left: files.filter((file) => /\\.(map|d\\.ts|md)$/.test(file)),
        development: ["typescript", "vitest", "@biomejs"].filter((name) => existsSync("/app/node_modules/" + name)),
      }));
    `);
    expect(JSON.parse(told)).toEqual({
      root: ["LICENSE", "NOTICE", "dist", "node_modules", "package.json", "prices", "views"],
      left: [],
      development: [],
    });
  });

  test("Barnacle and its packages take at most 200 MB", async () => {
    const size = await inside(`
      import { readdirSync, statSync } from "node:fs";
      console.log(readdirSync("/app", { recursive: true }).reduce((sum, file) => sum + statSync("/app/" + file).size, 0));
    `);
    expect(Number(size)).toBeLessThan(200e6);
  });
});

test("built again from nothing, it is the same image", async () => {
  expect(await buildImage({ fresh: true })).toBe(id);
});
