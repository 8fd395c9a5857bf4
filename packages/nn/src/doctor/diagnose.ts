import { didYouMean } from "@convscope/core";
import { known } from "../options.ts";
import type { Check } from "./check.ts";
import { doctorChecks, type CheckName } from "./checks.ts";
import { Exam } from "./exam.ts";
import type { Checked, Diagnosis, Examined } from "./finding.ts";
import type { Subject } from "./subject.ts";

export interface DiagnoseOptions {
  /** Only what costs less than about ten steps in all, and looks at a few hundred samples at most. */
  readonly quick?: boolean;
  /** Only these checks; all that can be made if left out. */
  readonly checks?: readonly CheckName[];
  /** Told of each check as it is done. */
  readonly onCheck?: (checked: Checked) => void;
  readonly signal?: AbortSignal;
}

/**
 * Looks for what makes trainings fail, before they do, or for what was the matter with one that was made (`kept`). The doctor works on a network of its own and asks the data for samples;
 * nothing else changes, and the same subject gives the same answer.
 *
 * ```ts
 * const { findings } = await diagnose({ graph, engine, train, validation, loss: sparseCategoricalCrossentropy(), optimizer: adam() });
 * for (const { title, wayOut } of findings) console.log(title, wayOut);
 * ```
 * @throws RangeError for options that do not fit, CapabilityError for layers that the engine cannot run, the signal's reason after an abort.
 */
export async function diagnose(subject: Subject, options: DiagnoseOptions = {}): Promise<Diagnosis> {
  known("diagnose", options, "quick", "checks", "onCheck", "signal");
  const { quick = false, onCheck, signal } = options;
  if (subject.train.length < 2) throw new RangeError(`diagnose: there must be at least two training samples. Received ${subject.train.length}.`);
  const all: { readonly [name: string]: Check } = doctorChecks;
  const now = subject.kept ? "kept" : "beginning";
  const asks = ({ of }: Check): boolean => of === "both" || of === now;
  const asked = options.checks ?? Object.entries(all).flatMap(([name, check]) => (asks(check) && (!quick || check.quick) ? [name] : []));
  const exam = new Exam(subject, quick, signal);
  const checks: Checked[] = [];
  let unusable: string | undefined;
  try {
    for (const name of asked) {
      signal?.throwIfAborted();
      const check = Object.hasOwn(all, name) ? all[name] : undefined;
      if (!check) throw new RangeError(`diagnose: there is no check "${name}".${didYouMean(name, Object.keys(all))} Checks: ${Object.keys(all).join(", ")}.`);
      const without = !asks(check) ? (subject.kept ? "the training was made" : "the training is still to be made") : check.runs ? unusable : undefined;
      const examined: Examined = without === undefined ? await check.examine(exam) : { leftOut: without };
      if ("unusable" in examined) ({ unusable } = examined);
      const checked: Checked =
        "leftOut" in examined
          ? { check: name, asks: check.asks, made: false, measured: examined.leftOut, findings: [] }
          : { check: name, asks: check.asks, made: true, measured: examined.measured, findings: examined.findings.map((finding) => ({ check: name, ...finding })) };
      checks.push(checked);
      onCheck?.(checked);
    }
  } finally {
    exam.dispose();
  }
  const findings = checks.flatMap((checked) => checked.findings);
  return { checks, findings: [...findings.filter(({ level }) => level === "wrong"), ...findings.filter(({ level }) => level === "suspect")] };
}
