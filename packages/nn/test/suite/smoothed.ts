import { sigmoid, silu, type Graph, type Kind, type Layer, type LayerOf } from "@convscope/core";

/** What stands for a kind that has kinks. */
const smooth: { readonly [K in Kind]?: (layer: LayerOf<K>) => Layer } = {
  hardSigmoid: () => sigmoid(),
  hardSwish: () => silu(),
  maxPooling2d: ({ kernelSize, strides, padding, ceilMode }) => ({ kind: "averagePooling2d", kernelSize, strides, padding, ceilMode, countIncludePad: true }),
  relu: () => silu(),
  relu6: () => silu(),
};

/** A net without kinks, at which rounding decides the way: through a hundred layers in training one turn moves gradients by a tenth. */
export const smoothed = (of: Graph): Graph => ({ ...of, nodes: of.nodes.map((node) => ({ ...node, layer: (smooth[node.layer.kind] as ((layer: Layer) => Layer) | undefined)?.(node.layer) ?? node.layer })) });
