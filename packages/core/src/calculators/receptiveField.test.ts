import { describe, expect, test } from "vitest";
import {
  add, averagePooling2d, branches, concatenate, conv1d, conv2d, conv2dTranspose, dense, depthwiseConv2d, embedding, flatten, from, globalAveragePooling2d, graph, heads, learnedConstant, maxPooling2d, multiply,
  receptiveField, receptiveFields, relu, reshape, residual, scale, sequence, sigmoid, upSampling2d, zeroPadding2d, type Block, type Field, type FieldOptions, type Graph,
} from "../index.ts";

const sizes = (of: Graph, ...nodes: readonly string[]): unknown[] =>
  nodes.map((node) => {
    const { field } = receptiveField(of, node);
    return typeof field === "string" ? field : field[0]?.size;
  });
const fieldOf = (of: Graph, node: string, options: FieldOptions = {}): Field => receptiveField(of, node, options).field;
const both = (size: number, stride: number, start: number): Field => [0, 1].map(() => ({ size, stride, start }));

describe("published fields, Araujo, Norris & Sim 2019", () => {
  const same = { padding: "same" } as const;

  test("three 3×3 convolutions see 3, 5 and 7, a fourth 9", () => {
    expect(sizes(graph("stack", [32, 32, 1], { a: conv2d(1, 3), b: conv2d(1, 3), c: conv2d(1, 3), d: conv2d(1, 3) }), "a", "b", "c", "d")).toEqual([3, 5, 7, 9]);
  });

  test("the end points of vgg_16", () => {
    const stage = (i: number, depth: number): Record<string, Block> => ({
      ...Object.fromEntries(Array.from({ length: depth }, (_, j) => [`conv${i}_${j + 1}`, conv2d(8, 3, same)])),
      [`pool${i}`]: maxPooling2d(2),
    });
    const vgg = graph("vgg_16", [224, 224, 3], { ...stage(1, 2), ...stage(2, 2), ...stage(3, 3), ...stage(4, 3), ...stage(5, 3) });
    expect(sizes(vgg, "conv1_1", "pool1", "pool2", "pool3", "pool4", "pool5")).toEqual([3, 6, 16, 44, 100, 212]);
    expect(fieldOf(vgg, "pool5")).toEqual(both(212, 32, -90));
  });

  test("the end points of alexnet_v2", () => {
    const pool = maxPooling2d(3, { strides: 2 });
    const alexnet = graph("alexnet_v2", [224, 224, 3], {
      conv1: conv2d(8, 11, { strides: 4 }), pool1: pool, conv2: conv2d(8, 5, same), pool2: pool,
      conv3: conv2d(8, 3, same), conv4: conv2d(8, 3, same), conv5: conv2d(8, 3, same), pool5: pool,
    });
    expect(sizes(alexnet, "conv1", "pool1", "conv2", "pool2", "conv3", "conv4", "conv5", "pool5")).toEqual([11, 19, 51, 67, 99, 131, 163, 195]);
    expect(fieldOf(alexnet, "pool5")).toEqual(both(195, 32, -64));
  });
});

describe("one window", () => {
  const through = (block: Block): Field => fieldOf(graph("one", [64, 64, 3], { x: block }), "x");

  test("dilation spreads the taps: 3 taps, 4 apart, span 9", () => {
    expect(through(conv2d(1, 3, { dilationRate: 4, padding: 4 }))).toEqual(both(9, 1, -4));
  });
  test("padding on one side moves the start on that axis only", () => {
    expect(through(conv2d(1, [2, 5], { padding: [[1, 0], [0, 4]], strides: [2, 1] }))).toEqual([{ size: 2, stride: 2, start: -1 }, { size: 5, stride: 1, start: 0 }]);
    expect(through(zeroPadding2d([[3, 0], [1, 2]]))).toEqual([{ size: 1, stride: 1, start: -3 }, { size: 1, stride: 1, start: -1 }]);
  });
  test("an even kernel with padding \"same\" starts half a place to the left of the middle, as in TensorFlow", () => {
    expect(through(conv2d(1, 4, { padding: "same" }))).toEqual(both(4, 1, -1));
  });
  test("upsampling moves by less than one input", () => {
    expect(through(upSampling2d(2))).toEqual(both(1, 0.5, 0));
    expect(through(upSampling2d(2, { interpolation: "bilinear" }))).toEqual(both(2, 0.5, -0.25));
  });
  test("a transposed convolution with stride 2 sees at most two inputs through a kernel of 3 or 4", () => {
    expect(through(conv2dTranspose(1, 3, { strides: 2 }))).toEqual(both(2, 0.5, -1));
    expect(through(conv2dTranspose(1, 4, { strides: 2, padding: 1 }))).toEqual(both(2, 0.5, -0.5));
  });
});

