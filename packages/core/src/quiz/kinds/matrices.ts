import { slip, type Slip } from "../../audit/mistake.ts";
import type { Answer, ExerciseKind, QuestionText } from "../exercise.ts";
import { correlationSteps, flipped, matrixLatex, matrixText, placesAlong, poolingSteps, rowsOf, transposed, type Matrix, type PoolingName } from "../matrix.ts";
import type { Random } from "../random.ts";

const drawn = (random: Random, size: number, least: number, most: number): Matrix => Array.from({ length: size }, () => Array.from({ length: size }, () => random.whole(least, most)));

/** A question whose matrices stand below it. */
const asked = (sentence: string, ...matrices: readonly Matrix[]): QuestionText => ({
  text: [sentence, ...matrices.map((matrix) => `\n${matrixText(matrix).replace(/^/gm, "    ")}`)].join("\n"),
  markdown: [sentence, `$$${matrices.map(matrixLatex).join(" \\quad ")}$$`].join("\n\n"),
});

export const convolutionResult: ExerciseKind = {
  title: "a convolution by hand",
  draw(random) {
    const [size, strides] = random.pick([[4, 1], [5, 1], [5, 2]]);
    const [x, k] = [drawn(random, size, 0, 4), drawn(random, 3, -1, 2)];
    const result = (matrix: Matrix, kernel: Matrix, s = strides): Matrix => rowsOf(correlationSteps(matrix, kernel, { strides: s }), placesAlong(size, 3, s));
    return {
      question: asked(`What does a convolutional layer make of the first matrix with the second as its kernel, stride ${strides}, no padding?`, x, k),
      answer: result(x, k), unit: "", worked: correlationSteps(x, k, { strides }),
      mistakes: [
        slip<Answer>("kernelFlipped", result(x, flipped(k))), slip<Answer>("transposed", transposed(result(x, k))), slip<Answer>("strideForgotten", result(x, k, 1)),
        slip<Answer>("sameAssumed", rowsOf(correlationSteps(x, k, { strides, padding: 1 }), placesAlong(size, 3, strides, 1))),
      ],
    };
  },
};

const words: { readonly [P in PoolingName]: string } = { max: "Max", min: "Min", average: "Average", sum: "Sum" };

export const poolingResult: ExerciseKind = {
  title: "a pooling by hand",
  draw(random) {
    const how = random.pick(["max", "max", "average", "average", "sum", "min"] as const);
    const x = drawn(random, random.pick([4, 6]), 0, 9);
    const result = (name: PoolingName, strides = 2): Matrix => rowsOf(poolingSteps(x, name, 2, strides), placesAlong(x.length, 2, strides));
    const others: { readonly [P in PoolingName]: readonly Slip<Answer>[] } = {
      max: [slip<Answer>("averageForMaximum", result("average")), slip<Answer>("minimumForMaximum", result("min"))],
      average: [slip<Answer>("maximumForAverage", result("max")), slip<Answer>("sumForAverage", result("sum"))],
      sum: [slip<Answer>("maximumForAverage", result("max"))],
      min: [],
    };
    return {
      question: asked(`${words[how]} pooling with a 2×2 window and stride 2: what comes out?`, x),
      answer: result(how), unit: "", worked: poolingSteps(x, how, 2),
      mistakes: [...others[how], slip<Answer>("windowsOverlapped", result(how, 1)), slip<Answer>("transposed", transposed(result(how)))],
    };
  },
};
