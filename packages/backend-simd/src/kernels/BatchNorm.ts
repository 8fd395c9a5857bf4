import type { TensorInfo } from "@tensorflow/tfjs-core";
import { input, sizeOf, type Call, type Kernel } from "../kernel.ts";

/** What follows a normalisation in the same pass. */
const activations: readonly unknown[] = ["linear", "relu", "relu6"];

const activationOf = ({ attrs }: Call): number => activations.indexOf(attrs["activation"] ?? "linear");

/** Where an array lies that may be missing; 0 then. */
const optional = ({ inputs, backend }: Call, name: string): number => (inputs[name] ? backend.pointer(inputs[name]) : 0);

const rowsOf = (x: TensorInfo, channels: number): number => sizeOf(x) / channels;

/** An array `[…, C]` in which each sample or all of them are normalised over rows and groups of channels. */
interface Layout {
  readonly outer: number;
  readonly rows: number;
  readonly channels: number;
  readonly groups: number;
}

type LayoutOf = (x: TensorInfo, call: Call) => Layout;

/** All samples and places together, each channel by itself. */
const byChannel: LayoutOf = (x) => {
  const channels = x.shape.at(-1) ?? 1;
  return { outer: 1, rows: rowsOf(x, channels), channels, groups: channels };
};

/** Each sample by itself, the channels in `groups`. */
const byGroup: LayoutOf = (x, { attrs }) => {
  const [outer = 1, channels = 1] = [x.shape[0], x.shape.at(-1)];
  return { outer, rows: rowsOf(x, channels) / outer, channels, groups: attrs["groups"] as number };
};

/**
 * y = activation((x − mean)·rate·scale + offset), and mean, rate = 1 / √(variance + ε) and variance of what is normalised together.
 *
 * {x `[…, C]`, scale? `[C]`, offset? `[C]`}, {epsilon, activation: "linear" | "relu" | "relu6"}
 */
const training =
  (layoutOf: LayoutOf): Kernel =>
  (call) => {
    const x = input(call, "x");
    const { backend, attrs } = call;
    const { outer, rows, channels, groups } = layoutOf(x, call);
    const shape = layoutOf === byChannel ? [channels] : [outer, groups];
    const [y, mean, rate, variance] = [backend.output(x.shape), backend.output(shape), backend.output(shape), backend.output(shape)];
    backend.borrow(backend.exports.normalizeBytes(outer, rows, channels), (memory) =>
      backend.exports.normalize(
        outer, rows, channels, groups, backend.pointer(x), optional(call, "scale"), optional(call, "offset"), backend.pointer(y), backend.pointer(mean), backend.pointer(rate), backend.pointer(variance),
        attrs["epsilon"] as number, activationOf(call), memory,
      ),
    );
    return [y, mean, rate, variance];
  };

/**
 * dx, dscale and doffset. With y, the result of an activation, only what that let through goes back.
 *
 * {dy `[…, C]`, x, y?, scale? `[C]`, mean, rate}, {activation}
 */
const gradient =
  (layoutOf: LayoutOf): Kernel =>
  (call) => {
    const [dy, x, mean, rate] = [input(call, "dy"), input(call, "x"), input(call, "mean"), input(call, "rate")];
    const { backend } = call;
    const { outer, rows, channels, groups } = layoutOf(x, call);
    const [dx, dScale, dOffset] = [backend.output(x.shape), backend.output([channels]), backend.output([channels])];
    backend.borrow(backend.exports.normalizeBytes(outer, rows, channels), (memory) =>
      backend.exports.normalizeGrad(
        outer, rows, channels, groups, backend.pointer(dy), backend.pointer(x), optional(call, "y"), optional(call, "scale"), backend.pointer(mean), backend.pointer(rate),
        backend.pointer(dx), backend.pointer(dScale), backend.pointer(dOffset), activationOf(call), memory,
      ),
    );
    return [dx, dScale, dOffset];
  };

/** Normalises by given numbers: {x `[…, C]`, mean, variance, scale?, offset? `[C]`}. */
const inference =
  (epsilonName: string): Kernel =>
  (call) => {
    const [x, mean, variance] = [input(call, "x"), input(call, "mean"), input(call, "variance")];
    const { backend, attrs, inputs } = call;
    const channels = x.shape.at(-1) ?? 1;
    const perChannel = [mean, variance, inputs["scale"], inputs["offset"]].every((array) => !array || (array.dtype === "float32" && sizeOf(array) === channels));
    if (x.dtype !== "float32" || !perChannel) return undefined;
    const y = backend.output(x.shape);
    if (sizeOf(x) === 0) return y;
    backend.borrow(backend.exports.normalizeBytes(1, rowsOf(x, channels), channels), (memory) =>
      backend.exports.normalizeBy(
        rowsOf(x, channels), channels, backend.pointer(x), backend.pointer(mean), backend.pointer(variance), optional(call, "scale"), optional(call, "offset"), backend.pointer(y),
        (attrs[epsilonName] ?? 0.001) as number, activationOf(call), memory,
      ),
    );
    return y;
  };

export const fusedBatchNorm: Kernel = inference("varianceEpsilon");
/** The same with an activation: {epsilon, activation}. */
export const batchNormInference: Kernel = inference("epsilon");
export const batchNormTraining: Kernel = training(byChannel);
export const batchNormGrad: Kernel = gradient(byChannel);
/** {groups} more: channels that stand together are one group. Means and rates are `[N, groups]`. */
export const groupNorm: Kernel = training(byGroup);
export const groupNormGrad: Kernel = gradient(byGroup);

/**
 * db, the sum of each column of dy; with y, the result of an activation, dy goes back only where that let it through, and dz, which
 * does, is given too: [db, dz].
 *
 * {dy `[…, C]`, y?}, {activation}
 */
export const biasGrad: Kernel = (call) => {
  const dy = input(call, "dy");
  const { backend, inputs } = call;
  const channels = dy.shape.at(-1) ?? 1;
  const db = backend.output([channels]);
  const dz = inputs["y"] ? backend.output(dy.shape) : undefined;
  const rows = rowsOf(dy, channels);
  backend.borrow(backend.exports.columnBytes(1, rows, channels, 1), (partial) =>
    backend.exports.BiasGrad(rows, channels, backend.pointer(dy), optional(call, "y"), dz ? backend.pointer(dz) : 0, backend.pointer(db), activationOf(call), partial),
  );
  return dz ? [db, dz] : [db];
};
