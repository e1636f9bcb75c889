import type { Labels } from "../../model/labels.ts";
import type { OwnerReference } from "../../model/owner.ts";
import { type Instant, instant } from "../../model/time.ts";
import { internStrings, internTable } from "../intern.ts";
import { labelReader, type ReadLabels } from "./labels.ts";
import { list, object, type Raw, text, Unreadable } from "./raw.ts";
import { type ReadResources, resourceReader } from "./resources.ts";
import { type ReadTime, timeReader } from "./times.ts";

/** What every object carries. */
export interface Metadata {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly createdAt: Instant | null;
  readonly deletedAt: Instant | null;
  readonly owner: OwnerReference | null;
}

/** The readers that all decoders of one snapshot share, so that what is equal in it is held once. */
export interface Readers {
  readonly time: ReadTime;
  /** Like `time`, for creations, starts and ends of objects: the newest of them dates a snapshot that does not date itself. */
  readonly moment: ReadTime;
  /** The newest time that `moment` has read and that is not after the present; where all are, the newest of them. */
  readonly newest: () => Instant | null;
  readonly resources: ReadResources;
  readonly labels: ReadLabels;
  readonly shared: (text: string) => string;
  readonly metadata: (object: Raw) => Metadata;
}

/** New readers; of annotations they read those that `allowsAnnotation` says. Times after `present` date no snapshot. */
export function createReaders(
  allowsAnnotation: (key: string) => boolean,
  present: Instant = instant(Number.POSITIVE_INFINITY),
): Readers {
  const time = timeReader();
  let newest: Instant | null = null;
  let future: Instant | null = null;
  const moment: ReadTime = (value, field) => {
    const at = time(value, field);
    if (at === null) return null;
    if (at > present) future = future === null || at > future ? at : future;
    else if (newest === null || at > newest) newest = at;
    return at;
  };
  const base = { time, moment, resources: resourceReader(), labels: labelReader(), shared: internStrings() };
  const annotations = labelReader(allowsAnnotation);
  const owners = internTable<OwnerReference>();
  const metadata = (of: Raw): Metadata => {
    const raw = object(of["metadata"], "metadata");
    const name = text(raw["name"], "metadata.name");
    if (name === "") throw new Unreadable("metadata.name", "is missing");
    return {
      namespace: base.shared(text(raw["namespace"], "metadata.namespace")),
      name,
      uid: text(raw["uid"], "metadata.uid"),
      labels: base.labels(raw["labels"], "metadata.labels"),
      annotations: annotations(raw["annotations"], "metadata.annotations"),
      createdAt: base.moment(raw["creationTimestamp"], "metadata.creationTimestamp"),
      deletedAt: base.time(raw["deletionTimestamp"], "metadata.deletionTimestamp"),
      owner: controllerOf(raw, owners),
    };
  };
  return { ...base, newest: () => newest ?? future, metadata };
}

/** The first owner reference with `controller: true`, as `metav1.GetControllerOf`. */
function controllerOf(metadata: Raw, known: ReturnType<typeof internTable<OwnerReference>>): OwnerReference | null {
  const field = "metadata.ownerReferences";
  for (const item of list(metadata["ownerReferences"], field)) {
    const raw = object(item, field);
    if (raw["controller"] !== true) continue;
    const uid = text(raw["uid"], `${field}.uid`);
    const owner = known(uid, () => readOwner(raw, uid, field));
    return owner.name === raw["name"] && owner.kind === raw["kind"] ? owner : readOwner(raw, uid, field);
  }
  return null;
}

function readOwner(raw: Raw, uid: string, field: string): OwnerReference {
  return {
    apiVersion: text(raw["apiVersion"], `${field}.apiVersion`),
    kind: text(raw["kind"], `${field}.kind`),
    name: text(raw["name"], `${field}.name`),
    uid,
  };
}
