import type { Audit } from "../../src/audit/finding.ts";
import { decide } from "../../src/audit/notify/decide.ts";
import type { Plan } from "../../src/audit/notify/plan.ts";
import type { Story } from "../../src/audit/notify/story.ts";
import type { SlackConfig } from "../../src/config-slack.ts";
import { formatCluster } from "../../src/model/snapshot.ts";
import { HOUR } from "../../src/model/time.ts";

/** What would be told of a run, with these stories remembered. */
export function decideOn(audit: Audit, slack: SlackConfig, stories: readonly Story[]): Plan {
  return decide({
    runId: audit.run.id,
    cluster: audit.run.cluster === null ? "" : formatCluster(audit.run.cluster),
    now: audit.run.takenAt,
    episodes: audit.episodes,
    past: new Map(),
    doubtful: new Set(),
    stories,
    answers: new Map(),
    seen: () => true,
    settings: slack.settings,
    staleAfter: 9 * HOUR,
  });
}
