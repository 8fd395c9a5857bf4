import { parameters } from "../calculators/parameters.ts";
import { receptiveField } from "../calculators/receptiveField.ts";
import { totalMacs } from "../calculators/macs.ts";
import { conv2d, depthwiseConv2d } from "../layers/index.ts";
import type { Layer } from "../layers/table.ts";
import { graph } from "../lower.ts";
import { wish } from "./request.ts";

/** One way to build a convolution: what it costs, beside the plain one. */
export interface Factorisation {
  readonly title: string;
  readonly layers: readonly Layer[];
  /** Weights without biases. */
  readonly params: number;
  /** Weights as a multiple of c²; 25 for 5×5. */
  readonly perSquare: number;
  /** Multiply–accumulates for one sample. */
  readonly macs: number;
  /** `[height, width]` of the input that one output sees. */
  readonly field: readonly [number, number];
  /** The share of weights that the plain convolution needs more: 0.28 for two 3×3 instead of 5×5. */
  readonly saved: number;
  readonly source: string;
}

export interface FactoriseOptions {
  /** Channels in and out. */
  readonly channels: number;
  /** The side of the maps; padding keeps it. 28 if left out. */
  readonly size?: number;
  /** How many times fewer channels the bottleneck has inside; 4 if left out. */
  readonly reduction?: number;
}

/**
 * The ways to replace a k×k convolution, from c to c channels and without bias, side by side: a stack of 3×3 with the same
 * field, 1×k and k×1, both kernel by kernel, a bottleneck, depthwise and pointwise.
 *
 * @throws DesignError unless the kernel is odd and the channels divide by the reduction.
 */
export function factorisations(kernelSize: number, { channels, size = 28, reduction = 4 }: FactoriseOptions): readonly Factorisation[] {
  wish(Number.isSafeInteger(kernelSize) && kernelSize % 2 === 1 && kernelSize >= 3 && kernelSize <= 31, `the kernel to replace must be odd and from 3 to 31. Received ${kernelSize}.`);
  wish(Number.isSafeInteger(channels) && channels >= 1 && Number.isSafeInteger(size) && size >= 1, `channels and size must be whole numbers ≥ 1. Received ${channels} and ${size}.`);
  wish(Number.isSafeInteger(reduction) && reduction >= 1 && channels % reduction === 0, `the channels must divide by the reduction. Received ${channels} and ${reduction}.`);
  const conv = (height: number, width: number = height, filters: number = channels): Layer => conv2d(filters, [height, width], { padding: "same", useBias: false });
  const count = (kernelSize - 1) / 2;
  const k = kernelSize;
  const ways: readonly (readonly [title: string, layers: readonly Layer[], source: string])[] = [
    [`${k}×${k}`, [conv(k)], ""],
    ...(k > 3 ? [[`${count} × 3×3`, Array.from({ length: count }, () => conv(3)), "arXiv:1409.1556, section 2.3"] as const] : []),
    [`1×${k}, ${k}×1`, [conv(1, k), conv(k, 1)], "arXiv:1512.00567, section 3.2"],
    ...(k > 3 ? [[`${count} × (1×3, 3×1)`, Array.from({ length: count }, () => [conv(1, 3), conv(3, 1)]).flat(), "arXiv:1512.00567, section 3.2"] as const] : []),
    [`1×1 to ${channels / reduction}, ${k}×${k}, 1×1 back`, [conv(1, 1, channels / reduction), conv(k, k, channels / reduction), conv(1)], "arXiv:1512.03385, section 4.1"],
    [`depthwise ${k}×${k}, 1×1`, [depthwiseConv2d(k, { padding: "same", useBias: false }), conv(1)], "arXiv:1704.04861, section 3.1"],
  ];
  const plain = k * k * channels * channels;
  return ways.map(([title, layers, source]) => {
    const net = graph(title, [size, size, channels], layers);
    const params = parameters(net).trainable;
    const { field } = receptiveField(net);
    const [height = 0, width = 0] = typeof field === "string" ? [] : field.map((axis) => axis.size);
    return { title, layers, params, perSquare: params / channels ** 2, macs: totalMacs(net), field: [height, width], saved: 1 - params / plain, source };
  });
}
