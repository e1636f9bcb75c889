/** What a piece of text is, not how it looks: the colours of each are here alone. */
export interface Paint {
  readonly strong: (text: string) => string;
  readonly faint: (text: string) => string;
  /** Money that burns. */
  readonly waste: (text: string) => string;
  /** What would be, or is, well. */
  readonly good: (text: string) => string;
  /** A heading. */
  readonly title: (text: string) => string;
  /** What is not certain. */
  readonly doubt: (text: string) => string;
}

function sgr(codes: string): (text: string) => string {
  // Word by word: a text may be broken at any space, and what stands beside it must not take its colour.
  const word = (text: string) => (text === "" ? "" : `\u001b[${codes}m${text}\u001b[0m`);
  return (text) => text.split(" ").map(word).join(" ");
}

const COLORED: Paint = {
  strong: sgr("1"),
  faint: sgr("2"),
  waste: sgr("1;31"),
  good: sgr("32"),
  title: sgr("1;36"),
  doubt: sgr("33"),
};

const same = (text: string): string => text;

const PLAIN: Paint = { strong: same, faint: same, waste: same, good: same, title: same, doubt: same };

/** Painters that write SGR colour codes, or none at all. */
export function paint(color: boolean): Paint {
  return color ? COLORED : PLAIN;
}
