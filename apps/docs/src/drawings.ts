import { shapes, strokes } from "@convscope/datasets/pure";

/** A picture of bytes, `[H, W, C]`. */
export interface Drawing {
  readonly shape: readonly [height: number, width: number, channels: number];
  readonly image: Uint8Array;
}

/** Pictures that are drawn by code: they cost no download. Digits are grey, 28×28; figures have colours. */
export const drawingNames: readonly string[] = [...Array.from({ length: 10 }, (_, i) => `digit ${i}`), "circle", "square", "triangle"];

/** A drawing with what is known of its places. */
export interface MarkedDrawing extends Drawing {
  /** `[1, 4]`: xMin, yMin, xMax, yMax in pixels. */
  readonly boxes?: Float32Array;
  /** `[H, W]`, 1 inside the figure. */
  readonly mask?: Uint8Array;
}

/** One of `drawingNames`; figures are as large as asked for, and have a box and a mask. */
export function markedDrawing(name: string, side = 48): MarkedDrawing {
  const { train, classes } = name.startsWith("digit") ? strokes({ train: 10, test: 0, seed: 3 }) : shapes({ train: 3, test: 0, side, seed: 77 });
  const [, height, width, channels] = train.shape;
  const at = Math.max(0, train.labels.indexOf(classes.indexOf(name.replace("digit ", ""))));
  const one = <Values extends Uint8Array | Float32Array>(values: Values, length: number): Values => values.slice(at * length, (at + 1) * length) as Values;
  return { shape: [height, width, channels], image: one(train.images, height * width * channels), ...(train.boxes && { boxes: one(train.boxes, 4) }), ...(train.masks && { mask: one(train.masks, height * width) }) };
}

/** The picture alone. */
export function drawing(name: string, side = 48): Drawing {
  const { shape, image } = markedDrawing(name, side);
  return { shape, image };
}

/** The brightness of each pixel, as ITU-R BT.601 weighs the colours. */
export function grey({ shape: [height, width, channels], image }: Drawing): Drawing {
  if (channels === 1) return { shape: [height, width, 1], image };
  const at = (i: number): number => image[i] ?? 0;
  return { shape: [height, width, 1], image: Uint8Array.from({ length: height * width }, (_, i) => Math.round(0.299 * at(channels * i) + 0.587 * at(channels * i + 1) + 0.114 * at(channels * i + 2))) };
}

/** A picture with another size, each pixel the nearest of the old one. */
export function resizedDrawing({ shape: [height, width, channels], image }: Drawing, toHeight: number, toWidth: number): Drawing {
  const [down, right] = [height / toHeight, width / toWidth];
  return {
    shape: [toHeight, toWidth, channels],
    image: Uint8Array.from({ length: toHeight * toWidth * channels }, (_, i) => {
      const [pixel, channel] = [Math.floor(i / channels), i % channels];
      return image[(Math.floor((Math.floor(pixel / toWidth) + 0.5) * down) * width + Math.floor(((pixel % toWidth) + 0.5) * right)) * channels + channel] ?? 0;
    }),
  };
}

/** One of `drawingNames` as large as asked for, drawn so where that can be. */
export const sized = (name: string, height: number, width: number): Drawing => resizedDrawing(drawing(name, Math.max(16, Math.min(256, height))), height, width);
