import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { Argument, type CommandUnknownOpts } from "@commander-js/extra-typings";
import { inferShapes, parameters, toJson, type Graph } from "@convscope/core";
import { fromKerasWeights, fromTorch, writeSafetensors, type Arrays } from "@convscope/exchange";
import { readWeights } from "@convscope/exchange/node";
import { writeAtomic } from "@convscope/files";
import { answer, command } from "../command.ts";
import { CommandError, UsageError } from "../failure.ts";
import { fileSize, readBytes } from "../file.ts";
import { importedData, importedModel, noNetwork } from "../imported.ts";
import { resolveGraph } from "../resolve.ts";
import { runFiles, writeRun } from "../run/run.ts";
import { configSchema } from "../settings.ts";
import { grouped } from "../table.ts";
import type { Terminal } from "../terminal.ts";
import { shape } from "../values.ts";
import { version } from "../versions.ts";

/** `convscope import`: a network from another program as a folder like that of a run. */
export const importCommand = (terminal: Terminal): CommandUnknownOpts =>
  command("import")
    .summary("take in a network of Keras, TensorFlow.js or PyTorch")
    .description("Reads a network and writes it into a folder that summary, predict and evaluate take like a run:\n\n  model.keras, model.h5    of Keras 2 or 3\n  model.json               of TensorFlow.js, with its files of weights beside it\n  w.safetensors, w.pth     weights alone, with --model: a model of the zoo or a graph.json\n  w.weights.h5             Keras's weights alone, with --model\n\nA layer that Convscope does not have is named.")
    .addArgument(new Argument("<file>", "the file to read"))
    .requiredOption("-o, --output <folder>", "the folder to write")
    .option("--model <model>", "what weights alone belong to: a model of the zoo, or a graph's JSON file")
    .option("--input <shape>", "the input shape of a model whose sizes are open, e.g. 224x224x3", shape)
    .option("--force", "replace what is in the folder")
    .addHelpText("after", "\nExamples:\n  convscope import mobilenet.keras -o runs/mobilenet\n  convscope import trained.safetensors --model graph.json -o runs/trained")
    .action(async (file, options) => {
      const path = resolve(terminal.cwd, file);
      const folder = resolve(terminal.cwd, options.output);
      if (!existsSync(path)) throw new CommandError(`${path}: there is no such file.`);
      fileSize(path);
      const files = runFiles(folder);
      const there = [files.graph, files.run, files.best].find((name) => existsSync(name));
      if (there !== undefined && !options.force) throw new CommandError(`${there}: is there already. --force replaces it.`);
      const { graph, weights } = options.model === undefined ? await whole(file, options.input, terminal) : await alone(path, options.model, options.input, terminal);
      await writeAtomic(files.graph, toJson(graph));
      await writeAtomic(files.best, writeSafetensors(weights));
      const isRun = await writeSettings(folder, graph, file);
      const { trainable } = parameters(graph);
      const text = `${graph.name}: ${grouped(trainable)} parameters in ${folder}\n${isRun ? `Pixels are given to it as 0 … 1. Measure it: convscope evaluate ${options.output} --data NAME` : "It tells no classes of one picture apart, so it can be looked at but not evaluated."}`;
      answer(terminal, { json: { model: graph.name, folder, params: trainable, classifier: isRun }, text }, options.json);
    });

interface Network { readonly graph: Graph; readonly weights: Arrays }

async function whole(file: string, inputShape: readonly number[] | undefined, terminal: Terminal): Promise<Network> {
  const found = await importedModel(file, { cwd: terminal.cwd, inputShape });
  if (!found) throw noNetwork(file);
  return found;
}

/** Weights in the layouts of PyTorch, or Keras's. */
async function alone(path: string, model: string, inputShape: readonly number[] | undefined, terminal: Terminal): Promise<Network> {
  const graph = resolveGraph(model, inputShape ? { inputShape } : {}, terminal.cwd);
  if (/\.(safetensors|pth|pt)$/i.test(path)) return { graph, weights: fromTorch(graph, await readWeights(path)) };
  if (!/\.(h5|hdf5)$/i.test(path)) throw new UsageError(`--model goes with weights alone: .safetensors, .pth, .pt or .h5. Received ${path}.`);
  return { graph, weights: await fromKerasWeights(graph, readBytes(path), { file: path }) };
}

/** A classifier of pictures gets the settings of a run, so that it can be evaluated; the classes have numbers for names. */
async function writeSettings(folder: string, graph: Graph, file: string): Promise<boolean> {
  const shapes = inferShapes(graph);
  const input = shapes.get(Object.keys(graph.inputs)[0] ?? "") ?? [];
  const output = shapes.get(graph.outputs[0] ?? "") ?? [];
  if (Object.keys(graph.inputs).length !== 1 || graph.outputs.length !== 1 || input.length !== 3 || output.length !== 1) return false;
  await writeRun(folder, {
    format: 1,
    status: "finished",
    reason: `imported from ${file}`,
    config: configSchema.parse({ model: join(folder, "graph.json"), data: importedData }),
    data: { name: importedData, checksum: "", classes: Array.from({ length: output[0] ?? 0 }, (_, i) => String(i)), inputShape: input },
    preprocessing: { scale: 1 / 255 },
    backend: { engine: "none", name: "none", threads: 1 },
    versions: { convscope: version },
    history: [],
    imagesPerSecond: 0,
    seconds: 0,
  });
  return true;
}
