/** What most programs do, in a process of its own: the pods of the served cluster by client-node's own list, page by page, and dropped. */
import { CoreV1Api, KubeConfig } from "@kubernetes/client-node";
import { startClock } from "../clock.ts";

const [port = "", folder = ""] = process.argv.slice(2);
const config = new KubeConfig();
config.loadFromClusterAndUser(
  { name: "bench", server: `https://127.0.0.1:${port}`, caFile: `${folder}/ca.crt`, skipTLSVerify: false },
  { name: "bench", token: "bench" },
);
const api = config.makeApiClient(CoreV1Api);
const clock = startClock();
let pods = 0;
let token: string | undefined;
do {
  const page = await api.listPodForAllNamespaces({ limit: 500, ...(token === undefined ? {} : { _continue: token }) });
  pods += page.items.length;
  token = page.metadata?._continue;
} while (token);
clock.ended("decode");
clock.done(pods, {});
