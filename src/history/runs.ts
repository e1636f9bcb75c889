import { type KnownUsage, type UsageDay, type WorkloadQuestion, workloadKey } from "../model/learned.ts";
import { DAY, formatInstant, type Instant, instant } from "../model/time.ts";
import type { ContainerRun } from "../model/usage.ts";
import type { Faults } from "./faults.ts";

/** A restart at this part of the limit, or where a stop is known any end at it, or any end at that one, is taken for an end by want of memory. */
const NEAR_LIMIT = 0.9;
const AT_LIMIT = 0.97;

/**
 * The runs that the days of a workload are made of. Of a CronJob all pods of one Job are a run; of a Job all pods that begin on one day; of what never
 * ends each pod's day is one.
 */
function runsOf(question: WorkloadQuestion, usage: KnownUsage, now: Instant, faults: Faults): readonly ContainerRun[] {
  const spells = [...Map.groupBy(usage.days, ({ pod, container }) => `${pod}/${container}`).values()].flatMap((days) =>
    spellsOf(question, days, faults),
  );
  const runs = [...Map.groupBy(spells, (spell) => `${spell.run} ${spell.container}`).values()].flatMap(together);
  const known = [...runs, ...stoppedToday(question, usage, runs, now)];
  return likeTheStopped(known).toSorted((left, right) => left.to - right.to);
}

/**
 * A run's last minute is in no sample, and who was stopped is listed for a while only. So where one run of a container is known to have been
 * stopped, others that came near the limit are taken for stopped too: that may ask for more than is needed, never promise more than is known.
 */
function likeTheStopped(runs: readonly ContainerRun[]): readonly ContainerRun[] {
  const stopped = new Set(runs.filter(({ outOfMemory }) => outOfMemory).map(({ container }) => container));
  return runs.map((run) => {
    const { container, peakBytes, limitBytes, open } = run;
    if (!stopped.has(container) || open || peakBytes === null || limitBytes === null) return run;
    if (peakBytes < NEAR_LIMIT * limitBytes) return run;
    return { ...run, outOfMemory: true, peakBytes: Math.max(peakBytes, limitBytes) };
  });
}

/** One pod's container for as long as its days follow each other. */
function spellsOf(question: WorkloadQuestion, days: readonly UsageDay[], faults: Faults): readonly ContainerRun[] {
  const sorted = days.toSorted((left, right) => left.day - right.day);
  if (!ends(question.kind)) return sorted.map((day) => spell(question, [day], dayName(day)));
  const parts: UsageDay[][] = [];
  for (const day of sorted) {
    const last = parts.at(-1)?.at(-1);
    if (last === undefined || day.day - last.day > DAY) parts.push([day]);
    else parts.at(-1)?.push(day);
  }
  if (parts.length > 1) faults.add("name-twice", `${question.namespace}/${sorted[0]?.pod ?? ""}`);
  return parts.map((part, at) => spell(question, part, runName(question, part, at)));
}

function ends(kind: string): boolean {
  return kind === "CronJob" || kind === "Job";
}

function dayName({ pod, day }: UsageDay): string {
  return `${pod} ${formatInstant(day).slice(0, 10)}`;
}

function runName({ kind, name }: WorkloadQuestion, [first]: readonly UsageDay[], at: number): string {
  const pod = first?.pod ?? "";
  if (kind === "Job") return formatInstant(first?.day ?? instant(0)).slice(0, 10);
  const schedule = pod.startsWith(`${name}-`) ? /^-(\d+)-/u.exec(pod.slice(name.length))?.[1] : undefined;
  const job = schedule ?? pod.replace(/-[^-]*$/u, "");
  return at === 0 ? job : `${job} (${at + 1})`;
}

