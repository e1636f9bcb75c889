import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { ControlPlane } from "./control-plane.ts";
import { LARGE_ARGS, putLarge } from "./large.ts";
import { type Between, startProxy } from "./proxy.ts";
import { render } from "./render.ts";

/** A real 410: etcd forgets, between two pages, the version of the state that the list is of. */

const Report = z.object({
  totals: z.object({ nodes: z.number(), pods: z.number() }),
  notes: z.array(z.object({ text: z.string() })),
});

const NODES = 20;
const PODS = 100;

let plane: ControlPlane;

beforeAll(async () => {
  // Otherwise the API server pages from a copy in its memory, and forgets that only when its cache looks at etcd again.
  plane = await ControlPlane.start({ apiFlags: ["--feature-gates=ListFromCacheSnapshot=false"] });
  await plane.apply(await render("k8s/base"));
  await plane.kubectl(["delete", "cronjob", "barnacle", "-n", "barnacle"]);
  await putLarge(plane, NODES, PODS);
});

afterAll(() => plane?.stop());

async function countPods(): Promise<number> {
  const { items } = z.object({ items: z.array(z.unknown()) }).parse(await plane.admin("/api/v1/pods"));
  return items.length;
}

/** Compacts before the first page of pods that is not the first, having taken away a pod of the pages to come. */
async function forgetful(): Promise<Between> {
  let done = false;
  return await startProxy(plane, async (path) => {
    if (done || !/^\/api\/v1\/pods\?.*continue=/u.test(path)) return;
    done = true;
    const pods = await plane.kubectl([
      "get",
      "pods",
      "-A",
      "-o",
      "jsonpath={range .items[*]}{.metadata.namespace} {.metadata.name}{'\\n'}{end}",
    ]);
    const [namespace = "", name = ""] = pods.trim().split("\n").at(-1)?.split(" ") ?? [];
    await plane.kubectl(["delete", "pod", "-n", namespace, name, "--force", "--grace-period=0"]);
    await plane.compact();
  });
}

test("a list that expires between two pages is read on, whole, and said to be of two moments", async () => {
  const before = await countPods();
  const proxy = await forgetful();
  const { code, stdout } = await plane.barnacle(
    ["audit", "--store", "none", "--format", "json", ...LARGE_ARGS],
    proxy.url,
  );
  await proxy.close();
  expect(proxy.passed.filter(({ status }) => status === 410)).toHaveLength(1);
  expect(code).toBe(0);
  const { totals, notes } = Report.parse(JSON.parse(stdout));
  // All pods but the one that was taken away: it stood on a page that was not read yet.
  expect(totals).toMatchObject({ nodes: NODES, pods: before - 1 });
  expect(notes.map(({ text }) => text).join("\n")).toMatch(/expired after 500 objects \(410 Gone\).*two moments/u);
});
