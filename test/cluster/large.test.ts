import { readFileSync } from "node:fs";
import { request } from "node:https";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ControlPlane, runBuilt, until } from "./control-plane.ts";
import { LARGE_ARGS, putLarge } from "./large.ts";
import { startProxy } from "./proxy.ts";
import { render } from "./render.ts";

/** A thousand nodes and thirty thousand pods, as a real API server pages them, and one that says that it is too busy. */

const NODES = 1_000;
const PODS = 30;

let plane: ControlPlane;
let file = "";

beforeAll(async () => {
  plane = await ControlPlane.start();
  await plane.apply(await render("k8s/base"));
  await plane.kubectl(["delete", "cronjob", "barnacle", "-n", "barnacle"]);
  file = await putLarge(plane, NODES, PODS);
});

afterAll(() => plane?.stop());

test("verdicts through pages of protobuf are those of a file of the same objects, byte for byte", async () => {
  const proxy = await startProxy(plane);
  const live = await plane.barnacle(["verdicts", ...LARGE_ARGS], proxy.url);
  await proxy.close();
  const fromFile = await runBuilt(["verdicts", ...LARGE_ARGS, "--snapshot", file], {});
  expect({ code: live.code, stderr: live.stderr }).toEqual({ code: 0, stderr: fromFile.stderr });
  expect(live.stdout.trimEnd().split("\n")).toHaveLength(NODES);
  expect(live.stdout === fromFile.stdout).toBe(true);
  const pages = proxy.passed.filter(({ path }) => path.startsWith("/api/v1/pods?"));
  expect(pages.length).toBeGreaterThanOrEqual((NODES * PODS) / 500);
  expect(new Set(pages.map(({ contentType }) => contentType))).toEqual(
    new Set(["application/vnd.kubernetes.protobuf"]),
  );
});

/** A level of priority with no seat but the one that is always lent, and nobody in it but Barnacle's account. */
function noSeats(): object {
  const group = "flowcontrol.apiserver.k8s.io/v1";
  const level = { type: "Limited", limited: { nominalConcurrencyShares: 0, limitResponse: { type: "Reject" } } };
  const subject = { kind: "ServiceAccount", serviceAccount: { namespace: "barnacle", name: "barnacle" } };
  const everything = { verbs: ["*"], apiGroups: ["*"], resources: ["*"], clusterScope: true, namespaces: ["*"] };
  const rules = [{ subjects: [subject], resourceRules: [everything] }];
  return {
    apiVersion: "v1",
    kind: "List",
    items: [
      { apiVersion: group, kind: "PriorityLevelConfiguration", metadata: { name: "barnacle" }, spec: level },
      {
        apiVersion: group,
        kind: "FlowSchema",
        metadata: { name: "barnacle" },
        spec: { priorityLevelConfiguration: { name: "barnacle" }, matchingPrecedence: 2, rules },
      },
    ],
  };
}

/** Asks for a long list and does not read it: the one seat is taken until it is let go. */
async function slowReader(): Promise<() => void> {
  const headers = { Authorization: `Bearer ${await plane.token()}`, Accept: "application/json" };
  const ca = readFileSync(plane.about.ca);
  return await new Promise((resolve, reject) => {
    const sent = request(new URL("/api/v1/pods", plane.about.server), { headers, ca }, (answer) => {
      answer.pause();
      resolve(() => answer.destroy());
    });
    sent.on("error", reject);
    sent.end();
  });
}

test("an API server that answers 429 is asked again when it says, and the verdicts are whole", async () => {
  await plane.apply(noSeats());
  const token = await plane.token();
  const letGo = await slowReader();
  await until("the API server is too busy for Barnacle", async () => {
    const { status } = await plane.ask("/api/v1/nodes?limit=1", { token });
    return status === 429;
  });
  const proxy = await startProxy(plane);
  const running = plane.barnacle(["verdicts", ...LARGE_ARGS], proxy.url);
  await until("Barnacle was told so", async () => proxy.passed.some(({ status }) => status === 429));
  letGo();
  const { code, stdout } = await running;
  await proxy.close();
  const fromFile = await runBuilt(["verdicts", ...LARGE_ARGS, "--snapshot", file], {});
  expect({ code, same: stdout === fromFile.stdout }).toEqual({ code: 0, same: true });
  await plane.kubectl(["delete", "flowschema,prioritylevelconfiguration", "barnacle"]);
});
