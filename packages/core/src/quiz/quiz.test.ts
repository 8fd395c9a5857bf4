import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mistakes } from "../audit/mistake.ts";
import { evaluate } from "../expression.ts";
import { checkAnswer } from "./checkAnswer.ts";
import { exerciseKindNames } from "./kinds.ts";
import { exercise, quiz, sameAnswer } from "./quiz.ts";
import { readNumber } from "./readNumber.ts";
import { quizSheet } from "./sheet.ts";

const kind = fc.constantFrom(...exerciseKindNames);
const seed = fc.nat(100_000);

describe("every exercise", () => {
  test("there are at least twelve kinds", () => expect(exerciseKindNames.length).toBeGreaterThanOrEqual(12));

  test.each(exerciseKindNames)("%s: the worked answer is the answer, wrong ones are not", (name) => {
    fc.assert(fc.property(seed, (s) => {
      const { answer, worked, mistakes: wrong, question } = exercise(name, s);
      for (const line of worked) expect(evaluate(line.expression)).toBe(line.value);
      expect(worked.length).toBeGreaterThan(0);
      if (typeof answer === "number") expect(worked.at(-1)?.value).toBe(answer);
      else expect(worked.map(({ value }) => value)).toEqual(answer.flat());
      expect(Number.isInteger(answer) || typeof answer !== "number").toBe(true);
      expect(wrong.length).toBeGreaterThan(0);
      wrong.forEach(({ value }, i) => {
        expect(sameAnswer(value, answer)).toBe(false);
        expect(wrong.findIndex((other) => sameAnswer(other.value, value))).toBe(i);
      });
      expect(question.text).not.toMatch(/NaN|undefined/);
    }), { numRuns: 60 });
  });

  test("is the same for the same seed, and goes through JSON", () => {
    fc.assert(fc.property(kind, seed, (name, s) => {
      expect(exercise(name, s)).toEqual(exercise(name, s));
      expect(JSON.parse(JSON.stringify(exercise(name, s)))).toEqual(exercise(name, s));
    }));
  });

  test("changes with the seed", () => {
    for (const name of exerciseKindNames) expect(new Set(Array.from({ length: 20 }, (_, s) => exercise(name, s).question.text)).size).toBeGreaterThan(5);
  });
});

test("every slip is diagnosed as itself, and at least eight kinds of slip are known", () => {
  const seen = new Set<string>();
  for (const name of exerciseKindNames) for (let s = 0; s < 20; s++) {
    const one = exercise(name, s);
    expect(checkAnswer(one, one.answer).verdict).toBe("right");
    for (const wrong of one.mistakes) {
      expect(checkAnswer(one, wrong.value)).toMatchObject({ verdict: "wrong", slip: { id: wrong.id, sentence: mistakes[wrong.id] } });
      seen.add(wrong.id);
    }
  }
  expect(seen.size).toBeGreaterThanOrEqual(8);
});

