import { resolve } from "node:path";
import { Argument, type CommandUnknownOpts } from "@commander-js/extra-typings";
import { datasets } from "@convscope/datasets";
import { network } from "@convscope/nn";
import { backendOption, openEngine, threadsOption } from "../backends.ts";
import { answer, command } from "../command.ts";
import { classTable } from "../class-table.ts";
import { CommandError, UsageError } from "../failure.ts";
import { importedData } from "../imported.ts";
import { dataReference, testedData } from "../open-data.ts";
import { reportOn } from "../run/report.ts";
import { readBest, readRun, readRunGraph } from "../run/run.ts";
import { openSamples, tellProblems } from "../samples.ts";
import { lossOf } from "../settings.ts";
import { grouped, percent, table } from "../table.ts";
import type { Terminal } from "../terminal.ts";
import { whole } from "../values.ts";

/** `convscope evaluate`: a trained network on the test set. */
export const evaluateCommand = (terminal: Terminal): CommandUnknownOpts =>
  command("evaluate")
    .summary("measure a trained run on test data")
    .description("Loads the weights of a run that did best on held-out data, and measures them on the test set: loss, accuracy, precision, recall and F1 of each class, confusion matrix.")
    .addArgument(new Argument("<run>", "the folder of a run, or of an imported network"))
    .option("--data <name>", `${Object.keys(datasets).join(", ")}, or a path to data of one's own (default that of the training)`)
    .option("--data-dir <folder>", "where the data set's files are")
    .option("--test-samples <n>", "only so many test images (default as in the training)", whole(1))
    .addOption(backendOption())
    .addOption(threadsOption())
    .addHelpText("after", "\nExamples:\n  convscope evaluate runs/mnist\n  convscope evaluate runs/mnist --json | jq .accuracy")
    .action(async (folder, options) => {
      const path = resolve(terminal.cwd, folder);
      const run = readRun(path);
      const graph = readRunGraph(path, run);
      const data = options.data === undefined ? (run.data.name === importedData ? importedData : run.config.data) : dataReference(options.data, terminal.cwd);
      if (data === importedData) throw new UsageError(`${folder} was imported and names no data set. Name one that fits with --data; "convscope data list" lists them.`);
      const dataset = await testedData(terminal, run.data, {
        ...run.config,
        data,
        ...(options.dataDir !== undefined && { dataDir: options.dataDir }),
        ...(options.testSamples !== undefined && { samples: { ...run.config.samples, test: options.testSamples } }),
      });
      const shape = "parts" in dataset ? run.data.inputShape : dataset.inputShape;
      if (String(shape) !== String(run.data.inputShape) || dataset.classes.length !== run.data.classes.length)
        throw new CommandError(`${data}: pictures and classes must be as in the training, ${run.data.inputShape.join("×")} and ${run.data.classes.length}. Received ${shape.join("×")} and ${dataset.classes.length}.`);
      const comparable = options.testSamples === undefined || dataset.checksum.startsWith("md5:");
      if ((options.data === undefined || data === run.data.name) && comparable && dataset.checksum !== run.data.checksum)
        throw new CommandError(`${data}: the data must be those of the training. Received ${dataset.checksum}, where ${run.data.checksum} was due. Give the files of the training with --data-dir, or train again.`);
      const weights = readBest(path);
      const engine = await openEngine(options);
      const samples = await openSamples(dataset, { ...run.config, samples: { ...run.config.samples, ...(options.testSamples !== undefined && { test: options.testSamples }) }, shape: run.data.inputShape, standardise: run.preprocessing.standardise });
      const net = await network(graph, { engine, weights, seed: run.config.seed });
      try {
        const { loss, accuracy, top5, macroF1, perClass, confusion, macro, weighted, tested } = await reportOn(net, samples.test, dataset.classes, lossOf(run.config, graph), terminal.signal);
        const { bold, dim } = terminal.colors;
        const images = tested.places.length;
        const text = [
          `${graph.name} of ${folder} on ${dataset.title}: ${grouped(images)} test image${images === 1 ? "" : "s"}, ${engine.backend}`,
          "",
          `${bold(`Accuracy ${percent(accuracy)}`)}  loss ${loss.toFixed(4)}  top-5 ${percent(top5)}  macro F1 ${percent(macroF1)}`,
          "",
          classTable([...perClass, { class: "macro", ...macro, support: images }, { class: "weighted", ...weighted, support: images }], dim),
          "",
          "Confusion: rows are the true class, columns the predicted",
          table(
            confusion.map((row, i) => ({ name: dataset.classes[i] ?? "", row })),
            [{ title: "", of: ({ name }: { readonly name: string; readonly row: readonly number[] }) => name }, ...dataset.classes.map((name, column) => ({ title: name, of: ({ row }: { row: readonly number[] }) => String(row[column] ?? 0), align: "right" as const }))],
            dim,
          ),
        ].join("\n");
        answer(terminal, { json: { model: graph.name, data: dataset.name, run: path, images, backend: engine.backend, loss, accuracy, top5, macroF1, perClass, confusion }, text }, options.json);
      } finally {
        net.dispose();
        tellProblems(terminal, samples.problems());
        await samples.close();
      }
    });
