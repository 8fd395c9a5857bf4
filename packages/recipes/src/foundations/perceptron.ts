import { model } from "@convscope/models";
import { network, randomOf, type Arrays } from "@convscope/nn";
import { scatter } from "@convscope/viz";
import { program, type ProgramRecipe } from "../recipe.ts";
import { agreement, short } from "./samples.ts";

/**
 * Rosenblatt's perceptron by hand, epoch by epoch: a point is shown, the perceptron says 0 or 1, and where it was wrong
 * w ← w + η·(expected − predicted)·x, with the bias as the weight of a constant 1 (Rosenblatt 1958, doi:10.1037/h0042519).
 *
 * For points that a line can part the rule ends after finitely many corrections, at most (R/γ)² (Novikoff 1962); for XOR there is no
 * line (Minsky & Papert 1969) and it never ends. Measured are the points still wrong at the end:
 *
 * - `andWrong`, `orWrong`, `pointsWrong`: of AND, OR and random points on both sides of a line
 * - `xorWrong`: the fewest points of XOR that were wrong after any epoch
 * - `agreement`: on how many points the engine's perceptron, with these weights, says the same
 */
export const perceptronRule: ProgramRecipe = program({
  name: "perceptron-rule",
  title: "Rosenblatt's rule on AND, OR, XOR and points on both sides of a line",
  task: "binary classification",
  teaches: "The first learning rule: only mistakes change the weights. Where a line can part the classes it is found after finitely many corrections; XOR has none, and the rule turns in circles.",
  data: [],
  minutes: 0.05,
  settings: { epochs: 100, points: 100, rate: 0.5, gap: 0.1 },
  expected: [{ measure: "andWrong", atMost: 0 }, { measure: "orWrong", atMost: 0 }, { measure: "pointsWrong", atMost: 0 }, { measure: "xorWrong", atLeast: 1 }, { measure: "agreement", atLeast: 1 }],
  async run(bench, { epochs, points, rate, gap }) {
    const cloud = sidesOfALine(points, gap, bench.seed);
    const learnt = Object.entries({ AND: corners(0, 0, 0, 1), OR: corners(0, 1, 1, 1), XOR: corners(0, 1, 1, 0), points: cloud }).map(([name, samples]) => ({ name, samples, steps: rosenblatt(samples, { rate, epochs }) }));
    const wrong = (name: string): readonly number[] => learnt.find((one) => one.name === name)?.steps.map((step) => step.wrong) ?? [];
    const net = await network(model("perceptron"), { engine: bench.engine, weights: weightsOf(learnt.at(-1)?.steps.at(-1)?.weights ?? zero) });
    try {
      const said = (await net.predict({ shape: [points, 2], data: Float32Array.from(cloud.flatMap(({ x }) => x)) })).data;
      return {
        measures: {
          andWrong: wrong("AND").at(-1) ?? NaN, orWrong: wrong("OR").at(-1) ?? NaN, pointsWrong: wrong("points").at(-1) ?? NaN,
          xorWrong: Math.min(...wrong("XOR")),
          agreement: agreement(said, cloud.map(({ x }) => fires(learnt.at(-1)?.steps.at(-1)?.weights ?? zero, x))),
        },
        figures: Object.fromEntries(learnt.map(({ name, samples, steps }) => [name.toLowerCase(), figureOf(name, samples, steps)])),
        networks: { perceptron: { graph: net.graph, weights: await net.weights() } },
        histories: {},
        table: [["task", "epoch", "w1", "w2", "bias", "corrections", "still wrong"], ...learnt.flatMap(({ name, steps }) => steps.slice(0, 6).map(({ weights, corrected, wrong: left }, i) => [name, `${i + 1}`, ...weights.map(short), `${corrected}`, `${left}`]))],
      };
    } finally {
      net.dispose();
    }
  },
});

interface Sample {
  readonly x: readonly [number, number];
  readonly expected: number;
}

/** w₁, w₂ and the bias. */
type Line = readonly [number, number, number];

/** What the perceptron is after an epoch. */
export interface Epoch {
  readonly weights: Line;
  /** Points that were wrong when they were shown. */
  readonly corrected: number;
  /** Points that are wrong after the epoch. */
  readonly wrong: number;
}

const zero: Line = [0, 0, 0];
const fires = ([w1, w2, bias]: Line, [x1, x2]: readonly [number, number]): number => (w1 * x1 + w2 * x2 + bias > 0 ? 1 : 0);

/** The rule from weights of zero, until an epoch needs no correction. */
export function rosenblatt(samples: readonly Sample[], { rate, epochs }: { readonly rate: number; readonly epochs: number }): readonly Epoch[] {
  const steps: Epoch[] = [];
  let weights = zero;
  while (steps.length < epochs && steps.at(-1)?.corrected !== 0) {
    let corrected = 0;
    for (const { x, expected } of samples) {
      const error = expected - fires(weights, x);
      if (error !== 0) corrected++;
      weights = [weights[0] + rate * error * x[0], weights[1] + rate * error * x[1], weights[2] + rate * error];
    }
    steps.push({ weights, corrected, wrong: samples.filter(({ x, expected }) => fires(weights, x) !== expected).length });
  }
  return steps;
}

/** What is expected at (0, 0), (0, 1), (1, 0) and (1, 1). */
export const corners = (...expected: readonly [number, number, number, number]): readonly Sample[] => expected.map((value, i) => ({ x: [Math.floor(i / 2), i % 2], expected: value }));

/** Points between −1 and 1 at least `gap` away from a line through them, with the side that they are on. */
function sidesOfALine(count: number, gap: number, seed: number): readonly Sample[] {
  const random = randomOf(seed, "points");
  const angle = 2 * Math.PI * random.uniform();
  const offset = 0.4 * random.uniform() - 0.2;
  const samples: Sample[] = [];
  while (samples.length < count) {
    const x = [2 * random.uniform() - 1, 2 * random.uniform() - 1] as const;
    const distance = Math.cos(angle) * x[0] + Math.sin(angle) * x[1] + offset;
    if (Math.abs(distance) >= gap) samples.push({ x, expected: distance > 0 ? 1 : 0 });
  }
  return samples;
}

const weightsOf = ([w1, w2, bias]: Line): Arrays => ({ "fc.weight": { shape: [2, 1], data: Float32Array.of(w1, w2) }, "fc.bias": { shape: [1], data: Float32Array.of(bias) } });

function figureOf(name: string, samples: readonly Sample[], steps: readonly Epoch[]): string {
  // The last epoch of a finished training only finds that all is well.
  const last = steps.at(-1)?.corrected === 0 ? steps.length - 2 : steps.length - 1;
  const shown = [...new Set([0, 1, 2, 4, last])].filter((i) => i >= 0 && i <= last);
  const lines = shown.map((i) => ({ name: `epoch ${i + 1}`, line: steps[i]?.weights ?? zero }));
  const left = steps.at(-1)?.wrong ?? 0;
  const note = left === 0 ? `All ${samples.length} points are right after epoch ${steps.length}.` : `${left} of ${samples.length} points are still wrong after epoch ${steps.length}.`;
  return scatter(
    { points: samples.flatMap(({ x }) => x), labels: samples.map(({ expected }) => expected), classes: ["expected 0", "expected 1"], lines },
    { title: `The perceptron's line: ${name}`, note, xLabel: "x1", yLabel: "x2", width: 480 },
  );
}
