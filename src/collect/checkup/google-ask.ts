import { type Check, type CheckArea, check } from "../../model/check.ts";
import { googleHeaders } from "../google-auth.ts";
import type { Answer } from "./ask.ts";

export type Headers = Readonly<Record<string, string>>;

const SCOPE = "https://www.googleapis.com/auth/cloud-platform";

/** Headers to ask with, or the check that says why there are none. */
export async function signIn(area: CheckArea, endpoint: string | null): Promise<Headers | Check> {
  try {
    return await googleHeaders(endpoint, [SCOPE], (why) => new Error(why));
  } catch {
    return check(
      area,
      "credentials",
      "failed",
      "there are no Google credentials",
      "gcloud auth application-default login",
    );
  }
}

export function isCheck(value: Headers | Check): value is Check {
  return "area" in value && "cure" in value;
}

/** Grants a role on the project to whoever Barnacle runs as. */
export function bind(project: string, role: string): string {
  return `gcloud projects add-iam-policy-binding ${project} --member=serviceAccount:ACCOUNT --role=${role}`;
}

/** What an answer that is none of the hoped-for says; `null` when it is well. */
export function refusal(
  area: CheckArea,
  name: string,
  answer: Answer,
  cures: { readonly missing: string; readonly forbidden: string },
): Check | null {
  if (!answer.ok) return check(area, name, "failed", answer.why, "check the network, a proxy and the private endpoint");
  switch (answer.status) {
    case 200:
      return null;
    case 401:
      return check(
        area,
        name,
        "failed",
        "the credentials are not accepted (401)",
        "gcloud auth application-default login",
      );
    case 403:
      return check(area, name, "failed", "not allowed (403)", cures.forbidden);
    case 404:
      return check(area, name, "failed", "not there (404)", cures.missing);
    default:
      return check(area, name, "failed", `answered with status ${answer.status}`, "run it again later");
  }
}
