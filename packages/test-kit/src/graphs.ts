import * as core from "@convscope/core";
import type { Block, Graph, InputSpec, Layer } from "@convscope/core";
import * as fc from "fast-check";
import { anyLayer, type Placed } from "./arbitraries.ts";

const keepsSize = (block: Block): boolean => !("strides" in block) || (Array.isArray(block.strides) && block.strides.every((s) => s === 1));

/** A part of a network that takes maps of any size and channels, and gives maps. */
const part: fc.Arbitrary<Block> = fc.letrec<{ part: Block; simple: Block }>((tie) => {
  const same = { padding: "same" } as const;
  const filters = fc.integer({ min: 1, max: 4 });
  return {
    simple: fc.oneof(
      fc.tuple(filters, fc.constantFrom(1, 3), fc.constantFrom(1, 2)).map(([f, k, strides]) => core.conv2d(f, k, { ...same, strides })),
      fc.constantFrom<Layer[]>(core.relu(), core.silu(), core.batchNormalization(), core.dropout(0.25), core.maxPooling2d(2, same), core.layerScale(), core.prelu({ perChannel: true })),
    ),
    part: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      tie("simple"),
      fc.array(tie("part"), { minLength: 1, maxLength: 3 }),
      // The shortcut is projected only where the channels change, so both kinds of residual are met.
      fc.tuple(filters, fc.boolean()).map(([f, active]) =>
        core.residual({ conv1: core.conv2d(f, 3, same), relu1: core.relu(), conv2: core.conv2d(f, 3, same) }, { downsample: core.conv2d(f, 1, { useBias: false }), ...(active && { activation: core.relu() }) })),
      fc.tuple(filters, filters, tie("simple").filter(keepsSize)).map(([a, b, more]) =>
        core.branches({ left: core.conv2d(a, 1), right: [core.conv2d(b, 3, same), more], none: [] }, core.concatenate())),
      filters.map((f) => {
        const again = core.shared({ conv: core.conv2d(f, 3, same), norm: core.batchNormalization() });
        return { first: core.conv2d(f, 1), a: again, act: core.relu(), b: again };
      }),
      tie("simple").map((block) => core.side([block, core.globalAveragePooling2d()])),
    ),
  };
}).part;

const map: fc.Arbitrary<InputSpec> = fc.tuple(fc.integer({ min: 2, max: 9 }), fc.integer({ min: 2, max: 9 }), fc.integer({ min: 1, max: 4 }));
const end: fc.Arbitrary<Block> = fc.oneof(
  fc.constant<Block>([]),
  fc.constantFrom<Block[]>({ pool: core.globalAveragePooling2d(), fc: core.dense(3), prob: core.softmax() }, { flatten: core.flatten(), fc: core.dense(2) }),
  fc.constant<Block>(core.heads({ class: [core.flatten(), core.dense(3)], box: { flatten: core.flatten(), fc: core.dense(4) } })),
);

/** Names as people and files have them: dots, digits, other alphabets. */
const name: fc.Arbitrary<string> = fc.constantFrom("net", "a b", "Größe", "网络", "3", "x.y-z", "\"quoted\"");

const pictures: fc.Arbitrary<Graph> = fc
  .tuple(name, map, fc.boolean(), fc.array(part, { minLength: 1, maxLength: 4 }), end)
  .map(([called, shape, twice, parts, last]) => {
    const body = { stem: core.conv2d(2, 1), features: parts, last };
    return twice ? core.graph(called, { left: shape, right: shape }, { join: core.branches([core.from("left"), core.from("right")], core.add()), ...body }) : core.graph(called, shape, body);
  });

const words: fc.Arbitrary<Graph> = fc
  .tuple(name, fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 9 }), fc.constantFrom<Block[]>(core.lstm(3), core.gru(2, { bidirectional: true }), core.simpleRnn(2), [core.multiHeadAttention(2), core.globalAveragePooling1d()], [core.conv1d(2, 1), core.flatten()]))
  .map(([called, length, vocabulary, read]) => core.graph(called, core.sequence(length, vocabulary), { words: core.embedding(vocabulary, 4), read, fc: core.dense(2) }));

/** A graph of one layer on as many inputs as it takes. */
export const graphOf = ({ layer, inputs }: Placed): Graph =>
  core.graph("one", Object.fromEntries(inputs.map((shape, i) => [`x${i}`, shape])), { layer: core.branches(inputs.map((_, i) => core.from(`x${i}`)), layer) });

/**
 * Small valid graphs: chains with residual parts, branches, shared blocks, outputs beside the main path, several inputs and heads;
 * token readers; and single layers of every kind that is plain data.
 */
export const anyGraph: fc.Arbitrary<Graph> = fc.oneof({ weight: 3, arbitrary: pictures }, words, anyLayer.filter(({ layer }) => Object.values(layer).every((value) => typeof value !== "function")).map(graphOf));
