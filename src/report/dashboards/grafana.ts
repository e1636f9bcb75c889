import { PANELS, type Panel } from "./panels.ts";

/** Grafana's name of its BigQuery plugin. */
const PLUGIN = "grafana-bigquery-datasource";

/** Grafana asks for the data source when the dashboard is imported. */
// biome-ignore lint/suspicious/noTemplateCurlyInString: Grafana fills in its own variables.
const SOURCE = { type: PLUGIN, uid: "${DS_BIGQUERY}" } as const;

const COLUMNS = 24;

const TIME_SERIES = 0;
const TABLE = 1;

/**
 * A dashboard as Grafana imports it, on the views of one dataset. `qualify` puts the dataset into a query: a panel has no default one.
 */
export function grafanaDashboard(qualify: (sql: string) => string): object {
  return {
    __inputs: [
      {
        name: "DS_BIGQUERY",
        label: "BigQuery",
        description: "The BigQuery data source that may read Barnacle's dataset",
        type: "datasource",
        pluginId: PLUGIN,
        pluginName: "Google BigQuery",
      },
    ],
    __requires: [
      { type: "grafana", id: "grafana", name: "Grafana", version: "10.0.0" },
      { type: "datasource", id: PLUGIN, name: "Google BigQuery", version: "1.5.0" },
    ],
    uid: "barnacle",
    title: "Barnacle: large nodes kept alive by small pods",
    tags: ["barnacle", "gke", "cost"],
    timezone: "browser",
    editable: true,
    schemaVersion: 39,
    time: { from: "now-30d", to: "now" },
    refresh: "",
    templating: { list: [] },
    annotations: { list: [] },
    panels: laidOut(PANELS).map(({ panel, x, y }, index) => panelOf(panel, { x, y }, index + 1, qualify)),
  };
}

interface Placed {
  readonly panel: Panel;
  readonly x: number;
  readonly y: number;
}

/** Row by row, as many panels beside each other as the grid has room for. */
function laidOut(panels: readonly Panel[]): readonly Placed[] {
  const placed: Placed[] = [];
  let [x, y, deepest] = [0, 0, 0];
  for (const panel of panels) {
    if (x + panel.width > COLUMNS) [x, y, deepest] = [0, y + deepest, 0];
    placed.push({ panel, x, y });
    x += panel.width;
    deepest = Math.max(deepest, panel.height);
  }
  return placed;
}

function panelOf(
  panel: Panel,
  at: { readonly x: number; readonly y: number },
  id: number,
  qualify: (sql: string) => string,
): object {
  const { title, description, kind, unit, width, height } = panel;
  return {
    id,
    type: kind,
    title,
    description,
    datasource: SOURCE,
    gridPos: { ...at, w: width, h: height },
    fieldConfig: { defaults: { unit }, overrides: [] },
    options: OPTIONS[kind],
    targets: [
      {
        refId: "A",
        datasource: SOURCE,
        editorMode: "code",
        rawQuery: true,
        format: kind === "timeseries" || kind === "barchart" ? TIME_SERIES : TABLE,
        rawSql: qualify(panel.sql),
      },
    ],
  };
}

const OPTIONS = {
  stat: { reduceOptions: { calcs: ["lastNotNull"], fields: "", values: false }, colorMode: "value" },
  timeseries: { legend: { displayMode: "list", placement: "bottom" }, tooltip: { mode: "multi" } },
  barchart: { stacking: "normal", legend: { displayMode: "list", placement: "bottom" } },
  table: { showHeader: true },
} as const satisfies Record<Panel["kind"], object>;
