import { along, crops, derive, outputShape, pads, substitution, unslideAlong } from "@convscope/core";
import type { Conv2d, Conv2dTranspose } from "@convscope/core";
import { counted, listed } from "./format.ts";
import { sizesOf } from "./number-array.ts";
import type { NumberArray } from "./number-array.ts";
import { check, settings } from "./options.ts";
import { brief, checkGrids, exact, rowsInWords, sizeInWords, stepsFigure } from "./steps-figure.ts";
import type { CellPlace, StepGrid, Steps, StepsOptions, StepView } from "./steps-figure.ts";

/** A convolution and its numbers. */
export interface ConvolutionNumbers {
  readonly layer: Conv2d | Conv2dTranspose;
  /** `[H, W]` or `[H, W, C]`. */
  readonly input: NumberArray;
  /** `[kh, kw, C / groups, filters]`, transposed `[kh, kw, filters / groups, C]`; axes of size 1 may be left out at the end. */
  readonly weight: NumberArray;
  /** `[filters]`; none if left out. */
  readonly bias?: ArrayLike<number>;
}

/** How the steps are drawn. */
export interface ConvolutionStepsOptions extends StepsOptions {
  /** Which filter is followed, counted from 0. */
  readonly filter?: number;
  /** Divides each sum by the number of products, as pattern matching by hand does. */
  readonly mean?: boolean;
}

const defaults: Required<ConvolutionStepsOptions> = { title: "Convolution step by step", theme: "light", width: 760, step: "all", seconds: 1, filter: 0, mean: false };
const name = "convolutionSteps";

/**
 * A convolution worked by hand: at each step the window over the input, its products with the kernel, their sum and the output so
 * far. A transposed convolution spreads one input after the other over the output. As one step, or as a loop over all of them.
 *
 * @returns an SVG document
 */
export function convolutionSteps(data: ConvolutionNumbers, options: ConvolutionStepsOptions = {}): string {
  const chosen = settings(name, options, defaults);
  const work = workOf(data, chosen);
  const steps = data.layer.kind === "conv2d" ? sliding(data.layer, work, chosen.mean) : spreading(data.layer, work);
  return stepsFigure({ name, called: "Convolution step by step", ...steps }, chosen);
}

/** The numbers of one filter. */
interface Work {
  readonly height: number;
  readonly width: number;
  /** Places of the channels that the filter sees. */
  readonly channels: readonly number[];
  readonly kernel: readonly [height: number, width: number];
  readonly out: readonly [height: number, width: number];
  readonly input: (row: number, column: number, channel: number) => number;
  readonly weight: (row: number, column: number, channel: number) => number;
  readonly bias: number;
  readonly subtitle: string;
}

function workOf({ layer, input, weight, bias }: ConvolutionNumbers, { filter, mean }: Required<ConvolutionStepsOptions>): Work {
  const direct = layer.kind === "conv2d";
  const [height = 0, width = 0, depth = 0] = sizesOf(name, "input", input, ["H", "W", "C"], 2);
  const axes = direct ? ["kh", "kw", "C / groups", "filters"] : ["kh", "kw", "filters / groups", "C"];
  const [kh = 0, kw = 0, third = 0, fourth = 0] = sizesOf(name, "weight", weight, axes, 2);
  const [oh = 0, ow = 0] = outputShape(layer, [[height, width, depth]]);
  const { filters, groups, kernelSize } = layer;
  const wanted = [...kernelSize, ...(direct ? [depth / groups, filters] : [filters / groups, depth])];
  check(wanted.every((size, axis) => size === [kh, kw, third, fourth][axis]), name, `weight must have the layer's shape [${wanted.join(", ")}]. Received [${weight.shape.join(", ")}].`);
  check(Number.isInteger(filter) && filter >= 0 && filter < filters, name, `filter must lie in 0 … ${filters - 1}. Received ${filter}.`);
  check(bias === undefined || bias.length === filters, name, `bias must hold one number for each of ${counted(filters, "filter")}. Received ${bias?.length ?? 0}.`);
  check(direct || !mean, name, "mean is for convolutions that are not transposed. Received mean: true with conv2dTranspose.");
  const perGroup = filters / groups;
  const inward = depth / groups;
  const first = Math.floor(filter / perGroup) * inward;
  const at = (row: number, column: number, channel: number): number => (direct ? ((row * kw + column) * third + channel - first) * fourth + filter : ((row * kw + column) * third + (filter % perGroup)) * fourth + channel);
  return {
    height,
    width,
    channels: Array.from({ length: inward }, (_, i) => first + i),
    kernel: [kh, kw],
    out: [oh, ow],
    input: (row, column, channel) => input.data[(row * width + column) * depth + channel] ?? 0,
    weight: (row, column, channel) => weight.data[at(row, column, channel)] ?? 0,
    bias: bias?.[filter] ?? 0,
    subtitle: subtitleOf(layer, [height, width, depth]),
  };
}

