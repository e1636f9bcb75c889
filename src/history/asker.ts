import type { Query, Transport } from "./client.ts";
import type { Fault, Faults } from "./faults.ts";
import type { RawSeries } from "./wire.ts";

/** How much may be asked, and how long. */
export interface AskLimits {
  readonly maxCalls: number;
  /** Milliseconds for everything together. */
  readonly timeout: number;
  /** Calls side by side. */
  readonly parallel: number;
}

/** gRPC's status codes after which there is no point in asking on. */
const HOPELESS: ReadonlyMap<number, Fault> = new Map([
  [7, "permission-denied"],
  [16, "unauthenticated"],
  [8, "quota-exhausted"],
  [14, "unavailable"],
  [4, "deadline-exceeded"],
]);

/** A page has up to 100,000 points; more pages than these are no honest answer. */
const MOST_PAGES = 50;

/** Asks Cloud Monitoring, counts what that takes, and stops when it must. No method throws. */
export class Asker {
  calls = 0;
  points = 0;
  readonly #transport: Transport;
  readonly #limits: AskLimits;
  readonly #faults: Faults;
  #stopped = false;
  #timer: NodeJS.Timeout | null = null;
  readonly #late: Promise<"late">;

  constructor(transport: Transport, limits: AskLimits, faults: Faults) {
    this.#transport = transport;
    this.#limits = limits;
    this.#faults = faults;
    this.#late = new Promise((resolve) => {
      this.#timer = setTimeout(() => resolve("late"), limits.timeout);
    });
  }

  /** Will nothing more be asked? */
  get stopped(): boolean {
    return this.#stopped;
  }

  /** All series of each query, `null` for one that was not answered wholly; several at a time, in order. */
  async all(queries: readonly Query[]): Promise<readonly (readonly RawSeries[] | null)[]> {
    const answers: (readonly RawSeries[] | null)[] = queries.map(() => null);
    let next = 0;
    const worker = async () => {
      while (next < queries.length && !this.#stopped) {
        const at = next++;
        const query = queries[at];
        if (query !== undefined) answers[at] = await this.#one(query);
      }
    };
    await Promise.all(Array.from({ length: this.#limits.parallel }, worker));
    return answers;
  }

  /** Lets go of the clock; the transport is its owner's. */
  end(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  async #one(query: Query): Promise<readonly RawSeries[] | null> {
    const series: RawSeries[] = [];
    let token = "";
    for (let pages = 0; pages < MOST_PAGES; pages++) {
      if (this.#stopped) return null;
      if (this.calls >= this.#limits.maxCalls) return this.#stop("call-limit");
      this.calls++;
      const page = await this.#page(query, token);
      if (page === null) return null;
      series.push(...page.series);
      this.points += page.series.reduce((sum, { points }) => sum + points.length, 0);
      if (page.next === "") return series;
      token = page.next;
    }
    return this.#miss("incomplete");
  }

  async #page(query: Query, token: string) {
    try {
      const page = await Promise.race([this.#transport.page(query, token), this.#late]);
      if (page === "late") return this.#stop("deadline-exceeded");
      if (page === null) return this.#miss("refused", "an answer that is none");
      const [error] = page.errors;
      return error === undefined ? page : this.#miss("incomplete", firstLine(error));
    } catch (error) {
      return this.#fail(error);
    }
  }

  #fail(error: unknown): null {
    const code = error instanceof Error && "code" in error ? Number(error.code) : Number.NaN;
    const text = error instanceof Error ? error.message : String(error);
    if (/default credentials|invalid_grant|invalid_client/iu.test(text)) return this.#stop("unauthenticated");
    const fault = HOPELESS.get(code);
    return fault === undefined ? this.#miss("refused", firstLine(text)) : this.#stop(fault);
  }

  #stop(fault: Fault): null {
    if (!this.#stopped) this.#faults.add(fault);
    this.#stopped = true;
    return null;
  }

  #miss(fault: Fault, example = ""): null {
    this.#faults.add(fault, example);
    return null;
  }
}

const LONGEST = 160;

function firstLine(text: string): string {
  const line = text.split("\n", 1)[0] ?? "";
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
}
