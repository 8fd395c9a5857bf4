import type { ColorSpace, ColorSpaceName } from "@convscope/core";
import { flat, type Value } from "../builder.ts";
import type { Emission, Emit } from "../emission.ts";
import type { OnnxOp } from "../model.ts";

/** Pixels `[…, 3]` to pixels, as core's doc of `colorSpace` defines them. */
export const colorSpace: Emit<ColorSpace> = ({ to: space }, [x], to) => to.withLast(spaces[space](to, to.last(x)));

const spaces: { readonly [S in ColorSpaceName]: (to: Emission, rgb: Value) => Value } = {
  greyscale: (to, rgb) => product(to, rgb, [[0.299], [0.587], [0.114]]),
  // Cb = (B − Y) / 1.772 and Cr = (R − Y) / 1.402, by columns.
  ycbcr: (to, rgb) => {
    const y = product(to, rgb, [[0.299, -0.299 / 1.772, 0.701 / 1.402], [0.587, -0.587 / 1.772, -0.587 / 1.402], [0.114, 0.886 / 1.772, -0.114 / 1.402]]);
    return to.op("Add", [y, to.constant("shift", [3], () => Float32Array.of(0, 0.5, 0.5))]);
  },
  hsv,
  lab: (to, rgb) => {
    const [l, a, b] = lab(to, rgb);
    const { plus, over } = arithmetic(to);
    return to.op("Concat", [over(l, 100), over(plus(a, 128), 255), over(plus(b, 128), 255)], { axis: -1 });
  },
  lch,
};

const product = (to: Emission, x: Value, rows: readonly (readonly number[])[]): Value => to.op("MatMul", [x, to.constant("matrix", [rows.length, rows[0]?.length ?? 0], () => flat(rows))]);
const channels = (to: Emission, x: Value): readonly [Value, Value, Value] => to.ops("Split", [x], 3, { axis: -1 }) as readonly [Value, Value, Value];

/** Sums and so on of a value and a number. */
const arithmetic = (to: Emission) => {
  const by = (op: OnnxOp) => (x: Value, n: number): Value => to.op(op, [x, to.number(n)]);
  return { plus: by("Add"), times: by("Mul"), over: by("Div"), power: by("Pow"), atMost: by("LessOrEqual"), below: by("Less"), equal: by("Equal") };
};

/** As the hue of a colour has it: of the largest channel, and how the others differ. */
function hsv(to: Emission, rgb: Value): Value {
  const { plus, over, equal, below } = arithmetic(to);
  const [r, g, b] = channels(to, rgb);
  const max = to.op("Max", [r, g, b]);
  const spread = to.op("Sub", [max, to.op("Min", [r, g, b])]);
  /** x / y, or 0 where y is. */
  const share = (x: Value, y: Value): Value => to.op("Div", [x, to.op("Where", [equal(y, 0), to.number(1), y])]);
  const sector = (a: Value, b: Value, from: number): Value => plus(share(to.op("Sub", [a, b]), spread), from);
  const red = sector(g, b, 0);
  const others = to.op("Where", [to.op("Equal", [g, max]), sector(b, r, 2), sector(r, g, 4)]);
  const coloured = to.op("Where", [equal(spread, 0), to.number(0), to.op("Where", [to.op("Equal", [r, max]), red, others])]);
  const turns = over(coloured, 6);
  const hue = to.op("Where", [below(turns, 0), plus(turns, 1), turns]);
  return to.op("Concat", [hue, share(spread, max), max], { axis: -1 });
}

/** sRGB primaries to XYZ over that of the white D65: rows red, green, blue; columns X, Y, Z. IEC 61966-2-1. */
const toXyz = [
  [0.412453 / 0.95047, 0.212671, 0.019334 / 1.08883],
  [0.35758 / 0.95047, 0.71516, 0.119193 / 1.08883],
  [0.180423 / 0.95047, 0.072169, 0.950227 / 1.08883],
];

/** L in [0, 100], a and b about −128 to 127. */
function lab(to: Emission, rgb: Value): readonly [Value, Value, Value] {
  const { plus, times, over, power, atMost } = arithmetic(to);
  const linear = to.op("Where", [atMost(rgb, 0.04045), over(rgb, 12.92), power(over(plus(rgb, 0.055), 1.055), 2.4)]);
  const xyz = product(to, linear, toXyz);
  const f = to.op("Where", [atMost(xyz, (6 / 29) ** 3), plus(times(xyz, 841 / 108), 4 / 29), power(xyz, 1 / 3)]);
  const [x, y, z] = channels(to, f);
  return [plus(times(y, 116), -16), times(to.op("Sub", [x, y]), 500), times(to.op("Sub", [y, z]), 200)];
}

/** Lightness, chroma, and the hue: the angle of (a, b), which ONNX has no operation for but of a quotient. */
function lch(to: Emission, rgb: Value): Value {
  const { plus, over, below, equal } = arithmetic(to);
  const [l, a, b] = lab(to, rgb);
  const chroma = to.op("Sqrt", [to.op("Add", [to.op("Mul", [a, a]), to.op("Mul", [b, b])])]);
  // Below this, what is left of a and b is rounding.
  const grey = below(chroma, 0.01);
  const quotient = over(to.op("Atan", [to.op("Div", [b, to.op("Where", [equal(a, 0), to.number(1e-30), a])])]), 2 * Math.PI);
  const turned = to.op("Where", [below(a, 0), plus(quotient, 0.5), quotient]);
  const turns = to.op("Where", [below(turned, 0), plus(turned, 1), turned]);
  return to.op("Concat", [over(l, 100), over(chroma, 134), to.op("Where", [grey, to.number(0), turns])], { axis: -1 });
}
