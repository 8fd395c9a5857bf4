import { along, pads, poolAxes2d, windowCells, type Layer, type Pool2d, type PoolAxis } from "@convscope/core";
import type { NdArray } from "@convscope/nn";

/** What a node is given, what it makes of it, and its weights by their names; all of one sample, without the batch. */
export interface UnitValues {
  readonly inputs: readonly NdArray[];
  readonly output: NdArray;
  readonly weights: Readonly<Record<string, NdArray>>;
}

/** One number of a patch, with what it is multiplied by. */
export interface Term {
  /** Row and column, or place in a vector, of the input. */
  readonly at: readonly number[];
  readonly x: number;
  /** Nothing where numbers are only compared or added. */
  readonly weight?: number;
  readonly product: number;
  /** Beyond the edge, in the padding. */
  readonly outside: boolean;
}

/** How one number comes about. */
export interface UnitWork {
  readonly rule: "sum" | "mean" | "largest" | "smallest";
  /** Channels of the input that it reads. */
  readonly channels: readonly number[];
  /** What each of them adds; for a comparison the number that wins. */
  readonly sums: readonly number[];
  readonly bias?: number;
  /** What the sum of a mean is divided by. */
  readonly divisor?: number;
  readonly value: number;
  /** The patch of the i-th of those channels, row by row. */
  patch(i: number): readonly (readonly Term[])[];
}

type LayerOf<K extends Layer["kind"]> = Extract<Layer, { readonly kind: K }>;
/** The kinds whose numbers can be taken apart into a patch of their input. */
type Opened = "conv2d" | "depthwiseConv2d" | "dense" | "maxPooling2d" | "minPooling2d" | "averagePooling2d" | "sumPooling2d" | "globalAveragePooling2d" | "globalMaxPooling2d";
type Opening<K extends Opened> = (layer: LayerOf<K>, values: UnitValues, unit: readonly number[]) => UnitWork;

const total = (terms: readonly (readonly Term[])[]): number => terms.flat().reduce((sum, { product }) => sum + product, 0);

/** The window of a unit along one axis: places of the input, some of them beyond its edge. */
const window = (start: number, size: number, dilation: number): readonly number[] => Array.from({ length: size }, (_, i) => start + i * dilation);

/** The numbers of one channel under rows and columns; a weight for each unless none is given. */
function patchOf({ shape: [height = 0, width = 0, channels = 0], data }: NdArray, rows: readonly number[], columns: readonly number[], channel: number, weightAt?: (row: number, column: number) => number): readonly (readonly Term[])[] {
  return rows.map((y, i) => columns.map((x, j): Term => {
    const outside = y < 0 || y >= height || x < 0 || x >= width;
    const value = outside ? 0 : (data[(y * width + x) * channels + channel] ?? NaN);
    const weight = weightAt?.(i, j);
    return { at: [y, x], x: value, ...(weight !== undefined && { weight }), product: value * (weight ?? 1), outside };
  }));
}

function weighted(channels: readonly number[], patch: UnitWork["patch"], bias: number | undefined): UnitWork {
  const sums = channels.map((_, i) => total(patch(i)));
  return { rule: "sum", channels, sums, ...(bias !== undefined && { bias }), value: sums.reduce((a, b) => a + b, bias ?? 0), patch };
}

/** The input's rows and columns under a unit of a convolution. */
function underKernel(layer: LayerOf<"conv2d" | "depthwiseConv2d">, input: NdArray, unit: readonly number[]): readonly (readonly number[])[] {
  return ([0, 1] as const).map((axis) => {
    const slide = along(layer, axis);
    return window((unit[axis] ?? 0) * slide.strides - pads(slide, input.shape[axis] ?? 0)[0], slide.kernelSize, slide.dilationRate);
  });
}

const firstOf = ({ inputs }: UnitValues): NdArray => inputs[0] ?? { shape: [], data: new Float32Array() };

/** A pooling that compares what lies within the picture. */
function compared(rule: "largest" | "smallest", input: NdArray, rows: readonly number[], columns: readonly number[], channel: number): UnitWork {
  const patch = patchOf(input, rows, columns, channel);
  const value = Math[rule === "largest" ? "max" : "min"](...patch.flat().filter(({ outside }) => !outside).map(({ x }) => x));
  return { rule, channels: [channel], sums: [value], value, patch: () => patch };
}

function added(input: NdArray, rows: readonly number[], columns: readonly number[], channel: number, divisor?: number): UnitWork {
  const patch = patchOf(input, rows, columns, channel);
  const sum = total(patch);
  return { rule: divisor === undefined ? "sum" : "mean", channels: [channel], sums: [sum], ...(divisor !== undefined && { divisor }), value: sum / (divisor ?? 1), patch: () => patch };
}

/** The rows and columns under a unit of a pooling, and the axes they lie on. */
function underPool(layer: Pool2d, { shape: [height = 0, width = 0] }: NdArray, unit: readonly number[]): { readonly axes: readonly [PoolAxis, PoolAxis]; readonly rows: readonly number[]; readonly columns: readonly number[] } {
  const axes = poolAxes2d(layer, height, width);
  const [rows = [], columns = []] = axes.map(({ stride, before, size, dilation }, i) => window((unit[i] ?? 0) * stride - before, size, dilation));
  return { axes, rows, columns };
}

const whole = ({ shape: [height = 0, width = 0] }: NdArray): readonly [readonly number[], readonly number[]] => [window(0, height, 1), window(0, width, 1)];

