import { randomFor, shuffle } from "../src/random.ts";

interface Samples {
  readonly pixels: Float32Array;
  readonly labels: ArrayLike<number>;
}

interface Settings {
  readonly features: number;
  readonly classes: number;
  readonly epochs: number;
}

/**
 * Softmax regression, the plain linear classifier, trained with stochastic gradient descent at a falling rate; gives its accuracy on the test samples.
 * Used by tests only.
 */
export function linearAccuracy(train: Samples, test: Samples, { features, classes, epochs }: Settings): number {
  const weights = new Float32Array(classes * features);
  const bias = new Float32Array(classes);
  const scores = new Float64Array(classes);
  const score = (pixels: Float32Array, sample: number): void => {
    const start = sample * features;
    for (let k = 0; k < classes; k++) {
      let sum = bias[k] as number;
      for (let i = 0; i < features; i++) sum += (weights[k * features + i] as number) * (pixels[start + i] as number);
      scores[k] = sum;
    }
  };
  const order = Uint32Array.from({ length: train.labels.length }, (_, i) => i);
  for (let epoch = 0; epoch < epochs; epoch++) {
    const rate = 0.02 / (1 + epoch / 4);
    shuffle(randomFor(1, epoch), order);
    for (const sample of order) {
      score(train.pixels, sample);
      const highest = Math.max(...scores);
      let total = 0;
      for (let k = 0; k < classes; k++) total += scores[k] = Math.exp((scores[k] as number) - highest);
      for (let k = 0; k < classes; k++) {
        const step = rate * ((scores[k] as number) / total - (k === train.labels[sample] ? 1 : 0));
        if (Math.abs(step) < 1e-6) continue;
        bias[k] = (bias[k] as number) - step;
        for (let i = 0; i < features; i++) {
          const at = k * features + i;
          weights[at] = (weights[at] as number) - step * (train.pixels[sample * features + i] as number);
        }
      }
    }
  }
  let right = 0;
  for (let sample = 0; sample < test.labels.length; sample++) {
    score(test.pixels, sample);
    if (scores.indexOf(Math.max(...scores)) === test.labels[sample]) right++;
  }
  return right / test.labels.length;
}
