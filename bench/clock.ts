import type { Measured } from "./table.ts";

/** Times the stages of one process; `done` prints what was measured as JSON. */
export interface Clock {
  ended(stage: string): void;
  done(count: number): void;
}

export function startClock(): Clock {
  const stages: Record<string, number> = {};
  const begin = performance.now();
  const cpu = process.cpuUsage();
  let last = begin;
  return {
    ended(stage) {
      const now = performance.now();
      stages[stage] = (now - last) / 1000;
      last = now;
    },
    done(count) {
      const seconds = (performance.now() - begin) / 1000;
      const { user, system } = process.cpuUsage(cpu);
      const peakMb = process.resourceUsage().maxRSS / 1024;
      const measured: Measured = { seconds, cpuSeconds: (user + system) / 1e6, stages, peakMb, count };
      process.stdout.write(`${JSON.stringify(measured)}\n`);
    },
  };
}
