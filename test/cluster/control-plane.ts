import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { attempt, type Ended, execute, ROOT } from "./execute.ts";

const PROGRAM = join(ROOT, ".tmp/testcluster");

const Ready = z.object({ server: z.url(), etcd: z.string(), kubeconfig: z.string(), ca: z.string() });

/** An answer of the API server, of any status. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

export interface Question {
  readonly method?: string;
  readonly token?: string;
  readonly accept?: string;
  readonly body?: object;
  readonly contentType?: string;
}

export interface ControlPlaneOptions {
  /** As kube-controller-manager takes them; absent: none runs, and default accounts are not asked for. */
  readonly controllers?: string;
  readonly scheduler?: boolean;
  readonly apiFlags?: readonly string[];
}

/** A real control plane on this machine, and what the suite does to it. It ends with this process at the latest. */
export class ControlPlane {
  readonly folder: string;
  readonly about: z.infer<typeof Ready>;
  readonly adminToken: string;
  readonly #child: ChildProcess;
  readonly #ca: Buffer;

  private constructor(folder: string, about: z.infer<typeof Ready>, child: ChildProcess) {
    this.folder = folder;
    this.about = about;
    this.#child = child;
    this.#ca = readFileSync(about.ca);
    [this.adminToken = ""] = readFileSync(join(folder, "tokens.csv"), "utf8").split(",");
  }

  static async start(options: ControlPlaneOptions = {}): Promise<ControlPlane> {
    const folder = await mkdtemp(join(tmpdir(), "barnacle-cluster-"));
    const args = ["up", "--dir", folder];
    if (options.controllers !== undefined) args.push("--controllers", options.controllers);
    if (options.scheduler === true) args.push("--scheduler");
    for (const flag of options.apiFlags ?? []) args.push("--api-flag", flag);
    const child = spawn(PROGRAM, args, { stdio: ["pipe", "pipe", "pipe"] });
    return new ControlPlane(folder, Ready.parse(JSON.parse(await firstLine(child))), child);
  }

  /** Ends it and takes its folder away. */
  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once("close", resolve));
    this.#child.stdin?.end();
    await ended;
    await rm(this.folder, { recursive: true });
  }

  /** kubectl as the administrator; must succeed. */
  async kubectl(args: readonly string[], input: string | object = ""): Promise<string> {
    const text = typeof input === "string" ? input : JSON.stringify(input);
    return await execute(PROGRAM, ["kubectl", "--kubeconfig", this.about.kubeconfig, ...args], { input: text });
  }

  /** Applies objects and waits for the rights in them to be in force. */
  async apply(objects: string | object): Promise<void> {
    await this.kubectl(["apply", "--server-side", "--force-conflicts", "-f", "-"], objects);
  }

  /** Writes objects straight into etcd, as they are: with their own uid, creation time and status. */
  async put(objects: Iterable<object>): Promise<void> {
    await this.putLines([...objects].map((object) => JSON.stringify(object)).join("\n"));
  }

  /** The same of JSON Lines. */
  async putLines(lines: string): Promise<void> {
    await execute(PROGRAM, ["put", "--etcd", this.about.etcd], { input: `${lines}\n` });
  }

  /** Makes etcd forget all but the newest revision. */
  async compact(): Promise<void> {
    await execute(PROGRAM, ["compact", "--etcd", this.about.etcd]);
  }

  /** A token of Barnacle's own account, as the kubelet would mount it. */
  async token(): Promise<string> {
    return (await this.kubectl(["create", "token", "barnacle", "-n", "barnacle"])).trim();
  }

  /** One request, of whatever kind, with the answer as it came. */
  async ask(path: string, question: Question = {}): Promise<Answer> {
    const { method = "GET", token, accept = "application/json", body, contentType = "application/json" } = question;
    const headers: Record<string, string> = { Accept: accept };
    if (token !== undefined) headers["Authorization"] = `Bearer ${token}`;
    if (body !== undefined) headers["Content-Type"] = contentType;
    return await new Promise((resolve, reject) => {
      const sent = request(new URL(path, this.about.server), { method, headers, ca: this.#ca }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on("data", (chunk: Buffer) => chunks.push(chunk));
        answer.on("error", reject);
        answer.on("end", () =>
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(chunks) }),
        );
      });
      sent.on("error", reject);
      sent.end(body === undefined ? undefined : JSON.stringify(body));
    });
  }

  /** A request of the administrator that must succeed, and its JSON. */
  async admin(path: string, question: Omit<Question, "token"> = {}): Promise<unknown> {
    const answer = await this.ask(path, { ...question, token: this.adminToken });
    if (answer.status > 299) throw new Error(`${question.method ?? "GET"} ${path}: ${answer.status} ${answer.body}`);
    return JSON.parse(answer.body.toString());
  }

  /** The data of a ConfigMap or a Secret, empty when it is not there. */
  async data(
    namespace: string,
    kind: "configmaps" | "secrets",
    name: string,
  ): Promise<Readonly<Record<string, string>>> {
    const path = `/api/v1/namespaces/${namespace}/${kind}/${name}`;
    const answer = await this.ask(path, { token: this.adminToken });
    if (answer.status === 404) return {};
    return z.object({ data: z.record(z.string(), z.string()) }).parse(JSON.parse(answer.body.toString())).data;
  }

  /** A kubeconfig file whose only user has this token, for the API server or what stands before it. */
  async kubeconfig(token: string, server: string): Promise<string> {
    const file = join(this.folder, "barnacle.kubeconfig");
    const named = (key: string, value: object) => [{ name: "test", [key]: value }];
    const content = {
      apiVersion: "v1",
      kind: "Config",
      "current-context": "test",
      clusters: named("cluster", { server, "certificate-authority": this.about.ca }),
      users: named("user", { token }),
      contexts: named("context", { cluster: "test", user: "test" }),
    };
    await writeFile(file, JSON.stringify(content), { mode: 0o600 });
    return file;
  }

  /** Barnacle as built, with its own account's token. */
  async barnacle(args: readonly string[], server = this.about.server): Promise<Ended> {
    const KUBECONFIG = await this.kubeconfig(await this.token(), server);
    return await runBuilt(args, { KUBECONFIG });
  }
}

/** `dist/main.js` as its own process, with nothing of this one's environment but the way to Node. */
export async function runBuilt(args: readonly string[], environment: Record<string, string>): Promise<Ended> {
  const env = { PATH: process.env["PATH"] ?? "", NO_COLOR: "1", ...environment };
  return await attempt(process.execPath, ["dist/main.js", ...args], { env });
}

/** Asks again and again until `done` says so. */
export async function until(what: string, done: () => Promise<boolean>, seconds = 60): Promise<void> {
  const end = Date.now() + seconds * 1_000;
  while (!(await done())) {
    if (Date.now() > end) throw new Error(`${what}: not within ${seconds} seconds`);
    await sleep(50);
  }
}

async function firstLine(child: ChildProcess): Promise<string> {
  const errors: string[] = [];
  child.stderr?.on("data", (chunk: Buffer) => errors.push(chunk.toString()));
  let text = "";
  return await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => reject(new Error(`testcluster ended with ${code}: ${errors.join("")}`)));
    child.stdout?.on("data", (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes("\n")) resolve(text);
    });
  });
}
