import { kinds, type Graph } from "@convscope/core";
import { model } from "@convscope/models";
import { layersByKind, type Placed } from "@convscope/test-kit";
import * as tf from "@tensorflow/tfjs-core";
import * as fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { adam, capabilities, network, sgd, sparseCategoricalCrossentropy, type Engine } from "../src/index.ts";
import { fallbacksDuring } from "../src/tfjs/fallback.ts";
import { engineOn } from "./backends.ts";
import { families } from "./families.ts";
import { batchOf, lightest } from "./suite/lightest.ts";

/** The lightest net of every family of the zoo, on small pictures, and what families are built of. */
const nets: readonly Graph[] = [...lightest, ...families];

/** What two training steps and a prediction leave to the cpu backend. */
async function leftOver(of: Graph, engine: Engine): Promise<unknown> {
  const net = await network(of, { engine });
  const batch = batchOf(of);
  const objective = Object.fromEntries(of.outputs.map((output) => [output, { loss: sparseCategoricalCrossentropy(), weight: 1 }]));
  try {
    return [...(await fallbacksDuring(tf.getBackend(), async () => {
      await net.step(batch, { objective, optimizer: adam({ clipNorm: 1 }) });
      await net.step(batch, { objective, optimizer: sgd({ momentum: 0.9, nesterov: true, weightDecay: 1e-4 }) });
      await net.predict(batch.inputs);
    }))];
  } finally {
    net.dispose();
  }
}

describe("on simd, nothing is left to the cpu backend", () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await engineOn("simd");
  });

  // Nets that learn something other than classes have no loss here.
  const classifying = nets.filter(({ outputs: [output = ""], nodes }) => (nodes.find(({ name }) => name === output)?.layer.kind ?? "dense") === "dense");

  test.each(classifying)("by a training step and a prediction of $name", async (of) => {
    expect(await leftOver(of, engine)).toEqual([]);
  });

  test("by any kind of layer", async () => {
    const left: string[] = [];
    for (const kind of kinds) {
      if (kind === "custom") continue;
      const samples: fc.Arbitrary<Placed> = layersByKind[kind];
      for (const { layer, inputs } of fc.sample(samples, { numRuns: 5, seed: 7 })) {
        const names = inputs.map((_, i) => `input${i}`);
        const spec = kind === "embedding" ? { kind: "sequence" as const, length: inputs[0]?.[0] ?? 1, vocabulary: 3 } : undefined;
        const of: Graph = { name: kind, inputs: Object.fromEntries(names.map((name, i) => [name, spec ?? inputs[i] ?? []])), outputs: ["layer"], nodes: [{ name: "layer", layer, inputs: names }] };
        for (const { note } of await capabilities(of, engine)) if (note.includes("cpu backend")) left.push(`${kind}: ${note} ${JSON.stringify(layer)}`);
      }
    }
    // The angle of a hue is not worth a kernel.
    expect(left).toEqual([`colorSpace: computed by the cpu backend: Atan2 {"kind":"colorSpace","to":"lch"}`]);
  });
});

describe("on wasm, a training step leaves nothing to the cpu backend", () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await engineOn("wasm");
  });

  test.each(["mnist-cnn", "fashion-cnn", "lenet5", "cifar-cnn", "mlp-512", "resnet20"])("of %s", async (name) => {
    expect(await leftOver(model(name), engine)).toEqual([]);
  });
});

