/** Files that Node never loads. Licences stay: the image is handed on. */
export const NOT_READ: readonly RegExp[] = [
  /\.map$/u,
  /\.[cm]?ts$/u,
  /\.(?:md|markdown)$/iu,
  /\.(?:flow|tsbuildinfo)$/u,
  /^tsconfig.*\.json$/u,
];

/** Folders at the root of a package that its own authors read. */
export const ROOT_FOLDERS: readonly string[] = [
  "test",
  "tests",
  "__tests__",
  "doc",
  "docs",
  "example",
  "examples",
  "bench",
  "benchmark",
  "benchmarks",
  "coverage",
  ".github",
];

/** Packages that hold types only. */
export const NO_CODE: readonly RegExp[] = [/^node_modules\/@types\//u, /^node_modules\/undici-types$/u];

/** Of these folders only some parts are used. */
export const KEPT: readonly { readonly folder: string; readonly only: readonly string[] }[] = [
  // Thirteen builds of one library; the page takes one of them along, the server side has its own under lib.
  { folder: "echarts/dist", only: ["echarts.min.js", "package.json"] },
  // Seven weights of one typeface.
  { folder: "@embedpdf/fonts-jp/fonts", only: ["NotoSansJP-Regular.otf", "NotoSansJP-Bold.otf"] },
];