const openings: { readonly [K in Opened]: Opening<K> } = {
  conv2d(layer, values, unit) {
    const [input, filter] = [firstOf(values), unit[2] ?? 0];
    const inward = (input.shape[2] ?? 0) / layer.groups;
    const first = Math.floor(filter / (layer.filters / layer.groups)) * inward;
    const [rows = [], columns = []] = underKernel(layer, input, unit);
    const weights = values.weights["weight"]?.data ?? [];
    const patch = (i: number): readonly (readonly Term[])[] => patchOf(input, rows, columns, first + i, (a, b) => weights[((a * layer.kernelSize[1] + b) * inward + i) * layer.filters + filter] ?? NaN);
    return weighted(Array.from({ length: inward }, (_, i) => first + i), patch, values.weights["bias"]?.data[filter]);
  },
  depthwiseConv2d(layer, values, unit) {
    const [input, filter] = [firstOf(values), unit[2] ?? 0];
    const [channel, copy] = [Math.floor(filter / layer.depthMultiplier), filter % layer.depthMultiplier];
    const [rows = [], columns = []] = underKernel(layer, input, unit);
    const [weights, channels] = [values.weights["weight"]?.data ?? [], input.shape[2] ?? 0];
    const patch = patchOf(input, rows, columns, channel, (a, b) => weights[((a * layer.kernelSize[1] + b) * channels + channel) * layer.depthMultiplier + copy] ?? NaN);
    return weighted([channel], () => patch, values.weights["bias"]?.data[filter]);
  },
  dense(layer, values, unit) {
    const [input, weights, one] = [firstOf(values), values.weights["weight"]?.data ?? [], unit.at(-1) ?? 0];
    const length = input.shape.at(-1) ?? 0;
    // On several axes it works along the last, at each place with the same weights.
    const place = unit.slice(0, -1).reduce((at, index, axis) => at * (input.shape[axis] ?? 1) + index, 0);
    const terms = Array.from({ length }, (_, i): Term => {
      const [x, weight] = [input.data[place * length + i] ?? NaN, weights[i * layer.units + one] ?? NaN];
      return { at: [i], x, weight, product: x * weight, outside: false };
    });
    return weighted([0], () => [terms], values.weights["bias"]?.data[one]);
  },
  maxPooling2d(layer, values, unit) {
    const { rows, columns } = underPool(layer, firstOf(values), unit);
    return compared("largest", firstOf(values), rows, columns, unit[2] ?? 0);
  },
  minPooling2d(layer, values, unit) {
    const { rows, columns } = underPool(layer, firstOf(values), unit);
    return compared("smallest", firstOf(values), rows, columns, unit[2] ?? 0);
  },
  averagePooling2d(layer, values, unit) {
    const { axes, rows, columns } = underPool(layer, firstOf(values), unit);
    const counted = axes.map((axis, i) => windowCells(axis, layer.padding !== "same" && layer.countIncludePad)[unit[i] ?? 0] ?? 1);
    return added(firstOf(values), rows, columns, unit[2] ?? 0, counted.reduce((a, b) => a * b, 1));
  },
  sumPooling2d(layer, values, unit) {
    const { rows, columns } = underPool(layer, firstOf(values), unit);
    return added(firstOf(values), rows, columns, unit[2] ?? 0);
  },
  globalAveragePooling2d(_, values, unit) {
    const [rows, columns] = whole(firstOf(values));
    return added(firstOf(values), rows, columns, unit.at(-1) ?? 0, rows.length * columns.length);
  },
  globalMaxPooling2d: (_, values, unit) => compared("largest", firstOf(values), ...whole(firstOf(values)), unit.at(-1) ?? 0),
};

const opens = (layer: Layer): layer is LayerOf<Opened> => layer.kind in openings;

/** The kind and its opening go together, which TypeScript sees only where both hang on one name. */
function opened<K extends Opened>(kind: K, layer: LayerOf<K>, values: UnitValues, unit: readonly number[]): UnitWork {
  const opening: Opening<K> = openings[kind];
  return opening(layer, values, unit);
}

/** How a unit's number comes about, product by product; nothing for kinds that do not read a patch of one input. */
export const unitWork = (layer: Layer, values: UnitValues, unit: readonly number[]): UnitWork | undefined => (opens(layer) ? opened(layer.kind, layer, values, unit) : undefined);

/** A number of an array by its place on each axis. */
export const valueAt = ({ shape, data }: NdArray, unit: readonly number[]): number => data[unit.reduce((at, index, axis) => at * (shape[axis] ?? 1) + index, 0)] ?? NaN;

/** The greatest of a patch that is too large to be shown whole, and what the others add. */
export interface Greatest {
  readonly terms: readonly Term[];
  readonly others: number;
  readonly rest: number;
}

/** A patch as a grid, or where it is larger than eleven by eleven its greatest products. */
export function shownPatch(patch: readonly (readonly Term[])[], most = 24): { readonly grid: readonly (readonly Term[])[] } | Greatest {
  if (patch.length <= 11 && (patch[0]?.length ?? 0) <= 11) return { grid: patch };
  const sorted = patch.flat().toSorted((a, b) => Math.abs(b.product) - Math.abs(a.product));
  const rest = sorted.slice(most);
  return { terms: sorted.slice(0, most), others: rest.length, rest: rest.reduce((sum, { product }) => sum + product, 0) };
}
