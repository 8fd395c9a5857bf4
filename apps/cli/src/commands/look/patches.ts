import type { CommandUnknownOpts } from "@commander-js/extra-typings";
import { mapNode, mapNodes, reconstructions, scoreNode, topPatches, type ChannelPatches, type Patch } from "@convscope/insight";
import { checkNames, type NdArray, type Network } from "@convscope/nn";
import { pictureSheet, type SheetPicture } from "@convscope/viz";
import { backendOption, threadsOption } from "../../backends.ts";
import { withBar } from "../../bar.ts";
import { answer, command } from "../../command.ts";
import { CommandError } from "../../failure.ts";
import { writeFigure } from "../../figure-file.ts";
import { labelsOption } from "../../labels.ts";
import type { Picture } from "../../picture.ts";
import { dataDirOption, networkArgument, outOption, seedOption, testDataOption, weightsOption } from "../../seen-options.ts";
import { sourceOf } from "../../source.ts";
import { grouped } from "../../table.ts";
import type { Terminal } from "../../terminal.ts";
import { withTestSamples } from "../../test-samples.ts";
import { whole } from "../../values.ts";
import { stemOf, withNetwork } from "./asked.ts";
import { channelsOf, channelsOption, figures, limitOption } from "./channels.ts";
import { mosaic } from "./mosaic.ts";
import { aroundGrey, cropped, pictureOf, scalingOf, uncut, type Scaling } from "./pixels.ts";

/** Two channels to a row of the figure. */
const usual = 8;

/** `convscope look patches`: what channels answer to most in a data set. */
export const patchesCommand = (terminal: Terminal): CommandUnknownOpts =>
  command("patches")
    .summary("the parts of test pictures that channels answer to most")
    .description("Looks for the parts of test pictures that each channel of a node answers to most, at most one of each picture, and draws them beside what in them it answers to: the answer sent back through the layers by a deconvolutional network, as Zeiler and Fergus did (arXiv:1311.2901, figure 2).")
    .addArgument(networkArgument())
    .addOption(testDataOption())
    .addOption(dataDirOption())
    .addOption(labelsOption())
    .option("--node <name>", "a node that makes maps (default the last one before the classes)")
    .addOption(channelsOption())
    .addOption(limitOption(usual))
    .option("--top <n>", "how many parts for each channel", whole(1, 100), 9)
    .option("--samples <n>", "only so many test pictures (default all)", whole(1))
    .addOption(weightsOption())
    .addOption(seedOption())
    .addOption(outOption("patches"))
    .addOption(backendOption())
    .addOption(threadsOption())
    .addHelpText("after", "\nExamples:\n  convscope look patches runs/mnist\n  convscope look patches runs/mnist --node conv1 --channels 0,3,5 --top 16\n  convscope look patches resnet18 --data ./photos --node layer2.1.relu2 -o patches.png")
    .action(async (reference, options) => {
      const source = await sourceOf(reference, options, terminal);
      const node = options.node ?? mapNode(source.graph, scoreNode(source.graph));
      checkNames(source.graph, "node with maps", [node], mapNodes(source.graph));
      const channels = channelsOf(source.graph, node, options, usual);
      await withNetwork(source, options, (net) => withTestSamples(terminal, reference, source, options, async ({ name, classes, labels, data }) => {
        const all = await withBar(terminal, `${grouped(data.length)} pictures`, (onProgress) => topPatches(net, data, node, { channels, top: options.top, signal: terminal.signal, onProgress }));
        // What a rectifier leaves at 0 is no answer.
        const found = all.map(({ channel, patches }) => ({ channel, patches: patches.filter(({ value }) => value !== 0) }));
        const [answering, silent] = [found.filter(({ patches }) => patches.length > 0), found.flatMap(({ channel, patches }) => (patches.length > 0 ? [] : [channel]))];
        if (answering.length === 0) throw new CommandError(`${node}: at least one channel must answer to a picture. Received 0 of ${channels.length}: all are silent on ${grouped(data.length)} pictures of ${name}. Choose other --channels or --data.`);
        const svg = pictureSheet(await sheet(net, node, answering, scalingOf(source), Math.ceil(Math.sqrt(Math.min(options.top, data.length)))), {
          title: `What channels of ${node} answer to`, subtitle: `The strongest of ${grouped(data.length)} test pictures, and what in each of them speaks for the channel (deconvnet).`,
        });
        const { file } = await writeFigure(terminal, svg, { out: options.out, stem: stemOf(reference, "patches"), less: "--limit draws fewer channels" });
        const told = found.map(({ channel, patches }) => ({ channel, patches: patches.map(({ picture: _, sample, ...patch }) => ({ sample, label: classes[labels[sample] ?? 0], ...patch })) }));
        const text = `what channels ${answering.map(({ channel }) => channel).join(", ")} of ${node} answer to in ${grouped(data.length)} test pictures of ${name} drawn into ${file}${silent.length > 0 ? `; silent: ${silent.join(", ")}` : ""}`;
        answer(terminal, { json: { network: source.graph.name, node, data: name, samples: data.length, channels: told, silent, file }, text }, options.json);
      }));
    });

/** For each channel its parts, and what speaks for it in them. */
async function sheet(net: Network, node: string, found: readonly ChannelPatches[], scaling: Scaling, columns: number): Promise<readonly SheetPicture[]> {
  const boxes = found.flatMap(({ patches }) => patches.map(({ box }) => box));
  const height = Math.max(...boxes.map(({ top, bottom }) => bottom - top + 1));
  const width = Math.max(...boxes.map(({ left, right }) => right - left + 1));
  const pictures: SheetPicture[] = [];
  for (const { channel, patches } of found) {
    const back = await reconstructions(net, node, channel, patches);
    const drawn = (of: (patch: Patch, i: number) => Picture): Promise<Picture> => mosaic(patches.map((patch, i) => cropped(of(patch, i), uncut(patch.box, height, width))), columns);
    const parts = await drawn(({ picture }) => pictureOf(picture, scaling));
    const spoken = await drawn((_, i) => aroundGrey(rowOf(back, i)));
    pictures.push({ image: parts.data, shape: parts.shape, caption: `channel ${channel}: ${answers(patches)}` }, { image: spoken.data, shape: spoken.shape, caption: "what speaks for it" });
  }
  return pictures;
}

/** From the strongest to the weakest answer. */
function answers(patches: readonly Patch[]): string {
  const [first, last] = [patches[0]?.value ?? 0, patches.at(-1)?.value ?? 0];
  return first === last ? figures(first) : `${figures(first)}\u00a0…\u00a0${figures(last)}`;
}

const rowOf = ({ shape: [count = 1, ...shape], data }: NdArray, i: number): NdArray => ({ shape, data: data.subarray((i * data.length) / count, ((i + 1) * data.length) / count) });
