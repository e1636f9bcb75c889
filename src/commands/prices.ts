import type { Command } from "commander";
import { loadBooks } from "../collect/books.ts";
import { regionsOf } from "../price/region.ts";
import { nodePriceLine, podPriceLine } from "../report/price-line.ts";
import { loadInput } from "./input.ts";
import { writeLines } from "./lines.ts";
import { addBookOption, addInputOptions, type BookOptions, type InputOptions } from "./options.ts";
import { addPricesRefresh } from "./prices-refresh.ts";
import type { Result } from "./result.ts";
import type { Shell } from "./shell.ts";

const EXAMPLE = `
Example:
  $ barnacle prices --snapshot cluster.json.gz --book list | jq -r 'select(.kind == "node") | [.name, .usdPerHour] | @tsv'`;

/** `barnacle prices`: one JSON line a node, then a line a pod: the hourly price with its parts. */
export function addPrices(program: Command, shell: Shell, result: Result): void {
  const command = program.command("prices").description("Print the hourly price of each node and pod, with its parts.");
  addBookOption(addInputOptions(command))
    .addHelpText("after", EXAMPLE)
    .action(async (options: InputOptions & BookOptions) => {
      const { snapshot, config } = await loadInput(options, shell);
      const pricer = (await loadBooks(regionsOf(snapshot.nodes), undefined, config.prices)).pricer(config.book);
      const nodes = new Map(snapshot.nodes.map((node) => [node.name, node]));
      await writeLines(
        shell.stdout,
        snapshot.nodes.map((node) => nodePriceLine(node, pricer.node(node))),
      );
      await writeLines(
        shell.stdout,
        snapshot.pods.map((pod) => podPriceLine(pod, pricer.pod(pod, nodes.get(pod.nodeName) ?? null))),
      );
      result.code = 0;
    });
  addPricesRefresh(command, shell, result);
}