function spell(question: WorkloadQuestion, days: readonly UsageDay[], run: string): ContainerRun {
  const [first] = days;
  const pod = first?.pod ?? "";
  const container = first?.container ?? "";
  const peak = most(days.map(({ peakBytes }) => peakBytes));
  const limitBytes = most(days.map(({ limitBytes: limit }) => limit));
  const restarts = days.reduce((sum, day) => sum + day.restarts, 0);
  const share = peak === null || limitBytes === null ? 0 : peak / limitBytes;
  const outOfMemory =
    question.outOfMemory.includes(`${pod}/${container}`) || share >= AT_LIMIT || (restarts > 0 && share >= NEAR_LIMIT);
  return {
    container,
    run,
    from: first?.day ?? instant(0),
    to: instant((days.at(-1)?.day ?? 0) + DAY),
    peakBytes: outOfMemory ? most([peak, limitBytes]) : peak,
    limitBytes,
    outOfMemory,
    cpuSeconds: sum(days.map(({ cpuSeconds }) => cpuSeconds)),
    seconds: sum(days.map(({ seconds }) => seconds)),
    restarts,
    open: ends(question.kind) && question.running.includes(pod),
  };
}

/** Pods that ran as one: the most memory of any, and the CPU of the busiest. */
function together(spells: readonly ContainerRun[]): readonly ContainerRun[] {
  const [first, ...others] = spells;
  if (first === undefined) return [];
  return [others.reduce(pair, first)];
}

function pair(left: ContainerRun, right: ContainerRun): ContainerRun {
  const busiest = mean(right) > mean(left) ? right : left;
  return {
    ...left,
    from: instant(Math.min(left.from, right.from)),
    to: instant(Math.max(left.to, right.to)),
    peakBytes: most([left.peakBytes, right.peakBytes]),
    limitBytes: most([left.limitBytes, right.limitBytes]),
    outOfMemory: left.outOfMemory || right.outOfMemory,
    cpuSeconds: busiest.cpuSeconds,
    seconds: busiest.seconds,
    restarts: left.restarts + right.restarts,
    open: left.open || right.open,
  };
}

function mean({ cpuSeconds, seconds }: ContainerRun): number {
  return cpuSeconds === null || seconds === null || seconds === 0 ? -1 : cpuSeconds / seconds;
}

/** Containers that the snapshot says were stopped today: of today nothing is measured yet, but they needed more than they could get. */
function stoppedToday(
  { outOfMemory }: WorkloadQuestion,
  { days, until }: KnownUsage,
  runs: readonly ContainerRun[],
  now: Instant,
): readonly ContainerRun[] {
  const measured = new Set(days.map(({ pod, container }) => `${pod}/${container}`));
  return outOfMemory.flatMap((name): readonly ContainerRun[] => {
    if (measured.has(name)) return [];
    const container = name.slice(name.indexOf("/") + 1);
    const same = runs.filter((run) => run.container === container);
    const bound = same.at(-1)?.limitBytes ?? most(same.map(({ peakBytes }) => peakBytes));
    if (bound === null) return [];
    const nothing = { cpuSeconds: null, seconds: null, restarts: 0, open: false };
    return [
      {
        container,
        run: name,
        from: until,
        to: now,
        peakBytes: bound,
        limitBytes: bound,
        outOfMemory: true,
        ...nothing,
      },
    ];
  });
}

function most(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : Math.max(...known);
}

function sum(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((total, value) => total + value, 0);
}

/** Runs by workload, of those that were answered. */
export function runsByWorkload(
  questions: readonly WorkloadQuestion[],
  usage: readonly KnownUsage[],
  now: Instant,
  faults: Faults,
): ReadonlyMap<string, readonly ContainerRun[]> {
  const known = new Map(usage.map((each) => [workloadKey(each), each]));
  return new Map(
    questions.flatMap((question): readonly [string, readonly ContainerRun[]][] => {
      const key = workloadKey(question);
      const mine = known.get(key);
      return mine === undefined ? [] : [[key, runsOf(question, mine, now, faults)]];
    }),
  );
}
