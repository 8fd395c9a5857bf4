import { describe, expect, expectTypeOf, test } from "vitest";
import { conv2d, custom, dense, flatten, graph, maxPooling2d, relu, type Graph, type Shape } from "../index.ts";
import { chain } from "./chain.ts";
import type { Chain } from "./methods.ts";

/** Lines that must not compile; they are only looked at by the compiler. */
const unrun = (_: () => void): void => {};

describe("a chain that fits", () => {
  test("is a graph like one written as a run, with its nodes numbered", () => {
    const built = chain("tiny", [28, 28, 1]).conv2d(32, 3).relu().maxPooling2d(2).flatten().dense(10).graph();
    expectTypeOf(built).toEqualTypeOf<Graph>();
    expect(built).toEqual(graph("tiny", [28, 28, 1], { conv1: conv2d(32, 3), relu1: relu(), pool1: maxPooling2d(2), flatten1: flatten(), fc1: dense(10) }));
  });

  test("names are those given, or the next that is free", () => {
    const names = chain("names", [8, 8, 1]).conv2d(4, 3, { name: "stem" }).conv2d(4, 1).relu({ name: "conv2" }).conv2d(4, 1).dropout(0.2, { name: "10" }).flatten({ name: "9" }).graph().nodes.map(({ name }) => name);
    expect(names).toEqual(["stem", "conv1", "conv2", "conv3", "10", "9"]);
  });

  test("the compiler's shape is the shape", () => {
    const c = chain("shapes", [224, 224, 3]).conv2d(64, 7, { strides: 2, padding: 3 }).batchNormalization().relu().maxPooling2d(3, { strides: 2, padding: 1 });
    expectTypeOf(c.shape).toEqualTypeOf<readonly [56, 56, 64]>();
    expect(c.shape).toEqual([56, 56, 64]);
    const uneven = chain("uneven", [33, 18, 3]).conv2d(8, [3, 5], { strides: [2, 1], padding: [[0, 1], [2, 0]], dilationRate: [2, 1] });
    expectTypeOf(uneven.shape).toEqualTypeOf<readonly [15, 16, 8]>();
    expect(uneven.shape).toEqual([15, 16, 8]);
    const same = uneven.separableConv2d(9, 4, { padding: "same", strides: 4 }).depthwiseConv2d(2, { depthMultiplier: 2 });
    expectTypeOf(same.shape).toEqualTypeOf<readonly [3, 3, 18]>();
    expect(same.shape).toEqual([3, 3, 18]);
    const ceil = chain("ceil", [999, 512, 6]).averagePooling2d(3, { strides: 2, ceilMode: true }).maxPooling2d([2, 3]);
    expectTypeOf(ceil.shape).toEqualTypeOf<readonly [249, 85, 6]>();
    expect(ceil.shape).toEqual([249, 85, 6]);
    const larger = chain("larger", [7, 7, 4]).conv2dTranspose(8, 3, { strides: 2, padding: 1, outputPadding: 1 }).upSampling2d([2, 1]).zeroPadding2d([[1, 2], [3, 4]]).cropping2d(1);
    expectTypeOf(larger.shape).toEqualTypeOf<readonly [29, 19, 8]>();
    expect(larger.shape).toEqual([29, 19, 8]);
    const flat = larger.flatten();
    expectTypeOf(flat.shape).toEqualTypeOf<readonly [4408]>();
    expect(flat.shape).toEqual([4408]);
    const reshaped = flat.reshape([29, 152]).conv1d(16, 3, { padding: 1, groups: 4 }).maxPooling1d(2);
    expectTypeOf(reshaped.shape).toEqualTypeOf<readonly [14, 16]>();
    expect(reshaped.shape).toEqual([14, 16]);
    expectTypeOf(reshaped.dense(5).shape).toEqualTypeOf<readonly [14, 5]>();
    expect(reshaped.dense(5).shape).toEqual([14, 5]);
    expectTypeOf(reshaped.globalAveragePooling1d().dense(5).softmax().shape).toEqualTypeOf<readonly [5]>();
    expect(reshaped.globalAveragePooling1d().dense(5).softmax().shape).toEqual([5]);
    expectTypeOf(same.adaptiveAveragePooling2d([2, 1]).shape).toEqualTypeOf<readonly [2, 1, 18]>();
    expectTypeOf(same.globalMaxPooling2d().shape).toEqualTypeOf<readonly [18]>();
    expect(same.globalMaxPooling2d().shape).toEqual([18]);
  });

  test("VGG-16's thirteen convolutions and its head", () => {
    const vgg = chain("vgg16", [224, 224, 3])
      .conv2d(64, 3, { padding: 1 }).relu().conv2d(64, 3, { padding: 1 }).relu().maxPooling2d(2)
      .conv2d(128, 3, { padding: 1 }).relu().conv2d(128, 3, { padding: 1 }).relu().maxPooling2d(2)
      .conv2d(256, 3, { padding: 1 }).relu().conv2d(256, 3, { padding: 1 }).relu().conv2d(256, 3, { padding: 1 }).relu().maxPooling2d(2)
      .conv2d(512, 3, { padding: 1 }).relu().conv2d(512, 3, { padding: 1 }).relu().conv2d(512, 3, { padding: 1 }).relu().maxPooling2d(2)
      .conv2d(512, 3, { padding: 1 }).relu().conv2d(512, 3, { padding: 1 }).relu().conv2d(512, 3, { padding: 1 }).relu().maxPooling2d(2);
    expectTypeOf(vgg.shape).toEqualTypeOf<readonly [7, 7, 512]>();
    expectTypeOf(vgg.flatten().shape).toEqualTypeOf<readonly [25_088]>();
    expect(vgg.flatten().dense(4096).relu().dropout().dense(4096).relu().dropout().dense(1000).shape).toEqual([1000]);
  });

  test("every method leaves its own chain as it is", () => {
    const stem = chain("stem", [8, 8, 1]).conv2d(4, 3);
    expect([stem.relu().shape, stem.flatten().shape, stem.shape]).toEqual([[6, 6, 4], [144], [6, 6, 4]]);
    expect(stem.relu().graph().nodes).toHaveLength(2);
  });
});

