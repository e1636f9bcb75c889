import type { Rule } from "../drain-context.ts";
import { DRAIN_OK, UNDEFINED } from "../outcome.ts";

/**
 * A pod that has ended and will not be restarted: failed, or succeeded with a restart policy other than Always.
 * Source: `pkg/simulator/drainability/rules/terminal`, `pkg/utils/drain/drain.go` `IsPodTerminal`.
 */
export const terminal: Rule = ({ phase, spec }) => {
  if (phase === "Failed") return DRAIN_OK;
  const staysEnded = spec.restartPolicy === "Never" || spec.restartPolicy === "OnFailure";
  return phase === "Succeeded" && staysEnded ? DRAIN_OK : UNDEFINED;
};
