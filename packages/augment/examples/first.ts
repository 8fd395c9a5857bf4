import { augment, mirror, normalize, randomCrop, type Sample } from "@convscope/augment";

// A bright square on black, 8×8 pixels of one channel, with its mask and its box.
const lit = (x: number, y: number): boolean => x >= 2 && x < 5 && y >= 1 && y < 4;
const mask = Uint8Array.from({ length: 64 }, (_, i) => Number(lit(i % 8, Math.floor(i / 8))));
const square: Sample = {
  image: { shape: [8, 8, 1], data: mask.map((inside) => 200 * inside) },
  mask,
  boxes: Float32Array.of(2, 1, 5, 4),
};

// Mirrored every other time, then a part of 8×8 after two pixels of black were put around.
const pipeline = [mirror(), randomCrop({ size: 8, padding: 2 })];
for (const index of [0, 1, 2]) {
  const { image, boxes, operations } = augment(square, pipeline, { seed: 1, path: [index] });
  console.log(operations.map(({ label }) => label).join(", then "));
  for (let y = 0; y < 8; y++) console.log([...image.data.subarray(8 * y, 8 * y + 8)].map((value) => (value > 0 ? "##" : " ·")).join(""));
  console.log(`box ${[...(boxes ?? [])].join(" ")}`);
}

// What was drawn, and the pipeline itself, are data: JSON out and in.
console.log(JSON.stringify([...pipeline, normalize({ mean: [0.5], std: [0.25] })]));