describe("along a path", () => {
  test("pooling and upsampling undo each other's stride", () => {
    const unet = graph("down-up", [64, 64, 1], { conv: conv2d(1, 3, { padding: 1 }), pool: maxPooling2d(2), deep: conv2d(1, 3, { padding: 1 }), up: upSampling2d(2), end: conv2d(1, 3, { padding: 1 }) });
    expect([...receptiveFields(unet).fields.values()].map((f) => (typeof f === "object" ? [f[0]?.size, f[0]?.stride] : f))).toEqual([[1, 1], [3, 1], [4, 2], [8, 2], [8, 1], [10, 1]]);
  });

  test("global pooling and dense see the whole input, and so does what follows", () => {
    const net = graph("classify", [32, 32, 3], { conv: conv2d(4, 3), flatten: flatten(), fc: dense(8), act: relu() });
    expect(sizes(net, "conv", "flatten", "fc", "act")).toEqual([3, 3, "whole input", "whole input"]);
    expect(sizes(graph("gap", [32, 32, 3], { conv: conv2d(4, 3), pool: globalAveragePooling2d(), fc: dense(8) }), "pool", "fc")).toEqual(["whole input", "whole input"]);
    expect(sizes(graph("within", [32, 32, 3], { conv: conv2d(4, 3), each: dense(8) }), "each")).toEqual([3]);
  });

  test("without a name it is the last node on the way to the first output that has a place on the map", () => {
    const net = graph("two", [32, 32, 3], { stem: conv2d(4, 3), heads: heads({ class: [globalAveragePooling2d(), dense(3)], box: { far: conv2d(4, 7), fc: [flatten(), dense(4)] } }) });
    expect(receptiveField(net)).toEqual({ node: "stem", field: both(3, 1, 0) });
  });

  test("a sequence of tokens has one axis; windows over others than the picture's see the whole input", () => {
    const text = graph("text", sequence(20, 100), { words: embedding(100, 8), conv: conv1d(4, 3), again: conv1d(4, 3) });
    expect(fieldOf(text, "again")).toEqual([{ size: 5, stride: 1, start: 0 }]);
    expect(sizes(graph("rows", [8, 8, 4], { rows: reshape([8, 32]), conv: conv1d(4, 3) }), "conv")).toEqual(["whole input"]);
  });

  test("what depends on no input sees nothing", () => {
    const net = graph("constant", [8, 8, 2], { positions: learnedConstant([8, 8, 2]), conv: conv2d(1, 3) });
    expect(sizes(net, "positions", "conv")).toEqual(["nothing", "nothing"]);
    const two = graph("two inputs", { left: [8, 8, 1], right: [8, 8, 1] }, { a: branches({ near: from("left"), wide: [from("right"), conv2d(1, 3, { padding: 1 })] }, add()) });
    expect([fieldOf(two, "a.add"), fieldOf(two, "a.add", { input: "right" })]).toEqual([both(1, 1, 0), both(3, 1, -1)]);
  });
});

