/** Where in the input something begins. */
export interface Place {
  /** Bytes before it. */
  readonly byte: number;
  /** How many objects came before it. */
  readonly objects: number;
}

/**
 * What is wrong: `cut`, it ends in the middle; `encoding`, it is not UTF-8; `object`, the object that begins at the place is none;
 * `layout`, what is at the place should not be between objects.
 */
export type JsonFaultKind = "cut" | "encoding" | "object" | "layout";

/** The input is not the JSON that was expected. The message says what was met. */
export class JsonFault extends Error {
  override readonly name = "JsonFault";
  readonly kind: JsonFaultKind;
  readonly place: Place;

  constructor(kind: JsonFaultKind, place: Place, what: string) {
    super(what);
    this.kind = kind;
    this.place = place;
  }
}
