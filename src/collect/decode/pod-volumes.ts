import type { PodVolume } from "../../model/pod.ts";
import { internTable } from "../intern.ts";
import { leafText, SEPARATOR } from "./keys.ts";
import type { Readers } from "./metadata.ts";
import { flag, isRaw, list, missing, object, type Raw, text } from "./raw.ts";

/** Reads the volumes of a pod, as far as eviction or scheduling care. Equal lists are one object. */
export type ReadVolumes = (value: unknown, field: string, podName: string) => readonly PodVolume[];

export const NO_VOLUMES: readonly PodVolume[] = [];

/** Volumes that neither hold a pod on its node nor keep it off another: configuration that is mounted. */
const MEANINGLESS_VOLUMES: ReadonlySet<string> = new Set(["projected", "configMap", "secret", "downwardAPI", "image"]);

export function volumeReader(readers: Readers): ReadVolumes {
  const lists = internTable<readonly PodVolume[]>();
  return (value, field, podName) => {
    if (missing(value)) return NO_VOLUMES;
    const volumes = list(value, field);
    let key = "";
    for (const raw of volumes) key += volumeKey(raw, podName);
    if (key === "") return NO_VOLUMES;
    return lists(key, () =>
      volumes.flatMap((raw, index) => {
        const at = `${field}[${index}]`;
        const of = object(raw, at);
        const source = volumeSource(of);
        if (source === null) return [];
        const name = readers.shared(text(of["name"], `${at}.name`));
        return [podVolume(source, object(of[source], `${at}.${source}`), name, `${at}.${source}`, podName)];
      }),
    );
  };
}

/** The field of a volume that says what it is; `null` when it has none, or one without meaning. */
export function volumeSource(volume: Raw): string | null {
  for (const key in volume) {
    const value = volume[key];
    if (key === "name" || missing(value)) continue;
    return MEANINGLESS_VOLUMES.has(key) ? null : key;
  }
  return null;
}

/** What tells a volume from others; "" for one without meaning. */
function volumeKey(volume: unknown, podName: string): string {
  if (!isRaw(volume)) return SEPARATOR;
  const source = volumeSource(volume);
  if (source === null) return "";
  const of = isRaw(volume[source]) ? volume[source] : {};
  const what =
    source === "ephemeral"
      ? podName
      : leafText(of["medium"] ?? of["claimName"] ?? of["pdName"] ?? of["driver"]) + leafText(of["readOnly"]);
  return `${source}${SEPARATOR}${leafText(volume["name"])}${SEPARATOR}${what}${SEPARATOR}`;
}

function podVolume(source: string, of: Raw, name: string, field: string, podName: string): PodVolume {
  switch (source) {
    case "emptyDir":
      return { kind: "emptyDir", name, medium: text(of["medium"], `${field}.medium`) };
    case "hostPath":
      return { kind: "hostPath", name };
    case "persistentVolumeClaim":
      return { kind: "claim", name, claimName: text(of["claimName"], `${field}.claimName`), ephemeral: false };
    case "ephemeral":
      // The claim that the ephemeral volume controller makes (component-helpers storage/ephemeral).
      return { kind: "claim", name, claimName: `${podName}-${name}`, ephemeral: true };
    case "gcePersistentDisk":
      return {
        kind: "gcePersistentDisk",
        name,
        disk: text(of["pdName"], `${field}.pdName`),
        readOnly: flag(of["readOnly"], `${field}.readOnly`),
      };
    case "csi":
      return { kind: "csi", name, driver: text(of["driver"], `${field}.driver`) };
    default:
      return { kind: "other", name, source };
  }
}
