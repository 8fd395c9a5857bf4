import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  branches, concatenate, conv2d, conv2dTranspose, dense, flatten, from, globalAveragePooling2d, graph, inferShapes, inputsSeen, learnedConstant, maxPooling2d, receptiveField, scale, upSampling2d,
  type Block, type Graph,
} from "../index.ts";

const height = (net: Graph, node: string, unit: number): unknown => {
  const seen = inputsSeen(net, node, [unit, 0]);
  return seen === "nothing" ? seen : [seen[0]?.from, seen[0]?.to];
};

describe("by hand", () => {
  test("down by 2 and up again: the rounding belongs to the small maps", () => {
    const net = graph("down-up", [13, 13, 1], { down: conv2d(2, 3, { strides: 2, padding: 1 }), up: conv2dTranspose(2, 4, { strides: 2, padding: 1 }), near: conv2d(1, 3, { padding: 1 }) });
    // near 7 reads up 6 to 8, these read down 2 to 4, and these read 3 to 9.
    expect(inputsSeen(net, "near", [7, 7])).toEqual([{ from: 3, to: 9 }, { from: 3, to: 9 }]);
    const { field } = receptiveField(net, "near");
    const [axis] = typeof field === "object" ? field : [];
    // The closed formula gives the most that is seen, and a place that is off by up to the stride of the small maps.
    expect([axis?.size, Math.floor((axis?.start ?? NaN) + 7 * (axis?.stride ?? NaN))]).toEqual([7, 4]);
  });
  test("padding is no input", () => {
    const net = graph("edge", [8, 8, 1], { conv: conv2d(1, 5, { padding: 2 }) });
    expect([height(net, "conv", 0), height(net, "conv", 4), height(net, "conv", 7)]).toEqual([[0, 2], [2, 6], [5, 7]]);
  });
  test("branches are seen together, and a transposed kernel smaller than its stride leaves gaps", () => {
    const net = graph("two", [9, 9, 1], { meet: branches({ left: conv2d(1, 3, { padding: [[2, 0], [1, 1]] }), right: conv2d(1, 3, { padding: [[0, 2], [1, 1]] }) }, concatenate()) });
    expect(height(net, "meet.concatenate", 4)).toEqual([2, 6]);
    const gaps = graph("gaps", [4, 4, 1], { up: conv2dTranspose(1, 1, { strides: 2 }) });
    expect([0, 1, 2].map((unit) => height(gaps, "up", unit))).toEqual([[0, 0], "nothing", [1, 1]]);
  });
  test("what looks at everything sees everything, and a constant nothing", () => {
    const net = graph("all", { input: [6, 6, 2], other: [3, 3, 1] }, {
      conv: conv2d(2, 3), se: branches([[], globalAveragePooling2d()], scale()), flatten: flatten(), fc: dense(2), constant: learnedConstant([4]), aside: from("other"), last: conv2d(1, 3),
    });
    const all = [{ from: 0, to: 5 }, { from: 0, to: 5 }];
    expect([inputsSeen(net, "conv", [1, 1]), inputsSeen(net, "se.scale", [1, 1]), inputsSeen(net, "fc", [])]).toEqual([[{ from: 1, to: 3 }, { from: 1, to: 3 }], all, all]);
    expect([inputsSeen(net, "constant", []), inputsSeen(net, "last", [0, 0]), inputsSeen(net, "last", [0, 0], { input: "other" })]).toEqual(["nothing", "nothing", [{ from: 0, to: 2 }, { from: 0, to: 2 }]]);
  });
  test("refuses what is not there", () => {
    const net = graph("net", [8, 8, 1], { conv: conv2d(1, 3) });
    expect(() => inputsSeen(net, "conv", [6, 0])).toThrowErrorMatchingInlineSnapshot(`[GraphError: net: a unit of conv must have a place along each of 6×6, counted from 0. Received [6, 0].]`);
    expect(() => inputsSeen(net, "conv", [3])).toThrowErrorMatchingInlineSnapshot(`[GraphError: net: a unit of conv must have a place along each of 6×6, counted from 0. Received [3].]`);
    expect(() => inputsSeen(net, "cnov", [3, 3])).toThrowErrorMatchingInlineSnapshot(`[GraphError: net: there is no node "cnov". Did you mean "conv"?]`);
    expect(() => inputsSeen(net, "conv", [3, 3], { input: "x" })).toThrowErrorMatchingInlineSnapshot(`[GraphError: net: there is no input "x". Inputs: input.]`);
  });
});

/** A layer along the height, and which of its `length` inputs output `i` reads, tap by tap. */
interface Tap {
  readonly block: Block;
  reads(i: number, length: number): number[];
}
const places = (length: number): number[] => Array.from({ length }, (_, n) => n);
// No kernel is smaller than its stride: the gaps between units would count as seen.
const sizes = { more: fc.integer({ min: 0, max: 4 }), stride: fc.integer({ min: 1, max: 3 }), before: fc.integer({ min: 0, max: 2 }) };

const down: fc.Arbitrary<Tap> = fc.record(sizes).map(({ more, stride, before }) => ({
  block: conv2d(1, [stride + more, 1], { strides: [stride, 1], padding: [[before, 2], [0, 0]] }),
  reads: (i, length) => places(stride + more).map((k) => i * stride - before + k).filter((at) => at >= 0 && at < length),
}));
const pooled: fc.Arbitrary<Tap> = fc.integer({ min: 1, max: 3 }).map((size) => ({ block: maxPooling2d([size, 1]), reads: (i) => places(size).map((k) => i * size + k) }));
const spread: fc.Arbitrary<Tap> = fc.record(sizes).map(({ stride, before, more }) => ({
  block: conv2dTranspose(1, [stride + more, 1], { strides: [stride, 1], padding: [[before, 0], [0, 0]] }),
  reads: (i, length) => places(length).filter((n) => i >= n * stride - before && i < n * stride - before + stride + more),
}));
const repeated: fc.Arbitrary<Tap> = fc.integer({ min: 1, max: 3 }).map((factor) => ({ block: upSampling2d([factor, 1]), reads: (i) => [Math.floor(i / factor)] }));

test("is the footprint of the taps, unit by unit, however often maps are made smaller and larger, at the edges too", () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(down, pooled, spread, repeated), { minLength: 1, maxLength: 4 }), fc.nat(), (taps, pick) => {
      const net = graph("chain", [400, 1, 1], taps.map(({ block }) => block));
      const shapes = inferShapes(net);
      const lengths = [400, ...net.nodes.map(({ name }) => shapes.get(name)?.[0] ?? 0)];
      const unit = pick % (lengths.at(-1) ?? 1);
      const seen = taps.reduceRight((wanted, tap, i) => new Set([...wanted].flatMap((at) => tap.reads(at, lengths[i] ?? 0))), new Set([unit]));
      expect(height(net, net.outputs[0] ?? "", unit)).toEqual(seen.size === 0 ? "nothing" : [Math.min(...seen), Math.max(...seen)]);
    }),
    { numRuns: 150 },
  );
});