describe("a chain that does not fit does not compile", () => {
  const maps = chain("maps", [3, 3, 8]);
  const vector = chain("vector", [128]);

  test("a kernel larger than its input", () => {
    // @ts-expect-error kernel 5 is larger than its input 3×3; use a kernel ≤ 3 or padding "same"
    expect(() => maps.conv2d(32, 5)).toThrowErrorMatchingInlineSnapshot(`[LayerError: conv1 (conv2d): the kernel must fit the padded input. Received 3 + 0 padding along height, kernelSize=5. Use kernelSize ≤ 3, or padding: "same".]`);
    expect(maps.conv2d(32, 5, { padding: "same" }).shape).toEqual([3, 3, 32]);
    expect(maps.conv2d(32, 5, { padding: 1 }).shape).toEqual([1, 1, 32]);
    // @ts-expect-error kernel 3 with dilation 4 (spans 9) is larger than its padded input 5×5; use a kernel ≤ 2 or padding "same"
    expect(() => maps.conv2d(32, 3, { padding: 1, dilationRate: 4 })).toThrow("spans 9");
    // @ts-expect-error kernel 2×4 is larger than its input 3×3: the width alone does not fit
    expect(() => maps.depthwiseConv2d([2, 4])).toThrow("along width");
    // @ts-expect-error kernel 4 is larger than its input of 3, along a sequence
    expect(() => chain("words", [3, 8]).conv1d(4, 4)).toThrow("along length");
    // @ts-expect-error the first convolution leaves 1×1, too little for the second
    expect(() => maps.conv2d(4, 3).relu().conv2d(4, 3)).toThrow("conv2 (conv2d)");
  });

  test("the message is the type that the argument is compared with", () => {
    type Kernel = Parameters<typeof maps.conv2d<32, 5>>[1];
    expectTypeOf<Kernel>().toEqualTypeOf<'kernel 5 is larger than its input 3×3; use a kernel ≤ 3 or padding "same"'>();
    expectTypeOf<Parameters<typeof maps.maxPooling2d<[4, 2]>>[0]>().toEqualTypeOf<'pooling window 4×2 is larger than its input 3×3; use a pooling window ≤ 3 or padding "same"'>();
    expectTypeOf<Parameters<typeof maps.dense<10>>[0]>().toEqualTypeOf<"dense needs a vector, received maps 3×3×8; put flatten() or globalAveragePooling2d() before it">();
    expectTypeOf<Parameters<typeof maps.conv2d<32, 3, 1, "valid", 1, 3>>[0]>().toEqualTypeOf<"32 filters do not divide into 3 groups">();
    expectTypeOf<Parameters<typeof maps.conv2d<33, 3, 1, "valid", 1, 3>>[0]>().toEqualTypeOf<"8 input channels do not divide into 3 groups">();
    expectTypeOf<Parameters<typeof vector.conv2d<32, 3>>[1]>().toEqualTypeOf<"conv2d needs maps [height, width, channels], received a vector of 128">();
  });

  test("pooling larger than its input, or padded beyond half of its window", () => {
    // @ts-expect-error pooling window 4 is larger than its input 3×3
    expect(() => maps.maxPooling2d(4)).toThrow("must fit");
    // @ts-expect-error pooling window 4 is larger than its input 3×3
    expect(() => maps.averagePooling2d(4)).toThrow("must fit");
    // @ts-expect-error padding must be at most half of the pooling window 2
    expect(() => maps.maxPooling2d(2, { padding: 2 })).toThrow("half");
    expect(maps.maxPooling2d(4, { ceilMode: true }).shape).toEqual([1, 1, 8]);
  });

  test("dense on maps, maps wanted where there are none", () => {
    // @ts-expect-error dense needs a vector, received maps 3×3×8
    unrun(() => maps.dense(10));
    // @ts-expect-error conv2d needs maps, received a vector of 128
    expect(() => vector.conv2d(32, 3)).toThrow("input must be [height, width, channels]");
    // @ts-expect-error globalAveragePooling2d needs maps, received a vector of 128
    expect(() => vector.globalAveragePooling2d()).toThrow("input must be [height, width, channels]");
    // @ts-expect-error upSampling2d needs maps, received a vector of 128
    expect(() => vector.upSampling2d(2)).toThrow("input must be [height, width, channels]");
  });

  test("groups that do not divide, values that do not fill a shape, cuts that leave nothing", () => {
    // @ts-expect-error 8 input channels do not divide into 3 groups
    expect(() => maps.conv2d(9, 3, { groups: 3 })).toThrow("input channels must divide");
    // @ts-expect-error 9 filters do not divide into 2 groups
    expect(() => maps.conv2d(9, 3, { groups: 2 })).toThrow("filters must divide");
    // @ts-expect-error 72 values do not fill a shape of 64
    expect(() => maps.reshape([8, 8])).toThrow("must fill");
    // @ts-expect-error cropping leaves nothing of 3×3
    expect(() => maps.cropping2d([2, 0])).toThrow("something must be left");
    // @ts-expect-error padding cuts off all that 3×3 spreads to
    expect(() => maps.conv2dTranspose(4, 3, { padding: 3 })).toThrow("must leave an output");
    expect(maps.reshape([4, -1]).shape).toEqual([4, 18]);
  });

  test("options that are misspelt or of another type", () => {
    // @ts-expect-error stride does not exist; did you mean strides?
    expect(() => maps.conv2d(4, 3, { stride: 2 })).toThrow('Did you mean "strides"?');
    // @ts-expect-error strides must be a number or a pair
    expect(() => maps.conv2d(4, 3, { strides: "2" })).toThrow("strides must be");
    // @ts-expect-error padding is "same", "valid", a number or edges
    expect(() => maps.conv2d(4, 3, { padding: "full" })).toThrow("padding must be");
    // @ts-expect-error relu has no options but its name
    expect(() => maps.relu({ alpha: 1 })).toThrowErrorMatchingInlineSnapshot(`[LayerError: relu: unknown option alpha. Options: name.]`);
    // @ts-expect-error a name is text
    expect(() => maps.relu({ name: 1 })).toThrowErrorMatchingInlineSnapshot(`[GraphError: relu: name must be text. Received number.]`);
    // @ts-expect-error a dense layer has no kernel size
    expect(() => vector.dense(10, { kernelSize: 3 })).toThrow("unknown option kernelSize");
  });
});

