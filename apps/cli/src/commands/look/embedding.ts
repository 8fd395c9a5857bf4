import { Option, type CommandUnknownOpts } from "@commander-js/extra-typings";
import { featureNode, pca, scoreNode, tsne } from "@convscope/insight";
import { breather, checkNames, type Data, type NdArray, type Network } from "@convscope/nn";
import { scatter } from "@convscope/viz";
import { backendOption, threadsOption } from "../../backends.ts";
import { withBar } from "../../bar.ts";
import { answer, command } from "../../command.ts";
import { writeFigure } from "../../figure-file.ts";
import { labelsOption } from "../../labels.ts";
import { dataDirOption, networkArgument, outOption, testDataOption, weightsOption } from "../../seen-options.ts";
import { sourceOf } from "../../source.ts";
import { grouped, percent } from "../../table.ts";
import type { Terminal } from "../../terminal.ts";
import { withTestSamples } from "../../test-samples.ts";
import { whole } from "../../values.ts";
import { stemOf, withNetwork } from "./asked.ts";

/** Pictures that go through the network together. */
const together = 64;

/** `convscope look embedding`: how a network sets classes apart. */
export const embeddingCommand = (terminal: Terminal): CommandUnknownOpts =>
  command("embedding")
    .summary("how test pictures lie to each other in the features of a layer")
    .description("Takes the features that a node gives for each test picture, lays them out in the plane and draws each as a point in the colour of its class: classes that the network tells apart lie apart. Of a node that makes maps the feature is the mean of each map.")
    .addArgument(networkArgument())
    .addOption(testDataOption())
    .addOption(dataDirOption())
    .addOption(labelsOption())
    .option("--node <name>", "whose features (default those from which the scores are made)")
    .addOption(new Option("--method <method>", "pca: the two directions in which the features differ most; tsne: neighbours stay neighbours, distances between far ones mean nothing").choices(["pca", "tsne"] as const).default("pca" as const))
    .option("--samples <n>", "how many test pictures; t-SNE takes at most 5000, and four times as long for twice as many", whole(4), 1000)
    .addOption(weightsOption())
    .option("--seed <n>", "draws the start of t-SNE, and random weights", whole(0), 1)
    .addOption(outOption("embedding"))
    .addOption(backendOption())
    .addOption(threadsOption())
    .addHelpText("after", "\nExamples:\n  convscope look embedding runs/mnist\n  convscope look embedding runs/mnist --method tsne --samples 2000\n  convscope look embedding resnet18 --data ./photos --node avgpool -o photos.png")
    .action(async (reference, options) => {
      const { method, seed } = options;
      const source = await sourceOf(reference, options, terminal);
      const { graph } = source;
      const { node = featureNode(graph, scoreNode(graph)) } = options;
      checkNames(graph, "node", [node], graph.nodes.map(({ name }) => name));
      await withNetwork(source, options, (net) => withTestSamples(terminal, reference, source, options, async ({ name, classes, labels, data }) => {
        const features = await withBar(terminal, `${grouped(data.length)} pictures`, (report) => featuresOf(net, node, data, terminal.signal, report));
        const components = method === "pca" ? pca(features) : undefined;
        const { points: { data: points } } = components ?? (await withBar(terminal, "t-SNE", (onProgress) => tsne(features, { seed, signal: terminal.signal, onProgress })));
        const axis = (i: number): string => (components ? `component ${i + 1}, ${percent(components.explained[i] ?? 0)} of the variance` : `t-SNE ${i + 1}`);
        const svg = scatter({ points, labels, classes }, { title: `${method === "pca" ? "PCA" : "t-SNE"} of ${node}`, note: `${grouped(data.length)} test pictures of ${name}, ${features.shape[1]} features of each.`, xLabel: axis(0), yLabel: axis(1) });
        const { file } = await writeFigure(terminal, svg, { out: options.out, stem: stemOf(reference, "embedding") });
        const told = Array.from(labels, (label, sample) => ({ sample, label: classes[label] ?? String(label), x: points[2 * sample], y: points[2 * sample + 1] }));
        answer(terminal, { json: { network: graph.name, node, data: name, method, features: features.shape[1], ...(components && { explained: components.explained }), points: told, file }, text: `${grouped(data.length)} test pictures of ${name} by the features of ${node} drawn into ${file}` }, options.json);
      }));
    });

/** `[samples, features]`. */
async function featuresOf(net: Network, node: string, data: Data, signal: AbortSignal, report: (seen: number, total: number) => void): Promise<NdArray> {
  const rows: Float32Array[] = [];
  const breathe = breather();
  for (let from = 0; from < data.length; from += together) {
    await breathe();
    signal.throwIfAborted();
    const { inputs } = await data.batch(Uint32Array.from({ length: Math.min(together, data.length - from) }, (_, i) => from + i));
    const { [node]: values } = await net.run(inputs, { nodes: [node] });
    if (values) rows.push(...meansOf(values));
    report(Math.min(from + together, data.length), data.length);
  }
  const width = rows[0]?.length ?? 0;
  const all = new Float32Array(rows.length * width);
  for (const [i, row] of rows.entries()) all.set(row, i * width);
  return { shape: [rows.length, width], data: all };
}

/** Of each sample the mean over the places: `[N, …, C]` to N rows of C. */
function meansOf({ shape, data }: NdArray): readonly Float32Array[] {
  const [samples = 0, channels = 1] = [shape[0], shape.at(-1)];
  const size = data.length / samples;
  return Array.from({ length: samples }, (_, i) => {
    const sums = new Float64Array(channels);
    for (let at = 0; at < size; at++) sums[at % channels]! += data[i * size + at] ?? 0;
    return Float32Array.from(sums, (sum) => (sum * channels) / size);
  });
}
