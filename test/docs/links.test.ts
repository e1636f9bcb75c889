import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";

/** Pages that people read, from the README on. */
const PAGES = [
  "README.md",
  "CONTRIBUTING.md",
  "conformance/README.md",
  ...readdirSync("docs", { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
].sort();

/** Without code, in which brackets are no links. */
function prose(page: string): string {
  return readFileSync(page, "utf8")
    .replace(/^```.*?^```/gmsu, "")
    .replace(/`[^`\n]*`/gu, "");
}

function linksOf(page: string): readonly string[] {
  return Array.from(prose(page).matchAll(/\]\(([^)\s]+)\)/gu), ([, target = ""]) => target);
}

/** As GitHub names a heading: small letters, words joined by -. */
function anchorsOf(page: string): ReadonlySet<string> {
  const headings = readFileSync(page, "utf8").replace(/^```.*?^```/gmsu, "");
  return new Set(
    Array.from(headings.matchAll(/^#+ (.+)$/gmu), ([, title = ""]) =>
      title
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, "")
        .trim()
        .replaceAll(" ", "-"),
    ),
  );
}

/** Why a link leads nowhere; `null` when it leads somewhere. */
function broken(page: string, link: string): string | null {
  if (/^[a-z]+:/u.test(link)) return null;
  const [path = "", anchor] = link.split("#");
  const target = path === "" ? page : join(dirname(page), path);
  if (!existsSync(target)) return `${page}: ${link}: there is no ${target}`;
  if (anchor === undefined || anchorsOf(target).has(anchor)) return null;
  return `${page}: ${link}: no such heading`;
}

test("every relative link in the README and the docs leads to a file, and to a heading where it names one", () => {
  const links = PAGES.flatMap((page) => linksOf(page).map((link) => [page, link] as const));
  expect(links.length).toBeGreaterThan(50);
  expect(links.flatMap(([page, link]) => broken(page, link) ?? [])).toEqual([]);
});

test("a link that leads nowhere is found", () => {
  expect(broken("docs/page.md", "nowhere.md")).toBe("docs/page.md: nowhere.md: there is no docs/nowhere.md");
  expect(broken("README.md", "docs/page.md#nowhere")).toBe("README.md: docs/page.md#nowhere: no such heading");
});

test("the index of the docs names every page and every folder of them", () => {
  const named = linksOf("docs/README.md").map((link) => link.split("/")[0]);
  const there = readdirSync("docs", { withFileTypes: true })
    .filter((entry) => (entry.isDirectory() ? entry.name !== "pictures" : entry.name.endsWith(".md")))
    .map(({ name }) => name)
    .filter((name) => name !== "README.md");
  expect(there.filter((name) => !named.includes(name))).toEqual([]);
});

test("every picture of the docs is shown or linked somewhere", () => {
  const shown = new Set(PAGES.flatMap(linksOf).map((link) => link.split("/").at(-1)));
  expect(readdirSync("docs/pictures").filter((name) => !shown.has(name))).toEqual([]);
});
