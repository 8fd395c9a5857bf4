import { image, size, type ImageDataset } from "@convscope/datasets";
import { CommandError } from "./failure.ts";
import type { Picture } from "./picture.ts";

/** A sample of a data set as a picture, with its true class. */
export interface Sample extends Picture {
  readonly label: string;
  /** Its file, where it has one. */
  readonly file?: string;
}

/** The place of a sample, or a refusal where a split of so many images has none there. */
export function checkIndex(index: number, count: number): void {
  if (index >= count) throw new CommandError(`--index must be at most ${count - 1}. Received ${index}.`);
}

/** One test sample, pixel for pixel. */
export function testSample({ test, classes, inputShape }: Pick<ImageDataset, "test" | "classes" | "inputShape">, index: number): Sample {
  checkIndex(index, size(test));
  return { shape: inputShape, data: image(test, index), label: classes[test.labels[index] ?? 0] ?? "" };
}
