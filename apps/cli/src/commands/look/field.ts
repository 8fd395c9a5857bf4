import { InvalidArgumentError, type CommandUnknownOpts } from "@commander-js/extra-typings";
import { inferShapes } from "@convscope/core";
import { effectiveField, mapNode, mapNodes, scoreNode } from "@convscope/insight";
import { checkNames } from "@convscope/nn";
import { receptiveFieldFigure } from "@convscope/viz";
import { answer } from "../../command.ts";
import { UsageError } from "../../failure.ts";
import { writeFigure } from "../../figure-file.ts";
import { checkSeen } from "../../seen.ts";
import { sourceOf } from "../../source.ts";
import type { Terminal } from "../../terminal.ts";
import { opened, picturing, stemOf, withNetwork } from "./asked.ts";
import { figures } from "./channels.ts";

/** `convscope look field`: what a unit can see, and what it does see. */
export const fieldCommand = (terminal: Terminal): CommandUnknownOpts =>
  picturing("field")
    .summary("what a unit can see of a picture, and what it does see")
    .description("Draws the receptive field of a unit: the window that its layers leave it, and how much each pixel in it really moves the unit, which falls off from the middle (arXiv:1701.04128). Of a picture, or a test sample, it is that of this one; without either the mean over noise.")
    .option("--node <name>", "a node that makes maps (default the last one before the classes)")
    .option("--at <row,column>", "the unit, counted from 0 (default the one in the middle)", place)
    .addHelpText("after", "\nExamples:\n  convscope look field runs/mnist --node conv2\n  convscope look field runs/mnist --data mnist --index 3 --at 2,5\n  convscope look field resnet18 cat.jpg --node layer3.1.relu2 -o field.png")
    .action(async (reference, picture, options) => {
      const noise = picture === undefined && options.data === undefined;
      if (noise && (options.index ?? options.dataDir ?? options.labels) !== undefined) throw new UsageError(`--${options.index !== undefined ? "index" : options.dataDir !== undefined ? "data-dir" : "labels"} belongs to a data set: name it with --data.`);
      if (!noise) checkSeen({ picture, ...options });
      const { source, seen } = noise ? { source: await sourceOf(reference, options, terminal) } : await opened(terminal, reference, picture, options);
      const { graph } = source;
      const { node = mapNode(graph, scoreNode(graph)) } = options;
      checkNames(graph, "node with maps", [node], mapNodes(graph));
      const [height = 1, width = 1] = inferShapes(graph).get(node) ?? [];
      const unit = options.at ?? [Math.floor(height / 2), Math.floor(width / 2)];
      await withNetwork(source, options, async (net) => {
        const field = await effectiveField(net, node, { unit, signal: terminal.signal, ...(seen && { samples: seen.x }) });
        const svg = receptiveFieldFigure({ graph, units: [{ node, unit }], effective: { shape: field.map.shape, data: field.map.data }, ...(seen && { image: { image: seen.shown.data, shape: seen.shown.shape } }) }, { title: `Receptive field of ${node}${seen ? "" : ", the mean over noise"}` });
        const { file } = await writeFigure(terminal, svg, { out: options.out, stem: stemOf(reference, "field") });
        const window = field.seen === "nothing" ? "nothing" : field.seen.map(({ from, to }) => to - from + 1).join("×");
        const json = { network: graph.name, node, unit, window: field.seen, effectiveSize: field.size, ...(seen ? seen.told : { noise: true }), file };
        answer(terminal, { json, text: `unit ${unit.join(", ")} of ${node} can see ${window} pixels${field.seen === "nothing" ? "" : `, and what moves it is about as much as ${figures(field.size)}×${figures(field.size)}`}; drawn into ${file}` }, options.json);
      });
    });

function place(text: string): readonly [row: number, column: number] {
  const [, row, column] = /^(\d+)[,x×](\d+)$/.exec(text) ?? [];
  if (row === undefined || column === undefined) throw new InvalidArgumentError(`It must be a row and a column such as 3,5. Received "${text}".`);
  return [Number(row), Number(column)];
}
