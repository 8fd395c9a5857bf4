import { along, macs, pads, product, rulesOf } from "../packages/core/dist/index.js";

/** @typedef {import("../packages/core/dist/index.js").Layer} Layer */
/** @typedef {readonly number[]} Shape */

/**
 * @typedef {object} Kernel a call of one kernel of TensorFlow.js
 * @property {string} label the layer in short, with its shapes
 * @property {string} kernel as TensorFlow.js names it
 * @property {Readonly<Record<string, Shape>>} inputs
 * @property {object} attrs
 * @property {number} macs of the call
 */

/**
 * The kernels that a layer takes, forward and backward; none for a layer that multiplies nothing.
 *
 * @param {Layer} layer @param {readonly Shape[]} inputs without the batch @param {number} batch
 * @param {{ training: boolean, first: boolean }} where whether gradients are wanted, and whether the layer stands first
 * @returns {readonly Kernel[]}
 */
export const kernelsOf = (layer, inputs, batch, where) => {
  const work = batch * macs(layer, inputs);
  const [input = []] = inputs;
  switch (layer.kind) {
    case "conv2d":
      return layer.groups === 1 ? sliding(layer, input, batch, work, where, layer.filters) : [];
    case "depthwiseConv2d":
      return sliding(layer, input, batch, work, where);
    case "dense":
      return products(layer.units, input, batch, work, where);
    default:
      return [];
  }
};

/**
 * @param {Extract<Layer, { kind: "conv2d" | "depthwiseConv2d" }>} layer @param {Shape} input @param {number} batch @param {number} work MACs
 * @param {{ training: boolean, first: boolean }} where @param {number} [filters] absent: depthwise
 * @returns {readonly Kernel[]}
 */
const sliding = (layer, [height = 0, width = 0, channels = 0], batch, work, { training, first }, filters) => {
  const depthwise = filters === undefined;
  const edges = [pads(along(layer, 0), height), pads(along(layer, 1), width)];
  const filter = [...layer.kernelSize, channels, filters ?? 1];
  const x = [batch, height, width, channels];
  const dy = [batch, ...rulesOf(layer).outputShape(layer, [[height, width, channels]])];
  const attrs = { strides: layer.strides, pad: [[0, 0], ...edges, [0, 0]], dataFormat: "NHWC", dimRoundingMode: undefined, dilations: layer.dilationRate };
  const label = `${layer.kernelSize.join("×")}${layer.strides[0] > 1 ? `/${layer.strides[0]}` : ""} ${height}×${width}×${channels} → ${dy.slice(1).join("×")}`;
  const of = (/** @type {string} */ kernel, /** @type {Record<string, Shape>} */ inputs, extra = {}) => ({ label, kernel, inputs, attrs: { ...attrs, ...extra }, macs: work });
  const [forward, toInput, toFilter] = depthwise
    ? ["DepthwiseConv2dNative", "DepthwiseConv2dNativeBackpropInput", "DepthwiseConv2dNativeBackpropFilter"]
    : ["Conv2D", "Conv2DBackpropInput", "Conv2DBackpropFilter"];
  return [
    of(forward ?? "", { x, filter }),
    ...(training && !first ? [of(toInput ?? "", { dy, filter }, { inputShape: x })] : []),
    ...(training ? [of(toFilter ?? "", { x, dy }, { filterShape: filter })] : []),
  ];
};

/** @param {number} units @param {Shape} input @param {number} batch @param {number} work MACs @param {{ training: boolean, first: boolean }} where @returns {readonly Kernel[]} */
const products = (units, input, batch, work, { training, first }) => {
  const columns = input.at(-1) ?? 0;
  const rows = (batch * product(input)) / columns;
  const [x, weight, dy] = [[1, rows, columns], [1, columns, units], [1, rows, units]];
  const of = (/** @type {string} */ label, /** @type {Shape} */ a, /** @type {Shape} */ b, transposeA = false, transposeB = false) => ({ label, kernel: "BatchMatMul", inputs: { a, b }, attrs: { transposeA, transposeB }, macs: work });
  return [
    of(`dense ${columns} → ${units}, x·w`, x, weight),
    ...(training && !first ? [of(`dense ${columns} → ${units}, dy·wᵀ`, dy, weight, false, true)] : []),
    ...(training ? [of(`dense ${columns} → ${units}, xᵀ·dy`, x, dy, true)] : []),
  ];
};
