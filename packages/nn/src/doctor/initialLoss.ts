import type { StepResult } from "../engine.ts";
import { chanceLoss } from "./chance.ts";
import type { Check } from "./check.ts";
import type { Exam } from "./exam.ts";
import type { Examined, Finding } from "./finding.ts";
import { number } from "./words.ts";

/**
 * How far above guessing, in multiples of that and in nats. Every sum of branches, such as a shortcut's, adds to the size of a fresh network's
 * scores (arXiv:1901.09321, section 2): residual nets of many layers begin some nats too high, and learn well.
 */
const limits = { suspect: { times: 1, nats: 2 }, wrong: { times: 3, nats: 6 }, sum: 0.4 };

/** How many nodes have several inputs of one shape, which they keep. */
const sumsIn = ({ subject: { graph }, shapes }: Exam): number =>
  graph.nodes.filter(({ name, inputs }) => inputs.length > 1 && inputs.every((input) => String(shapes.get(input)) === String(shapes.get(name)))).length;

/** Whether a fresh classifier finds all classes about equally likely. */
export const initialLoss: Check = {
  asks: "Does the loss begin where guessing begins?",
  cost: "the first steps, which learningRate looks at too",
  quick: true,
  runs: true,
  of: "beginning",
  async examine(exam): Promise<Examined> {
    // Of a step of training: untrained running statistics would say nothing of the scores.
    const { results: [first] } = await exam.firstSteps();
    const { losses } = first as StepResult;
    const judged = Object.entries(exam.objective).flatMap(([output, { loss }]) => {
      const [measured, classes] = [losses[output] ?? NaN, exam.shapes.get(output)?.at(-1) ?? 1];
      const chance = chanceLoss(loss, classes);
      const text = `"${output}" begins at ${number(measured)}${chance === undefined ? "" : `, guessing at ${number(chance)}`}`;
      return [{ text, findings: judge({ output, text, loss: measured, chance, sums: sumsIn(exam) }) }];
    });
    return { measured: judged.map(({ text }) => text).join("; "), findings: judged.flatMap(({ findings }) => findings) };
  },
};

interface Begun {
  readonly output: string;
  readonly text: string;
  readonly loss: number;
  readonly chance: number | undefined;
  readonly sums: number;
}

function judge({ output, text: measured, loss, chance, sums }: Begun): readonly Omit<Finding, "check">[] {
  const above = ({ times, nats }: { readonly times: number; readonly nats: number }): boolean => chance !== undefined && loss - chance > Math.max(times * chance, nats) + limits.sum * sums;
  const where = [output];
  if (!Number.isFinite(loss))
    return [{ level: "wrong", title: "the first loss is not a number", where, measured, why: "Nothing can be learned from it.", wayOut: "See whether inputs and targets hold such values, whether the loss takes scores for probabilities, and whether inputs are of about deviation 1." }];
  if (!above(limits.suspect)) return [];
  return [{
    level: above(limits.wrong) ? "wrong" : "suspect", title: "the loss begins far above guessing", where, measured,
    why: "A network that knows nothing should find all answers about equally likely. This one is sure of wrong ones: the first steps only unlearn that, and often kill units on the way.",
    wayOut: `Scale the inputs to deviation 1, draw smaller weights (init), or normalise between the layers; and see that "from" of the loss says what the last layer gives.`,
  }];
}
