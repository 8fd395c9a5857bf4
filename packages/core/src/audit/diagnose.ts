import { LayerError } from "../errors.ts";
import { inPrint } from "./misprint.ts";
import { slip, type Mistake, type Slip } from "./mistake.ts";

/** What a wrong answer may come from. */
export interface Question<S, V> {
  readonly right: S;
  readonly mistakes: readonly Mistake<S>[];
  /** The answer that a situation leads to. */
  value(situation: S): V;
  same(a: V, b: V): boolean;
}

/** Slips that lead to an answer together, in the order in which they happen. */
export type Explanation<V> = readonly Slip<V>[];

/**
 * The ways in which an answer can have come about, the likeliest first: one slip, a misprint, two slips, or a slip and a
 * misprint. Only the shortest are given; none where nothing known explains it.
 */
export function diagnose<S, V>(claimed: V, question: Question<S, V>): readonly Explanation<V>[] {
  const { right, mistakes, same } = question;
  const truth = question.value(right);
  const singles = mistakes.flatMap((mistake) => attempt(question, right, mistake)).filter(({ value }) => !same(value, truth));
  const found = singles.filter(({ value }) => same(value, claimed)).map(({ mistake, value }) => [slip(mistake.id, value)]);
  if (found.length > 0) return found;
  const printed = typeof claimed === "number" && typeof truth === "number" ? inPrint(truth, claimed) : undefined;
  if (printed) return [[slip(printed, claimed)]];
  const pairs = singles.flatMap(({ mistake: first, situation, value: between }) =>
    mistakes
      .filter((second) => second.id !== first.id && second.stage >= first.stage)
      .flatMap((second) => attempt(question, situation, second).map(({ value }) => ({ slips: [slip(first.id, between), slip(second.id, value)], between, value })))
      .filter(({ value, between: before }) => same(value, claimed) && !same(value, before)),
  );
  if (pairs.length > 0) return distinct(pairs.map(({ slips }) => slips));
  return singles.flatMap(({ mistake, value }) => {
    const kind = typeof claimed === "number" && typeof value === "number" ? inPrint(value, claimed) : undefined;
    return kind ? [[slip(mistake.id, value), slip(kind, claimed)]] : [];
  });
}

interface Attempt<S, V> {
  readonly mistake: Mistake<S>;
  readonly situation: S;
  readonly value: V;
}

/** The wrong answer of one mistake; none where it cannot happen or where the layer would not fit any more. */
export function attempt<S, V>({ value }: Pick<Question<S, V>, "value">, right: S, mistake: Mistake<S>): Attempt<S, V>[] {
  try {
    const situation = mistake.wrong(right);
    return situation === undefined ? [] : [{ mistake, situation, value: value(situation) }];
  } catch (error) {
    if (error instanceof LayerError) return [];
    throw error;
  }
}

/** The same two slips in the other order are the same explanation. */
function distinct<V>(explanations: readonly Explanation<V>[]): readonly Explanation<V>[] {
  const seen = new Set<string>();
  return explanations.filter((slips) => {
    const key = slips.map(({ id }) => id).sort().join(" ");
    return !seen.has(key) && seen.add(key);
  });
}
