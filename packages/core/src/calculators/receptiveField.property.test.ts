import * as fc from "fast-check";
import { expect, test } from "vitest";
import { averagePooling2d, branches, concatenate, conv2d, conv2dTranspose, graph, inferShapes, maxPooling2d, receptiveField, upSampling2d, type Block, type Graph } from "../index.ts";

interface Tap {
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
  readonly before: number;
  readonly after: number;
  readonly as: "conv" | "max" | "average";
}

const tap: fc.Arbitrary<Tap> = fc
  .record({
    kernel: fc.integer({ min: 1, max: 5 }), stride: fc.integer({ min: 1, max: 3 }), dilation: fc.integer({ min: 1, max: 3 }),
    before: fc.integer({ min: 0, max: 3 }), after: fc.integer({ min: 0, max: 3 }), as: fc.constantFrom("conv", "max", "average" as const),
  })
  .map((t) => (t.as === "conv" ? t : { ...t, dilation: t.as === "max" ? t.dilation : 1, before: Math.min(t.before, Math.floor(t.kernel / 2)), after: Math.min(t.after, Math.floor(t.kernel / 2)) }));

/** The layer, along the height alone. */
const layerOf = ({ kernel, stride, dilation, before, after, as }: Tap): Block => {
  const window = [kernel, 1] as const;
  const options = { strides: [stride, 1], padding: [[before, after], [0, 0]] } as const;
  if (as === "conv") return conv2d(1, window, { ...options, dilationRate: [dilation, 1] });
  return as === "max" ? maxPooling2d(window, { ...options, dilationRate: [dilation, 1] }) : averagePooling2d(window, options);
};

/** The inputs on which output `i` depends, tap by tap; padding is no input. */
const lookBack = (wanted: ReadonlySet<number>, { kernel, stride, dilation, before }: Tap, length: number): Set<number> => {
  const found = new Set<number>();
  for (const i of wanted)
    for (let k = 0; k < kernel; k++) {
      const at = i * stride - before + k * dilation;
      if (at >= 0 && at < length) found.add(at);
    }
  return found;
};

const height = 700;
const footprint = (taps: readonly Tap[], unit: number): Set<number> => {
  const lengths = [height];
  for (const t of taps) lengths.push(Math.floor(((lengths.at(-1) ?? 0) + t.before + t.after - t.dilation * (t.kernel - 1) - 1) / t.stride) + 1);
  return taps.reduceRight((wanted, t, i) => lookBack(wanted, t, lengths[i] ?? 0), new Set([unit]));
};

/** What a unit in the middle, far from the padding, sees by the calculator. */
const calculated = (of: Graph): { unit: number; from: number; to: number } => {
  const { node, field } = receptiveField(of, of.outputs[0]);
  const [axis] = typeof field === "object" ? field : [];
  if (!axis) throw new Error("the chain has no field");
  const unit = Math.floor((inferShapes(of).get(node)?.[0] ?? 0) / 2);
  const from = axis.start + unit * axis.stride;
  return { unit, from, to: from + axis.size - 1 };
};

test("the field of a chain is the footprint of its taps", () => {
  fc.assert(
    fc.property(fc.array(tap, { minLength: 1, maxLength: 4 }), (taps) => {
      const net = graph("chain", [height, 1, 1], taps.map(layerOf));
      const { unit, from, to } = calculated(net);
      fc.pre(from >= 0 && to < height);
      const seen = footprint(taps, unit);
      expect([Math.min(...seen), Math.max(...seen)]).toEqual([from, to]);
    }),
  );
});

test("the field where two chains meet is the span of both footprints", () => {
  const odd = fc.constantFrom(1, 3, 5, 7).map((kernel): Tap => ({ kernel, stride: 1, dilation: 1, before: (kernel - 1) / 2, after: (kernel - 1) / 2, as: "conv" }));
  const chains = fc.array(odd, { minLength: 0, maxLength: 3 });
  fc.assert(
    fc.property(tap, chains, chains, (stem, left, right) => {
      const net = graph("meet", [height, 1, 1], { stem: layerOf(stem), ends: branches([left.map(layerOf), right.map(layerOf)], concatenate()) });
      const { unit, from, to } = calculated(net);
      fc.pre(from >= 0 && to < height);
      const seen = [...footprint([stem, ...left], unit), ...footprint([stem, ...right], unit)];
      expect([Math.min(...seen), Math.max(...seen)]).toEqual([from, to]);
    }),
  );
});

test("after upsampling a unit sees at most ⌈size⌉ inputs from ⌊start + i·stride⌋ on", () => {
  const near = fc.record({ kernel: fc.integer({ min: 1, max: 4 }), before: fc.integer({ min: 0, max: 2 }) }).map(({ kernel, before }): Tap => ({ kernel, before, stride: 1, dilation: 1, after: 2, as: "conv" }));
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 4 }), fc.integer({ min: 1, max: 6 }), fc.boolean(), fc.array(near, { maxLength: 3 }), fc.integer({ min: 0, max: 7 }), (factor, kernel, repeat, taps, further) => {
      const [small, before] = [100, repeat ? 0 : Math.floor(kernel / 2)];
      const up = repeat ? upSampling2d([factor, 1]) : conv2dTranspose(1, [kernel, 1], { strides: [factor, 1], padding: [[before, 0], [0, 0]] });
      const net = graph("up", [small, 1, 1], [up, ...taps.map(layerOf)]);
      const shapes = inferShapes(net);
      const lengths = net.nodes.map(({ name }) => shapes.get(name)?.[0] ?? 0);
      const { field } = receptiveField(net, net.outputs[0]);
      const [axis] = typeof field === "object" ? field : [];
      const unit = Math.floor((lengths.at(-1) ?? 0) / 2) + further;
      const enlarged = taps.reduceRight((wanted, t, i) => lookBack(wanted, t, lengths[i] ?? 0), new Set([unit]));
      // Input i reaches the outputs from i·factor − before on: itself repeated, or its kernel.
      const width = repeat ? factor : kernel;
      const seen = Array.from({ length: small }, (_, i) => i).filter((i) => [...enlarged].some((o) => o >= i * factor - before && o < i * factor - before + width));
      // Thirds are not exact.
      const exact = 1e-9;
      const from = Math.floor((axis?.start ?? NaN) + unit * (axis?.stride ?? NaN) + exact);
      for (const i of seen) expect(i).toBeGreaterThanOrEqual(from);
      for (const i of seen) expect(i).toBeLessThanOrEqual(from + Math.ceil((axis?.size ?? NaN) - exact) - 1);
    }),
  );
});
