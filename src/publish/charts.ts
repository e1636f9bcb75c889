import type { ChartSpec, Drawings } from "../report/page/charts/spec.ts";
import { pageSvg } from "../report/page/svg.ts";

/** Draws charts with ECharts, as SVG for a page. The library takes most of a second to load, so it is loaded here and only now. */
export async function drawCharts(specs: readonly ChartSpec[]): Promise<Drawings> {
  if (specs.length === 0) return new Map();
  const echarts = await import("echarts");
  return new Map(
    specs.map((spec) => {
      const { width, height, option } = spec;
      const chart = echarts.init(null, null, { renderer: "svg", ssr: true, width, height });
      try {
        chart.setOption(option);
        return [spec.id, pageSvg(chart.renderToSVGString(), spec)] as const;
      } finally {
        chart.dispose();
      }
    }),
  );
}
