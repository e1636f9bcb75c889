/** A page of 500 pods has some 5 MB: what is far larger is no list. */
const MOST_BYTES = 256 * 1024 * 1024;

const FIRST_BYTES = 1024 * 1024;

/**
 * Memory for one answer's body at a time, which grows to the largest of them. Lists come in hundreds of pages of some megabytes: new
 * memory for each would be most of what a collection takes.
 */
export interface BodyBuffer {
  clear(): void;
  /** Adds a chunk. Throws when the body gets larger than any list. */
  push(chunk: Buffer): void;
  /** What was pushed since `clear`: a view, good until then. */
  bytes(): Buffer;
}

export function createBodyBuffer(): BodyBuffer {
  let memory: Buffer = Buffer.allocUnsafeSlow(FIRST_BYTES);
  let length = 0;
  return {
    clear: () => {
      length = 0;
    },
    push(chunk) {
      const after = length + chunk.length;
      if (after > MOST_BYTES) throw new Error(`its answer is larger than ${MOST_BYTES / 1024 / 1024} MiB`);
      if (after > memory.length) memory = grown(memory, length, after);
      chunk.copy(memory, length);
      length = after;
    },
    bytes: () => memory.subarray(0, length),
  };
}

function grown(memory: Buffer, length: number, least: number): Buffer {
  const larger = Buffer.allocUnsafeSlow(Math.max(least, memory.length * 2));
  memory.copy(larger, 0, 0, length);
  return larger;
}
