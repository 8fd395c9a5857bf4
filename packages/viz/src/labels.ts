import { check } from "./options.ts";

/** Class of each sample: checked to be `count` whole numbers that index `classes`. */
export function checkLabels(figure: string, what: string, labels: ArrayLike<number>, count: number, classes: readonly string[]): void {
  check(labels.length === count, figure, `${what} must hold one class for each image. Received ${labels.length} for ${count} images.`);
  for (let i = 0; i < count; i++) {
    const label = labels[i] ?? Number.NaN;
    check(Number.isInteger(label) && label >= 0 && label < classes.length, figure, `${what} must lie in 0 … ${classes.length - 1}, the places of the classes. Received ${label} at ${i}.`);
  }
}
