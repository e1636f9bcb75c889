import { readConfig } from "../../src/config.ts";
import type { SlackConfig } from "../../src/config-slack.ts";

/** The section `slack:` of a config, with what it leaves out. */
export function slackOf(lines: string, rest = ""): SlackConfig {
  const text = `slack:\n${lines.replaceAll(/^/gmu, "  ")}\n${rest}`;
  const { slack } = readConfig({ name: "config.yaml", text }, {}, {});
  if (slack === null) throw new Error("no section slack");
  return slack;
}
