import { activationOf } from "../activations.ts";
import { minus, plus, power, quantity, times } from "../expression.ts";
import type { Step } from "../layer.ts";
import { conv2d, dense, leakyRelu, maxPooling2d } from "../layers/index.ts";
import { derive, type Layer } from "../layers/table.ts";
import { correlationSteps, matrixOf, type Matrix } from "../quiz/matrix.ts";
import type { Shape } from "../shape.ts";
import { step } from "../step.ts";

/** A claim that stands on lecture slides, and the truth, worked out here. */
export interface LectureSlip {
  readonly id: string;
  /** What is claimed, in words. */
  readonly claim: string;
  readonly claimed: number;
  readonly truth: number;
  /** Empty where the number stands alone. */
  readonly unit: string;
  /** Why the claim is wrong, in one sentence. */
  readonly because: string;
  /** How the truth comes about. */
  working(): Step;
}

/** The line of a layer's working that tells `of`. */
const worked = (layer: Layer, input: Shape, of: string): Step => derive(layer, [input]).find((line) => line.of === of) ?? step(of, quantity("n", NaN), "");

/** A 7×5 picture of a 9 as ±1, and the 3×3 kernel that looks for its loop. */
const nine: Matrix = matrixOf("-1 1 1 1 -1 / -1 1 -1 1 -1 / -1 1 1 1 -1 / -1 -1 -1 1 -1 / -1 -1 -1 1 -1 / -1 -1 1 -1 -1 / -1 1 -1 -1 -1");
const loop: Matrix = matrixOf("1 1 1 / 1 -1 1 / 1 1 1");
/** A 9×9 picture of an X as ±1, and the 3×3 kernel that looks for a falling line. */
const cross: Matrix = Array.from({ length: 9 }, (_, row) => Array.from({ length: 9 }, (__, column) => (row > 0 && row < 8 && (row === column || row + column === 8) ? 1 : -1)));
const diagonal: Matrix = matrixOf("1 -1 -1 / -1 1 -1 / -1 -1 1");
const cell = (matrix: Matrix, kernel: Matrix, row: number, column: number): Step =>
  correlationSteps(matrix, kernel, { mean: true }).find(({ of }) => of === `row ${row}, column ${column}`) ?? step("", quantity("n", NaN), "");

