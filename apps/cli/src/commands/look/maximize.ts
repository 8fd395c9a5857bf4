import { Option, type CommandUnknownOpts } from "@commander-js/extra-typings";
import { maximize, scoreNode } from "@convscope/insight";
import { pictureSheet } from "@convscope/viz";
import { backendOption, threadsOption } from "../../backends.ts";
import { withBar } from "../../bar.ts";
import { answer, command } from "../../command.ts";
import { UsageError } from "../../failure.ts";
import { writeFigure } from "../../figure-file.ts";
import { networkArgument, outOption, weightsOption } from "../../seen-options.ts";
import { sourceOf } from "../../source.ts";
import type { Terminal } from "../../terminal.ts";
import { notNegative, positive, whole } from "../../values.ts";
import { classNameOf, classOf, several, stemOf, withNetwork } from "./asked.ts";
import { channelsOf, channelsOption, figures, limitOption } from "./channels.ts";
import { pictureOf, scalingOf } from "./pixels.ts";

const usual = 10;

/** `convscope look maximize`: pictures that excite channels or classes most. */
export const maximizeCommand = (terminal: Terminal): CommandUnknownOpts =>
  command("maximize")
    .summary("pictures made up to excite channels or classes")
    .description("Begins with grey noise and changes its pixels step by step so that a channel, a unit or the score of a class grows: what it looks for, as far as one picture shows it. Each channel gets a picture.")
    .addArgument(networkArgument())
    .option("--node <name>", "whose channels are excited (default the scores of the classes)")
    .addOption(channelsOption())
    .option("--class <class>", "a class by its name or number; may be repeated", several)
    .addOption(limitOption(usual))
    .addOption(new Option("--of <what>", "of a node with maps: the mean of the whole channel, or its unit in the middle").choices(["channel", "unit"] as const).default("channel" as const))
    .option("--steps <n>", "steps of ascent", whole(1), 200)
    .option("--lr <rate>", "how large the steps are", positive, 0.05)
    .option("--jitter <pixels>", "how far the picture is moved at random before each step (default a twelfth of its side); what only excites at one place vanishes", whole(0))
    .addOption(new Option("--parameterization <form>", "what is learned: the amplitudes of waves, so that no checkerboards grow, or each pixel by itself").choices(["fourier", "pixels"] as const).default("fourier" as const))
    .option("--total-variation <weight>", "how much differences between neighbours count against the picture: the more, the smoother", notNegative, 0)
    .option("--l2 <weight>", "how much the distance from grey counts against it", notNegative, 0)
    .addOption(weightsOption())
    .option("--seed <n>", "draws the noise, and random weights", whole(0), 1)
    .addOption(outOption("maximize"))
    .addOption(backendOption())
    .addOption(threadsOption())
    .addHelpText("after", "\nExamples:\n  convscope look maximize runs/mnist\n  convscope look maximize runs/mnist --total-variation 0.1\n  convscope look maximize runs/mnist --node conv2 --limit 16 --of unit\n  convscope look maximize resnet18 --class goldfish --class daisy --steps 300")
    .action(async (reference, options) => {
      if (options.class !== undefined && (options.node ?? options.channels ?? options.limit) !== undefined) throw new UsageError("--class says what is excited, and so do --node, --channels and --limit. Give one.");
      const source = await sourceOf(reference, options, terminal);
      const { graph } = source;
      const scores = scoreNode(graph);
      const { node = scores } = options;
      const channels = options.class?.map((words) => classOf(words, source)) ?? channelsOf(graph, node, options, usual);
      const named = (channel: number): string => (node === scores ? classNameOf(source, channel) : `channel ${channel}`);
      await withNetwork(source, options, async (net) => {
        const { of, steps, lr, jitter, parameterization, totalVariation, l2, seed } = options;
        const found = await withBar(terminal, `${steps} steps`, (onProgress) => maximize(net, {
          node, channels, of, steps, learningRate: lr, parameterization, totalVariation, l2, ...scalingOf(source), seed, signal: terminal.signal, onProgress, ...(jitter !== undefined && { jitter }),
        }));
        const [, ...shape] = found.pictures.shape;
        const size = found.pictures.data.length / channels.length;
        const drawn = channels.map((channel, i) => {
          const { data } = pictureOf({ shape, data: found.pictures.data.subarray(i * size, (i + 1) * size) }, { mean: [], deviation: [] });
          return { image: data, shape, caption: `${named(channel)}: ${figures(found.before[i] ?? NaN)}\u00a0→\u00a0${figures(found.after[i] ?? NaN)}` };
        });
        const svg = pictureSheet(drawn, { title: node === scores ? `What ${graph.name} looks for in its classes` : `What channels of ${node} look for`, subtitle: `Pictures made from noise by ${steps} steps, and the ${node === scores ? "score" : "answer"} before and after.`, side: 170, width: 940 });
        const { file } = await writeFigure(terminal, svg, { out: options.out, stem: stemOf(reference, "maximize"), less: "--limit draws fewer channels" });
        const told = channels.map((channel, i) => ({ channel, ...(node === scores && { class: named(channel) }), before: found.before[i], after: found.after[i] }));
        answer(terminal, { json: { network: graph.name, node, steps, channels: told, file }, text: `pictures that excite ${node === scores ? `the classes ${channels.map(named).join(", ")}` : `channels ${channels.join(", ")} of ${node}`} drawn into ${file}` }, options.json);
      });
    });
