import { batches, holdOut, image, loadDataset } from "@convscope/datasets";

const digits = await loadDataset("strokes", { train: 1000, test: 200, seed: 1 });
console.log(digits.title, digits.train.shape, `${digits.classes.length} classes`);

// One image as text, two columns a pixel: [28, 28, 1], row after row.
const pixels = image(digits.train, 0);
for (let y = 0; y < 28; y++) {
  const row = pixels.subarray(y * 28, (y + 1) * 28);
  console.log(Array.from(row, (value) => " ·+#"[value >> 6]?.repeat(2)).join("").trimEnd());
}
console.log("label", digits.train.labels[0]);

// A tenth of every class is held out; the rest comes in shuffled batches of floats between 0 and 1.
const { train, validation } = holdOut(digits.train.labels, 0.1, 1);
for (const { images, labels } of batches(digits.train, { indices: train, batchSize: 300, seed: 1 })) {
  console.log(images.shape, labels.shape);
}
console.log(`${validation.length} for validation`);
