import { describe, expect, test } from "vitest";
import { drawCharts } from "../../../src/publish/charts.ts";
import { wallClock } from "../../../src/report/page/charts/spec.ts";
import { pagePlan } from "../../../src/report/page/page.ts";
import { pageSvg } from "../../../src/report/page/svg.ts";
import { audit, finding, node, storyOf, time } from "../sample.ts";
import { modelOf, varied } from "./sample.ts";

describe("drawings", () => {
  test("have no style, class, foreign id or colour of their own, and a mark for each node", async () => {
    const plan = pagePlan(modelOf(varied()));
    const drawings = await drawCharts(plan.charts);
    expect([...drawings.keys()]).toEqual(["overtime", "map", "timeline"]);
    for (const [id, svg] of drawings) {
      expect(svg).not.toMatch(/<style|style=|class=|ecmeta|font-family|\bzr\d/u);
      const ids = Array.from(svg.matchAll(/ id="([^"]*)"/gu), ([, name]) => name ?? "");
      expect(ids.filter((name) => !name.startsWith(`${id}-`))).toEqual([]);
      expect(
        Array.from(svg.matchAll(/(?:fill|stroke|stop-color)="(#[^"]*|rgb[^"]*)"/gu), ([, color]) => color),
      ).toEqual([]);
    }
    const marked = new Set(Array.from(drawings.get("map")?.matchAll(/data-n="(\d+)"/gu) ?? [], ([, at]) => Number(at)));
    expect([...marked].sort()).toEqual(plan.model.nodes.map((_, index) => index));
  });

  test("are the same however many were drawn before", async () => {
    const { charts } = pagePlan(modelOf(varied()));
    expect(await drawCharts(charts)).toEqual(await drawCharts(charts));
  });

  test("names stay text", async () => {
    const name = `zr0-a</text><script>"x" style="y" class='z'`;
    const pinned = finding({ node: node({ name, pool: name }) });
    const drawings = await drawCharts(pagePlan(modelOf(audit([pinned], { nodes: [storyOf(pinned)] }))).charts);
    const text = [...drawings.values()].join("");
    expect(text).not.toMatch(/<script|style="y"|class='z'/u);
    expect(text).toContain("zr0-a&lt;/text&gt;");
  });
});

test("of a huge cluster, nodes that hold nothing are drawn together", () => {
  const pinned = finding();
  const plain = Array.from({ length: 3_000 }, (_, index) =>
    storyOf(
      finding({ node: node({ name: `gke-${index}`, uid: `${index}`, pool: `pool-${index % 3}` }), blockers: [] }),
      { whyNot: "not-pinned", verdict: "NotUnderutilized", pinned: false },
    ),
  );
  const plan = pagePlan(modelOf(audit([pinned], { nodes: [storyOf(pinned), ...plain] })));
  const map = plan.charts.find(({ id }) => id === "map");
  expect(plan.merged).toBe(3_001 - 900);
  expect([...(map?.marks.values() ?? [])]).toContain(0);
  expect(map?.marks.size).toBe(900);
});

test.each([
  ["UTC", "2026-11-20T12:00:00Z", "2026-11-20T12:00:00Z"],
  ["Asia/Tokyo", "2026-11-20T12:00:00Z", "2026-11-20T21:00:00Z"],
  ["America/St_Johns", "2026-11-20T12:00:00Z", "2026-11-20T08:30:00Z"],
  ["America/New_York", "2026-07-20T12:00:00Z", "2026-07-20T08:00:00Z"],
])("the clock on the wall in %s at %s", (zone, at, expected) => {
  expect(wallClock(zone)(time(at))).toBe(time(expected));
});

test("an inline style becomes attributes", () => {
  const svg = `<svg width="9"><rect width="9" height="9" x="0" y="0" fill="none"></rect>
<text style="font: normal bold 11px sans-serif" class="zr3-cls-1" fill="x">a</text><text style="font-size:12px;font-family:sans-serif;font-weight:bold;">b</text>
<path d="M0 0" ecmeta_series_index="0" ecmeta_data_index="7" ecmeta_ssr_type="chart" fill="url(#zr3-g0)"></path></svg>`;
  const spec = { id: "x", width: 9, height: 9, option: {}, marks: new Map([["0/7", 42]]) };
  expect(pageSvg(svg, spec)).toBe(
    '<svg viewBox="0 0 9 9" aria-hidden="true" focusable="false"><text font-size="11" fill="x">a</text><text font-size="12" font-weight="bold">b</text><path d="M0 0" data-n="42" fill="url(#x-g0)"/></svg>',
  );
});