describe("where paths meet", () => {
  const join = (of: Record<string, Block>): Graph => graph("join", [64, 64, 4], { meet: branches(of, concatenate()) });

  test("the field holds those of all branches", () => {
    const inception = join({ one: conv2d(2, 1), three: [conv2d(2, 1), conv2d(2, 3, { padding: 1 })], five: conv2d(2, 5, { padding: 2 }), none: [] });
    expect(fieldOf(inception, "meet.concatenate")).toEqual(both(5, 1, -2));
    expect(receptiveFields(inception).misaligned).toEqual([]);
    const aside = join({ left: conv2d(2, 3, { padding: [[2, 0], [1, 1]] }), right: conv2d(2, 3, { padding: [[0, 2], [1, 1]] }) });
    expect(fieldOf(aside, "meet.concatenate")).toEqual([{ size: 5, stride: 1, start: -2 }, { size: 3, stride: 1, start: -1 }]);
  });

  test("branches that look at different places are named", () => {
    expect(receptiveFields(join({ left: conv2d(2, 3, { padding: [[2, 0], [1, 1]] }), right: conv2d(2, 3, { padding: 1 }) })).misaligned).toEqual([{ node: "meet.concatenate", reason: "middles are 1 apart" }]);
    // An even kernel has no middle place: half a place is lost.
    expect(receptiveFields(join({ even: conv2d(2, 2, { padding: "same" }), odd: conv2d(2, 3, { padding: "same" }) })).misaligned).toEqual([{ node: "meet.concatenate", reason: "middles are 0.5 apart" }]);
    // 64 − 2 places either way, but of other spacing.
    const spaced = graph("spaced", [64, 64, 1], { meet: branches({ pooled: [conv2d(1, 4), averagePooling2d(2), upSampling2d([2, 1]), conv2d(1, [30, 1])], near: conv2d(1, [34, 35], { strides: 1 }) }, concatenate()) });
    expect(receptiveFields(spaced).misaligned).toEqual([{ node: "meet.concatenate", reason: "strides differ: 2 and 1" }]);
  });

  test("a residual block with a projection is aligned", () => {
    const block = residual({ a: conv2d(8, 3, { strides: 2, padding: 1 }), b: conv2d(8, 3, { padding: 1 }) }, { downsample: conv2d(8, 1, { strides: 2 }) });
    const net = graph("basic", [64, 64, 4], { block });
    expect(receptiveFields(net).misaligned).toEqual([]);
    expect(fieldOf(net, "block.add")).toEqual(both(7, 2, -3));
  });

  test("a U-Net's way up meets its way down; a transposed kernel of 3 is half a place off", () => {
    const unet = (up: Block): Graph => join({ skip: [], deep: [maxPooling2d(2), maxPooling2d(2), conv2d(4, 3, { padding: 1 }), up] });
    for (const up of [upSampling2d(4), upSampling2d(4, { interpolation: "bilinear" }), [upSampling2d(2), conv2d(4, 3, { padding: 1 }), conv2dTranspose(4, 2, { strides: 2 })], conv2dTranspose(4, 8, { strides: 4, padding: 2 })])
      expect(receptiveFields(unet(up)).misaligned).toEqual([]);
    const off = unet([conv2dTranspose(4, 3, { strides: 2, padding: 1, outputPadding: 1 }), upSampling2d(2)]);
    expect(receptiveFields(off).misaligned).toEqual([{ node: "meet.concatenate", reason: "middles are 1 apart" }]);
  });

  test("fractions that do not multiply back exactly do not count as misaligned", () => {
    expect((1 / 7) * (1 / 7) * 49).not.toBe(1);
    expect(receptiveFields(join({ none: [], there: [upSampling2d(7), upSampling2d(7), averagePooling2d(49)] })).misaligned).toEqual([]);
  });

  test("a gate makes what it scales see the whole input, unless gates are ignored as in published figures", () => {
    const squeeze: Block = [globalAveragePooling2d(), dense(2), relu(), dense(4), sigmoid()];
    const net = graph("se", [32, 32, 4], { conv: conv2d(4, 3), se: branches({ value: [], gate: squeeze }, scale()), next: depthwiseConv2d(3) });
    expect([fieldOf(net, "se.scale"), fieldOf(net, "next")]).toEqual(["whole input", "whole input"]);
    expect([fieldOf(net, "se.scale", { gates: "ignore" }), fieldOf(net, "next", { gates: "ignore" })]).toEqual([both(3, 1, 0), both(5, 1, 0)]);
    const product = graph("product", [32, 32, 4], { meet: branches({ a: conv2d(4, 3, { padding: 1 }), b: conv2d(4, 5, { padding: 2 }) }, multiply()) });
    expect(fieldOf(product, "meet.multiply", { gates: "ignore" })).toEqual(both(5, 1, -2));
  });
});

test("an unknown node is refused with the nearest names", () => {
  const net = graph("net", [8, 8, 1], { conv1: conv2d(1, 3) });
  expect(() => receptiveField(net, "conv2")).toThrowErrorMatchingInlineSnapshot(`[GraphError: net: there is no node "conv2". Did you mean "conv1"?]`);
});
