import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

/** What docs/deploy.md says of Google's side is what the Terraform module does, and what it names is there. */

const DOC = readFileSync("docs/deploy.md", "utf8");
const MAIN = readFileSync("terraform/main.tf", "utf8");
const VARIABLES = readFileSync("terraform/variables.tf", "utf8");

function found(text: string, pattern: RegExp): readonly string[] {
  return [...new Set([...text.matchAll(pattern)].map(([whole, group]) => group ?? whole))].toSorted();
}

test("the roles are the same by gcloud, by Terraform and in the table", () => {
  const roles = found(MAIN, /roles\/[\w.]+/gu);
  expect(roles).toEqual([
    "roles/artifactregistry.reader",
    "roles/bigquery.dataEditor",
    "roles/bigquery.jobUser",
    "roles/iam.workloadIdentityUser",
    "roles/monitoring.viewer",
  ]);
  expect(found(DOC, /roles\/[\w.]+\w/gu)).toEqual(roles);
});

test("the same APIs are switched on", () => {
  const [line = ""] = DOC.split("\n").filter((text) => text.startsWith("gcloud services enable"));
  expect(found(line, /[a-z]+\.googleapis\.com/gu)).toEqual(found(MAIN, /"([a-z]+\.googleapis\.com)"/gu));
});

test("the module sets nothing that is not declared, and declares nothing that is not used", () => {
  expect(found(MAIN, /var\.(\w+)/gu)).toEqual(found(VARIABLES, /variable "(\w+)"/gu));
  const [call = ""] = /module "barnacle" \{[^}]*\}/u.exec(DOC) ?? [];
  const given = found(call, /^ {2}(\w+) +=/gmu).filter((name) => name !== "source");
  expect(found(VARIABLES, /variable "(\w+)"/gu)).toEqual(expect.arrayContaining([...given]));
});

test("folders that it names are there", () => {
  const names = found(DOC, /k8s\/overlays\/[\w-]+/gu).filter((name) => name !== "k8s/overlays/mine");
  expect(names.length).toBeGreaterThan(2);
  expect(names.filter((name) => !existsSync(name))).toEqual([]);
});
