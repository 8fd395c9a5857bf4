import { augmentationFactor, augmentBatch, averageOutputs, describePipeline, mixBatch, parseAugment, tenCrops } from "@convscope/augment";

// Two pictures of 32×32 in one colour each, as bytes, and their classes.
const pixels = 32 * 32 * 3;
const images = { shape: [2, 32, 32, 3] as const, data: Uint8Array.from({ length: 2 * pixels }, (_, i) => (i < pixels ? 60 : 180)) };
const targets = { shape: [2, 2] as const, data: Float32Array.of(1, 0, 0, 1) };

// One line says what is done to each image, and how the images of a batch are mixed.
const { pipeline, mix } = parseAugment("flip,crop,randaugment:5,mixup:1", { shape: [32, 32, 3] });
console.log(describePipeline(pipeline));

// Everything that is drawn depends on the seed and the path alone: here epoch 3, batch 0.
const at = { seed: 1, path: [3, 0] };
const batch = augmentBatch(images, pipeline, at);
for (const operations of batch.operations) console.log("·", operations.map(({ label }) => label).join(", then "));
if (mix !== undefined) {
  const mixed = mixBatch({ images: batch, targets }, mix, at);
  console.log("·", mixed.mixings.map(({ label }) => label).join(), "targets", [...mixed.targets.data].map((share) => share.toFixed(2)).join(" "));
}

// Ten-crop testing: what a network says of the parts is averaged. This one says how bright they are.
const crops = tenCrops({ shape: [32, 32, 3], data: images.data.subarray(0, pixels) }, 24);
const said = crops.map(({ data }) => (data[0] ?? 0) / 255);
console.log(`${crops.length} crops, on average`, averageOutputs({ shape: [10, 1], data: Float32Array.from(said) }, 10).data[0]?.toFixed(3));

// AlexNet's argument for random crops, with its working, and what can really be cut out.
const { working, distinctWorking } = augmentationFactor({ image: 256, crop: 224, mirror: true });
console.log(working, "or, counted out,", distinctWorking);
