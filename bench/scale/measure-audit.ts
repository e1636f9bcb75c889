/** The whole audit of the served cluster in a process of its own, from the first request to rows for a store. */
import { loadBooks } from "../../src/collect/books.ts";
import { createBuilder } from "../../src/collect/builder.ts";
import { collectCluster, openCluster } from "../../src/collect/cluster.ts";
import { autoscalerSettings, readConfig } from "../../src/config.ts";
import { instant } from "../../src/model/time.ts";
import { regionsOf } from "../../src/price/region.ts";
import { auditRows } from "../../src/report/rows.ts";
import { runAudit } from "../../src/run.ts";
import { startClock } from "../clock.ts";

const [port = "", folder = "", gzip = ""] = process.argv.slice(2);
const config = readConfig(null, {}, {});
const clock = startClock();
const connection = await openCluster({
  environment: { KUBERNETES_SERVICE_HOST: "127.0.0.1", KUBERNETES_SERVICE_PORT: port },
  serviceAccountFolder: folder,
  gzip: gzip === "gzip",
});
const snapshot = await collectCluster(connection, createBuilder());
clock.ended("collect");
const books = await loadBooks(regionsOf(snapshot.nodes));
clock.ended("books");
const now = instant(Date.parse("2026-11-20T03:00:00Z"));
const settings = autoscalerSettings(config, snapshot.kubernetesVersion);
const auditSettings = { ...config.audit, book: config.book };
const input = { snapshot, settings, auditSettings, books, now, scheduledAt: now, version: "bench" };
const rows = auditRows(runAudit(input, clock.ended));
clock.ended("rows");
clock.done(rows.findings.length, {
  ...connection.load(),
  pods: snapshot.pods.length,
  problems: snapshot.problems.length,
});
