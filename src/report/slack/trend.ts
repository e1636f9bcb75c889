import { OTHER_TEAMS, type Trend } from "../../audit/notify/digest.ts";
import { safeText } from "../text.ts";
import { cut } from "./blocks.ts";
import type { Voice } from "./voice.ts";

/** Colours that a colour-blind reader can tell apart (Okabe and Ito), darkest next to lightest. */
const COLORS = ["#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#999999"];

const FONT = "Noto Sans JP";

/** A picture that a charting program draws: its options as data, and its size. */
export interface Picture {
  readonly options: Readonly<Record<string, unknown>>;
  readonly width: number;
  readonly height: number;
  readonly title: string;
}

/** Dollars a day, stacked by team. Days on which nobody looked are left out, not shown as nothing. */
export function trendPicture(trend: Trend, title: string, { slack, timeZone }: Voice): Picture {
  const day = new Intl.DateTimeFormat(slack.locale, { timeZone, month: "numeric", day: "numeric" });
  const name = (team: string) => (team === OTHER_TEAMS ? slack.digest.otherTeams : cut(safeText(team), 40));
  const text = { fontFamily: FONT, color: "#1d1c1d" };
  const options = {
    animation: false,
    backgroundColor: "#ffffff",
    color: COLORS,
    textStyle: text,
    title: {
      text: `${title} (${slack.digest.axis})`,
      left: 16,
      top: 10,
      textStyle: { ...text, fontSize: 17, fontWeight: "normal" },
    },
    legend: { top: 42, left: 16, itemGap: 34, itemWidth: 14, textStyle: { ...text, fontSize: 13 } },
    grid: { left: 60, right: 20, top: 84, bottom: 36 },
    xAxis: {
      type: "category",
      data: trend.days.map((at) => day.format(at)),
      axisLabel: { ...text, fontSize: 12 },
      axisTick: { show: false },
    },
    yAxis: { type: "value", axisLabel: { ...text, fontSize: 12 } },
    series: trend.teams.map(({ team, usd }) => ({
      type: "bar",
      name: name(team),
      stack: "usd",
      barCategoryGap: "25%",
      data: usd.map((value) => (value === null ? null : Math.round(value * 100) / 100)),
    })),
  };
  return { options, width: 900, height: 380, title };
}
