import { type UsdPerHour, usdPerHour } from "../model/money.ts";
import type { Node } from "../model/node.ts";
import type { Pod } from "../model/pod.ts";
import { milliValue, wholeValue, ZERO } from "../model/quantity.ts";
import type { Book, Rates } from "./book.ts";
import type { Catalog } from "./catalog.ts";
import { discountOf, lessPercent } from "./discount.ts";
import { familyRate, resourcesPrice } from "./machine.ts";
import { billedFamily } from "./machine-name.ts";
import { ask, unknownQuote } from "./model.ts";
import { GIB, NVIDIA_GPU } from "./names.ts";
import type { Quote } from "./quote.ts";

/** The price of a pod for an hour; the autoscalers' books do not ask where it stands. */
export function podQuote(pod: Pod, node: Node | null, book: Book, catalog: Catalog): Quote {
  if (book.rates.kind === "everywhere") {
    return { book: book.name, usdPerHour: perfectMatch(pod, book.rates.rates), parts: [], estimated: [] };
  }
  return onItsNode(pod, node, book, catalog);
}

/**
 * What a machine that is just large enough would cost, at the rates of an unknown family, always as on demand. Source: GCE
 * `GcePriceModel.PodPrice`.
 */
function perfectMatch({ runningRequests }: Pod, rates: Rates): UsdPerHour | null {
  const { unknownFamily, unknownGpu } = rates.standard;
  if (unknownFamily === null || unknownGpu === null) return null;
  const gpus = (milliValue(runningRequests.get(NVIDIA_GPU) ?? ZERO) / 1000) * unknownGpu;
  return usdPerHour(resourcesPrice(runningRequests, unknownFamily, rates) + gpus);
}

/** Its requests at its node family's core and memory rates. */
function onItsNode({ runningRequests }: Pod, node: Node | null, book: Book, catalog: Catalog): Quote {
  if (node === null) return unknownQuote(book.name, "the pod stands on no node of the snapshot");
  const asked = ask(node, book, catalog);
  if (typeof asked === "string") return unknownQuote(book.name, asked);
  const machineType = asked.machineType ?? "";
  const rate = familyRate(asked.tier, machineType, billedFamily(machineType));
  if (rate === null) {
    return unknownQuote(
      book.name,
      `core and memory prices of ${machineType || "the node's machine"} do not follow from the list`,
    );
  }
  const cores = milliValue(runningRequests.get("cpu") ?? ZERO) / 1000;
  const memory = wholeValue(runningRequests.get("memory") ?? ZERO) / GIB;
  const family = billedFamily(machineType);
  const percent = discountOf(book, family, asked.spot);
  const price = usdPerHour(lessPercent((cores * rate.core + memory * rate.memory) * rate.discount, percent));
  const label = { what: `requests at ${family} prices, less ${percent} % by contract`, usdPerHour: price };
  const gpus = runningRequests.has(NVIDIA_GPU) ? ["the pod's GPUs are not counted"] : [];
  return { book: book.name, usdPerHour: price, parts: percent === 0 ? [] : [label], estimated: gpus };
}