/** The settings, and the working of the output's size. */
function subtitleOf(layer: Conv2d | Conv2dTranspose, input: readonly number[]): string {
  const [high = "", wide = ""] = derive(layer, [input]).slice(0, 2).map(({ expression, value }) => `${substitution(expression)} = ${value}`);
  const { strides, dilationRate, padding } = layer;
  const both = ([a, b]: readonly [number, number]): string => (a === b ? `${a}` : `${a}×${b}`);
  const padded = padding === "same" ? "padding same" : padding.flat().every((p) => p === padding[0][0]) ? `padding ${padding[0][0]}` : `padding ${padding[0].join(" + ")} above and below, ${padding[1].join(" + ")} left and right`;
  return `${[`stride ${both(strides)}`, padded, `dilation ${both(dilationRate)}`].join(", ")}; output ${sizeInWords(high, wide)}`;
}

const titled = (what: string, index: number, count: number, shape: readonly number[]): string => `${what}${count > 1 ? ` ${index + 1}` : ""}, ${shape.join("×")}`;

/** In brackets where a product would otherwise read as a subtraction. */
const factor = (value: number): string => (value < 0 ? `(${exact(value)})` : exact(value));

/** Row and column counted from 1, as one counts on paper. */
const placeName = (row: number, column: number): string => `row ${row + 1}, column ${column + 1}`;

type Worked = Omit<Steps, "name" | "called">;

function kernelGrids({ channels, kernel: [rows, columns], weight }: Work): readonly StepGrid[] {
  return channels.map((channel, i) => ({ title: titled("Kernel", i, channels.length, [rows, columns]), rows, columns, cell: (row, column) => ({ text: brief(weight(row, column, channel)) }) }));
}

/** Inputs, kernels below each other, then the output. */
const columnsOf = (count: number): readonly (readonly number[])[] => [Array.from({ length: count }, (_, i) => i), Array.from({ length: count }, (_, i) => count + i), [2 * count]];

/** Output after output, each one window. */
function sliding(layer: Conv2d, work: Work, mean: boolean): Worked {
  const { height, width, channels, kernel: [kh, kw], out: [oh, ow], bias } = work;
  const [top, bottom] = pads(along(layer, 0), height);
  const [left, right] = pads(along(layer, 1), width);
  const inside = (row: number, column: number): boolean => row >= 0 && column >= 0 && row < height && column < width;
  const valueAt = (row: number, column: number, channel: number): number => (inside(row, column) ? work.input(row, column, channel) : 0);
  const inputs = channels.map((channel, i): StepGrid => ({
    title: titled("Input", i, channels.length, [height, width]),
    rows: top + height + bottom,
    columns: left + width + right,
    cell: (row, column) => ({ text: brief(valueAt(row - top, column - left, channel)), padding: !inside(row - top, column - left) }),
  }));
  const outputGrid: StepGrid = { title: `Output, ${oh}×${ow}`, rows: oh, columns: ow, cell: () => ({ text: "" }) };
  const grids = [...inputs, ...kernelGrids(work), outputGrid];
  checkGrids(name, grids);
  const output = Array.from({ length: oh }, () => new Array<number>(ow).fill(0));
  const views = Array.from({ length: oh * ow }, (_, place): StepView => {
    const [y, x] = [Math.floor(place / ow), place % ow];
    const window: (CellPlace & { note: string })[] = [];
    const lines: string[] = [];
    let sum = 0;
    channels.forEach((channel, grid) => {
      for (let i = 0; i < kh; i++) {
        const products: string[] = [];
        for (let j = 0; j < kw; j++) {
          const [row, column] = [y * layer.strides[0] + i * layer.dilationRate[0], x * layer.strides[1] + j * layer.dilationRate[1]];
          const [value, weight] = [valueAt(row - top, column - left, channel), work.weight(i, j, channel)];
          sum += value * weight;
          window.push({ grid, row, column, note: `×${brief(weight)}` });
          products.push(`${factor(value)}·${factor(weight)}`);
        }
        lines.push(`${lines.length > 0 ? "+ " : ""}${products.join(" + ")}`);
      }
    });
    const count = channels.length * kh * kw;
    const value = (mean ? sum / count : sum) + bias;
    (output[y] ?? [])[x] = value;
    const divided = mean ? ` / ${count}` : "";
    const result = `= ${exact(sum)}${divided}${bias === 0 ? "" : ` + bias ${factor(bias)}`}${divided === "" && bias === 0 ? "" : ` = ${exact(value)}`}`;
    return { said: `output ${placeName(y, x)}`, window, written: [{ grid: 2 * channels.length, row: y, column: x, text: brief(value) }], lines, result };
  });
  const description = `A ${kh}×${kw} kernel slides over an input of ${height}×${width}${channels.length > 1 ? ` with ${channels.length} channels` : ""}: ${work.subtitle}. Output, row by row: ${rowsInWords(output)}.`;
  return { subtitle: work.subtitle, description, grids, columns: columnsOf(channels.length), views };
}

