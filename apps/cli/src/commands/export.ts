import { existsSync, rmSync } from "node:fs";
import { basename, extname, join, resolve } from "node:path";
import { Argument, Option, type CommandUnknownOpts } from "@commander-js/extra-typings";
import { toJson, type Graph } from "@convscope/core";
import { toOnnxTraining } from "@convscope/engine-ort";
import { toKeras, toKerasWeights, toOnnx, toPyTorch, toTfjs, toTorch, toTorchrun, writeSafetensors, type Arrays, type OnnxOptions } from "@convscope/exchange";
import { writeAtomic } from "@convscope/files";
import { initialWeights, losses, optimizers, parseOptimizer } from "@convscope/nn";
import { answer, command } from "../command.ts";
import { CommandError, UsageError } from "../failure.ts";
import { resolveGraph } from "../resolve.ts";
import { lossOf } from "../settings.ts";
import { sourceOf } from "../source.ts";
import { bytes } from "../table.ts";
import type { Terminal } from "../terminal.ts";
import { oneOf, shape, whole } from "../values.ts";
import { indented } from "../wrap.ts";

/** What is exported. */
interface Exported {
  readonly graph: Graph;
  readonly weights: Arrays;
  /** What a program needs besides, as JSON: the class names, and how pictures are prepared. */
  readonly metadata: { readonly [key: string]: string };
}

interface FormatOptions {
  readonly layout?: string | undefined;
  readonly batch?: number | undefined;
  readonly loss?: string | undefined;
  readonly optimizer?: string | undefined;
}

/** How maps may enter and leave an ONNX model. */
export const layouts: readonly string[] = ["nchw", "nhwc"];

type Files = { readonly [name: string]: Uint8Array | string };

/** A way to write a network. */
interface Format {
  /** What help says of it. */
  readonly about: string;
  /** Its options, besides those that all have. */
  readonly options: readonly (keyof FormatOptions)[];
  /** Whether it is of the graph alone: no weights are read or fetched for it. */
  readonly withoutWeights?: true;
  /** Whether it writes several files. */
  readonly folder?: true;
  /** Whether it writes files that differ in their endings: the one that is asked for, and others beside it. */
  readonly beside?: true;
  /** One file, or several by name in a folder, or by their endings. */
  write(exported: Exported, options: FormatOptions): Uint8Array | string | Files;
}

/** Every format by name. */
export const formats: { readonly [name: string]: Format } = {
  graph: {
    about: "the graph alone, as JSON",
    options: [],
    withoutWeights: true,
    write: ({ graph }) => toJson(graph),
  },
  keras: {
    about: "a folder: model.py, source for Keras 3, and weights.safetensors, which it loads",
    options: [],
    folder: true,
    write: ({ graph, weights, metadata }) => ({ "model.py": toKeras(graph), "weights.safetensors": writeSafetensors(toKerasWeights(graph, weights), metadata) }),
  },
  onnx: {
    about: "for ONNX Runtime and whatever else reads ONNX, with any batch size",
    options: ["layout"],
    write: ({ graph, weights, metadata }, { layout }) => toOnnx(graph, weights, { metadata, ...(layout !== undefined && { layout: layout as NonNullable<OnnxOptions["layout"]> }) }),
  },
  "onnx-training": {
    about: "a whole training step for ONNX Runtime in any language: forward, loss, backward and update; beside it, as .safetensors, what the first step begins with",
    options: ["batch", "loss", "optimizer"],
    beside: true,
    write({ graph, weights, metadata }, { batch, loss = "sparseCategoricalCrossentropy", optimizer = "adam" }) {
      const { model, state } = toOnnxTraining(graph, {
        weights, metadata, loss: lossOf({ loss }, graph), optimizer: parseOptimizer(optimizer), ...(batch !== undefined && { batchSize: batch }),
      });
      return { ".onnx": model, ".safetensors": writeSafetensors(state, metadata) };
    },
  },
  pytorch: {
    about: "a folder: model.py, source for PyTorch, weights.safetensors, which it loads, graph.json, and with one input and one output train.py, to train it as a classifier with torchrun",
    options: [],
    folder: true,
    write: ({ graph, weights, metadata }) => ({
      "model.py": toPyTorch(graph),
      "weights.safetensors": writeSafetensors(toTorch(graph, weights), { ...metadata, format: "pt" }),
      "graph.json": toJson(graph),
      ...(Object.keys(graph.inputs).length === 1 && graph.outputs.length === 1 && { "train.py": toTorchrun(graph) }),
    }),
  },
  safetensors: {
    about: "the weights alone, with PyTorch's names and layouts",
    options: [],
    write: ({ graph, weights, metadata }) => writeSafetensors(toTorch(graph, weights), { ...metadata, format: "pt" }),
  },
  tfjs: {
    about: "a folder: model.json and files of weights, which tf.loadLayersModel loads",
    options: [],
    folder: true,
    write: ({ graph, weights }) => toTfjs(graph, weights),
  },
};

