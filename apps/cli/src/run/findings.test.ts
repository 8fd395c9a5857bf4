import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { dense, flatten, graph, relu, rescaling, sigmoid, toJson, type Block } from "@convscope/core";
import { first, strokes, type Split } from "@convscope/datasets";
import { toTorch, writeSafetensors } from "@convscope/exchange";
import { initialWeights, randomOf } from "@convscope/nn";
import { beforeEach, expect, test } from "vitest";
import { folder, run, words } from "../../test/run.ts";

let cwd: string;
beforeEach(() => {
  cwd = folder();
});

const net = (block: Block): string => {
  writeFileSync(join(cwd, "net.json"), toJson(graph("net", [28, 28, 1], block)));
  return "net.json";
};
const perceptron = { flatten: flatten(), fc1: dense(32), relu: relu(), fc: dense(10) };

/** Trained weights that are none: those of the perceptron, each number made another. */
function weights(of: (x: number, key: string) => number): string {
  const of28 = graph("net", [28, 28, 1], perceptron);
  const changed = Object.fromEntries(Object.entries(initialWeights(of28, { seed: 1 })).map(([key, { shape, data }]) => [key, { shape, data: Float32Array.from(data, (x) => of(x, key)) }]));
  writeFileSync(join(cwd, "start.safetensors"), writeSafetensors(toTorch(of28, changed)));
  return "start.safetensors";
}

/** A file of arrays with a part for validation. */
function arrays(train: Split, validation: Split): string {
  const of = (name: string, { images, shape, labels }: Split): Record<string, { shape: number[]; data: Uint8Array }> => ({ [`x_${name}`]: { shape: [...shape], data: images }, [`y_${name}`]: { shape: [labels.length], data: Uint8Array.from(labels) } });
  writeFileSync(join(cwd, "digits.safetensors"), writeSafetensors({ ...of("train", train), ...of("val", validation) }));
  return "digits.safetensors";
}

interface Said {
  readonly findings: readonly { readonly check: string; readonly level: string; readonly title: string; readonly wayOut: string }[];
}

/** Ways in which a training is broken, and what must be said of it before its first step. */
test.each<readonly [string, () => string, string]>([
  ["steps far too long", () => `${net(perceptron)} --optimizer sgd --lr 1000`, "wrong learningRate: the learning rate is far too large"],
  ["inputs that are not normalised", () => net({ bytes: rescaling({ scale: 255 }), ...perceptron }), "wrong inputs: inputs look like bytes from 0 to 255"],
  ["weights drawn far too large", () => `${net(perceptron)} --weights ${weights((x) => 20 * x)}`, "wrong initialLoss: the loss begins far above guessing"],
  ["dead rectifiers", () => `${net(perceptron)} --weights ${weights((x, key) => (key === "fc1.bias" ? -100 : x))}`, "wrong deadUnits: most units are dead at the start"],
  ["gradients that vanish", () => net({ flatten: flatten(), ...Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`layer${i}`, { fc: dense(16), sigmoid: sigmoid() }])), fc: dense(10) }), "wrong gradients: gradients vanish on the way"],
  ["gradients that explode", () => net({ flatten: flatten(), ...Object.fromEntries(Array.from({ length: 8 }, (_, i) => [`layer${i}`, { fc: dense(32), relu: relu(), large: rescaling({ scale: 10 }) }])), fc: dense(10) }), "wrong gradients: gradients explode"],
  ["validation pictures that are training pictures", () => `${net(perceptron)} --data ${arrays(strokes({ train: 200, test: 0 }).train, first(strokes({ train: 200, test: 0 }).train, 50))}`, "wrong leaks: validation samples are also training samples"],
])("train tells of %s, to people and in JSON, and goes on", { timeout: 60_000 }, async (_, broken, expected) => {
  const { err, out } = await run(words(`train ${broken()} --samples 200 --test-samples 20 --epochs 1 --batch 32 --threads 1 --backend simd --out run --json`), { cwd });
  const [, check, title] = /^\w+ (\w+): (.*)$/.exec(expected) ?? [];
  expect(err).toMatch(new RegExp(`^note: ${title}: `, "m"));
  expect(err).toContain("note: \"convscope doctor\" with the same settings looks closer; --no-doctor trains without this look.");
  // A training that is lost at once has no document to give.
  if (out === "") return expect(err).toContain("error: ");
  const { findings } = JSON.parse(out) as Said;
  expect(findings.map(({ check: name, level, title: what }) => `${level} ${name}: ${what}`)).toContain(expected);
  expect(findings.find(({ check: name }) => name === check)?.wayOut).not.toBe("");
});

test.each<readonly [string, () => string, string]>([
  ["a network that cannot learn a few samples by heart", () => net({ nothing: rescaling({ scale: 0 }), ...perceptron }), "wrong oneBatch: the network cannot learn a few samples by heart"],
  ["labels dealt out anew", () => {
    const { train } = strokes({ train: 900, test: 0 });
    const order = randomOf(3).permutation(900);
    return `${net(perceptron)} --data ${arrays({ ...train, labels: train.labels.map((_, i) => train.labels[order[i] ?? 0] ?? 0) }, first(train, 50))}`;
  }, "wrong labels: targets seem unrelated to inputs"],
])("doctor tells of %s", { timeout: 120_000 }, async (_, broken, expected) => {
  const { status, json } = await run(words(`doctor ${broken()} --batch 32 --threads 1 --backend simd --json`), { cwd });
  expect(status).toBe(1);
  expect(json<Said>().findings.map(({ check, level, title }) => `${level} ${check}: ${title}`)).toContain(expected);
});

test("a healthy training has no findings, which JSON says too", { timeout: 60_000 }, async () => {
  const { err, json } = await run(words(`train ${net(perceptron)} --samples 200 --test-samples 20 --epochs 1 --batch 32 --threads 1 --backend simd --out run --json`), { cwd });
  expect(err).not.toContain("note: ");
  expect(json<Said>().findings).toEqual([]);
});

test("nothing is said where nobody looked", { timeout: 60_000 }, async () => {
  const { json } = await run(words(`train ${net(perceptron)} --samples 100 --test-samples 20 --epochs 1 --threads 1 --backend simd --no-doctor --out run --json`), { cwd });
  expect(json()).not.toHaveProperty("findings");
});

test("ONNX Runtime's training is looked at, and is the same with and without the look", { timeout: 120_000 }, async () => {
  const train = `train ${net(perceptron)} --samples 200 --test-samples 20 --epochs 1 --batch 32 --threads 1 --backend ort --optimizer sgd --lr 0.1 --json`;
  const looked = await run(words(`${train} --out looked`), { cwd });
  expect(looked.json<Said>().findings).toEqual([]);
  const { history } = looked.json<{ history: unknown }>();
  expect((await run(words(`${train} --no-doctor --out unlooked`), { cwd })).json<{ history: unknown }>().history).toEqual(history);
});
