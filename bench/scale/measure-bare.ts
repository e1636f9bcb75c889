/** The yardstick, in a process of its own: all lists of the served cluster through protobufjs by a trimmed schema, page by page, and dropped. */
import { readFileSync } from "node:fs";
import { Agent, get } from "node:https";
import protobuf from "protobufjs";
import { pathOf, RESOURCES } from "../../src/collect/cluster-resources.ts";
import { startClock } from "../clock.ts";
import { TRIMMED } from "./trimmed.ts";

const [port = "", folder = ""] = process.argv.slice(2);
const root = protobuf.parse(TRIMMED, { keepCase: true }).root;
const unknown = root.lookupType("Unknown");
const ca = readFileSync(`${folder}/ca.crt`);
const agent = new Agent({ keepAlive: true, maxSockets: 1, ca });

function fetchPage(path: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const headers = { accept: "application/vnd.kubernetes.protobuf" };
    get(`https://127.0.0.1:${port}${path}`, { agent, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => resolve(Buffer.concat(chunks)));
      response.on("error", reject);
    }).on("error", reject);
  });
}

const clock = startClock();
let objects = 0;
let bytes = 0;
for (const resource of RESOURCES) {
  if (resource.name !== null) continue;
  const type = root.lookupType(`${["Node", "Pod"].includes(resource.kind) ? resource.kind : "Other"}List`);
  let token = "";
  do {
    const rest = token === "" ? "" : `&continue=${token}`;
    const body = await fetchPage(`${pathOf(resource)}?limit=500${rest}`);
    bytes += body.length;
    const { raw } = unknown.decode(body.subarray(4)) as unknown as { readonly raw: Uint8Array };
    const list = type.decode(raw) as unknown as {
      readonly metadata: { readonly continue?: string };
      readonly items: readonly unknown[];
    };
    objects += list.items.length;
    token = list.metadata.continue ?? "";
  } while (token !== "");
}
agent.destroy();
clock.ended("decode");
clock.done(objects, { bytes });
