import { createHash } from "node:crypto";
import { literal } from "./bigquery-ddl.ts";
import { query } from "./bigquery-query.ts";
import { type Deadline, patiently } from "./bigquery-retry.ts";
import { datasetPath, type Session } from "./bigquery-session.ts";
import { TABLE_LABELS } from "./tables.ts";
import { qualified, VIEW_NAMES, VIEWS, viewComment, viewSql } from "./views.ts";

/** The label of `runs` that tells which views stand on the tables. */
export const VIEWS_LABEL = "barnacle_views";

/** What all views are made of, in short. */
export function viewsDigest(): string {
  return createHash("sha256").update(VIEW_NAMES.map(viewComment).join("\n")).digest("hex").slice(0, 12);
}

/** The GoogleSQL that makes all views: a script, since some read others. */
export function createViews({ project, dataset, labels }: Pick<Session, "project" | "dataset" | "labels">): string {
  const nameOf = (name: string) => `\`${project}.${dataset}.${name}\``;
  const pairs = Object.entries({ ...labels, ...TABLE_LABELS }).map((pair) => `(${pair.map(literal).join(", ")})`);
  return VIEW_NAMES.map((name) => {
    const options = `description = ${literal(VIEWS[name].description)}, labels = [${pairs.join(", ")}]`;
    return `CREATE OR REPLACE VIEW ${nameOf(name)}\nOPTIONS (${options}) AS\n${qualified(viewSql(name), nameOf)};`;
  }).join("\n");
}

/** Makes all views, and marks `runs` with their digest, so that the next run need not look at each. */
export async function makeViews(session: Session, deadline: Deadline): Promise<void> {
  await query(session, deadline, createViews(session));
  const json = { labels: { [VIEWS_LABEL]: viewsDigest() } };
  const path = `${datasetPath(session)}/tables/runs`;
  await patiently(deadline, () => session.ask({ method: "PATCH", path, json }));
}
