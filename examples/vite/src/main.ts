import { chain } from "@convscope/core";
import { strokes } from "@convscope/datasets/pure";
import { adam, arrayData, connect, evaluate, fit, network, sparseCategoricalCrossentropy, type EpochLog } from "@convscope/nn";
import { trainingCurves } from "@convscope/viz";

const graph = chain("digits", [28, 28, 1])
  .conv2d(8, 3, { padding: "same" }).relu().maxPooling2d(2)
  .conv2d(16, 3, { padding: "same" }).relu().maxPooling2d(2)
  .flatten().dense(10)
  .graph();
const [output = ""] = graph.outputs;

const part = (id: string): HTMLElement => {
  const found = document.getElementById(id);
  if (!found) throw new Error(`index.html must have an element of id="${id}".`);
  return found;
};
const [button, status, curves] = [part("train"), part("status"), part("curves")];
const say = (text: string): void => status.replaceChildren(text);

/** Drawn digits with their labels; pixels go from 0 to 1. */
const data = ({ shape, images, labels }: ReturnType<typeof strokes>["train"]) =>
  arrayData({ inputs: { input: { shape, data: images, scale: 1 / 255 } }, targets: { [output]: { shape: [labels.length], data: labels } } });

async function train(): Promise<void> {
  say("Loading the engine …");
  const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
  const engine = await connect(worker, { backend: "simd" });
  const net = await network(graph, { engine, seed: 1 });

  const digits = strokes({ train: 3000, test: 300 });
  const [seen, unseen] = [data(digits.train), data(digits.test)];
  const loss = sparseCategoricalCrossentropy();
  const history: EpochLog[] = [];
  await fit(net, seen, {
    loss, optimizer: adam({ learningRate: 0.005 }), epochs: 4, batchSize: 32, validation: unseen,
    callbacks: [{
      onBatchEnd: ({ epoch, seen, total, means }) => say(`Epoch ${epoch}, ${seen} of ${total} digits, loss ${means.loss.toFixed(2)}`),
      onEpochEnd: (log) => {
        history.push(log);
        curves.innerHTML = trainingCurves(history, { title: "", best: "none" });
      },
    }],
  });
  const { metrics } = await evaluate(net, unseen, { loss });
  say(`${(100 * (metrics["accuracy"] ?? 0)).toFixed(1)} % of ${digits.test.labels.length} unseen digits are right (${engine.backend}, threads: ${engine.threads}).`);
  net.dispose();
  worker.terminate();
}

button.addEventListener("click", () => {
  button.setAttribute("disabled", "");
  train().catch((error: unknown) => say(String(error))).finally(() => button.removeAttribute("disabled"));
});
