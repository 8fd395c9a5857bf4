import type { EpochRow, TrainingRun } from "../src/index.ts";

/** Numbers in 0 … 1 that look random and are the same each time (mulberry32). */
export function numbersFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A training that first learns and then overfits. */
export function history(epochs: number, seed = 1, speed = 1): readonly EpochRow[] {
  const next = numbersFrom(seed);
  return Array.from({ length: epochs }, (_, i) => {
    const passed = ((i + 1) / Math.max(12, epochs)) * 12 * speed;
    const loss = 0.9 * Math.exp(-passed / 2.2) + 0.012 + 0.004 * next();
    const valLoss = 0.75 * Math.exp(-passed / 1.9) + 0.045 + 0.0016 * passed + 0.01 * next();
    return { epoch: i + 1, loss, accuracy: 1 - loss * 0.3, valLoss, valAccuracy: 1 - valLoss * 0.28 };
  });
}

export const runs: readonly TrainingRun[] = [
  { name: "SGD", history: history(15, 2, 0.5) },
  { name: "momentum", history: history(15, 3, 0.9) },
  { name: "Adam", history: history(12, 4, 1.4) },
];

export const digits: readonly string[] = Array.from({ length: 10 }, (_, i) => `${i}`);

export const garments: readonly string[] = ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"];

/** A confusion matrix with most samples on the diagonal. */
export function confusions(classes: number, samples: number, error: number, seed = 5): readonly (readonly number[])[] {
  const next = numbersFrom(seed);
  return Array.from({ length: classes }, (_, truth) => {
    const odds = Array.from({ length: classes }, (__, predicted) => (predicted === truth ? 0 : next() ** 8));
    const sum = odds.reduce((total, part) => total + part, 0);
    const wrong = samples * error * (0.3 + 1.4 * next());
    const row = odds.map((part) => Math.floor((part / sum) * wrong + 0.4));
    return row.map((count, predicted) => (predicted === truth ? samples - row.reduce((total, part) => total + part, 0) : count));
  });
}

/** A ring, a stroke or both, with soft edges: `[28, 28]`, 0 … 255. */
function digit(kind: number, shift: number): Uint8Array {
  const image = new Uint8Array(28 * 28);
  for (let y = 0; y < 28; y++) {
    for (let x = 0; x < 28; x++) {
      const dx = (x - 13.5 - shift) / 7;
      const dy = (y - 13.5) / 9;
      const ring = Math.abs(Math.hypot(dx, dy) - 0.9) * 8;
      const stroke = Math.abs(dx + dy * 0.25) * 7;
      const bar = Math.hypot(Math.max(0, Math.abs(dx) - 0.8), dy + 0.85) * 8;
      const away = kind === 0 ? ring : kind === 1 ? Math.max(stroke, (Math.abs(dy) - 1) * 9) : Math.min(bar, Math.max(Math.abs(dx * 0.8 + dy * 0.5 - 0.1) * 7, (Math.abs(dy) - 1) * 9));
      image[y * 28 + x] = Math.max(0, Math.min(255, Math.round(255 * (1.7 - away))));
    }
  }
  return image;
}

/** Pictures of 0, 1 and 7: `[n, 28, 28, 1]`. */
export function digitImages(n: number): { readonly images: Uint8Array; readonly shape: readonly number[]; readonly labels: readonly number[] } {
  const images = new Uint8Array(n * 784);
  const kinds = [0, 1, 7];
  const labels = Array.from({ length: n }, (_, i) => kinds[i % 3] ?? 0);
  labels.forEach((kind, i) => images.set(digit(kind, (i % 5) - 2), i * 784));
  return { images, shape: [n, 28, 28, 1], labels };
}

/** Coloured discs on a ground of two colours, with their boxes and masks: `[n, 32, 32, 3]`. */
export function discs(n: number): { readonly images: Uint8Array; readonly shape: readonly number[]; readonly labels: readonly number[]; readonly boxes: Float32Array; readonly masks: Uint8Array } {
  const images = new Uint8Array(n * 32 * 32 * 3);
  const masks = new Uint8Array(n * 32 * 32);
  const boxes = new Float32Array(n * 4);
  const next = numbersFrom(7);
  const labels: number[] = [];
  for (let i = 0; i < n; i++) {
    const [cx, cy, r] = [10 + Math.floor(next() * 12), 10 + Math.floor(next() * 12), 4 + Math.floor(next() * 5)];
    const round = i % 2 === 0;
    labels.push(round ? 0 : 1);
    boxes.set([cx - r, cy - r, cx + r + 1, cy + r + 1], i * 4);
    const colour = [60 + next() * 190, 60 + next() * 190, 60 + next() * 190];
    for (let y = 0; y < 32; y++) {
      for (let x = 0; x < 32; x++) {
        const inside = round ? Math.hypot(x - cx, y - cy) <= r : Math.max(Math.abs(x - cx), Math.abs(y - cy)) <= r;
        const at = (i * 32 + y) * 32 + x;
        masks[at] = inside ? 1 : 0;
        for (let c = 0; c < 3; c++) images[at * 3 + c] = inside ? (colour[c] ?? 0) : 40 + y * 2 + c * 20 + next() * 12;
      }
    }
  }
  return { images, shape: [n, 32, 32, 3], labels, boxes, masks };
}
