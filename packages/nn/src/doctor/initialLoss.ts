import { chanceLoss } from "./chance.ts";
import type { Check } from "./check.ts";
import type { Examined, Finding } from "./finding.ts";
import { number } from "./words.ts";

const limits = { suspect: 2, wrong: 4 };

/** Whether a fresh classifier finds all classes about equally likely. */
export const initialLoss: Check = {
  asks: "Does the loss begin where guessing begins?",
  cost: "measures one batch",
  quick: true,
  runs: true,
  async examine(exam): Promise<Examined> {
    const net = await exam.network();
    // As in training: untrained running statistics would say nothing of the scores.
    const { losses } = await exam.step(net, await exam.batch(0), exam.subject.optimizer, 0);
    const judged = Object.entries(exam.objective).flatMap(([output, { loss }]) => {
      const [measured, classes] = [losses[output] ?? NaN, exam.shapes.get(output)?.at(-1) ?? 1];
      const chance = chanceLoss(loss, classes);
      const text = `"${output}" begins at ${number(measured)}${chance === undefined ? "" : `, guessing at ${number(chance)}`}`;
      return [{ text, findings: judge(output, text, measured, chance) }];
    });
    return { measured: judged.map(({ text }) => text).join("; "), findings: judged.flatMap(({ findings }) => findings) };
  },
};

function judge(output: string, measured: string, loss: number, chance: number | undefined): readonly Omit<Finding, "check">[] {
  const where = [output];
  if (!Number.isFinite(loss))
    return [{ level: "wrong", title: "the first loss is not a number", where, measured, why: "Nothing can be learned from it.", wayOut: "See whether inputs and targets hold such values, whether the loss takes scores for probabilities, and whether inputs are of about deviation 1." }];
  if (chance === undefined || loss <= limits.suspect * chance) return [];
  return [{
    level: loss > limits.wrong * chance ? "wrong" : "suspect", title: "the loss begins far above guessing", where, measured,
    why: "A network that knows nothing should find all answers about equally likely. This one is sure of wrong ones: the first steps only unlearn that, and often kill units on the way.",
    wayOut: `Scale the inputs to deviation 1, draw smaller weights (init), or normalise between the layers; and see that "from" of the loss says what the last layer gives.`,
  }];
}
