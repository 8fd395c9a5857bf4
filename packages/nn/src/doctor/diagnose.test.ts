import { beforeAll, describe, expect, test } from "vitest";
import { sgd } from "../optimizers/index.ts";
import { diagnose } from "./diagnose.ts";
import { doctorChecks, type CheckName } from "./checks.ts";
import type { Checked } from "./finding.ts";
import { healthy } from "../../test/patients.ts";

let subjects: Awaited<ReturnType<typeof healthy>>;
beforeAll(async () => {
  subjects = await healthy();
}, 60_000);

describe.each(["strokes", "shapes", "surface"] as const)("a healthy training: %s", (name) => {
  test("nothing is found by all checks", { timeout: 240_000 }, async () => {
    const { checks, findings } = await diagnose(subjects[name]);
    expect(findings).toEqual([]);
    expect(checks.map(({ check }) => check)).toEqual(Object.entries(doctorChecks).flatMap(([name, { of }]) => (of === "kept" ? [] : [name])));
    for (const { measured } of checks) expect(measured).not.toBe("");
  });

  test("nothing is found by the quick ones", { timeout: 60_000 }, async () => {
    const { checks, findings } = await diagnose(subjects[name], { quick: true });
    expect(findings).toEqual([]);
    expect(checks).toHaveLength(9);
  });
});

test("the same training gets the same answer, check by check as they are made", async () => {
  const seen: Checked[] = [];
  const first = await diagnose(subjects.surface, { onCheck: (checked) => seen.push(checked) });
  expect(seen).toEqual(first.checks);
  expect(await diagnose(subjects.surface)).toEqual(first);
});

test("what is wrong comes first", async () => {
  const { findings } = await diagnose({ ...subjects.shapes, batchSize: 4, optimizer: sgd({ learningRate: 1e6 }) }, { checks: ["batchStatistics", "learningRate"], quick: true });
  expect(findings.map(({ check, level }) => `${level} ${check}`)).toEqual(["wrong learningRate", "suspect batchStatistics"]);
});

test("what cannot be asked is refused", async () => {
  await expect(diagnose(subjects.surface, { checks: ["gradient" as CheckName] })).rejects.toThrowErrorMatchingInlineSnapshot(`[RangeError: diagnose: there is no check "gradient". Did you mean "gradients"? Checks: inputs, targets, leaks, outputs, batchStatistics, initialLoss, deadUnits, gradients, learningRate, oneBatch, course, movement, heldOut, labels.]`);
  await expect(diagnose({ ...subjects.surface, train: { ...subjects.surface.train, length: 1 } })).rejects.toThrowErrorMatchingInlineSnapshot(`[RangeError: diagnose: there must be at least two training samples. Received 1.]`);
  await expect(diagnose(subjects.surface, { signal: AbortSignal.abort(new Error("enough")) })).rejects.toThrow("enough");
});
