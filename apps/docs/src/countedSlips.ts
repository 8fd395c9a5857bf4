import { summarize, type Graph } from "@convscope/core";
import { model, models, type ModelRow } from "@convscope/models";

/** A claim about a network, and what its graph says. */
export interface CountedSlip {
  readonly claim: string;
  readonly truth: string;
  /** What was counted. */
  readonly counted: string;
  readonly source: string;
}

const rowOf = (name: string): ModelRow => {
  const row = models.find((one) => one.name === name);
  if (!row) throw new RangeError(`There is no model ${name}.`);
  return row;
};

const count = (graph: Graph, kind: string): number => graph.nodes.filter(({ layer }) => layer.kind === kind).length;

/** The most layers with weights, convolutions and dense ones, on a way from input to output. */
export function depth(graph: Graph): number {
  const found = new Map<string, number>();
  for (const { name, layer, inputs } of graph.nodes) found.set(name, Math.max(0, ...inputs.map((input) => found.get(input) ?? 0)) + (layer.kind === "conv2d" || layer.kind === "dense" ? 1 : 0));
  return Math.max(...found.values());
}

/** Convolutions of 1×1 on a shortcut: they make a residual's input fit, and are not counted in the 50 of ResNet-50. */
const projections = (graph: Graph): number => graph.nodes.filter(({ name, layer }) => layer.kind === "conv2d" && /downsample/.test(name)).length;

const grouped = (n: number): string => n.toLocaleString("en-GB");
const times = (n: number): string => `${Number(n.toPrecision(3))}×`;

/** Claims about networks, counted on their graphs. */
export function countedSlips(): readonly CountedSlip[] {
  const [googlenet, resnet50, vgg16, vgg19, inception] = [model("googlenet"), model("resnet50"), model("vgg16"), model("vgg19"), model("inception_v3")];
  const params = { googlenet: summarize(googlenet).params, alexnet: summarize(model("alexnet")).params, vgg16: summarize(vgg16).params };
  const top1 = (name: string): number => rowOf(name).published?.[0]?.top1 ?? NaN;
  const convolutions = count(resnet50, "conv2d");
  return [
    {
      claim: "GoogLeNet has 5 million parameters.", truth: `${grouped(params.googlenet)} without its auxiliary heads.`,
      counted: `With biases and 5×5 convolutions, as in the paper's table, ${grouped(rowOf("googlenet").variants?.["paper"]?.params ?? NaN)}.`, source: "arXiv:1409.4842, table 1",
    },
    {
      claim: "GoogLeNet has 12× fewer parameters than AlexNet and 27× fewer than VGG-16.", truth: `${times(params.alexnet / params.googlenet)} and ${times(params.vgg16 / params.googlenet)}.`,
      counted: `${grouped(params.alexnet)} / ${grouped(params.googlenet)} and ${grouped(params.vgg16)} / ${grouped(params.googlenet)}. The 12 stands in the paper's introduction; its own table does not bear it out.`, source: "arXiv:1409.4842; AlexNet as in arXiv:1404.5997, VGG as in arXiv:1409.1556",
    },
    { claim: "GoogLeNet has no fully connected layers.", truth: `It has ${count(googlenet, "dense")}: 1,024 to 1,000, behind a global average pooling.`, counted: `${count(googlenet, "conv2d")} convolutions and ${count(googlenet, "dense")} dense layer; ${depth(googlenet)} of them one after the other.`, source: "arXiv:1409.4842, table 1, row “linear”" },
    {
      claim: "ResNet-50 is 48 convolutions, a max pooling and an average pooling.", truth: `${convolutions - projections(resnet50)} convolutions and ${count(resnet50, "dense")} dense layer make the 50; poolings have no weights and are not counted.`,
      counted: `${convolutions} convolutions, of which ${projections(resnet50)} are projections on shortcuts; ${depth(resnet50)} layers with weights one after the other.`, source: "arXiv:1512.03385, table 1",
    },
    {
      claim: "VGG-16 and VGG-19 have 16 and 19 convolutional layers.", truth: `${count(vgg16, "conv2d")} and ${count(vgg19, "conv2d")}, and ${count(vgg16, "dense")} dense layers each.`,
      counted: `${count(vgg16, "conv2d")} + ${count(vgg16, "dense")} = ${depth(vgg16)}, ${count(vgg19, "conv2d")} + ${count(vgg19, "dense")} = ${depth(vgg19)} layers with weights.`, source: "arXiv:1409.1556, table 1",
    },
    { claim: "VGG-16 performs better than VGG-19.", truth: `${top1("vgg16").toFixed(2)} % against ${top1("vgg19").toFixed(2)} % top-1: VGG-19 is a little better.`, counted: "Of torchvision's published weights, one crop, on ImageNet's validation pictures.", source: "torchvision; also arXiv:1409.1556, table 3" },
    { claim: "Inception-v3 has depth 50.", truth: `Its authors count 42 layers; the longest way through its graph has ${depth(inception)} with weights.`, counted: `${count(inception, "conv2d")} convolutions in all, many of them side by side.`, source: "arXiv:1512.00567, section 6" },
  ];
}