/** What a person writes who expects one file of another program. */
const isFileName = /\.(keras|h5|hdf5|json|py|pth|pt|onnx|safetensors)$/i;

/** `convscope export`: a network in a form that other programs read. */
export const exportCommand = (terminal: Terminal): CommandUnknownOpts =>
  command("export")
    .summary("write a network or its weights for other programs: ONNX, PyTorch, Keras, TensorFlow.js, safetensors, JSON")
    .description(`Writes a network into a file, or a folder of files:\n\n${Object.entries(formats).map(([name, { about }]) => `  ${name.padEnd(14)} ${indented(about, 78, 17)}`).join("\n")}\n\nOf a run it takes the weights that did best on held-out data, of a model of the zoo those that are published, which are fetched once. A model without any gets random ones, and the command says so.`)
    .addArgument(new Argument("<format>", Object.keys(formats).join(", ")).argParser(oneOf(Object.keys(formats))))
    .addArgument(new Argument("<run|model>", "the folder of a run, a model of the zoo, perhaps with @variant, or a graph's JSON file"))
    .requiredOption("-o, --output <file>", "the file or folder to write")
    .option("--force", "replace the file if it is there")
    .addOption(new Option("--layout <layout>", "how maps enter and leave an ONNX model: nchw, as PyTorch has them, or nhwc, as TensorFlow has (default nchw)").argParser(oneOf(layouts)))
    .option("--batch <n>", "images in a step of onnx-training (default 64)", whole(1))
    .option("--optimizer <kind>", `of onnx-training: ${Object.keys(optimizers).join(", ")} (default adam)`, oneOf(Object.keys(optimizers)))
    .option("--loss <kind>", "of onnx-training, as of convscope train (default sparseCategoricalCrossentropy)", oneOf(Object.keys(losses)))
    .option("--weights <file|version>", "of a model of the zoo: a .safetensors, .pth or .pt file, a published version such as IMAGENET1K_V1, or random")
    .option("--input <shape>", "input shape of a model of the zoo, e.g. 96x96x3", shape)
    .option("--classes <n>", "number of classes of a model of the zoo", whole(1))
    .option("--seed <n>", "draws random weights", whole(0), 1)
    .addHelpText("after", "\nExamples:\n  convscope export onnx runs/mnist -o mnist.onnx\n  convscope export onnx resnet18 -o resnet18.onnx\n  convscope export onnx-training mnist-cnn -o step.onnx --optimizer sgd\n  convscope export pytorch runs/mnist -o mnist-pytorch\n  convscope export safetensors runs/mnist -o mnist.safetensors")
    .action(async (name, reference, options) => {
      const format = formats[name] as Format;
      if (options.layout !== undefined && !format.options.includes("layout")) throw new UsageError(`--layout belongs to onnx. ${name} has no layouts to choose from.`);
      const strange = (["batch", "loss", "optimizer"] as const).find((option) => options[option] !== undefined && !format.options.includes(option));
      if (strange) throw new UsageError(`--${strange} belongs to onnx-training. ${name} says nothing of training.`);
      const file = resolve(terminal.cwd, options.output);
      if (format.folder && isFileName.test(file)) throw new UsageError(`${name} is written as a folder of files. Received -o ${options.output}; give it a name without ${extname(file)}.`);
      if (format.beside && extname(file) !== ".onnx") throw new UsageError(`${name} is written as an .onnx file with a .safetensors file beside it. Received -o ${options.output}; give it a name that ends in .onnx.`);
      const pathOf = (part: string): string => (format.beside ? `${file.slice(0, -extname(file).length)}${part}` : join(file, part));
      const there = [file, ...(format.beside ? [pathOf(".safetensors")] : [])].find((path) => existsSync(path));
      if (there !== undefined && !options.force) throw new CommandError(`${there}: is there already. --force replaces it.`);
      const exported = format.withoutWeights ? { graph: graphAlone(reference, options, terminal), weights: {}, metadata: {} } : await withWeights(reference, options, terminal);
      const content = format.write(exported, options);
      const files = typeof content === "string" || content instanceof Uint8Array ? undefined : content;
      if (typeof content === "string" || content instanceof Uint8Array) await writeAtomic(file, content);
      else await writeAll(Object.entries(content).map(([part, data]) => [pathOf(part), data]));
      const written = files && format.beside ? Object.keys(files).map(pathOf) : [file];
      const size = (files ? Object.values(files) : [content as Uint8Array | string]).reduce((sum, data) => sum + (typeof data === "string" ? new TextEncoder().encode(data).length : data.length), 0);
      answer(terminal, { json: { format: name, model: exported.graph.name, file, bytes: size, ...(files && { files: Object.keys(files).map((part) => (format.beside ? basename(pathOf(part)) : part)) }) }, text: `${exported.graph.name} as ${name}: ${written.join(" and ")}, ${bytes(size)}` }, options.json);
    });

