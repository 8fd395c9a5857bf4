import { beforeAll, expect, test } from "vitest";
import { adam, sgd } from "../optimizers/index.ts";
import { warmup } from "../schedules/index.ts";
import { checked, found, healthy } from "../../test/patients.ts";
import type { Subject } from "./subject.ts";

let subject: Subject;
let digits: Subject;
beforeAll(async () => {
  ({ surface: subject, strokes: digits } = await healthy());
}, 60_000);

test("a rate at which the loss falls is well", async () => {
  const { findings, measured } = await checked("learningRate", subject);
  expect(findings).toEqual([]);
  expect(measured).toMatch(/^at 0\.003 the loss goes from 0\.\d+ to 0\.\d+ in 20 steps$/);
});

test("rates that are far too large or far too small are found", async () => {
  expect(await found("learningRate", { ...subject, optimizer: sgd({ learningRate: 100 }) })).toMatchInlineSnapshot(`
    [
      "wrong: the learning rate is far too large. at 100 the loss goes from 0.82 to ∞ in 3 steps",
    ]
  `);
  expect(await found("learningRate", { ...subject, optimizer: adam({ learningRate: 1 }) })).toMatchInlineSnapshot(`
    [
      "wrong: the learning rate is far too large. at 1 the loss goes from 0.82 to 15.7 in 20 steps; at 0.1 the loss goes from 0.82 to 0.107 in 20 steps",
    ]
  `);
  expect(await found("learningRate", { ...subject, optimizer: adam({ learningRate: 1e-6 }) })).toMatchInlineSnapshot(`
    [
      "wrong: the learning rate is far too small. at 1.0e-6 the loss goes from 0.82 to 0.82 in 20 steps; at 0.001 the loss goes from 0.82 to 0.39 in 20 steps",
    ]
  `);
});

test("a rate that is off by any power of ten is found, and one at which the loss falls is named", { timeout: 60_000 }, async () => {
  for (const learningRate of [1e-9, 1e-20]) expect(await found("learningRate", { ...subject, optimizer: adam({ learningRate }) })).toEqual([expect.stringMatching(/^wrong: the learning rate is far too small\. /)]);
  // Plain descent takes a convolutional net 3 % down in 20 steps at 0.1, and that is not too slow.
  expect(await found("learningRate", { ...digits, optimizer: sgd({ learningRate: 1e-8 }) })).toEqual([expect.stringMatching(/^wrong: the learning rate is far too small\. /)]);
  expect(await found("learningRate", { ...digits, optimizer: sgd({ learningRate: 0.01 }) })).toEqual([]);
  for (const quick of [false, true]) {
    for (const rate of [100, 1e30]) {
      const { findings: [finding] } = await checked("learningRate", { ...subject, optimizer: sgd({ learningRate: rate }) }, quick);
      const named = Number(/^Try (\S+) and /.exec(finding?.wayOut ?? "")?.[1]);
      expect(await found("learningRate", { ...subject, optimizer: sgd({ learningRate: named }) })).toEqual([]);
    }
  }
});

test("in four steps only what explodes is found", async () => {
  expect(await found("learningRate", subject, true)).toEqual([]);
  expect(await found("learningRate", { ...subject, optimizer: adam({ learningRate: 1e-6 }) }, true)).toEqual([]);
  expect(await found("learningRate", { ...subject, optimizer: sgd({ learningRate: 100 }) }, true)).toMatchInlineSnapshot(`
    [
      "wrong: the learning rate is far too large. at 100 the loss goes from 0.82 to ∞ in 3 steps",
    ]
  `);
});

test("a warm-up may be slow", async () => {
  expect(await found("learningRate", { ...subject, schedule: warmup({ over: 1000 }), epochs: 2000 })).toEqual([]);
});
