import { didYouMean, formatShape } from "@convscope/core";
import type { NdArray } from "@convscope/nn";
import { checkKernel, turned, type Kernel } from "./kernel.ts";
import { known, whole } from "./options.ts";

/** What stands for pixels beyond the edge: nothing is computed there, zeros, the nearest pixel, or the picture mirrored at its last pixel. */
export type Edge = "valid" | "zeros" | "nearest" | "mirror";

export interface FilterOptions {
  /** `nearest` unless given; only `valid` makes the picture smaller. */
  readonly edge?: Edge;
  /** 1 unless given. */
  readonly stride?: number;
  /** Whether the kernel is turned by half a circle, as mathematics defines convolution; networks and this leave it as it is unless told. */
  readonly flip?: boolean;
}

const edges: readonly Edge[] = ["valid", "zeros", "nearest", "mirror"];

/**
 * A picture `[H, W, C]` seen through a kernel: each channel by itself, products summed. What comes out is not cut to the range of pixels.
 *
 * @throws RangeError for a kernel that is larger than the picture where edges are not filled.
 */
export function filtered(picture: NdArray, kernel: Kernel, options: FilterOptions = {}): NdArray & { readonly data: Float32Array } {
  known("filtered", options, "edge", "stride", "flip");
  const { edge = "nearest", stride = 1, flip = false } = options;
  whole("filtered", "stride", stride, 1);
  checkKernel(kernel);
  if (!edges.includes(edge)) throw new RangeError(`filtered: edge must be one of ${edges.join(", ")}. Received ${JSON.stringify(edge)}.${didYouMean(edge, edges)}`);
  const [height = 0, width = 0, channels = 0, ...more] = picture.shape;
  if (channels === 0 || more.length > 0) throw new RangeError(`filtered: the picture must be [H, W, C]. Received ${formatShape(picture.shape)}.`);
  const cells = flip ? turned(kernel) : kernel;
  const [kh, kw] = [cells.length, cells[0]?.length ?? 0];
  if (edge === "valid" && (kh > height || kw > width)) throw new RangeError(`filtered: the kernel must fit into the picture where its edges are not filled. Received a kernel of ${kh}×${kw}, a picture of ${height}×${width}. Choose another edge: zeros, nearest, mirror.`);
  const [top, left] = edge === "valid" ? [0, 0] : [Math.floor((kh - 1) / 2), Math.floor((kw - 1) / 2)];
  const sides = [edge === "valid" ? height - kh : height - 1, edge === "valid" ? width - kw : width - 1].map((last) => Math.floor(last / stride) + 1) as [number, number];
  const data = new Float32Array(sides[0] * sides[1] * channels);
  for (let y = 0; y < sides[0]; y++)
    for (let x = 0; x < sides[1]; x++)
      for (const [i, row] of cells.entries())
        for (const [j, cell] of row.entries()) {
          const [from, across] = [place(y * stride + i - top, height, edge), place(x * stride + j - left, width, edge)];
          if (cell === 0 || from < 0 || across < 0) continue;
          for (let c = 0; c < channels; c++) data[(y * sides[1] + x) * channels + c]! += cell * (picture.data[(from * width + across) * channels + c] ?? 0);
        }
  return { shape: [sides[0], sides[1], channels], data };
}

/** Where a place beyond the edge is taken from; −1 for a zero. */
function place(at: number, length: number, edge: Edge): number {
  if (at >= 0 && at < length) return at;
  if (edge === "nearest") return at < 0 ? 0 : length - 1;
  if (edge !== "mirror" || length === 1) return edge === "mirror" ? 0 : -1;
  const period = 2 * (length - 1);
  const within = ((at % period) + period) % period;
  return within < length ? within : period - within;
}

/** How steep a picture is at each place: √(x² + y²) of two derivatives of the same shape, such as those of Sobel. */
export function magnitude(x: NdArray, y: NdArray): NdArray & { readonly data: Float32Array } {
  if (formatShape(x.shape) !== formatShape(y.shape)) throw new RangeError(`magnitude: both must have the same shape. Received ${formatShape(x.shape)} and ${formatShape(y.shape)}.`);
  return { shape: x.shape, data: Float32Array.from(x.data, (value, at) => Math.hypot(value, y.data[at] ?? 0)) };
}