/** Writes files that belong together: where one cannot be written, those before it go again, as they are of no use alone. */
async function writeAll(files: readonly (readonly [path: string, data: Uint8Array | string])[]): Promise<void> {
  const written: string[] = [];
  try {
    for (const [path, data] of files) {
      await writeAtomic(path, data);
      written.push(path);
    }
  } catch (error) {
    for (const path of written) rmSync(path, { force: true });
    throw error;
  }
}

interface Asked {
  readonly seed: number;
  readonly weights?: string | undefined;
  readonly input?: readonly number[] | undefined;
  readonly classes?: number | undefined;
}

function graphAlone(reference: string, { input, classes }: Asked, terminal: Terminal): Graph {
  return resolveGraph(reference, { ...(input && { inputShape: input }), ...(classes !== undefined && { classes }) }, terminal.cwd);
}

/** A network with its own weights or published ones; with random ones where a model of the zoo is asked for in another form. */
async function withWeights(reference: string, asked: Asked, terminal: Terminal): Promise<Exported> {
  const { seed, weights } = asked;
  if (asked.input !== undefined || asked.classes !== undefined) {
    if (weights !== undefined && weights !== "random") throw new UsageError("--weights are of a net with an input and classes of its own. Leave --input and --classes out, or give --weights random.");
    const graph = graphAlone(reference, asked, terminal);
    terminal.err(`note: ${graph.name} gets random weights (seed ${seed}), as none are published for that input and these classes.\n`);
    return { graph, weights: initialWeights(graph, { seed }), metadata: {} };
  }
  const { graph, classes, from, preprocessing, scale, fit, standardise, ...source } = await sourceOf(reference, { seed, weights }, terminal);
  const { resize, crop, interpolation, mean, std } = preprocessing ?? {};
  return {
    graph,
    weights: source.weights ?? initialWeights(graph, { seed }),
    metadata: {
      ...(classes && { classes: JSON.stringify(classes) }),
      ...(from !== undefined && { preprocessing: JSON.stringify(preprocessing ? { resize, crop, interpolation, mean, std } : { scale, fit, standardise }) }),
    },
  };
}
