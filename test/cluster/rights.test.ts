import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { pathOf, RESOURCES, type Resource } from "../../src/collect/cluster-resources.ts";
import { BUNDLED, bundledItems } from "./bundled.ts";
import { ControlPlane, runBuilt, until } from "./control-plane.ts";
import { type Manifest, parse, render } from "./render.ts";

/** Barnacle with the rights of `k8s/base` and no other, against a real API server with RBAC on. */

const Report = z.object({
  totals: z.record(z.string(), z.unknown()),
  findings: z.array(z.looseObject({ node: z.looseObject({ name: z.string() }) })),
  observations: z.array(z.unknown()),
  notes: z.array(z.object({ kind: z.string(), text: z.string() })),
});
const Verdict = z.looseObject({ uncertain: z.array(z.string()) });

const Checkup = z.object({
  checks: z.array(
    z.object({ area: z.string(), name: z.string(), state: z.string(), what: z.string(), cure: z.string().nullable() }),
  ),
});

const CLUSTER = ["--cluster", BUNDLED.cluster];
const ARGS = ["--now", BUNDLED.now, ...CLUSTER];
const AUDIT = ["audit", "--store", "none", "--format", "json", ...ARGS];

let plane: ControlPlane;
let base: readonly Manifest[] = [];

beforeAll(async () => {
  plane = await ControlPlane.start();
  base = parse(await render("k8s/base"));
  await plane.put(bundledItems());
  await plane.apply(await render("k8s/base"));
  // The audits here are of a week ago: the CronJob would be of the future, and they would say so.
  await plane.kubectl(["delete", "cronjob", "barnacle", "-n", "barnacle"]);
});

afterAll(() => plane?.stop());

test("an audit with these rights alone says what an audit of the same objects in a file says", async () => {
  const live = await plane.barnacle(AUDIT);
  const file = await runBuilt([...AUDIT, "--snapshot", BUNDLED.file], {});
  expect({ code: live.code, stderr: live.stderr }).toEqual({ code: 0, stderr: "" });
  expect(file.code).toBe(0);
  const [a, b] = [Report.parse(JSON.parse(live.stdout)), Report.parse(JSON.parse(file.stdout))];
  expect(a).toEqual(b);
  expect(a.findings.length).toBeGreaterThan(3);
});

test("verdicts are the same, byte for byte", async () => {
  const live = await plane.barnacle(["verdicts", ...ARGS]);
  const file = await runBuilt(["verdicts", ...ARGS, "--snapshot", BUNDLED.file], {});
  expect(live).toEqual(file);
});

describe.each(RESOURCES)("without the right to $plural", (resource) => {
  beforeAll(async () => {
    await plane.apply(list(without(resource)));
    await inForce(resource, 403);
  });

  afterAll(async () => {
    await plane.apply(list(base));
    await inForce(resource, resource.name === null ? 200 : 0);
  });

  test("doctor names it, and nothing else, among the rights", async () => {
    const { stdout } = await plane.barnacle(["doctor", "--store", "none", "--format", "json", ...CLUSTER]);
    const { checks } = Checkup.parse(JSON.parse(stdout));
    const rights = checks.filter(({ area, name }) => area === "cluster" && /^(?:list|get) /u.test(name));
    expect(rights).toHaveLength(RESOURCES.length);
    const missing = rights.filter(({ state }) => state !== "ok");
    expect(missing).toEqual([
      {
        area: "cluster",
        name: expect.stringContaining(` ${resource.plural}`),
        state: resource.essential ? "failed" : "warning",
        what: expect.stringMatching(/^not allowed/u),
        cure: expect.stringContaining(`--resource=${resource.plural}`),
      },
    ]);
  });

  if (resource.essential) {
    test("it ends with exit 1 and one sentence", async () => {
      const { code, stdout, stderr } = await plane.barnacle(AUDIT);
      expect({ code, stdout, lines: stderr.trimEnd().split("\n").length }).toEqual({ code: 1, stdout: "", lines: 1 });
      expect(stderr).toContain(`GET ${pathOf(resource)}`);
      expect(stderr).toContain(resource.plural);
    });
  } else {
    test("it goes on, names the kind, and makes no finding that rests on it", async () => {
      const { code, stdout } = await plane.barnacle(AUDIT);
      expect(code).toBe(0);
      const { notes } = Report.parse(JSON.parse(stdout));
      expect(notes.map((note) => note.text).join("\n")).toMatch(new RegExp(`\\b${resource.kind}\\b`, "u"));
    });
  }
});

