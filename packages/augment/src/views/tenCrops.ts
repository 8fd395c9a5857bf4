import { AugmentError } from "../error.ts";
import type { Image, ImageShape } from "../image.ts";
import { applyOperations, type Operation } from "../operation.ts";

/**
 * The operations of ten-crop testing: the four corners, the middle, and the five mirrored (Krizhevsky et al. 2012, section 4.1). torchvision: TenCrop.
 *
 * @param size pixels, for both sides or as `[height, width]`
 * @throws AugmentError when the image is smaller than a crop.
 */
export function tenCropOperations([height, width]: ImageShape, size: number | readonly [height: number, width: number]): readonly (readonly Operation[])[] {
  const [rows, columns] = typeof size === "number" ? [size, size] : size;
  if (!(Number.isInteger(rows) && Number.isInteger(columns) && rows >= 1 && columns >= 1 && rows <= height && columns <= width))
    throw new AugmentError(`tenCrops: size must be whole numbers from 1 to the image's ${height}×${width}. Received ${rows}×${columns}.`);
  const [bottom, right] = [height - rows, width - columns];
  const crop = (name: string, top: number, left: number): Operation => ({ kind: "crop", top, left, size: [rows, columns], border: "constant", fill: [0], label: name });
  const five = [crop("left above", 0, 0), crop("right above", 0, right), crop("left below", bottom, 0), crop("right below", bottom, right), crop("middle", halfOf(bottom), halfOf(right))];
  return [...five.map((cut) => [cut]), ...five.map((cut) => [cut, { kind: "mirror", label: "mirror" } as const])];
}

/** Half, and of odd numbers the even one of the two nearest: as Python rounds, and so torchvision. */
const halfOf = (n: number): number => (n % 4 === 3 ? (n + 1) / 2 : Math.floor(n / 2));

/** Ten parts of an image, in the order of `tenCropOperations`; what a network says of them is averaged by `averageOutputs`. */
export const tenCrops = (image: Image, size: number | readonly [height: number, width: number]): readonly Image[] =>
  tenCropOperations(image.shape, size).map((operations) => applyOperations({ image }, operations).image);
