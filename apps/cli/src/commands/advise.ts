import { resolve } from "node:path";
import { Argument, type CommandUnknownOpts } from "@commander-js/extra-typings";
import { parametersByNode, type Graph } from "@convscope/core";
import { advise, trunkNodes, type Advice } from "@convscope/nn";
import { answer, command } from "../command.ts";
import { isModel, resolveGraph } from "../resolve.ts";
import { isRun } from "../run/run.ts";
import { grouped } from "../table.ts";
import type { Terminal } from "../terminal.ts";
import { whole } from "../values.ts";
import { withWeights } from "../weights.ts";
import { wrapped } from "../wrap.ts";

/** What a network is made of, as advice asks. */
interface Parts {
  readonly head: number;
  readonly trunk: number;
  /** The node up to which about half of the layers with weights lie. */
  readonly middle: string;
}

/** `convscope advise`: what to do with a trained network, given what data there are. */
export const adviseCommand = (terminal: Terminal): CommandUnknownOpts =>
  command("advise")
    .summary("what to freeze and what to train when a trained network meets your data")
    .description("Little or much data, similar to what the network was trained on or different: four cells of a table, each with what to freeze, at which rate to train, what to take as features, and why. With a model, little and much are told by how many of its weights there are to a sample; without one, by the samples of a class. Both borders are rules of thumb.")
    .addArgument(new Argument("[model]", "a model of the zoo, a graph's JSON file, or a run"))
    .requiredOption("--samples <n>", "training samples of all classes together", whole(1))
    .option("--classes <n>", "classes to tell apart", whole(2), 2)
    .option("--similar", "the pictures are of the kind that the network was trained on (default different)")
    .addHelpText("after", "\nExamples:\n  convscope advise --samples 750 --classes 3 --similar\n  convscope advise resnet18 --samples 750 --classes 3 --similar\n  convscope advise resnet18 --samples 200k --classes 50 --json")
    .action((model, { json, samples, classes, similar = false }) => {
      const parts = model === undefined ? undefined : partsOf(resolveGraph(model, isModel(model) ? { classes } : {}, terminal.cwd));
      const advice = advise({ samples, classes, similar, ...(parts && { parameters: { head: parts.head, trunk: parts.trunk } }) });
      const flags = flagsFor(advice, weightsFor(model, terminal.cwd), parts);
      const text = [
        `${terminal.colors.bold(`${advice.data === "little" ? "Little" : "Much"} data, ${similar ? "similar" : "different"}`)}: ${advice.measure}.`,
        ...(parts ? [`Head ${grouped(parts.head)} parameters, trunk ${grouped(parts.trunk)}. Much begins at ${grouped(advice.muchFrom)} samples.`] : []),
        "",
        wrapped(advice.todo, 80),
        "",
        wrapped(advice.why, 80),
        "",
        `With convscope train: ${flags}`,
        terminal.colors.dim(`Source: ${advice.source}.`),
      ].join("\n");
      answer(terminal, { json: { ...(model !== undefined && { model }), samples, classes, ...advice, ...(parts && { parameters: { head: parts.head, trunk: parts.trunk }, middle: parts.middle }), flags }, text }, json);
    });

function partsOf(graph: Graph): Parts {
  const counts = parametersByNode(graph);
  const names = new Set(trunkNodes(graph));
  const sum = (wanted: boolean): number => graph.nodes.reduce((total, { name }) => total + (names.has(name) === wanted ? (counts.get(name)?.trainable ?? 0) : 0), 0);
  const weighted = [...names].filter((name) => (counts.get(name)?.trainable ?? 0) > 0);
  return { head: sum(false), trunk: sum(true), middle: weighted[Math.ceil(weighted.length / 2) - 1] ?? "" };
}

/** Where the trained weights come from: published ones, the run that was named, or one that there may be. */
const weightsFor = (model: string | undefined, cwd: string): string =>
  model === undefined || withWeights.some(({ name }) => name === model) ? "imagenet" : !isModel(model) && isRun(resolve(cwd, model)) ? model : "runs/before";

/** The same as flags of `convscope train`. */
function flagsFor({ freeze, trunkRate }: Advice, weights: string, parts: Parts | undefined): string {
  if (freeze === "trunk") return `--weights ${weights} --freeze trunk`;
  if (freeze === "lower half") return `--weights ${weights} --freeze ${parts?.middle ?? "LAYER"} --augment flip,crop`;
  return trunkRate < 1 ? `--weights ${weights} --freeze trunk --thaw 3 --thaw-rate ${trunkRate}` : `--weights ${weights}`;
}
