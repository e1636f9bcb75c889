import type { Instant } from "../model/time.ts";
import { type Paint, paint } from "./style.ts";
import type { Words } from "./words/shape.ts";
import { type Language, wordsIn } from "./words.ts";

/** How a text for a terminal is laid out. */
export interface PageOptions {
  /** Columns of the terminal. */
  readonly width: number;
  /** May SGR colour codes be written? */
  readonly color: boolean;
  /** IANA name; UTC unless given. */
  readonly timeZone?: string;
  readonly language?: Language;
  /** How the reader calls this program, for hints; `barnacle` unless given. */
  readonly program?: string;
}

/** What every part of a text for a terminal needs to know. */
export interface Page {
  /** No line of ours is longer, but for what must be copied whole. */
  readonly columns: number;
  readonly paint: Paint;
  readonly words: Words;
  readonly now: Instant;
  readonly timeZone: string | undefined;
  readonly program: string;
}

const NARROWEST = 40;
/** Longer lines are hard to read, and put the money far from the name. */
const WIDEST = 110;

/** The page that the options ask for, at the time `now`. */
export function pageOf(now: Instant, options: PageOptions): Page {
  return {
    columns: Math.min(Math.max(options.width, NARROWEST), WIDEST),
    paint: paint(options.color),
    words: wordsIn(options.language ?? "en"),
    now,
    timeZone: options.timeZone,
    program: options.program ?? "barnacle",
  };
}
