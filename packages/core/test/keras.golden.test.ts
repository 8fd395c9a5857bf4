import { golden } from "@convscope/test-kit";
import { describe, expect, test } from "vitest";
import {
  along, averagePooling2d, conv1d, conv2d, conv2dTranspose, depthwiseConv2d, graph, inferShapes, maxPooling2d, pads, product, separableConv2d, weightSpecs,
  type Layer, type Pair, type Shape,
} from "../src/index.ts";

/** A case of `keras_cases`: Keras's documented formulas, one sample, channels last. */
interface KerasCase {
  readonly id: number;
  readonly kind: string;
  readonly padding: "same" | "valid";
  readonly input_hwc?: Shape;
  readonly input_lc?: Shape;
  readonly output_hwc?: Shape;
  readonly output_lc?: Shape;
  readonly kernel: number | Pair;
  readonly strides: number | Pair;
  readonly dilation: number | Pair;
  readonly filters?: number;
  readonly use_bias?: boolean;
  readonly depth_multiplier?: number;
  readonly pad?: readonly [number, number];
  readonly pad_tblr?: readonly [number, number, number, number];
  readonly params: number;
  readonly error?: string;
}

const { keras_cases: cases } = golden<{ readonly keras_cases: readonly KerasCase[] }>("layers.json");
const both = (x: number | Pair): Pair => (typeof x === "number" ? [x, x] : x);
const first = (x: number | Pair): number => both(x)[0];

/** Keras's layer in ours, by class. Where Keras lets one leave a bias out, so do we. */
const rows: { readonly [kind: string]: (golden: KerasCase) => Layer } = {
  Conv1D: (k) => conv1d(k.filters ?? 0, first(k.kernel), { strides: first(k.strides), padding: k.padding, dilationRate: first(k.dilation), useBias: k.use_bias ?? true }),
  Conv2D: (k) => conv2d(k.filters ?? 0, both(k.kernel), { strides: both(k.strides), padding: k.padding, dilationRate: both(k.dilation), useBias: k.use_bias ?? true }),
  DepthwiseConv2D: (k) => depthwiseConv2d(both(k.kernel), { strides: both(k.strides), padding: k.padding, dilationRate: both(k.dilation), depthMultiplier: k.depth_multiplier ?? 1, useBias: k.use_bias ?? true }),
  SeparableConv2D: (k) =>
    separableConv2d(k.filters ?? 0, both(k.kernel), { strides: both(k.strides), padding: k.padding, dilationRate: both(k.dilation), depthMultiplier: k.depth_multiplier ?? 1, useBias: k.use_bias ?? true }),
  Conv2DTranspose(k) {
    const [kernel, strides] = [both(k.kernel), both(k.strides)];
    // Keras's "valid" fills up to n·s where the kernel is smaller than the stride.
    const fill = kernel.map((size, axis) => (k.padding === "valid" ? Math.max((strides[axis] ?? 1) - size, 0) : 0));
    return conv2dTranspose(k.filters ?? 0, kernel, { strides, padding: k.padding, outputPadding: [fill[0] ?? 0, fill[1] ?? 0], dilationRate: both(k.dilation), useBias: k.use_bias ?? true });
  },
  MaxPooling2D: (k) => maxPooling2d(both(k.kernel), { strides: both(k.strides), padding: k.padding }),
  AveragePooling2D: (k) => averagePooling2d(both(k.kernel), { strides: both(k.strides), padding: k.padding }),
};

test("all 80 cases are here, of classes that have a row", () => {
  expect(cases).toHaveLength(80);
  expect([...new Set(cases.map(({ kind }) => kind))].filter((kind) => !rows[kind])).toEqual([]);
});

describe.each(Object.keys(rows))("%s", (kind) => {
  const own = cases.filter((k) => k.kind === kind);
  const fails = own.filter(({ error }) => error !== undefined);

  if (fails.length > 0)
    test.each(fails.map((k) => [k.id, k] as const))("case %i, a kernel that does not fit, is refused", (_, k) => {
      expect(k.error).toBe("output_too_small");
      expect(() => graph("golden", k.input_hwc ?? k.input_lc ?? [], { x: rows[kind]?.(k) })).toThrow("must fit the padded input");
    });

  test.each(own.filter(({ error }) => error === undefined).map((k) => [k.id, k] as const))("case %i has Keras's shape, padding and parameters", (_, k) => {
    const layer = rows[kind]?.(k);
    if (!layer) throw new Error(kind);
    const input = k.input_hwc ?? k.input_lc ?? [];
    const built = graph("golden", input, { x: layer });
    expect(inferShapes(built).get("x")).toEqual(k.output_hwc ?? k.output_lc);
    expect([...weightSpecs(built).values()].reduce((sum, { shape }) => sum + product(shape), 0)).toBe(k.params);
    const sliding = { kernelSize: both(k.kernel), strides: both(k.strides), dilationRate: both(k.dilation), padding: k.padding === "same" ? k.padding : ([[0, 0], [0, 0]] as const) } as const;
    if (k.pad) expect(pads(along(sliding, 0), input[0] ?? 0)).toEqual(k.pad);
    if (k.pad_tblr) expect([0, 1].flatMap((axis) => pads(along(sliding, axis as 0 | 1), input[axis] ?? 0))).toEqual(k.pad_tblr);
  });
});
