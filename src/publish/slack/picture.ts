import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** What is drawn: a chart's options as data, and its size in pixels. */
interface Drawing {
  readonly options: Readonly<Record<string, unknown>>;
  readonly width: number;
  readonly height: number;
}

/** Twice the size, for screens that show two pixels for one. */
const ZOOM = 2;

/** Draws a chart as PNG, without a browser; the font has Japanese, and none of the machine's own is asked for. */
export async function drawPicture({ options, width, height }: Drawing): Promise<Uint8Array> {
  const [{ init }, { Resvg }] = await Promise.all([import("echarts"), import("@resvg/resvg-js")]);
  const chart = init(null, null, { renderer: "svg", ssr: true, width, height });
  chart.setOption({ ...options });
  const svg = chart.renderToSVGString();
  chart.dispose();
  const font = { fontFiles: fontFiles(), loadSystemFonts: false, defaultFontFamily: "Noto Sans JP" };
  return new Resvg(svg, { font, fitTo: { mode: "zoom", value: ZOOM } }).render().asPng();
}

/** The font's files, beside the module that the package exports. */
export function fontFiles(): string[] {
  const fonts = join(dirname(createRequire(import.meta.url).resolve("@embedpdf/fonts-jp")), "../fonts");
  return ["NotoSansJP-Regular.otf", "NotoSansJP-Bold.otf"].map((name) => join(fonts, name));
}