test.each([
  ["Job", /Job/u],
  ["ReplicaSet", /ReplicaSet/u],
  ["PodDisruptionBudget", /PodDisruptionBudget/u],
] as const)("without %s the verdicts that it touches say so", async (kind, words) => {
  const resource = RESOURCES.find((known) => known.kind === kind);
  if (resource === undefined) throw new Error(`${kind} is not read`);
  await plane.apply(list(without(resource)));
  await inForce(resource, 403);
  const { code, stdout } = await plane.barnacle(["verdicts", ...ARGS]);
  const uncertain = stdout
    .trim()
    .split("\n")
    .flatMap((line) => Verdict.parse(JSON.parse(line)).uncertain);
  await plane.apply(list(base));
  await inForce(resource, 200);
  expect(code).toBe(0);
  expect(uncertain.filter((text) => words.test(text)).length).toBeGreaterThan(0);
});

const POD = "/api/v1/namespaces/ml-ads/pods/nobody";
const BARNACLE = "/api/v1/namespaces/barnacle";

test.each([
  ["GET", "/api/v1/secrets"],
  ["GET", `${BARNACLE}/secrets/barnacle-slack`],
  ["GET", "/api/v1/configmaps"],
  ["GET", "/api/v1/namespaces/kube-system/configmaps/extension-apiserver-authentication"],
  ["GET", "/api/v1/pods?watch=1"],
  ["GET", POD],
  ["GET", `${POD}/log`],
  ["POST", `${POD}/exec?command=id`],
  ["POST", `${POD}/eviction`],
  ["PATCH", POD],
  ["DELETE", POD],
  ["DELETE", "/api/v1/nodes/nobody"],
  ["PATCH", "/api/v1/nodes/nobody"],
  ["GET", "/api/v1/nodes/nobody/proxy/configz"],
  ["POST", `${BARNACLE}/pods`],
  ["POST", `${BARNACLE}/serviceaccounts/barnacle/token`],
  ["PUT", "/apis/batch/v1/namespaces/barnacle/cronjobs/barnacle"],
  ["DELETE", "/apis/policy/v1/namespaces/default/poddisruptionbudgets/any"],
  ["POST", "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings"],
  ["GET", "/apis/rbac.authorization.k8s.io/v1/clusterroles"],
])("it is refused to %s %s", async (method, path) => {
  const token = await plane.token();
  const body = method === "POST" || method === "PUT" ? {} : undefined;
  const answer = await plane.ask(path, { method, token, ...(body === undefined ? {} : { body }) });
  expect([method, path, answer.status]).toEqual([method, path, 403]);
});

test("the API server itself lists these rights and no other", async () => {
  const token = await plane.token();
  const path = "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews";
  const answer = await plane.ask(path, { method: "POST", token, body: { spec: { namespace: "barnacle" } } });
  const { status } = RulesReview.parse(JSON.parse(answer.body.toString()));
  const ours = status.resourceRules.filter((rule) => !rule.resources.every((name) => name.startsWith("selfsubject")));
  expect(new Set(ours.flatMap((rule) => rule.verbs))).toEqual(new Set(["list"]));
  expect(ours.flatMap((rule) => rule.resources).sort()).toEqual(
    RESOURCES.filter((resource) => resource.name === null)
      .map((resource) => resource.plural)
      .sort(),
  );
});

const RulesReview = z.object({
  status: z.object({
    resourceRules: z.array(z.object({ verbs: z.array(z.string()), resources: z.array(z.string()) })),
  }),
});

function list(items: readonly object[]): object {
  return { apiVersion: "v1", kind: "List", items };
}

const Rules = z.array(z.looseObject({ resources: z.array(z.string()) }));

/** The base's roles with one resource taken out of their rules. */
function without(resource: Resource): readonly object[] {
  return base
    .filter(({ kind }) => kind === "ClusterRole" || kind === "Role")
    .map((role) => ({
      ...role,
      rules: Rules.parse(role["rules"]).flatMap((rule) => {
        const resources = rule.resources.filter((plural) => plural !== resource.plural);
        return resources.length === 0 ? [] : [{ ...rule, resources }];
      }),
    }));
}

/** RBAC's caches follow a moment later; 0 stands for any answer but a refusal. */
async function inForce(resource: Resource, status: number): Promise<void> {
  const token = await plane.token();
  await until(`${pathOf(resource)} answers ${status}`, async () => {
    const answer = await plane.ask(`${pathOf(resource)}?limit=1`, { token });
    return status === 0 ? answer.status !== 403 : answer.status === status;
  });
}
