import { basename, resolve } from "node:path";
import { Argument, Command, Option, type CommandUnknownOpts } from "@commander-js/extra-typings";
import { datasets } from "@convscope/datasets";
import {
  featureMaps as mapsOf, firstFilters, gradCam, gradCamPlusPlus, guidedBackprop, gradient, inputTimesGradient, integratedGradients, layerCam, mapNode, occlusion, overChannels, saliency, scoreCam, scoreNode, smoothGrad,
  type Attribution, type TargetOptions,
} from "@convscope/insight";
import { network, type NdArray, type Network } from "@convscope/nn";
import { featureMaps, filterGrid, heatmapOverlay } from "@convscope/viz";
import { backendOption, openEngine, threadsOption } from "../backends.ts";
import { answer, command } from "../command.ts";
import { UsageError } from "../failure.ts";
import { writeFigure } from "../figure-file.ts";
import { labelsOption } from "../labels.ts";
import { checkSeen, seen, type Seen } from "../seen.ts";
import { sourceOf, type Source } from "../source.ts";
import type { Terminal } from "../terminal.ts";
import { fileOf, whole } from "../values.ts";

/** `convscope look`: what a network sees, and why it says what it says. */
export const lookCommand = (terminal: Terminal): CommandUnknownOpts => {
  const look = new Command("look").summary("look inside a network: filters, feature maps, what speaks for a class").description("Looks inside the network of a run, or a model of the zoo with its published weights, and draws what it finds into a file.");
  for (const make of [filtersCommand, featuresCommand, attributionCommand("saliency"), attributionCommand("gradcam"), attributionCommand("occlusion")]) look.addCommand(make(terminal));
  return look;
};

type Ways = Readonly<Record<string, (network: Network, x: NdArray, options: TargetOptions & { readonly layer?: string; readonly signal?: AbortSignal }) => Promise<Attribution>>>;

const cams = { gradcam: gradCam, "gradcam++": gradCamPlusPlus, layercam: layerCam } as const;

/** The ways of each command by name, the usual one first. */
const attributions = {
  saliency: {
    summary: "which pixels the score of a class depends on",
    ways: {
      saliency: (net, x, { layer: _, signal: __, ...options }) => saliency(net, x, options),
      smoothgrad: async (net, x, { layer: _, ...options }) => magnitudes(await smoothGrad(net, x, options)),
      "integrated-gradients": async (net, x, { layer: _, ...options }) => overChannels(await integratedGradients(net, x, options), add),
      "input-x-gradient": async (net, x, { layer: _, signal: __, ...options }) => overChannels(await inputTimesGradient(net, x, options), add),
      guided: async (net, x, { layer: _, signal: __, ...options }) => magnitudes(await guidedBackprop(net, x, options)),
      deconvnet: async (net, x, { layer: _, signal: __, ...options }) => magnitudes(await gradient(net, x, { ...options, rule: "deconvnet" })),
    },
  },
  gradcam: {
    summary: "which places of the last maps speak for a class",
    ways: {
      ...Object.fromEntries(Object.entries(cams).map(([name, cam]): [string, Ways[string]] => [name, (net, x, { signal: _, ...options }) => cam(net, x, options)])),
      scorecam: (net, x, options) => scoreCam(net, x, options),
    },
  },
  occlusion: { summary: "how much the score falls when a part of the picture is hidden", ways: { occlusion: (net, x, { layer: _, ...options }) => occlusion(net, x, options) } },
} as const satisfies Readonly<Record<string, { readonly summary: string; readonly ways: Ways }>>;

const add = (sum: number, value: number): number => sum + value;
const magnitudes = (found: Attribution): Attribution => overChannels(found, (most, value) => Math.max(most, Math.abs(value)));

/** As the papers write them. */
const titles: Readonly<Record<string, string>> = {
  gradcam: "Grad-CAM", "gradcam++": "Grad-CAM++", layercam: "LayerCAM", scorecam: "Score-CAM", saliency: "Saliency", smoothgrad: "SmoothGrad", "integrated-gradients": "Integrated gradients",
  "input-x-gradient": "Input × gradient", guided: "Guided backpropagation", deconvnet: "Deconvnet", occlusion: "Occlusion",
};

