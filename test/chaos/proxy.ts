import { readFileSync } from "node:fs";
import { request } from "node:http";
import { createServer, type Server } from "node:https";
import type { Socket } from "node:net";
import { CERTIFICATE } from "../collect/cluster-server.ts";
import { type Answer, FAULT_NAMES, FAULTS, type FaultName, forward, type Random } from "./faults.ts";

/** A proxy that spoils some of the answers that pass through it. */
export interface Proxy {
  readonly url: string;
  /** What it did, in order. */
  readonly done: readonly FaultName[];
  close(): Promise<void>;
}

const KEY = readFileSync(new URL("../collect/tls/key.pem", import.meta.url), "utf8");
/** How long a restart lasts. */
const AWAY_MS = 20;

/** `rate`: the share of answers that are spoilt. */
export async function chaosProxy(target: string, random: Random, rate: number): Promise<Proxy> {
  const done: FaultName[] = [];
  const sockets = new Set<Socket>();
  let port = 0;
  const server: Server = createServer({ key: KEY, cert: CERTIFICATE }, async (incoming, response) => {
    const url = new URL(incoming.url ?? "/", "https://localhost");
    const answer = await fetchFrom(`${target}${incoming.url}`, incoming.headers);
    const name = FAULT_NAMES[Math.floor(random() * FAULT_NAMES.length)];
    if (random() >= rate || name === undefined) {
      forward(response, answer);
      return;
    }
    done.push(name);
    const token = url.searchParams.get("continue") ?? "";
    FAULTS[name](response, { answer, random, token, restart: () => restart() });
  });
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  const restart = () => {
    server.close();
    for (const socket of sockets) socket.destroy();
    setTimeout(() => server.listen(port, "127.0.0.1"), AWAY_MS);
  };
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    url: `https://127.0.0.1:${port}`,
    done,
    async close() {
      // A restart that is under way would listen again.
      await new Promise((resolve) => setTimeout(resolve, AWAY_MS * 2));
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function fetchFrom(url: string, headers: object): Promise<Answer> {
  return new Promise((resolve, reject) => {
    request(url, { headers: { ...headers } }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => {
        const { "transfer-encoding": _, ...kept } = response.headers;
        resolve({ status: response.statusCode ?? 0, headers: kept, body: Buffer.concat(chunks) });
      });
    })
      .on("error", reject)
      .end();
  });
}
