import { Option, type CommandUnknownOpts } from "@commander-js/extra-typings";
import {
  gradCam, gradCamPlusPlus, guidedBackprop, gradient, inputTimesGradient, integratedGradients, layerCam, occlusion, overChannels, saliency, scoreCam, smoothGrad,
  type Attribution, type TargetOptions,
} from "@convscope/insight";
import type { NdArray, Network } from "@convscope/nn";
import { heatmapOverlay } from "@convscope/viz";
import { answer } from "../../command.ts";
import { UsageError } from "../../failure.ts";
import { writeFigure } from "../../figure-file.ts";
import { checkSeen } from "../../seen.ts";
import type { Terminal } from "../../terminal.ts";
import { classNameOf, classOf, opened, picturing, stemOf, withNetwork } from "./asked.ts";

type Ways = Readonly<Record<string, (network: Network, x: NdArray, options: TargetOptions & { readonly layer?: string; readonly signal?: AbortSignal }) => Promise<Attribution>>>;

const cams = { gradcam: gradCam, "gradcam++": gradCamPlusPlus, layercam: layerCam } as const;

/** The ways of each command by name, the usual one first. */
const attributions: Readonly<Record<"saliency" | "gradcam" | "occlusion", { readonly summary: string; readonly ways: Ways }>> = {
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
};

const add = (sum: number, value: number): number => sum + value;
const magnitudes = (found: Attribution): Attribution => overChannels(found, (most, value) => Math.max(most, Math.abs(value)));

/** As the papers write them. */
const titles: Readonly<Record<string, string>> = {
  gradcam: "Grad-CAM", "gradcam++": "Grad-CAM++", layercam: "LayerCAM", scorecam: "Score-CAM", saliency: "Saliency", smoothgrad: "SmoothGrad", "integrated-gradients": "Integrated gradients",
  "input-x-gradient": "Input × gradient", guided: "Guided backpropagation", deconvnet: "Deconvnet", occlusion: "Occlusion",
};

/** `convscope look saliency`, `gradcam` and `occlusion`: what in a picture speaks for a class. */
export function attributionCommand(name: keyof typeof attributions): (terminal: Terminal) => CommandUnknownOpts {
  const { summary, ways } = attributions[name];
  const [usual = name, ...others] = Object.keys(ways);
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
          const found = await (ways[options.method] as Ways[string])(net, one.x, { ...(target !== undefined && { target }), ...(options.layer !== undefined && { layer: options.layer }), signal: terminal.signal });
          const [number = 0] = found.targets;
          const classOfIt = classNameOf(source, number);
          const svg = heatmapOverlay([{ image: one.shown.data, shape: one.shown.shape, map: { shape: found.shape.slice(1), data: found.data } }], { title: `${titles[options.method] ?? options.method} for ${classOfIt}` });
          const { file } = await writeFigure(terminal, svg, { out: options.out, stem: stemOf(reference, name) });
          const json = { network: source.graph.name, method: options.method, class: classOfIt, target: number, score: found.scores[0], ...("layer" in found && { layer: found.layer }), ...one.told, file };
          answer(terminal, { json, text: `${titles[options.method] ?? options.method} for ${classOfIt}, whose score is ${(found.scores[0] ?? NaN).toPrecision(3)}${one.label === undefined ? "" : ` (in truth ${one.label})`}${"layer" in found ? `, by the maps of ${String(found.layer)}` : ""}, drawn into ${file}` }, options.json);
        });
      });
}
