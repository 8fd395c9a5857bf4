import { conv2d, dense, flatten, graph, relu } from "@convscope/core";
import { fromTorch, readSafetensors, toTorch, writeSafetensors, type Arrays } from "@convscope/exchange";

// A state dict as PyTorch saves it: kernels [out, in, height, width], dense weights [out, in].
const counted = (...shape: number[]): { shape: number[]; data: Float32Array } => ({ shape, data: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => i) });
const state: Arrays = { "conv.weight": counted(2, 1, 3, 3), "conv.bias": counted(2), "fc.weight": counted(5, 8), "fc.bias": counted(5) };

// Through a safetensors file and into the layout of a graph whose nodes have the same names.
const file = writeSafetensors(state, { trained: "not at all" });
const { tensors, metadata } = readSafetensors(file);
const net = graph("tiny", [4, 4, 1], { conv: conv2d(2, 3), relu: relu(), flatten: flatten(), fc: dense(5) });
const weights = fromTorch(net, tensors);
console.log(`${file.length} bytes, trained: ${metadata["trained"]}`);
for (const [name, { shape }] of Object.entries(weights)) console.log(name.padEnd(11), tensors[name]?.shape.join("×").padEnd(8), "→", shape.join("×"));

// And back, without a loss.
console.log("the same again:", JSON.stringify(toTorch(net, weights)) === JSON.stringify(state));

// What does not fit is said all at once.
try {
  fromTorch(net, { ...tensors, "fc.weight": counted(5, 9), "fc2.bias": counted(2) });
} catch (error) {
  console.log(String(error));
}
