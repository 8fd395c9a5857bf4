import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { countPacked, countTests } from "./counts.mjs";

const folder = mkdtempSync(join(tmpdir(), "counts-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const report = (value: unknown): string => {
  const file = join(folder, "report.json");
  writeFileSync(file, JSON.stringify(value));
  return file;
};

const file = (status: string, ...results: readonly string[]): unknown => ({ name: `a file of ${results.length}`, status, assertionResults: results.map((each) => ({ status: each })) });

test("tests are counted, and a file that did not load is one failure", () => {
  const value = { testResults: [file("passed", "passed", "passed"), file("failed", "passed", "failed"), file("failed")] };
  expect(countTests(report(value), 1)).toEqual({ passed: 3, failed: 2 });
  expect(countTests(report(value), 0, ["a file of 0"])).toEqual({ passed: 3, failed: 1 });
});

test("no test at all is a failure", () => {
  expect(countTests(report({ testResults: [] }), 0)).toEqual({ passed: 0, failed: 1 });
  expect(countTests(join(folder, "absent.json"), 0)).toEqual({ passed: 0, failed: 1 });
});

test("a failed command with no failed test (an unhandled error) is a failure", () => {
  expect(countTests(report({ testResults: [file("passed", "passed")] }), 1)).toEqual({ passed: 1, failed: 1 });
  expect(countPacked(report({ passed: 5, failed: 0 }), 1)).toEqual({ passed: 5, failed: 1 });
  expect(countPacked(report({ passed: 5, failed: 0 }), 0)).toEqual({ passed: 5, failed: 0 });
});
