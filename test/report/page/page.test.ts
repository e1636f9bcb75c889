import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { PAGE_SCRIPT, PAGE_STYLE } from "../../../src/report/page/assets.ts";
import { pageHtml, pagePlan } from "../../../src/report/page/page.ts";
import { LANGUAGES, wordsIn } from "../../../src/report/words.ts";
import { audit, blocker, finding, node, storyOf } from "../sample.ts";
import { dangerous } from "./dangerous.ts";
import { modelOf, pageOf, varied } from "./sample.ts";

/** Everything of a page that is markup: its tags with the names of their attributes. */
function skeleton(page: string): readonly string[] {
  const body = page
    .replace(PAGE_SCRIPT, "")
    .replace(PAGE_STYLE, "")
    .replace(/(<script type="application\/json" id="data">)[^<]*/u, "$1");
  return (body.match(/<[^>]*>/gu) ?? []).map((tag) => tag.replace(/="[^"]*"/gu, "="));
}

function named(name: string): string {
  const pinned = finding({
    node: node({ name, uid: "1", pool: name, zone: name, machineType: name }),
    blockers: [
      blocker({ name, namespace: name, team: name, owners: [{ kind: "Job", namespace: name, name, seen: true }] }),
    ],
    advice: [
      { kind: "lower-request", target: { kind: "Job", namespace: name, name }, text: name, patch: name, command: name },
    ],
    since: { time: null, evidence: "unknown", proven: false, what: name },
  });
  const story = storyOf(pinned, { uncertain: [name.replaceAll("\n", " ")] });
  return pageOf(modelOf(audit([pinned], { nodes: [story], notes: [{ kind: "x", text: name.replaceAll("\n", " ") }] })));
}

describe("a name from the cluster", () => {
  const harmless = skeleton(named("harmless"));

  test("is never markup, whatever it is", () => {
    fc.assert(
      fc.property(
        dangerous.filter((text) => text.trim() !== ""),
        (name) => {
          expect(skeleton(named(name))).toEqual(harmless);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe.each(LANGUAGES)("the page (%s)", (language) => {
  const page = pageOf(modelOf(varied(), { language }));

  test("lets only its own style and script run, and needs no network", () => {
    const [, policy] = /http-equiv="Content-Security-Policy" content="([^"]*)"/u.exec(page) ?? [];
    expect(policy?.replaceAll("&#39;", "'")).toBe(
      `default-src 'none'; script-src 'sha256-hash-of-${PAGE_SCRIPT.length}'; style-src 'sha256-hash-of-${PAGE_STYLE.length}'; base-uri 'none'; form-action 'none'`,
    );
    const markup = skeleton(page).join("");
    expect(markup).not.toMatch(/ on\w+=| style=| src=| srcset=|<link|<iframe|<base/u);
    expect(page.replace(PAGE_SCRIPT, "")).not.toMatch(/(?:href|url)="(?!#)[^"]*"|@import|url\((?!#)/u);
  });

  test("every link into the page leads to a part of it, or to a node", () => {
    const ids = new Set(Array.from(page.matchAll(/ id="([^"]*)"/gu), ([, id]) => id));
    const links = Array.from(page.matchAll(/href="#([^"]*)"/gu), ([, target]) => target ?? "");
    expect(links.length).toBeGreaterThan(8);
    expect(links.filter((target) => !ids.has(target) && !target.startsWith("node="))).toEqual([]);
  });

  test("each id is there once", () => {
    const ids = Array.from(page.matchAll(/ id="([^"]*)"/gu), ([, id]) => id);
    expect(ids.length).toBe(new Set(ids).size);
  });

  test("no template is left unfilled", () => {
    const told = page.replace(/<script.*$/su, "").replace(PAGE_STYLE, "");
    expect(told.match(/\{\w+\}/gu)).toBeNull();
    expect(told).not.toMatch(/undefined|NaN|\[object/u);
  });
});

test("unknown is never zero", () => {
  const page = pageOf(modelOf(varied()));
  const card = page.slice(page.indexOf("gke-prod-exotic-0a0b0c0d-zzzz"));
  expect(card.slice(0, card.indexOf("</li>"))).not.toContain("$0");
  expect(card.slice(0, card.indexOf("</li>"))).toContain("unknown");
});

test("a cluster without nodes has a page too", () => {
  const empty = audit([], { nodes: [] });
  const model = modelOf(empty);
  expect(pagePlan(model).charts).toEqual([]);
  expect(pageOf(model)).toContain("No large node is kept alive by small pods.");
});

test("a drawing that is missing is left out, with its table", () => {
  const plan = pagePlan(modelOf(varied()));
  expect(plan.charts.map(({ id }) => id)).toEqual(["overtime", "map", "timeline"]);
  expect(pageHtml(plan, new Map([["map", "<svg></svg>"]]), () => "")).toContain("<svg></svg>");
});

test("every kind of observation has its part, also one that nobody here knows", () => {
  const model = modelOf(varied());
  const kinds = [...Object.keys(wordsIn("en").observation), "of-tomorrow"];
  const observations = kinds.map((kind) => ({ node: 0, kind, detail: {}, stakeUsdPerHour: null, advice: [] }));
  const page = pageOf({ ...model, observations });
  for (const kind of kinds) {
    const title = Object.entries(wordsIn("en").observation).find(([name]) => name === kind)?.[1].title ?? kind;
    expect(page).toContain(`<h3>${title} <span class="number">1</span></h3>`);
  }
});
