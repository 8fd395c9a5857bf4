import { product } from "@convscope/core";
import { randomOf, type NdArray } from "@convscope/nn";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { differentiated, expectDerivatives, type Written } from "../../test/differentiated.ts";

const floats = (...data: readonly number[]): NdArray => ({ shape: [data.length], data: Float32Array.from(data) });
const gradientsOf = async (inputs: readonly NdArray[], write: Written, upstream: NdArray): Promise<(number[] | undefined)[]> =>
  (await differentiated(inputs, write, upstream)).gradients.map((one) => one && [...one.data]);

describe("by hand", () => {
  const dy = floats(1, 2, 3);

  test("the first of equal values takes all", async () => {
    const three = [floats(1, 5, 0), floats(1, 2, 0), floats(0, 5, 0)];
    expect(await gradientsOf(three, (to, ...xs) => to.op("Max", xs), dy)).toEqual([[1, 2, 3], [0, 0, 0], [0, 0, 0]]);
    expect(await gradientsOf(three, (to, ...xs) => to.op("Min", xs), dy)).toEqual([[0, 0, 3], [0, 2, 0], [1, 0, 0]]);
  });

  test("nothing comes back from the root of 0", async () => {
    expect(await gradientsOf([floats(0, 1, 4)], (to, x) => to.op("Sqrt", [x]), dy)).toEqual([[0, 1, 0.75]]);
  });

  test("nothing comes back from a power that was not taken, however steep it is", async () => {
    const power: Written = (to, x) => to.op("Where", [to.op("Greater", [x, to.number(0)]), to.op("Pow", [x, to.number(0.5)]), to.times(x, 10)]);
    expect(await gradientsOf([floats(0, 1, -4)], power, dy)).toEqual([[10, 1, 30]]);
  });

  test("a power learns by its base and by its exponent", async () => {
    const [base, exponent] = await gradientsOf([floats(2, 3, 1), floats(3)], (to, a, b) => to.op("Pow", [a, b]), dy);
    expect(base).toEqual([12, 2 * 27, 9]);
    expect(exponent?.[0]).toBeCloseTo(8 * Math.log(2) + 2 * 27 * Math.log(3), 4);
  });

  test("a clip is closed at its bounds, where it has any", async () => {
    const x = floats(-1, 0, 2);
    expect(await gradientsOf([x], (to, x) => to.op("Clip", [x, to.number(-1), to.number(2)]), dy)).toEqual([[0, 2, 0]]);
    expect(await gradientsOf([x], (to, x) => to.op("Clip", [x, to.number(-1)]), dy)).toEqual([[0, 2, 3]]);
    expect(await gradientsOf([x], (to, x) => to.op("Clip", [x, undefined, to.number(0)]), dy)).toEqual([[1, 0, 0]]);
  });

  test("comparisons, shapes and whole numbers do not move", async () => {
    expect(await gradientsOf([floats(-1, 0, 2)], (to, x) => to.op("Cast", [to.op("Cast", [x], { to: 7 })], { to: 1 }), dy)).toEqual([undefined]);
    for (const op of ["Equal", "Greater", "Less", "LessOrEqual"] as const) expect(await gradientsOf([floats(-1, 0, 2)], (to, x) => to.mask(op, x, to.number(0)), dy)).toEqual([undefined]);
    expect(await gradientsOf([floats(-1, 0, 2)], (to, x) => to.mul(x, to.mask("Greater", x, to.number(0))), dy)).toEqual([[0, 0, 3]]);
  });

  test("a softmax passes on what differs from its own mean", async () => {
    const x = floats(0, 0);
    expect(await gradientsOf([x], (to, x) => to.op("Softmax", [x], { axis: 0 }), floats(1, 3))).toEqual([[-0.5, 0.5]]);
    expect((await gradientsOf([x], (to, x) => to.op("LogSoftmax", [x], { axis: 0 }), floats(1, 3)))[0]?.map((n) => Math.round(n * 1e6) / 1e6)).toEqual([-1, 1]);
  });
});

