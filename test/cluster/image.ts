import { existsSync } from "node:fs";
import { cp, mkdir, readFile, realpath, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { attempt, execute, ROOT } from "./execute.ts";

/**
 * The image, built from the project's own Dockerfile. Where node:24-slim cannot be pulled, a base like it is made of Debian's
 * packages and the Node of node_modules; nothing in the Dockerfile knows of it.
 */

const BASE = "localhost/barnacle-base:24-slim";
export const IMAGE = "localhost/barnacle:test";

/** Debian's own builders and runner; installed when they are missing, which needs root. */
export async function installBuilders(): Promise<void> {
  const needed = ["buildah", "podman", "runc", "mmdebstrap"];
  const missing: string[] = [];
  for (const name of needed) if ((await attempt("sh", ["-c", `command -v ${name}`])).code !== 0) missing.push(name);
  if (missing.length === 0) return;
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  await execute("apt-get", ["update", "-qq"], { env });
  await execute("apt-get", ["install", "-qq", "-y", "--no-install-recommends", ...missing], { env });
}

/** The arguments of podman for a container as the manifest wants it: no root, no writes, no capability, nothing to gain. */
export function podman(rest: readonly string[]): readonly string[] {
  const limits = ["--ulimit", "nofile=20000:20000", "--ulimit", "nproc=1024:1024"];
  const rights = ["--user=1000:1000", "--cap-drop=ALL", "--security-opt=no-new-privileges", "--read-only"];
  return ["--runtime=runc", "run", "--rm", "--pull=never", "--read-only-tmpfs=false", ...rights, ...limits, ...rest];
}

/** Builds the image and gives its id. `fresh` takes nothing from an earlier build. */
export async function buildImage({ fresh = false }: { readonly fresh?: boolean } = {}): Promise<string> {
  await makeBase();
  const [tag, ...cache] = fresh ? [`${IMAGE}-again`, "--no-cache"] : [IMAGE];
  // The time is fixed, so that the same sources give the same image.
  const args = [
    "--isolation",
    "chroot",
    "--pull-never",
    "--timestamp",
    "0",
    "--layers",
    ...cache,
    "--build-arg",
    `BASE=${BASE}`,
  ];
  await execute("buildah", ["bud", "--quiet", ...args, "-t", tag, "."]);
  return (await execute("podman", ["image", "inspect", "--format", "{{.Id}}", tag])).trim();
}

async function makeBase(): Promise<void> {
  if ((await attempt("buildah", ["inspect", "--type", "image", BASE])).code === 0) return;
  const tar = join(ROOT, ".tmp/base.tar");
  await mkdir(dirname(tar), { recursive: true });
  const packages = "--include=ca-certificates,libstdc++6,libatomic1";
  if (!existsSync(tar)) await execute("mmdebstrap", ["--quiet", "--variant=minbase", packages, "bookworm", tar]);
  const container = (await execute("buildah", ["from", "scratch"])).trim();
  const root = (await execute("buildah", ["mount", container])).trim();
  const left = ["./dev/*", "./usr/share/doc/*", "./var/lib/apt/lists/*", "./var/cache/apt/*"];
  await execute("tar", ["-xf", tar, "-C", root, ...left.map((path) => `--exclude=${path}`)]);
  await addNode(root);
  await execute("chroot", [root, "useradd", "--uid", "1000", "--create-home", "node"]);
  const certificates = await ownCertificates(root);
  const env = certificates === null ? [] : ["--env", `NODE_EXTRA_CA_CERTS=${certificates}`];
  await execute("buildah", ["config", "--env", "PATH=/usr/local/bin:/usr/bin:/bin", ...env, container]);
  await execute("buildah", ["umount", container]);
  await execute("buildah", ["commit", "--quiet", "--rm", container, BASE]);
}

/** Node of node_modules, and the npm that runs this suite. */
async function addNode(root: string): Promise<void> {
  await cp(join(ROOT, "node_modules/node/bin/node"), join(root, "usr/local/bin/node"));
  const npm = await realpath((await execute("sh", ["-c", "command -v npm"])).trim());
  await cp(join(npm, "../.."), join(root, "usr/local/lib/node_modules/npm"), { recursive: true });
  await execute("ln", ["-sf", "../lib/node_modules/npm/bin/npm-cli.js", join(root, "usr/local/bin/npm")]);
}

/** Behind a proxy that signs anew, npm in the build must know whom this machine trusts. */
async function ownCertificates(root: string): Promise<string | null> {
  const bundle = "/etc/ssl/certs/ca-certificates.crt";
  const extra = process.env["NODE_EXTRA_CA_CERTS"];
  const files = [bundle, ...(extra === undefined ? [] : [extra])].filter((file) => existsSync(file));
  const texts = await Promise.all(files.map((file) => readFile(file, "utf8")));
  await writeFile(join(root, bundle), texts.join("\n"));
  return bundle;
}
