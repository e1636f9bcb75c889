import type { Measured } from "./table.ts";

/** Times the stages of one process; `done` prints what was measured as JSON. */
export interface Clock {
  ended(stage: string): void;
  /** `more`: figures of the measured program's own. */
  done(count: number, more?: Readonly<Record<string, number>>): void;
}

export function startClock(): Clock {
  const stages: Record<string, number> = {};
  const cpuOfStages: Record<string, number> = {};
  const begin = performance.now();
  const cpu = process.cpuUsage();
  let last = begin;
  let lastCpu = cpu;
  return {
    ended(stage) {
      const now = performance.now();
      const { user, system } = process.cpuUsage(lastCpu);
      stages[stage] = (now - last) / 1000;
      cpuOfStages[stage] = (user + system) / 1e6;
      last = now;
      lastCpu = process.cpuUsage();
    },
    done(count, more = {}) {
      const seconds = (performance.now() - begin) / 1000;
      const { user, system } = process.cpuUsage(cpu);
      const peakMb = process.resourceUsage().maxRSS / 1024;
      const measured: Measured = {
        seconds,
        cpuSeconds: (user + system) / 1e6,
        stages,
        cpuOfStages,
        peakMb,
        count,
        more,
      };
      process.stdout.write(`${JSON.stringify(measured)}\n`);
    },
  };
}