/** Slips of lectures that can be worked out here, with the truth. */
export const lectureSlips: readonly LectureSlip[] = [
  {
    id: "ceiling", claim: "The output size is ⌈(n + 2p − k) / s⌉ + 1: a 3×3 kernel with stride 2 has 4 places along 8 pixels.", claimed: 4, truth: 3, unit: "places",
    because: "A window that does not fit is dropped: the division is rounded down.", working: () => worked(conv2d(1, 3, { strides: 2 }), [8, 8, 1], "height"),
  },
  {
    id: "conv1", claim: "A layer of 8 filters 5×5 on 32×32×3 has 208 parameters.", claimed: 208, truth: 608, unit: "parameters",
    because: "Each filter is as deep as its input: 3 channels.", working: () => worked(conv2d(8, 5), [32, 32, 3], "parameters"),
  },
  {
    id: "conv2", claim: "A layer of 16 filters 5×5 on 14×14×8 has 416 parameters.", claimed: 416, truth: 3216, unit: "parameters",
    because: "Each filter is as deep as its input: 8 channels.", working: () => worked(conv2d(16, 5), [14, 14, 8], "parameters"),
  },
  {
    id: "fc3", claim: "A dense layer from 400 to 120 has 48,001 parameters.", claimed: 48_001, truth: 48_120, unit: "parameters",
    because: "Every unit has a bias of its own.", working: () => worked(dense(120), [400], "parameters"),
  },
  {
    id: "fc4", claim: "A dense layer from 120 to 84 has 100,081 parameters.", claimed: 100_081, truth: 10_164, unit: "parameters",
    because: "With one bias for the whole layer it would be 10,081, which was printed with a digit too many.", working: () => worked(dense(84), [120], "parameters"),
  },
  {
    id: "fc5", claim: "A dense layer from 84 to 10 has 841 parameters.", claimed: 841, truth: 850, unit: "parameters",
    because: "Every unit has a bias of its own.", working: () => worked(dense(10), [84], "parameters"),
  },
  {
    id: "total", claim: "The five layers have 149,547 parameters.", claimed: 149_547, truth: 62_958, unit: "parameters",
    because: "It is the sum of the five wrong numbers.", working: () => step("parameters", plus(608, 3216, 48_120, 10_164, 850), "the sum of the layers"),
  },
  {
    id: "fullHd", claim: "A picture of 1920×1080 in colour, fully connected to 4 million units, needs 24 million weights.", claimed: 24_000_000, truth: 24_883_200_000_000, unit: "weights",
    because: "Every one of 6,220,800 inputs is connected to every unit: 24.9 million million.", working: () => worked(dense(4_000_000, { useBias: false }), [1920 * 1080 * 3], "parameters"),
  },
  {
    id: "perNeuron28", claim: "A picture of 28×28×3 makes 2,352 weights in the first layer.", claimed: 2352, truth: 235_200, unit: "weights",
    because: "2,352 are the weights of each neuron; 100 neurons have 235,200.", working: () => worked(dense(100, { useBias: false }), [28 * 28 * 3], "parameters"),
  },
  {
    id: "perNeuron200", claim: "A picture of 200×200×3 makes 120,000 weights in the first layer.", claimed: 120_000, truth: 12_000_000, unit: "weights",
    because: "120,000 are the weights of each neuron; 100 neurons have 12 million.", working: () => worked(dense(100, { useBias: false }), [200 * 200 * 3], "parameters"),
  },
  {
    id: "crops227", claim: "Crops of 227×227 out of 256×256, mirrored or not, make 2,048 pictures of each.", claimed: 2048, truth: 1682, unit: "pictures",
    because: "2,048 belongs to crops of 224.", working: () => step("pictures", times(power(minus(quantity("n", 256), quantity("c", 227)), 2), 2), "Krizhevsky, Sutskever & Hinton 2012, section 4.1: n − c places along each side, and the mirror image"),
  },
  {
    id: "alexnetPool", claim: "AlexNet's 3×3 pooling of 55×55 has padding 2, so that 29 places remain.", claimed: 29, truth: 27, unit: "places",
    because: "2 is its stride; a padding of more than half the kernel would pool padding alone.", working: () => worked(maxPooling2d(3, { strides: 2 }), [55, 55, 96], "height"),
  },
  {
    id: "loopHalf", claim: "The loop of the 9 answers −0.55 in row 2, column 1.", claimed: -0.55, truth: -5 / 9, unit: "",
    because: "−5/9 is −0.556: rounding is not cutting off.", working: () => cell(nine, loop, 2, 1),
  },
  {
    id: "loopRow4", claim: "The loop of the 9 answers −0.22 in row 4, column 1.", claimed: -0.22, truth: -5 / 9, unit: "",
    because: "Two products agree and seven do not: −5/9.", working: () => cell(nine, loop, 4, 1),
  },
  {
    id: "loopRow5", claim: "The loop of the 9 answers −0.33 in row 5, column 2.", claimed: -0.33, truth: -5 / 9, unit: "",
    because: "Two products agree and seven do not: −5/9.", working: () => cell(nine, loop, 5, 2),
  },
  {
    id: "crossCorner", claim: "The falling line of the X answers 0.77 in its first corner.", claimed: 0.77, truth: 7 / 9, unit: "",
    because: "7/9 is 0.778: rounding is not cutting off.", working: () => cell(cross, diagonal, 1, 1),
  },
  {
    id: "crossMiddle", claim: "The falling line of the X answers 0.55 in row 1, column 5.", claimed: 0.55, truth: 5 / 9, unit: "",
    because: "5/9 is 0.556: rounding is not cutting off.", working: () => cell(cross, diagonal, 1, 5),
  },
  {
    id: "leakyRelu", claim: "The leaky ReLU is differentiable everywhere.", claimed: 0, truth: 1, unit: "kink",
    because: "Its slope jumps from α to 1 at zero, as that of ReLU does.", working: () => step("kinks", quantity("n", kinksOf()), "where the slopes from left and right differ"),
  },
  {
    id: "split", claim: "A split of 90/10/10 shares out all the samples.", claimed: 100, truth: 110, unit: "%",
    because: "The shares come to more than there is; 80/10/10 was meant.", working: () => step("%", plus(90, 10, 10), "the sum of the shares"),
  },
];

function kinksOf(): number {
  const activation = activationOf(leakyRelu());
  return activation.acts === "pointwise" ? activation.kinks.length : NaN;
}
