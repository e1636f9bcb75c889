import type { Check } from "../../model/check.ts";
import { between, type Instant, instant, MINUTE, SECOND } from "../../model/time.ts";
import type { ClusterConnection } from "../cluster-connection.ts";
import { decodeJson, type JsonObject, statusFault } from "../cluster-decode.ts";
import type { Outcome } from "../cluster-fault.ts";
import type { Reply } from "../cluster-request.ts";
import { RESOURCES, type Resource } from "../cluster-resources.ts";
import { sentence } from "../cluster-words.ts";
import { field } from "./ask.ts";

const PATIENCE_MS = 30_000;

/** Does the API server answer, is its clock ours, and may we list every kind that an audit reads? Nothing is changed. */
export async function checkCluster(connection: ClusterConnection, now: () => Instant): Promise<readonly Check[]> {
  const deadline = AbortSignal.timeout(PATIENCE_MS);
  const asked = { title: connection.title, server: connection.server, path: "/version", resource: null, tries: 1 };
  const reply = await connection.get("/version", "application/json", deadline);
  const version = answerOf(reply);
  if (!version.ok) {
    const what = sentence(version.fault, asked).replace(/\.$/u, "");
    return [
      failed(
        "API server",
        what,
        "gcloud container clusters get-credentials CLUSTER --location=LOCATION --project=PROJECT",
      ),
    ];
  }
  const date = reply.ok ? String(reply.value.headers.date ?? "") : "";
  const skew = clockCheck(date, now());
  const about = `${connection.title} at ${connection.server}, ${String(version.value["gitVersion"] ?? "version unknown")}`;
  const user = await whoami(connection, deadline);
  const reviews: Check[] = [];
  for (const resource of RESOURCES) reviews.push(await checkAccess(connection, resource, user, deadline));
  const identity = user === null ? [] : [ok("signed in", `as ${user}`)];
  return [ok("API server", about), ...identity, ...skew, ...reviews];
}

function answerOf(reply: Outcome<Reply>): Outcome<JsonObject> {
  if (!reply.ok) return reply;
  return reply.value.status < 300 ? decodeJson(reply.value) : { ok: false, fault: statusFault(reply.value, null) };
}

function ok(name: string, what: string): Check {
  return { area: "cluster", name, state: "ok", what, cure: null };
}

function failed(name: string, what: string, cure: string): Check {
  return { area: "cluster", name, state: "failed", what, cure };
}

const TOLERABLE = 30 * SECOND;
const TOO_MUCH = 5 * MINUTE;

/** By the answer's Date header, which counts whole seconds. Tokens and Job times go wrong by minutes, not by seconds. */
function clockCheck(date: string, now: Instant): readonly Check[] {
  const server = Date.parse(date);
  if (Number.isNaN(server)) return [];
  const skew = Math.abs(between(instant(server), now));
  const what = `${Math.round(skew / SECOND)} s from the API server's`;
  const check = { area: "time", name: "clock" } as const;
  if (skew <= TOLERABLE) return [{ ...check, state: "ok", what, cure: null }];
  return [{ ...check, state: skew > TOO_MUCH ? "failed" : "warning", what, cure: "timedatectl set-ntp true" }];
}

/** The name that the API server knows us by; `null` before Kubernetes 1.28, or when it will not tell. */
async function whoami(connection: ClusterConnection, deadline: AbortSignal): Promise<string | null> {
  const review = { apiVersion: "authentication.k8s.io/v1", kind: "SelfSubjectReview" };
  const reply = await connection.post("/apis/authentication.k8s.io/v1/selfsubjectreviews", review, deadline);
  const answer = answerOf(reply);
  if (!answer.ok) return null;
  const name = field(answer.value, "status", "userInfo", "username");
  return typeof name === "string" && name !== "" ? name : null;
}

async function checkAccess(
  connection: ClusterConnection,
  resource: Resource,
  user: string | null,
  deadline: AbortSignal,
): Promise<Check> {
  const name = accessName(resource);
  const reply = await connection.post(
    "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
    review(resource),
    deadline,
  );
  const answer = answerOf(reply);
  if (!answer.ok)
    return failed(name, "the API server would not say whether it is allowed", "kubectl auth can-i --list");
  const allowed = field(answer.value, "status", "allowed") === true;
  if (allowed) return ok(name, "allowed");
  const cure = grant(resource, user);
  const missing = { area: "cluster", name, cure } as const;
  return resource.essential
    ? { ...missing, state: "failed", what: "not allowed; without it there is no audit" }
    : { ...missing, state: "warning", what: "not allowed; verdicts that rest on it are left out" };
}

function verbOf(resource: Resource): "get" | "list" {
  return resource.name === null ? "list" : "get";
}

/** `list cronjobs.batch`, `get configmaps/cluster-autoscaler-status` */
function accessName(resource: Resource): string {
  const kind = resource.group === "" ? resource.plural : `${resource.plural}.${resource.group}`;
  return `${verbOf(resource)} ${kind}${resource.name === null ? "" : `/${resource.name}`}`;
}

function review(resource: Resource): unknown {
  const { group, plural, name, namespace, version } = resource;
  const where = name === null || namespace === null ? {} : { name, namespace };
  const resourceAttributes = { verb: verbOf(resource), group, version, resource: plural, ...where };
  return { apiVersion: "authorization.k8s.io/v1", kind: "SelfSubjectAccessReview", spec: { resourceAttributes } };
}

/** The two commands that grant it to whom the API server knows us as. */
function grant(resource: Resource, user: string | null): string {
  const kind = resource.group === "" ? resource.plural : `${resource.plural}.${resource.group}`;
  const role = `barnacle-${resource.plural}`;
  const verb = verbOf(resource);
  if (resource.name !== null) {
    const at = `-n ${resource.namespace}`;
    return `kubectl create role ${role} ${at} --verb=${verb} --resource=${kind} --resource-name=${resource.name} && kubectl create rolebinding ${role} ${at} --role=${role} ${subject(user)}`;
  }
  return `kubectl create clusterrole ${role} --verb=${verb} --resource=${kind} && kubectl create clusterrolebinding ${role} --clusterrole=${role} ${subject(user)}`;
}

function subject(user: string | null): string {
  const [, account] = /^system:serviceaccount:([^:]+:[^:]+)$/u.exec(user ?? "") ?? [];
  if (account !== undefined) return `--serviceaccount=${account}`;
  return `--user=${/^[\w.@:-]+$/u.test(user ?? "") ? user : "USER"}`;
}
