import { init } from "echarts";
import type { RuleFigures, ShapeFigures } from "./figures.ts";
import { RULES, type Rule } from "./rules.ts";

const NAMES: Readonly<Record<Rule, string>> = {
  barnacle: "Barnacle",
  krr: "KRR: maximum of 14 days + 15 %",
  vpa: "VPA: decaying 90th percentile + 15 %",
};
/** Distinct for all kinds of colour vision (Okabe and Ito). */
const COLORS: Readonly<Record<Rule, string>> = { barnacle: "#0072B2", krr: "#E69F00", vpa: "#CC79A7" };

const WIDTH = 900;
const HEIGHT = 640;

function bars(all: readonly ShapeFigures[], axis: number, value: (figures: RuleFigures) => number | null) {
  return RULES.map((rule) => ({
    name: NAMES[rule],
    type: "bar",
    xAxisIndex: axis,
    yAxisIndex: axis,
    itemStyle: { color: COLORS[rule] },
    label: {
      show: true,
      position: "top",
      fontSize: 10,
      formatter: ({ value: shown }: { value: unknown }) => `${shown}`,
    },
    data: all.map(({ rules }) => (rules[rule].proposed === 0 ? null : value(rules[rule]))),
  }));
}

/** Both questions in one picture: how often a proposal was exceeded, and how much it asks for. */
export function memoryPicture(all: readonly ShapeFigures[]): string {
  const chart = init(null, null, { renderer: "svg", ssr: true, width: WIDTH, height: HEIGHT });
  const shapes = all.map(({ shape }) => shape);
  chart.setOption({
    animation: false,
    backgroundColor: "#ffffff",
    textStyle: { fontFamily: "sans-serif" },
    title: [
      { text: "Following runs that needed more than was proposed, %", left: 20, top: 10, textStyle: { fontSize: 14 } },
      {
        text: "Proposed by what the largest following run needed (1 is just enough)",
        left: 20,
        top: 330,
        textStyle: { fontSize: 14 },
      },
    ],
    legend: { bottom: 6, itemGap: 60, data: RULES.map((rule) => NAMES[rule]) },
    grid: [
      { left: 60, right: 20, top: 50, height: 240 },
      { left: 60, right: 20, top: 370, height: 210 },
    ],
    xAxis: [0, 1].map((gridIndex) => ({ type: "category", data: shapes, gridIndex })),
    yAxis: [0, 1].map((gridIndex) => ({ type: "value", gridIndex })),
    series: [
      ...bars(all, 0, ({ exceeded }) => Number((exceeded * 100).toFixed(1))),
      ...bars(all, 1, ({ ofNeed }) => Number(ofNeed.toFixed(2))),
    ],
  });
  const picture = chart.renderToSVGString();
  chart.dispose();
  return picture;
}
