import type { ChartSpec } from "./charts/spec.ts";

const STYLE = /<style\b[^>]*>.*?<\/style>/gsu;
const GROUND = /<rect [^>]*fill="none"><\/rect>\n?/u;
const MARK = / ecmeta_series_index="(\d+)" ecmeta_data_index="(\d+)"/gu;
const NOISE = / (?:ecmeta_ssr_type|ecmeta_series_index|ecmeta_data_index|class|xml:space|pointer-events)="[^"]*"/gu;
const INLINE = / style="([^"]*)"/gu;

const IDS = /( id="| [a-z-]+="url\(#)zr\d+-/gu;

/** Declarations that SVG has as attributes too. The page's policy forbids inline styles, and its own font is to be used. */
const ATTRIBUTES: ReadonlySet<string> = new Set(["font-size", "font-weight"]);

/**
 * A drawing of ECharts as it may stand in the page: no styles, no ids but its own, marks by the node that they stand for. It scales
 * with the page; `label` is what a screen reader says of it.
 */
export function pageSvg(svg: string, { id, width, height, marks }: ChartSpec): string {
  const inner = svg
    .replace(/^<svg[^>]*>\n?/u, "")
    .replace(/<\/svg>\s*$/u, "")
    .replace(STYLE, "")
    .replace(GROUND, "")
    .replace(MARK, (_, series: string, item: string) => markOf(marks.get(`${series}/${item}`)))
    .replace(NOISE, "")
    .replaceAll(' fill="#000"', "")
    .replace(INLINE, (_, declarations: string) => attributesOf(declarations))
    .replace(IDS, `$1${id}-`)
    .replace(/<(path|stop|rect)( [^>]*)?><\/\1>/gu, "<$1$2/>")
    .replace(/\n+/gu, "");
  return `<svg viewBox="0 0 ${width} ${height}" aria-hidden="true" focusable="false">${inner}</svg>`;
}

function markOf(node: number | undefined): string {
  return node === undefined ? "" : ` data-n="${node}"`;
}

function attributesOf(declarations: string): string {
  const font = /font:\s*(?:normal|italic)?\s*(?:normal|bold|\d+)?\s*([\d.]+)px/u.exec(declarations)?.[1];
  const short = font === undefined ? [] : [` font-size="${font}"`];
  const known = declarations.split(";").flatMap((declaration) => {
    const [name = "", value = ""] = declaration.split(":").map((part) => part.trim());
    return ATTRIBUTES.has(name) ? [` ${name}="${value.replace(/px$/u, "")}"`] : [];
  });
  return [...short, ...known].join("");
}
