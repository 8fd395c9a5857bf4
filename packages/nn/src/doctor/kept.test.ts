import { dense, graph, relu } from "@convscope/core";
import { beforeAll, expect, test } from "vitest";
import { healthy, trained } from "../../test/patients.ts";
import type { Data } from "../data.ts";
import { adam } from "../optimizers/index.ts";
import { randomOf } from "../random.ts";
import { doctorChecks } from "./checks.ts";
import { diagnose } from "./diagnose.ts";
import type { Subject } from "./subject.ts";

let surface: Subject;
beforeAll(async () => {
  ({ surface } = await healthy());
}, 60_000);

test("nothing is found in a training that went well, of which every check for such is made", { timeout: 60_000 }, async () => {
  const { checks, findings } = await diagnose(await trained({ ...surface, epochs: 8 }));
  expect(findings).toEqual([]);
  expect(checks.map(({ check }) => check)).toEqual(Object.entries(doctorChecks).flatMap(([name, { of }]) => (of === "beginning" ? [] : [name])));
  expect(checks.find(({ check }) => check === "deadUnits")?.measured).toMatch(/^in the kept network /);
});

const titles = async (subject: Subject): Promise<readonly string[]> => (await diagnose(subject)).findings.map(({ check, level, title }) => `${level} ${check}: ${title}`);

test("one at far too large a rate is no better than the mean of the targets", { timeout: 60_000 }, async () => {
  const subject = await trained({ ...surface, optimizer: adam({ learningRate: 1 }), epochs: 5 });
  expect(await titles(subject)).toMatchInlineSnapshot(`
    [
      "wrong course: the network does no better than guessing",
    ]
  `);
});

test("one of shuffled targets is no better than chance on held-out samples", { timeout: 60_000 }, async () => {
  const shuffled = (data: Data, seed: number): Data => {
    const order = randomOf(seed).permutation(data.length);
    return { ...data, batch: async (at, epoch) => ({ ...(await data.batch(at, epoch)), targets: (await data.batch(at.map((i) => order[i] ?? 0), epoch)).targets }) };
  };
  const { train, validation = train, ...rest } = surface;
  const subject = await trained({ ...rest, graph: graph("mlp", [3], { fc1: dense(64), relu: relu(), fc3: dense(1) }), train: shuffled(train, 3), validation: shuffled(validation, 4), epochs: 10 });
  expect(await titles(subject)).toMatchInlineSnapshot(`
    [
      "wrong course: the network does no better than guessing",
      "suspect labels: targets seem unrelated to inputs",
    ]
  `);
});
