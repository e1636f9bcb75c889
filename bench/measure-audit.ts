/** The whole audit of a file in a process of its own, from its bytes to the rows that a store would take. */
import { loadBooks } from "../src/collect/books.ts";
import { readSnapshotFiles } from "../src/collect/files.ts";
import { autoscalerSettings, readConfig } from "../src/config.ts";
import { instant } from "../src/model/time.ts";
import { regionsOf } from "../src/price/region.ts";
import { auditRows } from "../src/report/rows.ts";
import { runAudit } from "../src/run.ts";
import { startClock } from "./clock.ts";

const config = readConfig(null, {}, {});
const clock = startClock();
const snapshot = await readSnapshotFiles([process.argv[2] ?? ""], { annotationKeys: [] });
clock.ended("collect");
const books = await loadBooks(regionsOf(snapshot.nodes));
clock.ended("books");
const now = snapshot.takenAt ?? instant(0);
const settings = autoscalerSettings(config, snapshot.kubernetesVersion);
const auditSettings = { ...config.audit, book: config.book };
const input = { snapshot, settings, auditSettings, books, now, scheduledAt: now, version: "bench" };
const rows = auditRows(runAudit(input, clock.ended));
clock.ended("rows");
clock.done(rows.findings.length);
