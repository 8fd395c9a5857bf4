import { derive, outputShape, poolAxes2d, substitution, windowCells } from "@convscope/core";
import type { AveragePooling2d, MaxPooling2d } from "@convscope/core";
import { sizesOf } from "./number-array.ts";
import type { NumberArray } from "./number-array.ts";
import { settings } from "./options.ts";
import { brief, checkGrids, exact, rowsInWords, sizeInWords, stepsFigure } from "./steps-figure.ts";
import type { CellPlace, StepGrid, StepsOptions, StepView } from "./steps-figure.ts";

/** A pooling layer and its numbers. */
export interface PoolingNumbers {
  readonly layer: MaxPooling2d | AveragePooling2d;
  /** `[H, W]`: one channel, as pooling treats each alone. */
  readonly input: NumberArray;
}

export type PoolingStepsOptions = StepsOptions;

const defaults: Required<PoolingStepsOptions> = { title: "", theme: "light", width: 760, step: "all", seconds: 1.5 };
const name = "poolingSteps";

/**
 * Pooling worked by hand: at each step the window, its largest value with a ring around it or the mean of its values, and the
 * output so far. As one step, or as a loop over all of them.
 *
 * @returns an SVG document
 */
export function poolingSteps({ layer, input }: PoolingNumbers, options: PoolingStepsOptions = {}): string {
  const max = layer.kind === "maxPooling2d";
  const called = max ? "Max pooling step by step" : "Average pooling step by step";
  const chosen = settings(name, options, { ...defaults, title: called });
  const [height = 0, width = 0] = sizesOf(name, "input", input, ["H", "W"], 2);
  const [oh = 0, ow = 0] = outputShape(layer, [[height, width, 1]]);
  const [down, right] = poolAxes2d(layer, height, width);
  const [top, left] = [down.before, right.before];
  const [rows, columns] = [top + height + Math.max(down.after, down.covering), left + width + Math.max(right.after, right.covering)];
  const inside = (row: number, column: number): boolean => row >= 0 && column >= 0 && row < height && column < width;
  const valueAt = (row: number, column: number): number => input.data[row * width + column] ?? 0;
  const counts = max || layer.padding === "same" || !layer.countIncludePad ? "inside" : "padding";
  const [cellsDown, cellsRight] = [windowCells(down, counts === "padding"), windowCells(right, counts === "padding")];
  // Padding never wins a maximum, and adds zeros to a mean where it counts.
  const outside = counts === "padding" ? "0" : "";

  const grids: readonly StepGrid[] = [
    { title: `Input, ${height}×${width}`, rows, columns, cell: (row, column) => (inside(row - top, column - left) ? { text: brief(valueAt(row - top, column - left)) } : { text: outside, padding: true }) },
    { title: `Output, ${oh}×${ow}`, rows: oh, columns: ow, cell: () => ({ text: "" }) },
  ];
  checkGrids(name, grids);

  const output = Array.from({ length: oh }, () => new Array<number>(ow).fill(0));
  const views = Array.from({ length: oh * ow }, (_, place): StepView => {
    const [y, x] = [Math.floor(place / ow), place % ow];
    const window: CellPlace[] = [];
    const seen: { readonly place: CellPlace; readonly value: number }[] = [];
    for (let i = 0; i < down.size; i++)
      for (let j = 0; j < right.size; j++) {
        const at = { grid: 0, row: y * down.stride + i * down.dilation, column: x * right.stride + j * right.dilation };
        window.push(at);
        if (inside(at.row - top, at.column - left)) seen.push({ place: at, value: valueAt(at.row - top, at.column - left) });
      }
    const largest = seen.reduce((best, one) => (one.value > best.value ? one : best), seen[0] ?? { place: { grid: 0, row: 0, column: 0 }, value: 0 });
    const sum = seen.reduce((total, { value }) => total + value, 0);
    const count = (cellsDown[y] ?? 0) * (cellsRight[x] ?? 0);
    const value = max ? largest.value : sum / count;
    (output[y] ?? [])[x] = value;
    const values = seen.map((one) => exact(one.value));
    const terms = seen.map((one, i) => `${i > 0 ? "+ " : ""}${one.value < 0 && i > 0 ? `(${exact(one.value)})` : exact(one.value)}`);
    const zeros = count - seen.length;
    return {
      said: `output row ${y + 1}, column ${x + 1}`,
      window,
      ...(max && { chosen: [largest.place] }),
      written: [{ grid: 1, row: y, column: x, text: brief(value) }],
      lines: max ? [`the largest of ${values.join(", ")}`] : [`(${terms.join(" ")}${zeros > 0 ? ` + ${zeros}·0` : ""}) / ${count}`],
      result: `= ${exact(value)}`,
    };
  });

  const [high = "", wide = ""] = derive(layer, [[height, width, 1]]).map(({ expression, value }) => `${substitution(expression)} = ${value}`);
  const padded = [...down.before === 0 && right.before === 0 && rows === height && columns === width ? [] : [max ? "padding never wins" : counts === "padding" ? "zeros of the padding count" : "padding does not count"]];
  const subtitle = `${[`window ${down.size}×${right.size}`, `stride ${down.stride === right.stride ? down.stride : `${down.stride}×${right.stride}`}`, ...padded].join(", ")}; output ${sizeInWords(high, wide)}`;
  const description = `${max ? "The largest value" : "The mean"} of each window over an input of ${height}×${width}: ${subtitle}. Output, row by row: ${rowsInWords(output)}.`;
  return stepsFigure({ name, called, subtitle, description, grids, columns: [[0], [1]], views }, chosen);
}
