import type { PageData } from "../../src/report/page/data.ts";
import { nodesOf } from "../../src/report/page/data.ts";
import { formatIn } from "../../src/report/page/format.ts";
import type { PageFinding, PageNode } from "../../src/report/page/model.ts";
import type { Told } from "../../src/report/page/texts.ts";

/** The page's data, read once. */
export interface Page extends Told {
  readonly data: PageData;
  readonly nodes: readonly PageNode[];
  readonly findings: ReadonlyMap<number, PageFinding>;
  readonly byName: ReadonlyMap<string, number>;
}

/** Reads what the page carries. It is our own: `report` wrote it. */
export function readPage(text: string): Page {
  const data: PageData = JSON.parse(text);
  const nodes = nodesOf(data);
  return {
    data,
    nodes,
    words: data.words,
    kinds: data.kinds,
    takenAt: data.takenAt,
    format: formatIn(data.words, data.timeZone),
    findings: new Map(data.findings.map((finding) => [finding.node, finding])),
    byName: new Map(nodes.map(({ name }, index) => [name, index])),
  };
}
