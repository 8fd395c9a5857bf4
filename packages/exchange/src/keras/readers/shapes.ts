import {
  add, average, batchNormalization, concatenate, cropping2d, dropout, flatten, groupNormalization, layerNormalization, multiply, normalization, permute, repeatVector, rescaling, reshape, scale, spatialDropout1d, spatialDropout2d, stochasticDepth, subtract, zeroPadding2d,
  type Edges, type Layer, type Shape,
} from "@convscope/core";
import type { Fields } from "../fields.ts";
import { alone, counted, renamed, type KerasReader, type Readers } from "../reader.ts";
import { channelsLast } from "./convolutions.ts";

/** Rows and columns at the four edges: one number, two, or two pairs. */
function edges(fields: Fields, name: string): readonly [Edges, Edges] {
  const value = fields.get(name);
  const sides = Array.isArray(value) && value.every((side) => typeof side === "number") && value.length === 2 ? value.map((n: number) => [n, n]) : typeof value === "number" ? [[value, value], [value, value]] : value;
  const isEdges = (side: unknown): side is Edges => Array.isArray(side) && side.length === 2 && side.every((n) => typeof n === "number" && Number.isSafeInteger(n) && n >= 0);
  if (!Array.isArray(sides) || sides.length !== 2 || !sides.every(isEdges)) throw fields.wrong(name, "a whole number, two, or [[top, bottom], [left, right]]");
  return sides as unknown[] as [Edges, Edges];
}

const affine = (fields: Fields): { scale: boolean; center: boolean } => ({ scale: fields.flag("scale", true), center: fields.flag("center", true) });

/** Channels must be the axis that Keras normalises. */
const overChannels = (fields: Fields, [shape = []]: readonly Shape[]): void => fields.only("axis", -1, shape.length, [-1], [shape.length]);

const isGate = (shape: Shape, of: Shape): boolean => shape.length === 3 && shape[0] === 1 && shape[1] === 1 && shape[2] === of.at(-1) && String(shape) !== String(of);

const merge = (layer: () => Layer): KerasReader => () => alone(layer());
const dropped = (make: (rate: number) => Layer): KerasReader => (fields) => alone(make(fields.real("rate")));

export const shapeReaders: Readers = {
  Add: merge(add),
  Average: merge(average),
  Subtract: merge(subtract),
  /** One number for each channel times maps is the gate of squeeze-and-excitation. */
  Multiply: (fields, inputs) => {
    const [a = [], b = []] = inputs;
    if (inputs.length === 2 && isGate(a, b)) throw fields.wrong("inputs", "maps first and then their gate", "Exchange the two inputs of the product.");
    return alone(inputs.length === 2 && isGate(b, a) ? scale() : multiply());
  },
  Concatenate(fields, [shape = []]) {
    const axis = fields.real("axis", -1);
    return alone(concatenate({ axis: axis < 0 ? (axis === -1 ? -1 : axis + shape.length) : axis === shape.length ? -1 : axis - 1 }));
  },
  BatchNormalization(fields, inputs) {
    overChannels(fields, inputs);
    const { scale, center } = affine(fields);
    return {
      layers: [batchNormalization({ epsilon: fields.real("epsilon", 1e-3), momentum: Number((1 - fields.real("momentum", 0.99)).toPrecision(12)), scale, center })],
      weights: renamed(scale && "weight", center && "bias", "running_mean", "running_var"),
    };
  },
  LayerNormalization(fields, inputs) {
    const every = (inputs[0] ?? []).map((_, axis) => axis + 1);
    const all = every.length > 1 && String(fields.get("axis")) === String(every);
    if (!all) overChannels(fields, inputs);
    fields.only("rms_scaling", false);
    const { scale, center } = affine(fields);
    return { layers: [layerNormalization({ axes: all ? "all" : "last", epsilon: fields.real("epsilon", 1e-3), scale, center })], weights: renamed(scale && "weight", center && "bias") };
  },
  GroupNormalization(fields, inputs) {
    overChannels(fields, inputs);
    const { scale, center } = affine(fields);
    const groups = fields.real("groups", 32);
    return { layers: [groupNormalization(groups === -1 ? (inputs[0]?.at(-1) ?? 1) : groups, { epsilon: fields.real("epsilon", 1e-3), scale, center })], weights: renamed(scale && "weight", center && "bias") };
  },
  Normalization(fields, inputs) {
    overChannels(fields, inputs);
    fields.only("invert", false);
    const channels = inputs[0]?.at(-1) ?? 1;
    const given = (name: string, usual: number): number[] => {
      const value = fields.get(name);
      const list: unknown = [value ?? usual].flat(8);
      if (!Array.isArray(list) || !list.every((n) => typeof n === "number")) throw fields.wrong(name, "numbers");
      return list.length === 1 ? new Array<number>(channels).fill(list[0] as number) : (list as number[]);
    };
    const [mean, variance] = [given("mean", 0), given("variance", 1)];
    const one = (numbers: readonly number[]): Float32Array => Float32Array.from(numbers);
    return {
      layers: [normalization({ mean, variance })],
      weights(arrays, where) {
        // Statistics given as options are no weights in Keras.
        if (arrays.length === 0) return { mean: { shape: [channels], data: one(mean) }, variance: { shape: [channels], data: one(variance) }, count: { shape: [], data: one([0]) } };
        counted(arrays, 3, where);
        return Object.fromEntries(["mean", "variance", "count"].map((name, i) => [name, { shape: i < 2 ? [channels] : [], data: Float32Array.from(arrays[i]?.data ?? []) }]));
      },
    };
  },
  Rescaling: (fields) => {
    const numbers = (name: string, usual: number): number | readonly number[] => {
      const value = fields.get(name) ?? usual;
      if (typeof value === "number") return value;
      if (Array.isArray(value) && value.every((n) => typeof n === "number")) return value as number[];
      throw fields.wrong(name, "a number, or one for each channel");
    };
    return alone(rescaling({ scale: numbers("scale", 1), offset: numbers("offset", 0) }));
  },
  Cropping2D(fields) {
    channelsLast(fields);
    return alone(cropping2d(edges(fields, "cropping")));
  },
  ZeroPadding2D(fields) {
    channelsLast(fields);
    return alone(zeroPadding2d(edges(fields, "padding")));
  },
  /** A mask of one number for each sample is stochastic depth. */
  Dropout(fields, [shape = []]) {
    const bySample = [null, ...shape.map(() => 1)];
    fields.only("noise_shape", bySample);
    return alone(Array.isArray(fields.get("noise_shape")) ? stochasticDepth(fields.real("rate")) : dropout(fields.real("rate")));
  },
  SpatialDropout1D: dropped(spatialDropout1d),
  SpatialDropout2D(fields) {
    channelsLast(fields);
    return alone(spatialDropout2d(fields.real("rate")));
  },
  Flatten(fields) {
    channelsLast(fields);
    return alone(flatten());
  },
  Reshape: (fields) => alone(reshape(fields.wholes("target_shape"))),
  Permute: (fields) => alone(permute(fields.wholes("dims").map((axis) => axis - 1))),
  RepeatVector: (fields) => alone(repeatVector(fields.whole("n"))),
};
