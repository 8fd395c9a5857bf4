import { crossEntropy, probabilities, targetRow } from "./softmax.ts";

/** A teacher's and a student's answers, softened by a temperature, and what the student pays. */
export interface Softened {
  readonly teacher: readonly number[];
  readonly student: readonly number[];
  /** The student's cross-entropy with the softened teacher, and with the label; the first class is right. */
  readonly byTeacher: number;
  readonly byLabel: number;
  /** (1 − α) of the label's and α·T² of the teacher's (arXiv:1503.02531, section 2). */
  readonly loss: number;
}

export function softened(teacherScores: readonly number[], studentScores: readonly number[], { temperature, alpha }: { readonly temperature: number; readonly alpha: number }): Softened {
  const soft = (scores: readonly number[]): readonly number[] => probabilities(scores.map((score) => score / temperature));
  const [teacher, student] = [soft(teacherScores), soft(studentScores)];
  const byTeacher = crossEntropy(teacher, student);
  const byLabel = crossEntropy(targetRow(0, studentScores.length, 0), probabilities(studentScores));
  return { teacher, student, byTeacher, byLabel, loss: (1 - alpha) * byLabel + alpha * temperature ** 2 * byTeacher };
}
