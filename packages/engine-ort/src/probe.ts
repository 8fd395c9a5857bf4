import { conv2d, dense, flatten, graph, maxPooling2d, relu } from "@convscope/core";
import { network, sgd, sparseCategoricalCrossentropy, type Engine } from "@convscope/nn";

const tiny = graph("probe", [6, 6, 1], { conv: conv2d(2, 3), relu: relu(), pool: maxPooling2d(2), flatten: flatten(), fc: dense(2) });

/**
 * Takes two training steps with an engine.
 *
 * @throws Error when it does not learn: the same batch must cost less the second time.
 */
export async function probe(engine: Engine): Promise<void> {
  const net = await network(tiny, { engine, seed: 1 });
  try {
    const batch = { inputs: { input: { shape: [2, 6, 6, 1], data: Float32Array.from({ length: 72 }, (_, i) => Math.sin(i)) } }, targets: { fc: { shape: [2], data: Int32Array.of(0, 1) } } };
    const how = { objective: { fc: { loss: sparseCategoricalCrossentropy(), weight: 1 } }, optimizer: sgd({ learningRate: 0.1 }) };
    const [first, second] = [await net.step(batch, how), await net.step(batch, how)];
    if (!(second.loss < first.loss)) throw new Error(`it does not learn: a loss of ${first.loss} became ${second.loss}`);
  } finally {
    net.dispose();
  }
}
