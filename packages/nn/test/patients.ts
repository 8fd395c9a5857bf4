import { simd } from "@convscope/backend-simd";
import { batchNormalization, conv2d, dense, globalAveragePooling2d, graph, maxPooling2d, relu, residual, type Graph, type Residual } from "@convscope/core";
import { shapes, strokes, type Split } from "@convscope/datasets";
import { model } from "@convscope/models";
import { arrayData, type Data } from "../src/data.ts";
import type { Engine } from "../src/engine.ts";
import { fit } from "../src/fit.ts";
import { meanSquaredError, sparseCategoricalCrossentropy } from "../src/losses/index.ts";
import { network } from "../src/network.ts";
import { adam } from "../src/optimizers/index.ts";
import { randomOf } from "../src/random.ts";
import { tfjsLoader } from "../src/tfjs/loaders.ts";
import { useBackend } from "../src/useBackend.ts";
import type { CheckName } from "../src/doctor/checks.ts";
import { diagnose } from "../src/doctor/diagnose.ts";
import type { Checked } from "../src/doctor/finding.ts";
import type { Subject } from "../src/doctor/subject.ts";

/** The engine of the doctor's tests. */
export const engine = (): Promise<Engine> => useBackend("simd", { engines: [tfjsLoader(simd)], threads: 2 });

/** Pictures of a split with their classes, for an output. */
export const pictures = ({ images, shape, labels }: Split, output: string, scale: number = 1 / 255): Data =>
  arrayData({ inputs: { input: { shape, data: images, scale } }, targets: { [output]: { shape: [labels.length], data: labels } } });

const block = (filters: number, strides: number): Residual => residual(
  { conv1: conv2d(filters, 3, { padding: 1, strides, useBias: false }), bn1: batchNormalization(), relu1: relu(), conv2: conv2d(filters, 3, { padding: 1, useBias: false }), bn2: batchNormalization() },
  { downsample: { conv: conv2d(filters, 1, { strides, useBias: false }), bn: batchNormalization() }, activation: relu() },
);

/** A small residual network for pictures 32×32. */
const small: Graph = graph("small-residual", [32, 32, 3], {
  stem: conv2d(8, 3, { padding: 1, useBias: false }), bn: batchNormalization(), relu: relu(), pool: maxPooling2d(2),
  block1: block(8, 1), block2: block(16, 2), gap: globalAveragePooling2d(), fc: dense(3),
});

/** `[n, 3]` and what a smooth function makes of it, `[n, 1]`. */
export function surface(samples: number, first: number = 0): Data {
  const x = randomOf(1, "surface", first).normals(samples * 3);
  const y = Float32Array.from({ length: samples }, (_, i) => Math.sin(x[3 * i] ?? 0) + 0.5 * (x[3 * i + 1] ?? 0) * (x[3 * i + 2] ?? 0));
  return arrayData({ inputs: { input: { shape: [samples, 3], data: x } }, targets: { fc3: { shape: [samples, 1], data: y } } });
}

/** Trainings in which nothing is wrong. */
export async function healthy(): Promise<{ readonly strokes: Subject; readonly shapes: Subject; readonly surface: Subject }> {
  const on = await engine();
  const [digits, figures] = [strokes({ train: 1200, test: 200 }), shapes({ train: 900, test: 150 })];
  const common = { engine: on, seed: 1, batchSize: 32, epochs: 5, loss: sparseCategoricalCrossentropy(), optimizer: adam() };
  return {
    strokes: { ...common, graph: model("mnist-cnn"), train: pictures(digits.train, "fc2"), validation: pictures(digits.test, "fc2") },
    shapes: { ...common, graph: small, train: pictures(figures.train, "fc"), validation: pictures(figures.test, "fc") },
    surface: {
      ...common, graph: graph("mlp", [3], { fc1: dense(32), relu1: relu(), fc2: dense(32), relu2: relu(), fc3: dense(1) }),
      train: surface(800), validation: surface(200, 800), loss: meanSquaredError(), optimizer: adam({ learningRate: 0.003 }),
    },
  };
}

/** One check alone. */
export async function checked(check: CheckName, subject: Subject, quick: boolean = false): Promise<Checked> {
  const { checks: [only] } = await diagnose(subject, { checks: [check], quick });
  return only as Checked;
}

/** What a check finds, as a person reads it. */
export const found = async (check: CheckName, subject: Subject, quick: boolean = false): Promise<readonly string[]> =>
  (await checked(check, subject, quick)).findings.map(({ level, title, measured, where = [] }) => `${level}: ${title}${where.length > 0 ? ` [${where.join(", ")}]` : ""}. ${measured}`);

/** The same training after it was made, with its last weights. */
export async function trained(subject: Subject): Promise<Subject> {
  const { graph, engine: on, seed = 0, train, validation, loss, optimizer, batchSize = 64, epochs = 1 } = subject;
  const net = await network(graph, { engine: on, seed });
  try {
    const { history } = await fit(net, train, { loss, optimizer, batchSize, epochs, ...(validation && { validation }) });
    return { ...subject, weights: await net.weights(), kept: { history } };
  } finally {
    net.dispose();
  }
}
