import type { Budget } from "../../model/budget.ts";
import type { Readers } from "./metadata.ts";
import { object, type Raw, text, whole } from "./raw.ts";
import { labelSelector } from "./selector.ts";

/** A PodDisruptionBudget. In policy/v1beta1 an empty selector matches nothing, in policy/v1 the whole namespace. */
export function decodeBudget(raw: Raw, readers: Readers): Budget {
  const { namespace, name } = readers.metadata(raw);
  const selector = labelSelector(object(raw["spec"], "spec")["selector"], "spec.selector");
  const old = text(raw["apiVersion"], "apiVersion") === "policy/v1beta1";
  const status = object(raw["status"], "status");
  return {
    namespace,
    name,
    selector: old && selector?.length === 0 ? null : selector,
    disruptionsAllowed: whole(status["disruptionsAllowed"], "status.disruptionsAllowed") ?? 0,
  };
}