/** What the options of all that look at a picture have in common. */
const picturing = (name: string) =>
  command(name)
    .addArgument(new Argument("<run|model>", "the folder of a run, or a model of the zoo"))
    .addArgument(new Argument("[picture]", "PNG, JPEG, WebP, AVIF, …; not with --data"))
    .option("--data <name>", `a test sample of ${Object.keys(datasets).join(", ")}, or of data of one's own by their path, instead of a picture`)
    .option("--data-dir <folder>", "where the data set's files are")
    .addOption(labelsOption())
    .option("--index <i>", "which test sample (default 0)", whole(0))
    .option("--weights <file|version>", "a .safetensors, .pth or .pt file with the graph's names, a published version such as IMAGENET1K_V1, or random")
    .option("--invert", "swap dark and light: for a dark digit on white paper, when the training had white on black")
    .option("--seed <n>", "draws random weights", whole(0), 1)
    .option("-o, --out <file>", `an .svg or .png file (default <network>-${name}.svg, or another name that is free)`, fileOf(".svg", ".png"))
    .addOption(backendOption())
    .addOption(threadsOption());

function attributionCommand(name: keyof typeof attributions): (terminal: Terminal) => CommandUnknownOpts {
  const { summary, ways } = attributions[name];
  const all: Ways = ways;
  const [usual = name, ...others] = Object.keys(all);
  return (terminal) =>
    picturing(name)
      .summary(summary)
      .description(`Draws ${summary}, over the picture: vermilion speaks for the class, blue against it.`)
      .option("--class <class>", "the class by its name or number (default the likeliest)")
      .addOption(new Option("--method <method>", "how").choices([usual, ...others]).default(usual))
      .option("--layer <node>", "the node whose maps are weighed, with gradcam (default the last that makes maps)")
      .addHelpText("after", `\nExamples:\n  convscope look ${name} runs/mnist --data mnist --index 3\n  convscope look ${name} resnet18 cat.jpg${others[0] === undefined ? "" : ` --method ${others[0]}`} -o cat.png`)
      .action(async (reference, picture, options) => {
        checkSeen({ picture, ...options });
        if (options.layer !== undefined && name !== "gradcam") throw new UsageError("--layer belongs to convscope look gradcam.");
        const { source, seen: one } = await opened(terminal, reference, picture, options);
        const target = options.class === undefined ? undefined : classOf(options.class, source);
        await withNetwork(source, options, async (net) => {
          const found = await (all[options.method] as Ways[string])(net, one.x, { ...(target !== undefined && { target }), ...(options.layer !== undefined && { layer: options.layer }), signal: terminal.signal });
          const [number = 0] = found.targets;
          const classOfIt = source.classes?.[number] ?? String(number);
          const svg = heatmapOverlay([{ image: one.shown.data, shape: one.shown.shape, map: { shape: found.shape.slice(1), data: found.data } }], { title: `${titles[options.method] ?? options.method} for ${classOfIt}` });
          const { file } = await writeFigure(terminal, svg, { out: options.out, stem: `${basename(resolve(reference))}-${name}` });
          const json = { network: source.graph.name, method: options.method, class: classOfIt, target: number, score: found.scores[0], ...("layer" in found && { layer: found.layer }), ...one.told, file };
          answer(terminal, { json, text: `${titles[options.method] ?? options.method} for ${classOfIt}, whose score is ${(found.scores[0] ?? NaN).toPrecision(3)}${one.label === undefined ? "" : ` (in truth ${one.label})`}, drawn into ${file}` }, options.json);
        });
      });
}