/** Input after input, each spread over the output, whose rim the padding then cuts off. */
function spreading(layer: Conv2dTranspose, work: Work): Worked {
  const { height, width, channels, kernel: [kh, kw], out: [oh, ow], bias } = work;
  const [top] = crops(unslideAlong(layer, 0));
  const [left] = crops(unslideAlong(layer, 1));
  const [stepDown, stepRight] = layer.strides;
  const [dilationDown, dilationRight] = layer.dilationRate;
  const rows = Math.max(top + oh, (height - 1) * stepDown + dilationDown * (kh - 1) + 1);
  const columns = Math.max(left + ow, (width - 1) * stepRight + dilationRight * (kw - 1) + 1);
  const kept = (row: number, column: number): boolean => row >= top && column >= left && row < top + oh && column < left + ow;
  const inputs = channels.map((channel, i): StepGrid => ({ title: titled("Input", i, channels.length, [height, width]), rows: height, columns: width, cell: (row, column) => ({ text: brief(work.input(row, column, channel)) }) }));
  checkGrids(name, [...inputs, ...kernelGrids(work), { title: "Output", rows, columns }]);
  const full = Array.from({ length: rows }, () => new Array<number>(columns).fill(bias));
  const grid = 2 * channels.length;
  const touched = new Set<string>();
  const views = Array.from({ length: height * width }, (_, place): StepView => {
    const [y, x] = [Math.floor(place / width), place % width];
    const written: (CellPlace & { text: string; note: string })[] = [];
    const lines: string[] = [];
    for (let i = 0; i < kh; i++) {
      const products: string[] = [];
      for (let j = 0; j < kw; j++) {
        const [row, column] = [y * stepDown + i * dilationDown, x * stepRight + j * dilationRight];
        const added = channels.reduce((sum, channel) => sum + work.input(y, x, channel) * work.weight(i, j, channel), 0);
        const value = (full[row]?.[column] ?? 0) + added;
        (full[row] ?? [])[column] = value;
        touched.add(`${row} ${column}`);
        written.push({ grid, row, column, text: brief(value), note: `${added < 0 ? "" : "+"}${brief(added)}` });
        products.push(`${channels.map((channel) => `${factor(work.input(y, x, channel))}·${factor(work.weight(i, j, channel))}`).join(" + ")} = ${exact(added)}`);
      }
      lines.push(products.join(", "));
    }
    const values = listed(channels.map((channel) => exact(work.input(y, x, channel))));
    return { said: `input ${placeName(y, x)}`, window: channels.map((_, i) => ({ grid: i, row: y, column: x })), written, lines, result: `${values} times ${channels.length > 1 ? "their kernels are" : "the kernel is"} added to the output` };
  });
  // Cells that nothing reaches, between wide strides or in the output padding, hold the bias from the start.
  const written = (row: number, column: number): boolean => touched.has(`${row} ${column}`);
  const outputGrid: StepGrid = { title: `Output, ${oh}×${ow}`, rows, columns, cell: (row, column) => ({ text: written(row, column) ? "" : exact(bias), padding: !kept(row, column) }) };
  const cut = rows > oh || columns > ow ? "; the grey rim is cut off" : "";
  const subtitle = `transposed, ${work.subtitle}${bias === 0 ? "" : `; the output starts at the bias ${exact(bias)}`}${cut}`;
  const result = full.slice(top, top + oh).map((row) => row.slice(left, left + ow));
  const description = `Each of ${height}×${width} inputs${channels.length > 1 ? ` with ${channels.length} channels` : ""} is spread by a ${kh}×${kw} kernel over the output: ${subtitle}. Output, row by row: ${rowsInWords(result)}.`;
  return { subtitle, description, grids: [...inputs, ...kernelGrids(work), outputGrid], columns: columnsOf(channels.length), views };
}
