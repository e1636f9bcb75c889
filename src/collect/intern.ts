/** One object for all equal texts. */
export type Interned<Value> = (text: string, make: () => Value) => Value;

/** A table that makes a value once for each text. What `make` throws is thrown, and nothing is kept. */
export function internTable<Value>(): Interned<Value> {
  const known = new Map<string, Value>();
  return (text, make) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const made = make();
    known.set(inOnePiece(text), made);
    return made;
  };
}

/**
 * The same text. One that was put together of many is a tree of its pieces, ten times as large, until somebody asks for a character of it;
 * a Map does not.
 */
function inOnePiece(text: string): string {
  text.charCodeAt(0);
  return text;
}

/** One string for all equal strings: a snapshot repeats its node names, namespaces and labels thousands of times. */
export function internStrings(): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    known.set(text, text);
    return text;
  };
}