describe("a quiz", () => {
  test("takes the kinds in turn, with other numbers each round", () => {
    const drawn = quiz({ seed: 7, count: 5, kinds: ["macs", "shrink"] });
    expect(drawn.map(({ id }) => id)).toEqual(["macs-7", "shrink-7", "macs-8", "shrink-8", "macs-9"]);
  });

  test("refuses what it cannot draw", () => {
    expect(() => quiz({ kinds: ["macz"] })).toThrowErrorMatchingInlineSnapshot(`[RangeError: quiz: there is no kind of exercise "macz". Did you mean "macs"? Kinds: outputSize, convParameters, denseParameters, poolingResult, convolutionResult, flattenSize, samePadding, sameSize, kernelFor, batchNormParameters, macs, receptiveField, dilation, depthwiseParameters, netParameters, activationMemory, factorisation, shrink, transposedSize.]`);
    expect(() => quiz({ count: 0 })).toThrowErrorMatchingInlineSnapshot(`[RangeError: quiz: count must be a whole number from 1 to 1000. Received 0.]`);
    expect(() => quiz({ seed: -1 })).toThrowErrorMatchingInlineSnapshot(`[RangeError: quiz: seed must be a whole number ≥ 0. Received -1.]`);
    expect(() => quiz({ kinds: [] })).toThrow(/at least one/);
  });

  test("prints a sheet without answers and a sheet with them", () => {
    const { sheet, answers } = quizSheet({ seed: 3, count: 4, kinds: ["outputSize", "convParameters", "poolingResult", "netParameters"] });
    expect(sheet).toMatchInlineSnapshot(`
      "# Exercises

      Seed 3, 4 exercises.

      ## 1. The output size of a convolution

      A picture of 18×18 goes through a convolution with a 5×5 kernel, stride 1 and padding 0 on every side. How many pixels high is the output?

      Answer: ____________ pixels

      ## 2. The parameters of a convolution

      How many parameters has a convolution of 64 filters 1×1 with bias, on 28×28×16?

      Answer: ____________ parameters

      ## 3. A pooling by hand

      Max pooling with a 2×2 window and stride 2: what comes out?

      $$\\begin{bmatrix}6 & 9 & 4 & 2 \\\\ 7 & 4 & 6 & 7 \\\\ 2 & 5 & 9 & 6 \\\\ 6 & 3 & 2 & 5\\end{bmatrix}$$

      Answer: ____________

      ## 4. The parameters of a whole net

      A net for 28×28×1: 16 filters 5×5, pooling 2×2, 32 filters 5×5, pooling 2×2, flatten, dense 32, dense 10. No padding; all with bias; pooling with stride 2. How many parameters has it?

      Answer: ____________ parameters
      "
    `);
    expect(answers).toMatchInlineSnapshot(`
      "# Exercises: answers

      Seed 3, 4 exercises.

      ## 1. The output size of a convolution

      **14** pixels

      - height: $\\left\\lfloor \\frac{n + 2 \\cdot p - k}{s} \\right\\rfloor + 1 = \\left\\lfloor \\frac{18 + 2 \\cdot 0 - 5}{1} \\right\\rfloor + 1 = 14$ (arXiv:1603.07285, relationship 6)

      ## 2. The parameters of a convolution

      **1,088** parameters

      - parameters: $(k_{h} \\cdot k_{w} \\cdot c + 1) \\cdot f = (1 \\cdot 1 \\cdot 16 + 1) \\cdot 64 = 1088$ (one kernel of k_h·k_w·c weights and one bias per filter)

      ## 3. A pooling by hand

      $$\\begin{bmatrix}9 & 7 \\\\ 6 & 9\\end{bmatrix}$$

      - row 1, column 1: $\\max(6, 9, 7, 4) = 9$
      - row 1, column 2: $\\max(4, 2, 6, 7) = 7$
      - row 2, column 1: $\\max(2, 5, 6, 3) = 6$
      - row 2, column 2: $\\max(9, 6, 2, 5) = 9$

      ## 4. The parameters of a whole net

      **29,994** parameters

      - parameters of conv1: $(k_{h} \\cdot k_{w} \\cdot c + 1) \\cdot f = (5 \\cdot 5 \\cdot 1 + 1) \\cdot 16 = 416$ (one kernel of k_h·k_w·c weights and one bias per filter)
      - parameters of conv2: $(k_{h} \\cdot k_{w} \\cdot c + 1) \\cdot f = (5 \\cdot 5 \\cdot 16 + 1) \\cdot 32 = 12832$ (one kernel of k_h·k_w·c weights and one bias per filter)
      - parameters of fc1: $(n + 1) \\cdot u = (512 + 1) \\cdot 32 = 16416$ (one weight per input and one bias, for each unit)
      - parameters of fc2: $(n + 1) \\cdot u = (32 + 1) \\cdot 10 = 330$ (one weight per input and one bias, for each unit)
      - parameters: $416 + 12832 + 16416 + 330 = 29994$ (the sum of the layers)
      "
    `);
    expect(sheet).not.toContain(" = ");
    expect(quizSheet({ seed: 3, count: 1, kinds: ["convolutionResult"], format: "text" }).answers).toMatchInlineSnapshot(`
      "Exercises: answers

      Seed 3, 1 exercise.

      1. A convolution by hand

          0 2
          7 −6

        row 1, column 1: (−1)·3 + 0·0 + (−1)·4 + (−1)·1 + 2·1 + 1·1 + 2·1 + (−1)·0 + 1·3 = 0
        row 1, column 2: (−1)·4 + 0·2 + (−1)·1 + (−1)·1 + 2·1 + 1·2 + 2·3 + (−1)·4 + 1·2 = 2
        row 2, column 1: (−1)·1 + 0·0 + (−1)·3 + (−1)·0 + 2·4 + 1·3 + 2·1 + (−1)·4 + 1·2 = 7
        row 2, column 2: (−1)·3 + 0·4 + (−1)·2 + (−1)·3 + 2·0 + 1·0 + 2·2 + (−1)·3 + 1·1 = -6
      "
    `);
  });
});

describe("what is typed", () => {
  const of = (answer: number | number[][]): { answer: number | number[][]; mistakes: [] } => ({ answer, mistakes: [] });
  test.each([["1728"], ["1,728"], ["1 728"], ["1_728"], [" 1728 parameters "], ["1728.0"]])("%s is 1728", (text) => expect(checkAnswer(of(1728), text).verdict).toBe("right"));
  test.each([["0.5"], [".5"], ["5e-1"], ["1/2"], ["2 / 4"], ["0,5"], ["1/2 of them"]])("%s is a half", (text) => expect(readNumber(text)).toBe(0.5));
  test.each([["28x28"], ["28×28"], ["28 pixels"]])("%s is 28", (text) => expect(checkAnswer(of(28), text).verdict).toBe("right"));
  test.each([["5.25 3 / 1 -2"], ["[[5.25,3],[1,-2]]"], ["5.25 3\n1 −2"], ["5.25, 3; 1, -2"]])("%s is a matrix", (text) => expect(checkAnswer(of([[5.25, 3], [1, -2]]), text).verdict).toBe("right"));
  test.each([[""], ["many"], ["28x29"], ["1,72,8"], ["1e999"], ["1/0"], ["1/2/3"], ["/2"], ["."]])("%j is no number", (text) => expect(checkAnswer(of(1728), text).verdict).toBe("unreadable"));
  test("helps without telling", () => {
    expect(checkAnswer(of(1728), "1700").says).toBe("Not quite: that is too little.");
    expect(checkAnswer(of(1728), "1278").slip?.id).toBe("digitsSwapped");
    expect(checkAnswer(of([[1, 2], [3, 4]]), "1 2 / 3 5").says).toBe("Not quite: 3 of 4 cells are right.");
    expect(checkAnswer(of([[1, 2], [3, 4]]), "1 2 3 5")).toEqual({ verdict: "unreadable", says: "The shape is missing: write each row on a line of its own, or / between the rows, such as: 4 3 / 2 1." });
    expect(checkAnswer(of([[1, 2], [3, 4]]), "1 2 3").says).toBe("Not quite: the result is 2×2, not 1×3.");
  });
});
