import type { CommandUnknownOpts } from "@commander-js/extra-typings";
import { featureMaps as mapsOf, mapNode, scoreNode } from "@convscope/insight";
import { featureMaps } from "@convscope/viz";
import { answer } from "../../command.ts";
import { writeFigure } from "../../figure-file.ts";
import { checkSeen } from "../../seen.ts";
import type { Terminal } from "../../terminal.ts";
import { whole } from "../../values.ts";
import { opened, picturing, several, stemOf, withNetwork } from "./asked.ts";

/** `convscope look features`: what layers make of a picture. */
export const featuresCommand = (terminal: Terminal): CommandUnknownOpts =>
  picturing("features")
    .summary("what layers make of a picture")
    .description("Draws the feature maps of nodes: one picture becomes a stack of filtered pictures.")
    .option("--node <name>", "a node that makes maps; may be repeated (default the last one before the classes)", several)
    .option("--limit <n>", "most maps of a node", whole(1), 64)
    .addHelpText("after", "\nExamples:\n  convscope look features runs/mnist --data mnist --index 3\n  convscope look features resnet18 cat.jpg --node relu --node layer1.0.relu")
    .action(async (reference, picture, options) => {
      checkSeen({ picture, ...options });
      const { source, seen: one } = await opened(terminal, reference, picture, options);
      await withNetwork(source, options, async (net) => {
        const nodes = options.node ?? [mapNode(source.graph, scoreNode(source.graph))];
        const found = await mapsOf(net, one.x, { nodes });
        const svg = featureMaps(found.map(({ node, maps }) => ({ node, maps: { shape: maps.shape.slice(1), data: maps.data } })), { limit: options.limit });
        const { file } = await writeFigure(terminal, svg, { out: options.out, stem: stemOf(reference, "features"), less: "--limit draws fewer maps" });
        answer(terminal, { json: { network: source.graph.name, ...one.told, nodes: found.map(({ node, maps, silent }) => ({ node, shape: maps.shape.slice(1), silent })), file }, text: `${nodes.join(", ")} drawn into ${file}` }, options.json);
      });
    });
