import { mixBatch, parseMix } from "@convscope/augment";
import { shapes } from "@convscope/datasets/pure";
import type { SheetPicture } from "@convscope/viz";

/** How four drawn figures are mixed. */
export interface MixSettings {
  readonly kind: "mixup" | "cutmix";
  /** Of the beta distribution that λ is drawn from. */
  readonly alpha: number;
  readonly seed: number;
}

export interface MixedFigures {
  /** As they were. */
  readonly before: readonly SheetPicture[];
  /** Mixed, with what is to be learned of each in the caption. */
  readonly after: readonly SheetPicture[];
  /** What was drawn, such as `mixup 0.63`. */
  readonly told: string;
}

/** Four drawn figures mixed with each other, as a batch in training is. @throws AugmentError for an α that cannot be. */
export function mixedFigures({ kind, alpha, seed }: MixSettings): MixedFigures {
  const { train, classes } = shapes({ train: 4, test: 0, side: 48, seed: 77 });
  const [count, height, width, channels] = train.shape;
  const targets = new Float32Array(count * classes.length);
  train.labels.forEach((label, i) => (targets[i * classes.length + label] = 1));
  const mixed = mixBatch({ images: { shape: train.shape, data: train.images }, targets: { shape: [count, classes.length], data: targets } }, parseMix({ kind, alpha }), { seed });
  const sheet = (pixels: ArrayLike<number>, shares: ArrayLike<number>): SheetPicture[] =>
    Array.from({ length: count }, (_, i) => {
      const length = height * width * channels;
      const parts = classes.map((name, c) => ({ name, share: shares[i * classes.length + c] ?? 0 })).filter(({ share }) => share >= 0.005).sort((a, b) => b.share - a.share);
      return { image: Uint8Array.from({ length }, (__, at) => pixels[i * length + at] ?? 0), shape: [height, width, channels], caption: parts.map(({ name, share }) => `${share.toFixed(2)} ${name}`).join(" + ") };
    });
  return { before: sheet(train.images, targets), after: sheet(mixed.images.data, mixed.targets.data), told: mixed.mixings.map(({ label, kind: drawn }) => label ?? drawn).join(", ") };
}
