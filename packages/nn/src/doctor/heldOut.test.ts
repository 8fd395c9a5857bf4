import { beforeAll, expect, test } from "vitest";
import { checked, found, healthy, trained } from "../../test/patients.ts";
import { subset } from "../data.ts";
import type { Kept, Subject } from "./subject.ts";

/** A training that went well, and one that has learned 40 samples by heart. */
let [well, byHeart]: Subject[] = [];
beforeAll(async () => {
  const { surface, shapes } = await healthy();
  well = await trained({ ...surface, epochs: 12 });
  byHeart = await trained({ ...shapes, train: subset(shapes.train, Uint32Array.from({ length: 40 }, (_, i) => i)), batchSize: 8, epochs: 12 });
}, 120_000);

const subjectOf = (of: Subject | undefined): Subject & { readonly kept: Kept } => of as Subject & { readonly kept: Kept };

test("samples that were learned and samples that were not are measured the same way", async () => {
  const { findings, measured } = await checked("heldOut", subjectOf(well));
  expect(findings).toEqual([]);
  const [, now] = /200 held-out samples: loss ([\d.]+)/.exec(measured) ?? [];
  // What the history says, measured anew.
  expect(Number(now)).toBeCloseTo(subjectOf(well).kept.history.at(-1)?.["valLoss"] ?? NaN, 2);
});

test("a network that knows its samples by heart is found", async () => {
  expect((await found("heldOut", subjectOf(byHeart))).map((text) => text.replace(/\d[\d.]*(e-\d+)?/g, "N"))).toMatchInlineSnapshot(`
    [
      "suspect: the network has overfitted. N learned samples: loss N, N % right, N held-out samples: loss N, N % right",
    ]
  `);
});

test("weights that do not measure what the history says are found", async () => {
  const { kept, ...rest } = subjectOf(well);
  const other = kept.history.map((log) => ({ ...log, valLoss: 3 }));
  expect((await found("heldOut", { ...rest, kept: { ...kept, history: other } })).map((text) => text.replace(/now .*/, "now …"))).toMatchInlineSnapshot(`
    [
      "wrong: the kept weights do not measure what the history says. in epoch 12 loss 3; now …",
    ]
  `);
});

test("epochs after the best one that did harm are found in the history", async () => {
  const { kept, ...rest } = subjectOf(well);
  const after = (logs: readonly object[]): Promise<readonly string[]> => found("heldOut", { ...rest, kept: { history: [...kept.history.map((log) => ({ ...log, valAccuracy: 0.9 })), ...logs.map((log, i) => ({ epoch: kept.history.length + i + 1, loss: 0.001, ...log }))], epoch: kept.history.length } });
  expect((await after([{ valLoss: 0.9, valAccuracy: 0.85 }])).map((text) => text.replace(/\d[\d.]*/g, "N"))).toMatchInlineSnapshot(`
    [
      "suspect: held-out loss rises after epoch N, while the training loss falls. held-out loss N in epoch N, N in epoch N; training loss N and N",
    ]
  `);
  // More sure of its mistakes, and more often right.
  expect(await after([{ valLoss: 0.9, valAccuracy: 0.95 }])).toEqual([]);
  expect((await after([{ loss: 2, valLoss: 0.9, valAccuracy: 0.7 }])).map((text) => text.replace(/\d[\d.]*/g, "N"))).toMatchInlineSnapshot(`
    [
      "suspect: the last weights are far worse than the best. held-out loss N in epoch N, N in epoch N; training loss N and N; right N % and N %",
    ]
  `);
});

test("without held-out samples there is nothing to ask", async () => {
  const { validation: _, ...rest } = subjectOf(well);
  expect(await checked("heldOut", rest)).toMatchObject({ made: false, measured: "no validation data are given" });
});
