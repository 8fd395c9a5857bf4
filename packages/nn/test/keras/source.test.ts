import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { batchNormalization, branches, concatenate, conv2d, dense, graph, globalAveragePooling2d, groupNormalization, gru, maxPooling2d, multiHeadAttention, relu, residual, sequence, embedding, shared, LayerError, select, type Block, type Graph, type Shape } from "@convscope/core";
import { toKeras, toKerasWeights, writeSafetensors } from "@convscope/exchange";
import { expect, test } from "vitest";
import { madeUpCase } from "../pytorch/python.ts";

const hasNumpy = spawnSync("/usr/bin/python3", ["-c", "import numpy"], { stdio: "ignore" }).status === 0;

const again = shared(conv2d(4, 3, { padding: "same" }));
const nets: readonly Graph[] = [
  graph("pictures", [8, 8, 3], { stem: conv2d(4, 3, { padding: [[1, 0], [0, 1]], strides: 2 }), a: again, relu: relu(), b: again, body: residual([batchNormalization(), conv2d(4, 1)]), join: branches([conv2d(2, 1), []], concatenate()), pool: globalAveragePooling2d(), fc: dense(3) }),
  graph("words", sequence(5, 20), { words: embedding(20, 8), attend: multiHeadAttention(2), read: gru(3, { bidirectional: true }), fc: dense(2) }),
];

interface Recorded { readonly class: string; readonly options: { readonly name: string }; readonly calls: number; readonly weights: readonly (readonly number[])[] }

test.skipIf(!hasNumpy)("the source for Keras runs, calls each layer, and gives each its weights (a stand-in for Keras records; skipped without numpy)", () => {
  const folder = mkdtempSync(join(tmpdir(), "convscope-keras-"));
  try {
    nets.forEach((net, i) => {
      writeFileSync(join(folder, `net${i}.py`), toKeras(net));
      writeFileSync(join(folder, `net${i}.weights`), writeSafetensors(toKerasWeights(net, madeUpCase(net, i).weights)));
    });
    const said = execFileSync("/usr/bin/python3", [join(import.meta.dirname, "recorder.py"), folder], { encoding: "utf8" });
    const read = said.trim().split("\n").map((line) => (JSON.parse(line) as Recorded[]).map(({ class: className, options, calls, weights }) => `${options.name} ${className} ×${calls} ${weights.map((shape) => shape.join("×")).join(" ")}`.trim()));
    expect(read).toMatchInlineSnapshot(`
      [
        [
          "stem.ZeroPadding2D ZeroPadding2D ×1",
          "stem Conv2D ×1 3×3×3×4 4",
          "a Conv2D ×2 3×3×4×4 4",
          "relu Activation ×1",
          "body.0 BatchNormalization ×1 4 4 4 4",
          "body.1 Conv2D ×1 1×1×4×4 4",
          "body.add Add ×1",
          "join.0 Conv2D ×1 1×1×4×2 2",
          "join.concatenate Concatenate ×1",
          "pool GlobalAveragePooling2D ×1",
          "fc Dense ×1 6×3 3",
        ],
        [
          "words Embedding ×1 20×8",
          "attend MultiHeadAttention ×1 8×2×4 2×4 8×2×4 2×4 8×2×4 2×4 2×4×8 8",
          "cell GRU ×0",
          "read Bidirectional ×1 8×9 3×9 2×9 8×9 3×9 2×9",
          "fc Dense ×1 6×2 2",
        ],
      ]
    `);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("the source reads like one written by hand", () => {
  expect(toKeras(graph("tiny", [4, 4, 1], { conv: conv2d(2, 3), relu: relu(), pool: globalAveragePooling2d(), fc: dense(2) })).split("\n\n\n")[1]).toMatchInlineSnapshot(`
    "def build():
        """The network with Keras's own first weights."""
        input = keras.Input((4, 4, 1), name="input")
        conv = layers.Conv2D(filters=2, kernel_size=(3, 3), name="conv")(input)
        relu = layers.Activation(activation="relu", name="relu")(conv)
        pool = layers.GlobalAveragePooling2D(name="pool")(relu)
        fc = layers.Dense(units=2, name="fc")(pool)
        return keras.Model(input, fc)"
  `);
});

test("what Keras would take for granted is left out, and nothing else", () => {
  const options = (layer: Block, input: Shape): string => /layers\.(\w+\(.+), name="x"\)/.exec(toKeras(graph("one", input, { x: layer })))?.[1] ?? "";
  expect([
    options(conv2d(2, 3, { strides: 2, dilationRate: 1, useBias: false }), [9, 9, 1]),
    options(conv2d(2, 3, { dilationRate: 2, groups: 2 }), [9, 9, 2]),
    options(maxPooling2d(2, { strides: 1 }), [9, 9, 1]),
    options(batchNormalization({ scale: false }), [9, 9, 1]),
    options(groupNormalization(1), [9, 9, 2]),
    options(gru(3), [5, 2]),
  ]).toMatchInlineSnapshot(`
    [
      "Conv2D(filters=2, kernel_size=(3, 3), strides=(2, 2), use_bias=False",
      "Conv2D(filters=2, kernel_size=(3, 3), dilation_rate=(2, 2), groups=2",
      "MaxPooling2D(pool_size=(2, 2), strides=(1, 1)",
      "BatchNormalization(momentum=0.9, epsilon=0.00001, scale=False",
      "GroupNormalization(groups=1, epsilon=0.00001",
      "GRU(units=3, return_sequences=False, activation="tanh", recurrent_activation="sigmoid", reset_after=True",
    ]
  `);
});

test("what Keras does not have is named", () => {
  const net = graph("first", [4, 2], { first: select(0) });
  expect(() => toKeras(net)).toThrow(LayerError);
  expect(() => toKeras(net)).toThrowErrorMatchingInlineSnapshot(`[LayerError: first (select): cannot be written for Keras or TensorFlow.js: taking one position is an expression, not a layer. Export ONNX or PyTorch instead, which lack custom layers only.]`);
});
