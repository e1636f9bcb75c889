/** A view that can be opened in Looker Studio. */
export interface LookerLink {
  readonly view: string;
  readonly url: string;
}

/**
 * Links that open a new Looker Studio report on one view each, by Looker Studio's Linking API: whoever opens one needs the right to read
 * the dataset, and saves the report as their own.
 */
export function lookerLinks(
  dataset: { readonly project: string; readonly dataset: string },
  views: readonly string[],
): readonly LookerLink[] {
  return views.map((view) => {
    const parameters = new URLSearchParams({
      "c.mode": "edit",
      "r.reportName": `Barnacle: ${view}`,
      "ds.ds0.datasourceName": `Barnacle ${view}`,
      "ds.ds0.connector": "bigQuery",
      "ds.ds0.type": "TABLE",
      "ds.ds0.projectId": dataset.project,
      "ds.ds0.datasetId": dataset.dataset,
      "ds.ds0.tableId": view,
    });
    return { view, url: `https://lookerstudio.google.com/reporting/create?${parameters.toString()}` };
  });
}
