import { conv2d, dense, globalAveragePooling2d, graph, relu } from "@convscope/core";
import { gradCam, integratedGradients } from "@convscope/insight";
import { network, useBackend } from "@convscope/nn";

// A net of two kernels: one answers to upright bars, the other to level ones; each class has the mean of one map.
const bars = graph("bars", [10, 10, 1], { conv: conv2d(2, 3, { padding: 1, useBias: false }), relu: relu(), mean: globalAveragePooling2d(), score: dense(2, { useBias: false }) });
const net = await network(bars, {
  engine: await useBackend("auto"),
  weights: {
    "conv.weight": { shape: [3, 3, 1, 2], data: Float32Array.of(-1, -1, 2, -1, -1, -1, -1, 2, 2, 2, -1, 2, -1, -1, 2, -1, -1, -1) },
    "score.weight": { shape: [2, 2], data: Float32Array.of(1, 0, 0, 1) },
  },
});

// A picture with an upright bar on the left and a level one on the right.
const picture = new Float32Array(100);
for (let i = 0; i < 4; i++) picture.fill(1, 10 * (1 + i) + 2, 10 * (1 + i) + 3);
picture.fill(1, 75, 79);
const x = { shape: [1, 10, 10, 1], data: picture };

// What in the picture speaks for "upright"? And for "level"?
for (const [target, name] of ["upright", "level"].entries()) {
  const { data, layer } = await gradCam(net, x, { target });
  const most = Math.max(...data);
  console.log(`${name}, in the maps of ${layer}:`);
  for (let row = 0; row < 10; row++) console.log(Array.from(data.subarray(10 * row, 10 * row + 10), (value) => " .+#"[Math.ceil((3 * value) / most)]).join("").trimEnd());
}

// Integrated gradients add up to the score.
const { scores, completenessErrors } = await integratedGradients(net, x, { target: 0 });
console.log(`score ${scores[0]?.toFixed(3)}, of which ${Math.abs(completenessErrors[0] ?? 1).toFixed(3)} is not accounted for`);
