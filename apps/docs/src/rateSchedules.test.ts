import { expect, test } from "vitest";
import { ratesOver, schedulesIn } from "./rateSchedules.ts";

/** The rate at the beginning of an epoch, counted from 1. */
const at = (schedule: string, rate: number, epochs: number, epoch: number): number => ratesOver({ schedule, rate, epochs }).find(([passed]) => passed === epoch - 1)?.[1] ?? NaN;

test("0.01, and 0.001 after 50 epochs", () => {
  const schedule = '{"kind":"byEpoch","after":{"50":0.1}}';
  expect(at(schedule, 0.01, 60, 50)).toBe(0.01);
  expect(at(schedule, 0.01, 60, 51)).toBe(0.001);
});

test("half a cosine is at half its height in the middle; a warm-up rises before it", () => {
  expect(at("cosine", 0.1, 40, 21)).toBeCloseTo(0.05, 12);
  expect(at("warmup:5,cosine", 0.1, 40, 1)).toBeCloseTo(0.01, 12);
  expect(at("warmup:5,cosine", 0.1, 40, 6)).toBeCloseTo(0.1, 12);
});

test("a plateau of the recorded training, whose best validation loss is of epoch 5", () => {
  expect(at("plateau:10", 0.1, 40, 16)).toBeCloseTo(0.1, 12);
  expect(at("plateau:10", 0.1, 40, 17)).toBeCloseTo(0.01, 12);
});

test("refusals are those of the package", () => {
  expect(() => ratesOver({ schedule: "cosin", rate: 1, epochs: 2 })).toThrow(/Did you mean "cosine"/);
  expect(() => schedulesIn("\n\n")).toThrow(/one to four/);
});