describe("what the compiler does not know is checked when it runs", () => {
  const wide = (n: number): number => n;

  test("a size from a variable", () => {
    const c = chain("wide", [28, 28, 1]).conv2d(wide(8), wide(3));
    expectTypeOf(c.shape).toEqualTypeOf<readonly [number, number, number]>();
    expect(c.shape).toEqual([26, 26, 8]);
    expect(() => c.conv2d(8, wide(30))).toThrow("must fit the padded input");
    expect(c.conv2d(8, 3, { strides: wide(2) }).maxPooling2d(2).flatten().dense(10).shape).toEqual([10]);
  });

  test("one of several sizes, a shape from a variable, any layer", () => {
    const either = chain("either", [9, 9, 1]).conv2d(4, wide(1) === 1 ? 3 : 5);
    expectTypeOf(either.shape).toEqualTypeOf<readonly [number, number, 4]>();
    expect(either.shape).toEqual([7, 7, 4]);
    const input: Shape = [9, 9, 1];
    expect(chain("unknown", input).conv2d(4, 3).flatten().dense(2).shape).toEqual([2]);
    const layered = chain("layer", [9, 9, 1]).layer(custom({ name: "twice", outputShape: ([x = []]) => x, run: ([x]: readonly number[]) => (x ?? 0) * 2 })).conv2d(4, 3);
    expect(layered.graph().nodes.map(({ name }) => name)).toEqual(["custom1", "conv1"]);
    expect(() => chain("layer", [9, 9, 1]).layer(dense(2), { name: "head" }).conv2d(4, 10)).toThrow("conv1 (conv2d)");
  });

  test("names used twice", () => {
    expect(() => chain("twice", [8, 8, 1]).relu({ name: "a" }).tanh({ name: "a" })).toThrowErrorMatchingInlineSnapshot(`[GraphError: twice: names must be used once. Received "a" for another tanh. Leave the name out to have it numbered.]`);
    expect(() => chain("twice", [8, 8, 1]).relu({ name: "input" })).toThrowErrorMatchingInlineSnapshot(`[GraphError: graph: names must be used once. Received two nodes named "input".]`);
  });

  test("a known chain can be passed where any is wanted", () => {
    const classes = (c: Pick<Chain<Shape>, "shape" | "graph">): number => c.shape.at(-1) ?? 0;
    expect(classes(chain("any", [8]).dense(3))).toBe(3);
  });
});

