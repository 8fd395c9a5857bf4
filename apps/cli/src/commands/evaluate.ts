import { Argument, type CommandUnknownOpts } from "@commander-js/extra-typings";
import { datasets } from "@convscope/datasets";
import type { Engine } from "@convscope/nn";
import { backendOption, openEngine, threadsOption } from "../backends.ts";
import { answer, command, type Answer } from "../command.ts";
import { classTable } from "../class-table.ts";
import { labelsOption } from "../labels.ts";
import { measure, measureTogether, openSubject, type Subject, type SubjectOptions } from "../measured.ts";
import { grouped, percent, table } from "../table.ts";
import type { Terminal } from "../terminal.ts";
import { whole } from "../values.ts";

/** `convscope evaluate`: trained networks on the test set. */
export const evaluateCommand = (terminal: Terminal): CommandUnknownOpts =>
  command("evaluate")
    .summary("measure a trained run on test data, or several together")
    .description("Loads the weights of a run that did best on held-out data, and measures them on the test set: loss, accuracy, precision, recall and F1 of each class, confusion matrix.\n\nOf several runs the probabilities are averaged too: an ensemble. Networks that were trained apart make different mistakes, so together they make fewer; AlexNet's authors brought their top-5 error from 18.2 to 15.4 % with seven (Krizhevsky et al. 2012, table 2).")
    .addArgument(new Argument("<run...>", "the folder of a run, or of an imported network; several are also averaged"))
    .option("--data <name>", `${Object.keys(datasets).join(", ")}, or a path to data of one's own (default that of the training)`)
    .option("--data-dir <folder>", "where the data set's files are")
    .addOption(labelsOption())
    .option("--test-samples <n>", "only so many test images (default as in the training)", whole(1))
    .addOption(backendOption())
    .addOption(threadsOption())
    .addHelpText("after", "\nExamples:\n  convscope evaluate runs/mnist\n  convscope evaluate runs/mnist --json | jq .accuracy\n  convscope evaluate runs/a runs/b runs/c")
    .action(async (folders, options) => {
      const subjects: Subject[] = [];
      for (const folder of folders) subjects.push(await openSubject(terminal, folder, options));
      const [first, ...others] = subjects;
      if (!first) return;
      const engine = await openEngine(options);
      answer(terminal, others.length === 0 ? await alone(terminal, first, engine, options) : await together(terminal, [first, ...others], engine, options), options.json);
    });

async function alone(terminal: Terminal, subject: Subject, engine: Engine, options: SubjectOptions): Promise<Answer> {
  const { name, path, graph, dataset } = subject;
  const { loss, accuracy, top5, macroF1, perClass, confusion, macro, weighted, tested } = await measure(terminal, subject, engine, options);
  const { bold, dim } = terminal.colors;
  const images = tested.places.length;
  const text = [
    `${graph.name} of ${name} on ${dataset.title}: ${imagesText(images)}, ${engine.backend}`,
    "",
    `${bold(`Accuracy ${percent(accuracy)}`)}  loss ${loss.toFixed(4)}  top-5 ${percent(top5)}  macro F1 ${percent(macroF1)}`,
    "",
    classTable([...perClass, { class: "macro", ...macro, support: images }, { class: "weighted", ...weighted, support: images }], dim),
    "",
    ...confusionLines(confusion, dataset.classes, dim),
  ].join("\n");
  return { json: { model: graph.name, data: dataset.name, run: path, images, backend: engine.backend, loss, accuracy, top5, macroF1, perClass, confusion }, text };
}

async function together(terminal: Terminal, subjects: readonly [Subject, ...Subject[]], engine: Engine, options: SubjectOptions): Promise<Answer> {
  const [{ dataset }] = subjects;
  const { alone, together: all } = await measureTogether(terminal, subjects, engine, options);
  const { bold, dim } = terminal.colors;
  const images = alone[0]?.tested.places.length ?? 0;
  const runs = subjects.map(({ path, name, graph }, i) => {
    const { loss = NaN, accuracy = NaN, top5 = NaN, macroF1 = NaN } = alone[i] ?? {};
    return { name, run: path, model: graph.name, loss, accuracy, top5, macroF1 };
  });
  const { loss, accuracy, top5, perClass, confusion, macro, weighted } = all;
  const scored = { loss, accuracy, top5, macroF1: macro.f1 };
  const text = [
    `${runs.length} runs on ${dataset.title}: ${imagesText(images)}, ${engine.backend}`,
    "",
    table([...runs, { name: "all together", model: "mean of probabilities", ...scored }], [
      { title: "run", of: (row) => row.name },
      { title: "model", of: ({ model }) => model },
      { title: "accuracy", of: (row) => percent(row.accuracy), align: "right" },
      { title: "top-5", of: (row) => percent(row.top5), align: "right" },
      { title: "loss", of: (row) => row.loss.toFixed(4), align: "right" },
      { title: "macro F1", of: (row) => percent(row.macroF1), align: "right" },
    ], dim),
    "",
    bold("All together"),
    classTable([...perClass, { class: "macro", ...macro, support: images }, { class: "weighted", ...weighted, support: images }], dim),
    "",
    ...confusionLines(confusion, dataset.classes, dim),
  ].join("\n");
  return { json: { data: dataset.name, images, backend: engine.backend, runs: runs.map(({ name: _, ...row }) => row), together: { ...scored, perClass, confusion } }, text };
}

const imagesText = (images: number): string => `${grouped(images)} test image${images === 1 ? "" : "s"}`;

const confusionLines = (confusion: readonly (readonly number[])[], classes: readonly string[], heading: (text: string) => string): readonly string[] => [
  "Confusion: rows are the true class, columns the predicted",
  table(
    confusion.map((row, i) => ({ name: classes[i] ?? "", row })),
    [{ title: "", of: ({ name }: { readonly name: string; readonly row: readonly number[] }) => name }, ...classes.map((name, column) => ({ title: name, of: ({ row }: { row: readonly number[] }) => String(row[column] ?? 0), align: "right" as const }))],
    heading,
  ),
];
