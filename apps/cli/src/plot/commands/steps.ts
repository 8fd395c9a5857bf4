import { InvalidArgumentError, Option, type CommandUnknownOpts } from "@commander-js/extra-typings";
import { averagePooling2d, conv2d, conv2dTranspose, maxPooling2d, outputShape, type Pool2dOptions } from "@convscope/core";
import { kernels } from "@convscope/insight";
import { convolutionSteps, poolingSteps } from "@convscope/viz";
import { withFlags } from "../../commands/layer.ts";
import type { Terminal } from "../../terminal.ts";
import { positive, whole } from "../../values.ts";
import { drawn, plotting, styleOf } from "../drawing.ts";
import { grid, numbersIn, type Grid } from "../numbers.ts";

/** As `grid`, and kernels by name. */
function kernel(text: string): Grid {
  const named = Object.entries(kernels).find(([name]) => name === text);
  return named ? { rows: named[1] } : grid(text);
}

/** `same`, or so many rows and columns of zeros on every side. */
function padding(text: string): "same" | number {
  if (text === "same") return text;
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError(`It must be same, or a number of rows and columns of zeros on every side. Received "${text}".`);
  return Number(text);
}

const stepOption = (): Option<"--step <n>", undefined, undefined, number> => new Option("--step <n>", "one step, counted from 1 (default a loop over all of them)").argParser(whole(1));
const secondsOption = (): Option<"--seconds <n>", undefined, undefined, number> => new Option("--seconds <n>", "how long the loop shows each step").argParser(positive);
const gridHelp = "a size such as 5 or 5x6, whose numbers are drawn by --seed, or rows such as \"1 0 2; 0 1 1\"";

/** A convolution worked by hand. */
export const convolutionCommand = (terminal: Terminal): CommandUnknownOpts =>
  plotting("convolution")
    .summary("a convolution worked by hand, step by step")
    .description("Draws how a kernel slides over an input: at each step the window, its products, their sum, and the output so far; as a loop that moves in a browser, or one step. A transposed convolution spreads one input after another over the output.")
    .addOption(new Option("--input <grid>", gridHelp).argParser(grid).default(grid("5"), "5"))
    .addOption(new Option("--kernel <grid>", `the same, or a kernel by name: ${Object.keys(kernels).join(", ")}`).argParser(kernel).default(kernel("3"), "3"))
    .option("--stride <n>", "steps of the window", whole(1), 1)
    .option("--padding <n>", "rows and columns of zeros on every side, or same", padding, 0)
    .option("--dilation <n>", "spread of the kernel", whole(1), 1)
    .option("--transposed", "a transposed convolution")
    .option("--mean", "divide each sum by the number of products, as pattern matching by hand does")
    .option("--seed <n>", "draws numbers", whole(0), 1)
    .addOption(stepOption())
    .addOption(secondsOption())
    .addHelpText("after", `
Examples:
  convscope plot convolution --input 5 --kernel 3
  convscope plot convolution --input 7 --stride 2 --padding 1 --step 4 -o a.png
  convscope plot convolution --input "1 1 0; 0 1 1; 0 0 1" --kernel "1 0; 0 1"
  convscope plot convolution --input 3 --kernel 2 --stride 2 --transposed`)
    .action(async ({ input, kernel: window, stride, padding: pad, dilation, transposed, mean, seed, step, seconds, ...options }) => {
      const [x, w] = [numbersIn(input, seed, 0, 3), numbersIn(window, seed + 1, -1, 1)];
      const size = w.shape as readonly [number, number];
      const layer = withFlags(() => (transposed ? conv2dTranspose : conv2d)(1, size, { strides: stride, padding: pad, dilationRate: dilation }));
      const [rows, columns] = withFlags(() => outputShape(layer, [[...x.shape, 1]]));
      const svg = convolutionSteps({ layer, input: x, weight: w }, { ...styleOf(options), ...(step !== undefined && { step }), ...(seconds !== undefined && { seconds }), ...(mean && { mean }) });
      await drawn(terminal, "convolution", svg, options, { input: x.rows, kernel: w.rows, stride, padding: pad, dilation, transposed: transposed === true, outputShape: [rows, columns] });
    });

/** Pooling worked by hand. */
export const poolingCommand = (terminal: Terminal): CommandUnknownOpts =>
  plotting("pooling")
    .summary("pooling worked by hand, step by step")
    .description("Draws how a pooling window goes over an input, and keeps of each place the largest value or the mean.")
    .addOption(new Option("--input <grid>", gridHelp).argParser(grid).default(grid("4"), "4"))
    .option("--pool <n>", "height and width of the window", whole(1), 2)
    .option("--stride <n>", "steps of the window (default its size)", whole(1))
    .option("--padding <n>", "rows and columns on every side, or same", padding, 0)
    .addOption(new Option("--kind <kind>", "what is kept").choices(["max", "average"] as const).default("max" as const))
    .option("--seed <n>", "draws numbers", whole(0), 1)
    .addOption(stepOption())
    .addOption(secondsOption())
    .addHelpText("after", "\nExamples:\n  convscope plot pooling --input \"5 1 3 4; 8 2 9 2; 1 3 0 1; 2 2 2 0\"\n  convscope plot pooling --input 6 --pool 3 --stride 2 --kind average -o a.png")
    .action(async ({ input, pool, stride, padding: pad, kind, seed, step, seconds, ...options }) => {
      const x = numbersIn(input, seed, 0, 9);
      const settings: Pool2dOptions = { padding: pad, ...(stride !== undefined && { strides: stride }) };
      const layer = withFlags(() => (kind === "max" ? maxPooling2d(pool, settings) : averagePooling2d(pool, settings)));
      const [rows, columns] = withFlags(() => outputShape(layer, [[...x.shape, 1]]));
      const svg = poolingSteps({ layer, input: x }, { ...styleOf(options), ...(step !== undefined && { step }), ...(seconds !== undefined && { seconds }) });
      await drawn(terminal, "pooling", svg, options, { input: x.rows, kind, pool, stride: stride ?? pool, padding: pad, outputShape: [rows, columns] });
    });