/** Between −2 and 2, at least 0.02 from every tenth and from the numbers of other inputs: no kink is near. */
const apart = (u: number, input: number): number => (Math.floor(40 * u) - 20) / 10 + 0.02 + 0.03 * input;
const above = (u: number, input: number): number => 0.3 + Math.abs(apart(u, input));

interface Row {
  readonly write: Written;
  /** Shapes of the inputs; of any shape if left out. */
  readonly shapes?: readonly (readonly number[])[];
  readonly draw?: (u: number, input: number) => number;
}

const alone = (op: Parameters<Parameters<Written>[0]["op"]>[0], attributes: Parameters<Parameters<Written>[0]["op"]>[2] = {}): Row => ({ write: (to, x) => to.op(op, [x], attributes) });
/** Inputs of which some are broadcast. */
const several = [[2, 3, 2], [3, 1], [1]];

const rows: { readonly [name: string]: Row } = {
  Atan: alone("Atan"),
  Cast: alone("Cast", { to: 1 }),
  Clip: { write: (to, x) => to.op("Clip", [x, to.number(-0.8), to.number(1.1)]) },
  Elu: alone("Elu"),
  "Elu, alpha = 0.3": alone("Elu", { alpha: { float: 0.3 } }),
  Erf: alone("Erf"),
  HardSigmoid: alone("HardSigmoid"),
  "HardSigmoid, steeper": alone("HardSigmoid", { alpha: { float: 0.5 }, beta: { float: 0.2 } }),
  HardSwish: { ...alone("HardSwish"), draw: (u, input) => 2 * apart(u, input) + 0.03 },
  LeakyRelu: alone("LeakyRelu"),
  "LeakyRelu, alpha = -0.5": alone("LeakyRelu", { alpha: { float: -0.5 } }),
  LogSoftmax: alone("LogSoftmax"),
  "LogSoftmax, axis = 1": { ...alone("LogSoftmax", { axis: 1 }), shapes: [[2, 3, 2]] },
  Max: { write: (to, ...xs) => to.op("Max", xs), shapes: several },
  Mean: { write: (to, ...xs) => to.op("Mean", xs), shapes: several },
  Min: { write: (to, ...xs) => to.op("Min", xs), shapes: several },
  Neg: alone("Neg"),
  PRelu: { write: (to, x, slope) => to.op("PRelu", [x, slope ?? x]), shapes: [[2, 3, 2], [3, 1]] },
  "PRelu, one slope": { write: (to, x, slope) => to.op("PRelu", [x, slope ?? x]), shapes: [[2, 3, 2], [1]] },
  Pow: { write: (to, a, b) => to.op("Pow", [a, b]), shapes: [[2, 3, 2], [3, 1]], draw: above },
  Relu: alone("Relu"),
  Selu: alone("Selu"),
  "Selu, other constants": alone("Selu", { alpha: { float: 0.5 }, gamma: { float: 2 } }),
  Sigmoid: alone("Sigmoid"),
  Softmax: alone("Softmax"),
  "Softmax, axis = 1": { ...alone("Softmax", { axis: 1 }), shapes: [[2, 3, 2]] },
  Softplus: alone("Softplus"),
  Softsign: alone("Softsign"),
  Sqrt: { ...alone("Sqrt"), draw: above },
  Tanh: alone("Tanh"),
  Where: { write: (to, a, b, c) => to.op("Where", [to.op("Less", [a, to.number(0.1)]), b, c]), shapes: [[3, 1], [2, 3, 2], [2]] },
};

describe("small changes", () => {
  const shape = fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 4 });

  test.each(Object.keys(rows))("%s has the derivatives that they show", async (name) => {
    const { write, shapes, draw = apart } = rows[name] as Row;
    await fc.assert(
      fc.asyncProperty(shape, fc.nat(999), (any, seed) =>
        expectDerivatives((shapes ?? [any]).map((shape, i) => ({ shape, data: Float32Array.from(randomOf(seed, `x${i}`).uniforms(product(shape)), (u) => draw(u, i)) })), write, { step: 1 / 128, tolerance: 5e-4 })),
      { numRuns: 5 },
    );
  });
});
