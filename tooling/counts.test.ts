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

const file = (status: string, ...results: readonly string[]): unknown => ({ status, assertionResults: results.map((each) => ({ status: each })) });

test("tests are counted, and a file that did not load is one failure", () => {
  const value = { numPassedTests: 3, numFailedTests: 1, testResults: [file("passed", "passed", "passed"), file("failed", "passed", "failed"), file("failed")] };
  expect(countTests(report(value), 1)).toEqual({ passed: 3, failed: 2 });
});

test("no test at all is a failure", () => {
  expect(countTests(report({ numPassedTests: 0, numFailedTests: 0, testResults: [] }), 0)).toEqual({ passed: 0, failed: 1 });
  expect(countTests(join(folder, "absent.json"), 0)).toEqual({ passed: 0, failed: 1 });
});

test("a failed command with no failed test (an unhandled error) is a failure", () => {
  expect(countTests(report({ numPassedTests: 5, numFailedTests: 0, testResults: [file("passed", "passed")] }), 1)).toEqual({ passed: 5, failed: 1 });
  expect(countPacked(report({ passed: 5, failed: 0 }), 1)).toEqual({ passed: 5, failed: 1 });
  expect(countPacked(report({ passed: 5, failed: 0 }), 0)).toEqual({ passed: 5, failed: 0 });
});
