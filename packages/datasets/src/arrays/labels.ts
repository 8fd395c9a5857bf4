import type { NdArray } from "@convscope/files/bytes";
import type { DataError } from "../error.ts";

/** More classes than any data set has: a larger label is a slip, such as an id. */
const mostClasses = 100_000;

/**
 * Labels as indices `[n]`: from whole numbers `[n]` or `[n, 1]`, of any type, or from rows with a single 1, `[n, classes]`.
 *
 * @returns the labels, and how many classes there are at least: one more than the largest label, or the rows' length.
 */
export function readLabels(name: string, { shape, data }: NdArray, refuse: (rule: string, wayOut: string) => DataError): { readonly labels: Int32Array; readonly classes: number } {
  const [n = 0, columns = 1] = shape;
  if (shape.length < 1 || shape.length > 2) throw refuse(`${name} must be labels, [n], [n, 1] or one-hot [n, classes]. Its shape is [${shape.join(", ")}]`, "Save one label for each image.");
  const labels = new Int32Array(n);
  if (columns !== 1) {
    for (let i = 0; i < n; i++) labels[i] = placeOfOne(name, data.subarray(i * columns, (i + 1) * columns), i, refuse);
    return { labels, classes: columns };
  }
  let classes = 0;
  for (let i = 0; i < n; i++) {
    const label = data[i] as number;
    if (!Number.isInteger(label) || label < 0 || label >= mostClasses) throw refuse(`${name} must hold whole numbers from 0 to ${mostClasses - 1}. Received ${label} at position ${i}`, "Number the classes from 0.");
    labels[i] = label;
    classes = Math.max(classes, label + 1);
  }
  return { labels, classes };
}

function placeOfOne(name: string, row: NdArray["data"], at: number, refuse: (rule: string, wayOut: string) => DataError): number {
  const place = row.indexOf(1);
  if (place >= 0 && row.every((value, i) => value === (i === place ? 1 : 0))) return place;
  throw refuse(`${name} must have a single 1 in each row, and 0 elsewhere. Row ${at} is ${row.slice(0, 8).join(", ")}${row.length > 8 ? ", …" : ""}`, "Several labels for one image cannot be read: keep one.");
}
