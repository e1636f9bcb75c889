import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Plan } from "./plan.ts";

/** The server of a made cluster, in a process of its own. */
export interface Served {
  readonly port: number;
  close(): Promise<void>;
}

export async function serve({ nodes, pinned, affinity }: Plan): Promise<Served> {
  const program = fileURLToPath(new URL("server.ts", import.meta.url));
  const server = spawn(process.execPath, [program, `${nodes}`, `${pinned}`, affinity ? "1" : "0"], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const [line] = await once(createInterface({ input: server.stdout }), "line");
  return {
    port: Number(line),
    async close() {
      server.stdin.end();
      await once(server, "exit");
    },
  };
}
