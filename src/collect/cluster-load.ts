/** What a reading has asked of the API server. */
export interface Load {
  /** Requests that were sent, those that were sent again included. */
  readonly requests: number;
  /** Of these, the ones that were sent again. */
  readonly retries: number;
  /** Bytes of bodies as they came over the network. */
  readonly bytes: number;
}

/** Counts the load, request by request. */
export interface LoadMeter {
  readonly load: () => Load;
  readonly sent: () => void;
  /** The request before is sent once more. */
  readonly again: () => void;
  readonly came: (bytes: number) => void;
}

export function createLoadMeter(): LoadMeter {
  let requests = 0;
  let retries = 0;
  let bytes = 0;
  return {
    load: () => ({ requests, retries, bytes }),
    sent: () => {
      requests += 1;
    },
    again: () => {
      retries += 1;
    },
    came: (more) => {
      bytes += more;
    },
  };
}
