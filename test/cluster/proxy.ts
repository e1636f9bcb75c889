import { readFileSync } from "node:fs";
import { createServer, request, type Server } from "node:https";
import { join } from "node:path";
import type { ControlPlane } from "./control-plane.ts";

/** What passed: the path with its query, and the status of the answer. */
export interface Passed {
  readonly path: string;
  readonly status: number;
  readonly contentType: string;
}

/** What stands between Barnacle and the API server: it changes nothing, but knows what passes, and may do something first. */
export interface Between {
  readonly url: string;
  readonly passed: readonly Passed[];
  close(): Promise<void>;
}

/** A proxy with the API server's own certificate. `before` is awaited before a request is handed on. */
export async function startProxy(
  plane: ControlPlane,
  before: (path: string) => Promise<void> = async () => undefined,
): Promise<Between> {
  const passed: Passed[] = [];
  const [key, cert, ca] = ["server.key", "server.crt", "ca.crt"].map((name) => readFileSync(join(plane.folder, name)));
  const server: Server = createServer({ key, cert }, (incoming, outgoing) => {
    const path = incoming.url ?? "/";
    void before(path).then(() => {
      const { method, headers } = incoming;
      const sent = request(new URL(path, plane.about.server), { method, headers, ca }, (answer) => {
        const status = answer.statusCode ?? 0;
        passed.push({ path, status, contentType: answer.headers["content-type"] ?? "" });
        outgoing.writeHead(status, answer.headers);
        answer.pipe(outgoing);
      });
      sent.on("error", () => outgoing.destroy());
      incoming.pipe(sent);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    url: `https://127.0.0.1:${port}`,
    passed,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
