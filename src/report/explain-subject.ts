import type { Audit } from "../audit/finding.ts";
import type { PodStory, WorkloadStory } from "../audit/subject.ts";
import type { Subject } from "../audit/subject-search.ts";
import { formatInstant } from "../model/time.ts";
import { podLines } from "./explain/pod.ts";
import { nodesOf, workloadLines } from "./explain/workload.ts";
import { explainJson, explainNode } from "./explain.ts";
import { findingJson, nodeJson, requestsJson, runJson } from "./json.ts";
import { type PageOptions, pageOf } from "./page.ts";

/** The story of a node, a pod (with its node's) or a workload (with those of all nodes that its pods stand on). Ends with a newline. */
export function explainSubject(audit: Audit, subject: Subject, options: PageOptions): string {
  const page = pageOf(audit.run.takenAt, options);
  switch (subject.kind) {
    case "node":
      return explainNode(audit, subject.story, options);
    case "pod": {
      const { node } = subject.story;
      const rest = node === null ? "" : `\n${explainNode(audit, node, options)}`;
      return text(podLines(subject.story, page)) + rest;
    }
    case "workload":
      return text(workloadLines(subject.story, audit, page));
  }
}

function text(lines: readonly string[]): string {
  return lines.map((line) => `${line.trimEnd()}\n`).join("");
}

/** The same as data. A node's document is as it was before there were others. */
export function explainSubjectJson(audit: Audit, subject: Subject): unknown {
  switch (subject.kind) {
    case "node":
      return explainJson(audit, subject.story);
    case "pod":
      return {
        run: runJson(audit.run),
        pod: podJson(subject.story),
        node: subject.story.node === null ? null : explainJson(audit, subject.story.node),
      };
    case "workload":
      return { run: runJson(audit.run), ...workloadJson(audit, subject.story) };
  }
}

function podJson(story: PodStory) {
  return {
    namespace: story.namespace,
    name: story.name,
    role: story.role,
    reason: story.reason,
    owners: story.owners.map(({ kind, namespace, name, seen }) => ({ kind, namespace, name, seen })),
    team: story.team,
    requests: requestsJson(story.requests),
    startedAt: story.startedAt === null ? null : formatInstant(story.startedAt),
    node: story.node?.node.name ?? null,
  };
}

function workloadJson(audit: Audit, story: WorkloadStory) {
  const { kind, namespace, name } = story.workload;
  return {
    workload: { kind, namespace, name },
    team: story.team,
    pods: story.pods.map(podJson),
    nodes: nodesOf(story, audit).map((each) => ({
      node: nodeJson(each.story.node),
      verdict: each.story.verdict,
      pods: each.pods.map((pod) => pod.name),
      whyNot: each.story.whyNot,
      finding: each.finding === null ? null : findingJson(each.finding),
    })),
  };
}
