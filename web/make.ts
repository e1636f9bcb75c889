import { readdir, readFile, writeFile } from "node:fs/promises";
import { rolldown } from "rolldown";

const HERE = new URL("./", import.meta.url);
const MADE = new URL("../src/report/page/assets.ts", HERE);

/** The page's script, in one piece: what `client/main.ts` needs, and nothing else. */
async function script(): Promise<string> {
  const bundle = await rolldown({ input: new URL("client/main.ts", HERE).pathname, platform: "browser" });
  const { output } = await bundle.generate({ format: "iife", minify: true });
  await bundle.close();
  const [main, ...others] = output;
  if (others.length > 0) throw new Error("the page's script must be one piece");
  return main.code.trim();
}

const STYLES = ["colors", "page", "cards", "tables", "story", "media"];

/** The page's style: all files, in an order in which later ones refine earlier ones. */
async function style(): Promise<string> {
  const files = (await readdir(new URL("style/", HERE))).sort();
  const expected = STYLES.map((name) => `${name}.css`).sort();
  if (files.join() !== expected.join()) throw new Error(`web/style has ${files.join(", ")}; name them in web/make.ts`);
  const texts = await Promise.all(STYLES.map((name) => readFile(new URL(`style/${name}.css`, HERE), "utf8")));
  return texts
    .join("\n")
    .replace(/\/\*.*?\*\//gsu, "")
    .replace(/\s*\n\s*/gu, "\n")
    .trim();
}

/** `src/report/page/assets.ts`, as it should be. */
export async function assets(): Promise<string> {
  const parts = { PAGE_SCRIPT: await script(), PAGE_STYLE: await style() };
  for (const [name, text] of Object.entries(parts)) {
    if (/<\/(?:script|style)|<!--/iu.test(text)) throw new Error(`${name} would end its own element`);
  }
  const constants = Object.entries(parts).map(([name, text]) => `export const ${name} = ${JSON.stringify(text)};\n`);
  return `// Made by \`npm run page\` of web/. Change those, and make it again.\n\n${constants.join("")}`;
}

if (process.argv[1] === new URL(import.meta.url).pathname) await writeFile(MADE, await assets());