test("layer options and graph inputs are checked by the compiler", () => {
  // @ts-expect-error stride does not exist; did you mean strides?
  expect(() => conv2d(8, 3, { stride: 2 })).toThrow("unknown option stride");
  // @ts-expect-error a kernel size is a number or a pair
  expect(() => conv2d(8, "3")).toThrow("kernelSize must be");
  // @ts-expect-error a kernel size has two axes
  expect(() => conv2d(8, [3, 3, 3])).toThrow("kernelSize must be");
  // @ts-expect-error useBias is true or false
  expect(() => dense(8, { useBias: 1 })).toThrow("useBias must be");
  // @ts-expect-error ceilMode is true or false
  expect(() => maxPooling2d(2, { ceilMode: "yes" })).toThrow("ceilMode must be");
  // @ts-expect-error the sizes of an input are numbers
  expect(() => graph("wrong", ["28", 28, 1], flatten())).toThrow("whole sizes of at least 1");
  // @ts-expect-error an input is a shape, not a number
  expect(() => graph("wrong", 784, dense(10))).toThrow("whole sizes of at least 1");
  // @ts-expect-error a sequence has a length and a vocabulary
  expect(() => graph("wrong", { kind: "sequence", size: 20 }, flatten())).toThrow("whole sizes of at least 1");
  // @ts-expect-error a block holds layers
  unrun(() => graph("wrong", [784], { fc: 10 }));
  // @ts-expect-error convd does not exist
  unrun(() => graph("wrong", [784], { kind: "convd" }));
});
