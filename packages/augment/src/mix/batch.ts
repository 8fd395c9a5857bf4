import { AugmentError } from "../error.ts";
import type { Pixels } from "../image.ts";

/** `[images, height, width, channels]` of a batch. */
export type BatchShape = readonly [count: number, height: number, width: number, channels: number];

/** Several images of one shape with what is to be learned of each. */
export interface MixBatch {
  readonly images: { readonly shape: BatchShape; readonly data: Pixels };
  /** `[n, classes]`: how much of each class is in an image, 0 … 1; one-hot, or soft. */
  readonly targets: { readonly shape: readonly [count: number, classes: number]; readonly data: Float32Array };
}

/** @throws AugmentError when images and targets do not fit each other. */
export function checkBatch({ images, targets }: MixBatch): void {
  const refuse = (rule: string, received: string): never => {
    throw new AugmentError(`batch: ${rule} Received ${received}.`);
  };
  for (const [name, { shape, data }, wanted] of [["images", images, "[n, height, width, channels]"], ["targets", targets, "[n, classes]"]] as const) {
    const count = (shape as readonly number[]).reduce((all, n) => all * n, 1);
    if (shape.length !== wanted.split(",").length || !shape.every((n) => Number.isInteger(n) && n >= 1)) refuse(`${name}.shape must be ${wanted}, whole numbers of at least 1.`, `[${shape.join(", ")}]`);
    if (data.length !== count) refuse(`${name}.data must hold ${shape.join("×")} = ${count} numbers.`, String(data.length));
  }
  if (targets.shape[0] !== images.shape[0]) refuse(`there must be a row of targets for each of the ${images.shape[0]} images.`, String(targets.shape[0]));
}

/** `weight` of every row's own targets and the rest of its partner's. */
export function mixTargets({ shape, data }: MixBatch["targets"], partners: readonly number[], weight: number): MixBatch["targets"] {
  const [count, classes] = shape;
  const mixed = new Float32Array(data.length);
  for (let i = 0; i < count; i++)
    for (let c = 0; c < classes; c++) mixed[i * classes + c] = weight * (data[i * classes + c] as number) + (1 - weight) * (data[(partners[i] as number) * classes + c] as number);
  return { shape, data: mixed };
}
