import { usdPerHour } from "../model/money.ts";
import { LOCAL_SSD_GIB } from "./book.ts";
import type { Asked, Charge } from "./charge.ts";
import { machineFamily } from "./machine-name.ts";
import { type SsdCount, seenSsdCount, templateSsdCount } from "./ssd-count.ts";

/** Local SSD that is not in the machine's own price; `null` when there is none. Source: GCE `GcePriceModel.NodePrice`. */
export function localSsdCharge(asked: Asked): Charge | null {
  const { node, book } = asked;
  if (book.oddities.has("template-annotations-only")) return charge(asked, templateSsdCount(node));
  const inMachine = asked.catalog.get(asked.machineType ?? "")?.localSsdGib ?? 0;
  return inMachine > 0 ? null : charge(asked, seenSsdCount(node));
}

function charge({ tier, book, machineType }: Asked, ssd: SsdCount | null): Charge | null {
  if (ssd === null) return null;
  const gib =
    book.localSsdGib.get(machineType ?? "") ?? book.localSsdGib.get(machineFamily(machineType ?? "")) ?? LOCAL_SSD_GIB;
  const what = `${ssd.count} x ${gib} GiB local SSD`;
  if (tier.localSsd === null) {
    return { what, usdPerHour: null, estimated: [...ssd.estimated, "the list has no price for local SSD here"] };
  }
  return { what, usdPerHour: usdPerHour(ssd.count * gib * tier.localSsd), estimated: ssd.estimated };
}
