import { LayerError } from "../errors.ts";
import { received } from "../field.ts";
import type { Layer } from "../layers/table.ts";
import type { Shape } from "../shape.ts";
import { didYouMean } from "../suggest.ts";
import { TableError, type ClaimedRow, type Claims, type RoundedNumber } from "./claims.ts";
import { readCsv, type Line } from "./csv.ts";
import { layerFromWords } from "./words.ts";

/** A table with the input that its first row claims. */
export interface ClaimsFile {
  readonly table: Claims;
  readonly input: Shape;
}

export interface ParseClaimsOptions {
  /** What messages call the text; `table.csv` if left out. */
  readonly file?: string;
  /** The input shape, where the table has no row for it. */
  readonly input?: Shape;
}

type Column = "name" | "layer" | "output" | "size" | "params";

/** What the columns may be called. */
const headings: { readonly [heading: string]: Column } = {
  name: "name", layer: "layer", kind: "layer",
  output: "output", shape: "output", "output shape": "output", "output size": "output", "activation shape": "output",
  size: "size", activations: "size", "activation size": "size",
  params: "params", parameters: "params", "# parameters": "params", "param #": "params", weights: "params",
};

/**
 * Reads a table of claims from comma-separated text. The columns are `name`, `layer`, `output`, `size` and `params` in any
 * order; only `layer` must be there. A layer is written `conv2d 8 5x5`, `maxPooling2d 2`, `dense 120`, `flatten`. A first row
 * whose layer is `input` has the input shape as its output; a last row `total` has the claimed sum as its params.
 *
 * @throws TableError naming the file, the line and the cell.
 */
export function parseClaims(text: string, { file = "table.csv", input }: ParseClaimsOptions = {}): ClaimsFile {
  const [head, ...lines] = readCsv(text, file);
  if (!head) throw new TableError(`${file}: is empty. The first line names the columns: name,layer,output,params.`);
  const columns = head.cells.map((heading) => columnOf(heading, `${file}, line ${head.line}`));
  const layerAt = columns.indexOf("layer");
  if (layerAt < 0) throw new TableError(`${file}, line ${head.line}: there must be a column layer. Received ${head.cells.join(", ")}.`);
  for (const [i, column] of columns.entries()) if (columns.indexOf(column) !== i) throw new TableError(`${file}, line ${head.line}: the column ${column} stands twice.`);
  const rows: ClaimedRow[] = [];
  let shape = input;
  let total: number | RoundedNumber | undefined;
  for (const [i, line] of lines.entries()) {
    const where = `${file}, line ${line.line}`;
    if (line.cells.length > columns.length) throw new TableError(`${where}: has ${line.cells.length} cells for ${columns.length} columns. A number with commas must stand in quotes: "48,001".`);
    const cell = (column: Column): string => line.cells[columns.indexOf(column)] ?? "";
    const word = (cell("layer") || cell("name")).toLowerCase();
    if (word === "input") {
      if (i > 0) throw new TableError(`${where}: the input must be the first row.`);
      shape = input ?? sizes(cell("output"), where, "the output of the input");
      if (shape === undefined) throw new TableError(`${where}: the input needs its shape as output, such as 32x32x3.`);
    } else if (word === "total") {
      if (i < lines.length - 1) throw new TableError(`${where}: the total must be the last row.`);
      total = count(cell("params"), where, "params");
    } else rows.push(rowOf(line, cell, where));
  }
  if (shape === undefined) throw new TableError(`${file}: the input shape is missing. Begin with a row such as: input,input,32x32x3 (name, layer, output).`);
  if (rows.length === 0) throw new TableError(`${file}: has no layers.`);
  return { table: { title: file, rows, ...(total !== undefined && { total }) }, input: shape };
}

function columnOf(heading: string, where: string): Column {
  const plain = heading.toLowerCase();
  if (!Object.hasOwn(headings, plain)) throw new TableError(`${where}: unknown column ${received(heading)}.${didYouMean(plain, Object.keys(headings).filter((name) => !name.includes("#")))} Columns: name, layer, output (or output size), size (the number of values), params.`);
  return headings[plain] as Column;
}

function rowOf({ line }: Line, cell: (column: Column) => string, where: string): ClaimedRow {
  const [output, size, params] = [sizes(cell("output"), where, "output"), count(cell("size"), where, "size"), count(cell("params"), where, "params")];
  return {
    name: cell("name") || cell("layer") || `line ${line}`,
    layer: layerAt(cell("layer") || cell("name"), where),
    ...(output && { output }), ...(size !== undefined && { size }), ...(params !== undefined && { params }),
  };
}

function layerAt(words: string, where: string): Layer {
  try {
    return layerFromWords(words);
  } catch (error) {
    if (error instanceof LayerError) throw new TableError(`${where}: ${error.message}`, { cause: error });
    throw error;
  }
}

/** `28×28×8`, `28x28x8` or `(28, 28, 8)`; nothing for an empty cell. */
function sizes(text: string, where: string, what: string): Shape | undefined {
  if (text === "" || text === "-") return undefined;
  const found = text.replace(/[()[\]]/g, "").split(/\s*[x×,]\s*|\s+/).map(Number);
  if (found.length > 8 || !found.every((n) => Number.isSafeInteger(n) && n >= 1)) throw new TableError(`${where}: ${what} must be sizes such as 28x28x8. Received ${received(text)}.`);
  return found;
}

/** `48001`, `48,001`, `48 001` or `48_001`, or rounded as in `2.4K`, `61M` and `1.2G`; nothing for an empty cell. */
function count(text: string, where: string, what: string): number | RoundedNumber | undefined {
  if (text === "" || text === "-") return undefined;
  const plain = text.replace(/[,\s_']/g, "");
  if (/^\d{1,15}$/.test(plain)) return Number(plain);
  const [, digits = "", , decimals = "", suffix = ""] = /^(\d{1,6})(\.(\d{1,9}))?([kmg])$/i.exec(text.replace(/\s/g, "")) ?? [];
  const power = { k: 3, m: 6, g: 9 }[suffix.toLowerCase()] ?? -1;
  if (decimals.length > power) throw new TableError(`${where}: ${what} must be a whole number ≥ 0, or a rounded one such as 2.4K, 61M or 1.2G. Received ${received(text)}.`);
  const unit = 10 ** (power - decimals.length);
  return { about: Number(digits + decimals) * unit, unit };
}