const featuresCommand = (terminal: Terminal): CommandUnknownOpts =>
  picturing("features")
    .summary("what layers make of a picture")
    .description("Draws the feature maps of nodes: one picture becomes a stack of filtered pictures.")
    .option("--node <name>", "a node that makes maps; may be repeated (default the last one before the classes)", (name: string, before: readonly string[] = []) => [...before, name])
    .option("--limit <n>", "most maps of a node", whole(1), 64)
    .addHelpText("after", "\nExamples:\n  convscope look features runs/mnist --data mnist --index 3\n  convscope look features resnet18 cat.jpg --node relu --node layer1.0.relu")
    .action(async (reference, picture, options) => {
      checkSeen({ picture, ...options });
      const { source, seen: one } = await opened(terminal, reference, picture, options);
      await withNetwork(source, options, async (net) => {
        const nodes = options.node ?? [mapNode(source.graph, scoreNode(source.graph))];
        const found = await mapsOf(net, one.x, { nodes });
        const svg = featureMaps(found.map(({ node, maps }) => ({ node, maps: { shape: maps.shape.slice(1), data: maps.data } })), { limit: options.limit });
        const { file } = await writeFigure(terminal, svg, { out: options.out, stem: `${basename(resolve(reference))}-features` });
        answer(terminal, { json: { network: source.graph.name, ...one.told, nodes: found.map(({ node, maps, silent }) => ({ node, shape: maps.shape.slice(1), silent })), file }, text: `${nodes.join(", ")} drawn into ${file}` }, options.json);
      });
    });

const filtersCommand = (terminal: Terminal): CommandUnknownOpts =>
  command("filters")
    .summary("the kernels of the first convolution")
    .description("Draws the kernels that look at the picture itself.")
    .addArgument(new Argument("<run|model>", "the folder of a run, or a model of the zoo"))
    .option("--weights <file|version>", "a .safetensors, .pth or .pt file with the graph's names, a published version such as IMAGENET1K_V1, or random")
    .option("--seed <n>", "draws random weights", whole(0), 1)
    .option("-o, --out <file>", "an .svg or .png file (default <network>-filters.svg, or another name that is free)", fileOf(".svg", ".png"))
    .addHelpText("after", "\nExamples:\n  convscope look filters runs/mnist\n  convscope look filters resnet18 -o filters.png")
    .action(async (reference, options) => {
      const source = await sourceOf(reference, options, terminal);
      await withNetwork(source, { backend: "cpu" }, async (net) => {
        const { node, kernels } = firstFilters(source.graph, await net.weights());
        const svg = filterGrid({ data: Float32Array.from(kernels.data), shape: kernels.shape }, { title: `Kernels of ${node}` });
        const { file } = await writeFigure(terminal, svg, { out: options.out, stem: `${basename(resolve(reference))}-filters` });
        answer(terminal, { json: { network: source.graph.name, node, shape: kernels.shape, file }, text: `the kernels of ${node} drawn into ${file}` }, options.json);
      });
    });

interface Asked {
  readonly data?: string | undefined;
  readonly dataDir?: string | undefined;
  readonly index?: number | undefined;
  readonly invert?: true | undefined;
  readonly weights?: string | undefined;
  readonly seed: number;
}

async function opened(terminal: Terminal, reference: string, picture: string | undefined, options: Asked): Promise<{ readonly source: Source; readonly seen: Seen }> {
  const source = await sourceOf(reference, { ...options, ...(picture !== undefined && { picture: resolve(terminal.cwd, picture) }) }, terminal);
  return { source, seen: await seen(terminal, source, { picture, ...options }) };
}

async function withNetwork(source: Source, options: Parameters<typeof openEngine>[0], use: (net: Network) => Promise<void>): Promise<void> {
  const net = await network(source.graph, { engine: await openEngine(options), seed: source.seed, ...(source.weights && { weights: source.weights }) });
  try {
    await use(net);
  } finally {
    net.dispose();
  }
}

function classOf(words: string, { classes = [] }: Source): number {
  const named = classes.findIndex((name) => name.toLowerCase() === words.toLowerCase());
  if (named >= 0) return named;
  if (/^\d+$/.test(words)) return Number(words);
  throw new UsageError(`--class must be a class of the network, by its name or number. Received "${words}". Classes: ${classes.slice(0, 12).join(", ")}${classes.length > 12 ? ", …" : ""}.`);
}
