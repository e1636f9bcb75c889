import { createHash } from "node:crypto";
import { z } from "zod";
import { BigQueryFault, isTaken, outlookOf } from "./bigquery-fault.ts";
import { backoff, type Deadline, patiently } from "./bigquery-retry.ts";
import { jobsPath, type Session } from "./bigquery-session.ts";

const REASON = z.object({ reason: z.string().nullish(), message: z.string().nullish() });

const JOB = z.object({
  jobReference: z.object({ jobId: z.string() }),
  configuration: z.object({ jobType: z.string().nullish() }),
  status: z.object({ state: z.string(), errorResult: REASON.nullish(), errors: z.array(REASON).nullish() }),
});

type Job = z.output<typeof JOB>;

/** What a job is to do. */
export interface Work {
  /** As `jobs.insert` takes it: `{ load: … }` or `{ query: … }`. */
  readonly configuration: Readonly<Record<string, unknown>>;
  /** NDJSON of a load. */
  readonly rows?: string;
}

/** How the job of an id ended. */
export interface Ended {
  /** The id was taken: by our own earlier request whose answer was lost, by an earlier try, or by another process. */
  readonly found: boolean;
  /** LOAD or QUERY. */
  readonly type: string;
  /** `null`: it did its work. */
  readonly fault: BigQueryFault | null;
}

/** BigQuery takes ids of up to 1,024 letters, digits, `-` and `_`. */
export function jobId(...parts: readonly (string | number)[]): string {
  const id = ["barnacle", ...parts].join("-").replaceAll(/[^A-Za-z0-9_-]/gu, "_");
  if (id.length <= LONGEST_ID) return id;
  return `${id.slice(0, LONGEST_ID - DIGEST)}${digestOf(id).slice(0, DIGEST)}`;
}

const LONGEST_ID = 1_000;
const DIGEST = 32;

/** SHA-256 in hex. */
function digestOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/**
 * Runs the job of this id once, whoever asks for it and however often, and waits for its end. A request that was cut after it
 * was sent is simply sent again: if it had been taken, the answer is 409, and the job is looked up.
 * @throws BigQueryFault when no job could be made, or when it does not end in time
 */
export async function runJob(session: Session, deadline: Deadline, id: string, work: Work): Promise<Ended> {
  const { job, found } = await start(session, deadline, id, work);
  const ended = await endOf(session, deadline, job);
  return { found, type: ended.configuration.jobType ?? "", fault: faultOf(ended) };
}

async function start(session: Session, deadline: Deadline, id: string, work: Work) {
  const reference = { projectId: session.jobProject, jobId: id, location: session.location };
  const configuration = { ...work.configuration, labels: session.labels };
  const question = {
    method: "POST" as const,
    path: jobsPath(session, "jobs"),
    json: { jobReference: reference, configuration },
    ...(work.rows === undefined ? {} : { rows: work.rows }),
  };
  try {
    const job = await patiently(deadline, async () => parse(await session.ask(question)));
    return { job, found: false };
  } catch (error) {
    if (!isTaken(error)) throw error;
    return { job: await look(session, deadline, id), found: true };
  }
}

function look(session: Session, deadline: Deadline, id: string): Promise<Job> {
  const path = jobsPath(session, `jobs/${encodeURIComponent(id)}`);
  const query = { location: session.location };
  return patiently(deadline, async () => parse(await session.ask({ method: "GET", path, query })));
}

function parse(answer: unknown): Job {
  const parsed = JOB.safeParse(answer);
  if (parsed.success) return parsed.data;
  throw new BigQueryFault("the answer is no job", { reason: "oddAnswer" });
}

const FIRST_LOOK = 150;
const LONGEST_LOOK = 3_000;

async function endOf(session: Session, deadline: Deadline, started: Job): Promise<Job> {
  const { clock } = session;
  let job = started;
  for (let wait = FIRST_LOOK; job.status.state !== "DONE"; wait = Math.min(wait * 1.5, LONGEST_LOOK)) {
    const id = job.jobReference.jobId;
    if (clock.now() + wait > deadline.at) {
      throw new BigQueryFault(`it is ${job.status.state}`, { reason: "stillRunning", job: id });
    }
    await clock.sleep(wait);
    job = await look(session, deadline, id);
  }
  return job;
}

function faultOf({ status, jobReference }: Job): BigQueryFault | null {
  const { errorResult, errors } = status;
  if (errorResult === null || errorResult === undefined) return null;
  const details = (errors ?? []).map(({ message }) => message ?? "").filter((text) => text !== errorResult.message);
  return new BigQueryFault(errorResult.message ?? "", {
    reason: errorResult.reason ?? "",
    job: jobReference.jobId,
    details,
  });
}

/** Numbers are tried one after the other; so many failed ones in a row are not bad luck. */
const MOST_NUMBERS = 1_000;

/**
 * Runs the work under the first number of `idOf`, from `from` on, that does not fail, and gives that number. A number that failed
 * before us is passed over; one that fails for us is followed by the next when the fault passes.
 * @throws BigQueryFault
 */
export async function runNumbered(
  session: Session,
  deadline: Deadline,
  idOf: (number: number) => string,
  work: Work,
  from = 0,
): Promise<number> {
  let failed = 0;
  for (let number = from; number < from + MOST_NUMBERS; number += 1) {
    const { found, fault } = await runJob(session, deadline, idOf(number), work);
    if (fault === null) return number;
    if (found) continue;
    await passOver(session, deadline, fault, failed);
    failed += 1;
  }
  throw new BigQueryFault(`${MOST_NUMBERS} jobs of this name have failed`, {
    reason: "tooManyFailed",
    job: idOf(from),
  });
}

/** Waits before the next number. @throws BigQueryFault the fault, when waiting will not mend it */
export async function passOver(
  { clock }: Session,
  deadline: Deadline,
  fault: BigQueryFault,
  failed: number,
): Promise<void> {
  const wait = backoff(clock, failed);
  if (outlookOf(fault) === "final" || clock.now() + wait > deadline.at) throw fault;
  await clock.sleep(wait);
}
