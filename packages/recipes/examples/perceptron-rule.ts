import { randomOf } from "@convscope/nn";
import { scatter } from "@convscope/viz";

// Points [x₁, x₂] on both sides of the line x₁ + 2·x₂ = 0.2, none of them close to it, and which side is expected.
const random = randomOf(1, "points");
const points = Array.from({ length: 80 }, () => [2 * random.uniform() - 1, 2 * random.uniform() - 1] as const)
  .filter(([x1, x2]) => Math.abs(x1 + 2 * x2 - 0.2) > 0.25)
  .map(([x1, x2]) => ({ x1, x2, expected: x1 + 2 * x2 > 0.2 ? 1 : 0 }));

// A perceptron fires, says 1, where its weighted sum is above zero.
let [w1, w2, bias] = [0, 0, 0];
const fires = (x1: number, x2: number): number => (w1 * x1 + w2 * x2 + bias > 0 ? 1 : 0);

// Rosenblatt's rule: w ← w + η·(expected − predicted)·x, until an epoch needs no correction.
const lines: { readonly name: string; readonly line: readonly [number, number, number] }[] = [];
for (let epoch = 1, corrections = Infinity; corrections > 0; epoch++) {
  corrections = 0;
  for (const { x1, x2, expected } of points) {
    const error = expected - fires(x1, x2);
    [w1, w2, bias] = [w1 + 0.1 * error * x1, w2 + 0.1 * error * x2, bias + 0.1 * error];
    corrections += Math.abs(error);
  }
  console.log(`epoch ${epoch}: ${corrections} corrections, w = ${w1.toFixed(2)}, ${w2.toFixed(2)}, bias ${bias.toFixed(2)}`);
  if (corrections > 0) lines.push({ name: `after epoch ${epoch}`, line: [w1, w2, bias] });
}

export const figure: string = scatter(
  { points: points.flatMap(({ x1, x2 }) => [x1, x2]), labels: points.map(({ expected }) => expected), classes: ["expected 0", "expected 1"], lines },
  { title: "The perceptron's line, epoch by epoch", xLabel: "x₁", yLabel: "x₂", width: 480 },
);
