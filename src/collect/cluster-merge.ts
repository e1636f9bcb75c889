/**
 * Runs generators side by side, at most `parallel` at a time, and gives their values as they come. Each is asked for its next
 * value while the last one is being used, and for no more than that: memory holds at most two values of each.
 * When one throws or the reader stops, `stop` is called so that the others end their waiting.
 */
export async function* merge<T>(
  sources: readonly (() => AsyncGenerator<T>)[],
  parallel: number,
  stop: () => void,
): AsyncGenerator<T> {
  const waiting = [...sources];
  const running = new Map<AsyncGenerator<T>, Promise<Step<T>>>();
  try {
    for (;;) {
      while (running.size < parallel && waiting.length > 0) {
        const source = waiting.shift();
        if (source !== undefined) advance(running, source());
      }
      if (running.size === 0) return;
      const { source, result } = await Promise.race(running.values());
      if (result.done === true) {
        running.delete(source);
      } else {
        advance(running, source);
        yield result.value;
      }
    }
  } finally {
    if (running.size > 0) stop();
    await Promise.allSettled(running.values());
  }
}

interface Step<T> {
  readonly source: AsyncGenerator<T>;
  readonly result: IteratorResult<T>;
}

function advance<T>(running: Map<AsyncGenerator<T>, Promise<Step<T>>>, source: AsyncGenerator<T>): void {
  const step = source.next().then((result) => ({ source, result }));
  // Its failure is told by the race; without this, one that comes after the end would stop the process.
  step.catch(() => undefined);
  running.set(source, step);
}
