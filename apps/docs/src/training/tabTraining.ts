import type { Graph } from "@convscope/core";
import { holdOut } from "@convscope/datasets/pure";
import { model } from "@convscope/models";
import {
  adam, arrayData, connect, evaluate, fitEvents, network, sgd, sparseCategoricalCrossentropy, subset,
  type Arrays, type Data, type EpochLog, type Network, type Port, type Training, type TrainingState,
} from "@convscope/nn";
import { softmaxRows } from "./judged.ts";
import type { Labelled, Pictures } from "./pictures.ts";
import { SmoothedLoss } from "./smoothedLoss.ts";

/** What a training in the tab is asked for. */
export interface TabSettings {
  readonly model: string;
  readonly epochs: number;
  readonly batchSize: number;
  readonly optimizer: "adam" | "momentum";
  readonly learningRate: number;
  readonly backend: string;
  readonly seed: number;
}

/** What happens in it; `epochs` are those that are done, with the part of the one under way, `loss` the smoothed one of the batches. */
export type TabEvent =
  | { readonly kind: "open"; readonly backend: string; readonly threads: number; readonly reason: string }
  | { readonly kind: "step"; readonly epochs: number; readonly loss: number; readonly imagesPerSecond: number }
  | { readonly kind: "epoch"; readonly log: EpochLog; readonly judged: JudgedPictures }
  | { readonly kind: "end"; readonly ended: "finished" | "stopped"; readonly judged?: JudgedPictures };

/** What the network says of pictures. */
export interface JudgedPictures {
  readonly of: "held-out pictures" | "test pictures";
  readonly pictures: Labelled;
  /** The class that each is taken for. */
  readonly predicted: Int32Array;
  /** `[n, classes]`. */
  readonly probabilities: Float32Array;
  readonly accuracy: number;
  readonly loss: number;
}

const ends = (graph: Graph): { readonly input: string; readonly output: string } => ({ input: Object.keys(graph.inputs)[0] ?? "", output: graph.outputs[0] ?? "" });

const dataOf = (graph: Graph, { shape, images, labels }: Labelled): Data => {
  const { input, output } = ends(graph);
  return arrayData({ inputs: { [input]: { shape, data: images, scale: 1 / 255 } }, targets: { [output]: { shape: [shape[0]], data: Int32Array.from(labels) } } });
};

/** Some pictures by their places. */
function picked({ shape: [, height, width, channels], images, labels }: Labelled, places: Uint32Array): Labelled {
  const size = height * width * channels;
  const chosen = new Uint8Array(places.length * size);
  places.forEach((place, i) => chosen.set(images.subarray(place * size, (place + 1) * size), i * size));
  return { shape: [places.length, height, width, channels], images: chosen, labels: Int32Array.from(places, (place) => labels[place] ?? 0) };
}

/** Of so many pictures at most it is told what the network says of them. */
const mostJudged = 2000;

/**
 * A training in a tab: its network computes behind `port`, which a worker serves; a tenth of the training pictures is held out. It can be
 * stopped and gone on with, which changes no weight by a bit.
 */
export class TabTraining {
  readonly graph: Graph;
  readonly #pictures: Pictures;
  readonly #settings: TabSettings;
  readonly #port: Port;
  readonly #held: ReturnType<typeof holdOut>;
  #net: Network | undefined;
  #state: TrainingState | undefined;
  #stopping = new AbortController();
  #seconds = 0;
  readonly #smoothed = new SmoothedLoss();

  /** @throws as `model` for a network that cannot take such pictures. */
  constructor(pictures: Pictures, settings: TabSettings, port: Port) {
    const [, height, width, channels] = pictures.train.shape;
    this.graph = model(settings.model, { classes: pictures.classes.length, inputShape: [height, width, channels] });
    this.#pictures = pictures;
    this.#settings = settings;
    this.#port = port;
    this.#held = holdOut(pictures.train.labels, 0.1, settings.seed);
  }

  get network(): Network | undefined {
    return this.#net;
  }

  /** Trains, from the start or from where it was stopped. */
  async *run(): AsyncGenerator<TabEvent, void, undefined> {
    const { backend, seed, epochs, batchSize, optimizer, learningRate } = this.#settings;
    this.#stopping = new AbortController();
    if (!this.#net) {
      const engine = await connect(this.#port, { backend });
      this.#net = await network(this.graph, { engine, seed });
      yield { kind: "open", backend: engine.backend, threads: engine.threads, reason: engine.reason ?? "" };
    }
    const net = this.#net;
    const all = dataOf(this.graph, this.#pictures.train);
    const [train, held] = [subset(all, this.#held.train), picked(this.#pictures.train, this.#held.validation.slice(0, mostJudged))];
    const loss = sparseCategoricalCrossentropy();
    let last: Training | undefined;
    const events = fitEvents(net, train, {
      loss, epochs, batchSize, validation: subset(all, this.#held.validation), signal: this.#stopping.signal,
      optimizer: optimizer === "adam" ? adam({ learningRate }) : sgd({ learningRate, momentum: 0.9 }), ...(this.#state && { resume: this.#state }),
    });
    for (let { done, value } = await events.next(); ; { done, value } = await events.next()) {
      if (done) {
        const aborted = "ended" in value && value.ended === "aborted";
        if ("trainingSeconds" in value) this.#seconds += value.trainingSeconds;
        if (last) this.#state = await last.state();
        yield aborted ? { kind: "end", ended: "stopped" } : { kind: "end", ended: "finished", judged: await this.#judge(this.#pictures.test, "test pictures") };
        return;
      }
      if (!("kind" in value)) continue;
      last = value.training;
      if (value.kind === "step") {
        const { epoch, seen, total, means, imagesPerSecond } = value.progress;
        yield { kind: "step", epochs: epoch - 1 + seen / total, loss: this.#smoothed.add({ epoch, seen, loss: means.loss }), imagesPerSecond };
      } else yield { kind: "epoch", log: value.log, judged: await this.#judge(held, "held-out pictures") };
    }
  }

  /** Ends it after the batch that is under way. */
  stop(): void {
    this.#stopping.abort();
  }

  /** The weights as they are. */
  weights(): Promise<Arrays> {
    if (!this.#net) throw new Error("train first: there are no weights yet.");
    return this.#net.weights();
  }

  /** All that it takes to do the same again, and what came out. */
  record(): { readonly [name: string]: unknown } {
    const { name, classes, source, train, test } = this.#pictures;
    return { model: this.#settings.model, settings: this.#settings, data: { name, source, classes, train: train.shape, test: test.shape, heldOut: this.#held.validation.length }, history: this.#state?.history ?? [], trainingSeconds: this.#seconds };
  }

  async #judge(pictures: Labelled, of: JudgedPictures["of"]): Promise<JudgedPictures> {
    if (!this.#net) throw new Error("train first: there is no network yet.");
    const { metrics, loss, outputs } = await evaluate(this.#net, dataOf(this.graph, pictures), { loss: sparseCategoricalCrossentropy(), keep: true });
    const scores = outputs[ends(this.graph).output];
    const classes = this.#pictures.classes.length;
    const probabilities = softmaxRows(scores?.data ?? [], classes);
    const predicted = Int32Array.from({ length: pictures.shape[0] }, (_, i) => {
      const row = Array.from(probabilities.subarray(i * classes, (i + 1) * classes));
      return row.indexOf(Math.max(...row));
    });
    return { of, pictures, predicted, probabilities, accuracy: metrics["accuracy"] ?? NaN, loss };
  }
}
