import { didYouMean, GraphError, inferShapes } from "@convscope/core";
import type { NdArray } from "../array.ts";
import { samplesIn, type Data } from "../data.ts";
import type { Network } from "../network.ts";
import { known } from "../options.ts";
import { checkTemperature, scoresOf, type Distillation } from "./distillation.ts";

export interface DistilledOptions {
  /** Ask the teacher once for each sample and keep its answer: only for data that are the same in all epochs; false unless given. */
  readonly keep?: boolean;
}

/**
 * Data whose samples also have the teacher's softened answer as target of the lesson's second output. The teacher sees what the student
 * sees, augmentation and all, when the batch is asked for.
 *
 * @throws GraphError for a teacher of other classes or inputs.
 */
export function distilled(data: Data, teacher: Network, lesson: Pick<Distillation, "graph" | "output" | "temperature">, options: DistilledOptions = {}): Data {
  known("distilled", options, "keep");
  const { output, temperature } = lesson;
  checkTemperature("distilled", temperature);
  const { scores } = scoresOf(teacher.graph);
  const [classes, own] = [inferShapes(teacher.graph).get(scores)?.[0] ?? 0, inferShapes(lesson.graph).get(output)?.[0] ?? 0];
  if (classes !== own) throw new GraphError(`${teacher.graph.name}: the teacher must tell the student's classes apart, ${own}. Received ${classes}.`);
  for (const name of Object.keys(teacher.graph.inputs))
    if (!(name in lesson.graph.inputs)) throw new GraphError(`${teacher.graph.name}: the teacher must take the student's inputs. Received "${name}".${didYouMean(name, Object.keys(lesson.graph.inputs))} Inputs: ${Object.keys(lesson.graph.inputs).join(", ")}.`);
  const kept = options.keep ? { answers: new Float32Array(data.length * classes), known: new Uint8Array(data.length) } : undefined;

  return {
    ...data,
    async batch(indices, epoch) {
      const batch = await data.batch(indices, epoch);
      const samples = samplesIn(batch);
      // A batch that lacks samples does not say which.
      const keeps = kept && samples === indices.length ? kept : undefined;
      const rows = new Float32Array(samples * classes);
      if (keeps && indices.every((i) => keeps.known[i] === 1)) indices.forEach((i, row) => rows.set(keeps.answers.subarray(i * classes, (i + 1) * classes), row * classes));
      else {
        const inputs = Object.fromEntries(Object.keys(teacher.graph.inputs).flatMap((name) => (batch.inputs[name] ? [[name, batch.inputs[name]]] : [])));
        const answer = (await teacher.run(inputs, { nodes: [scores] }))[scores] as NdArray;
        rows.set(softened(answer, classes, temperature));
        if (keeps)
          indices.forEach((i, row) => {
            keeps.answers.set(rows.subarray(row * classes, (row + 1) * classes), i * classes);
            keeps.known[i] = 1;
          });
      }
      return { ...batch, targets: { ...batch.targets, [output]: { shape: [samples, classes], data: rows } } };
    },
  };
}

/** The softmax of scores `[N, classes]` over the temperature. */
function softened({ data }: NdArray, classes: number, temperature: number): Float32Array {
  const result = new Float32Array(data.length);
  for (let from = 0; from < data.length; from += classes) {
    const scores = Float64Array.from(data.subarray(from, from + classes));
    const greatest = scores.reduce((a, b) => Math.max(a, b), -Infinity);
    const powers = scores.map((score) => Math.exp((score - greatest) / temperature));
    const sum = powers.reduce((a, b) => a + b, 0);
    result.set(powers.map((power) => power / sum), from);
  }
  return result;
}
