import { expect, test } from "vitest";
import { subset, type Split } from "../dataset.ts";
import { loadDataset } from "../load.ts";
import { channelStatistics } from "../scale.ts";
import { shapes } from "../shapes/shapes.ts";
import { strokes } from "../strokes/strokes.ts";
import { checkDataset } from "./checkDataset.ts";
import type { Finding, QualityReport } from "./report.ts";

const kinds = ({ findings }: QualityReport): readonly string[] => findings.map(({ kind, severity, count }) => `${severity} ${kind} ${count}`);
const found = ({ findings }: QualityReport, kind: Finding["kind"]): Finding | undefined => findings.find((one) => one.kind === kind);

/** Some samples of a split written over. */
function changed(split: Split, changes: (split: { readonly images: Uint8Array; readonly labels: Split["labels"]; readonly length: number }) => void): Split {
  const copy = subset(split, [...new Array(split.shape[0]).keys()]);
  changes({ images: copy.images, labels: copy.labels, length: copy.images.length / copy.shape[0] });
  return copy;
}

test("drawn sets are well but for labels worth a look", async () => {
  const digits = strokes({ train: 1000, test: 300 });
  const report = await checkDataset(digits);
  expect(report.findings.filter(({ kind }) => kind !== "doubtful")).toEqual([]);
  expect(found(report, "doubtful")?.count ?? 0).toBeLessThan(13);
  expect(report.parts.map(({ part, pictures, classCounts }) => [part, pictures, classCounts[3]])).toEqual([["train", 1000, 100], ["test", 300, 30]]);
  expect(report.statistics).toMatchObject({ oneSize: true, width: { least: 28, median: 28, greatest: 28 } });
  const { mean: [mean = 0], std: [std = 0] } = channelStatistics(digits.train);
  expect(report.statistics?.mean).toEqual([expect.closeTo(mean, 5)]);
  expect(report.statistics?.std).toEqual([expect.closeTo(std, 5)]);

  const coloured = shapes({ train: 600, test: 120 });
  const second = await checkDataset(coloured);
  expect(kinds(second)).toEqual([]);
  channelStatistics(coloured.train).std.forEach((value, c) => expect(second.statistics?.std[c]).toBeCloseTo(value, 5));
});

test("copies, leaks and contradictions", async () => {
  const { train, test: held, ...rest } = shapes({ train: 300, test: 60 });
  const faulty = changed(train, ({ images, labels, length }) => {
    // 10 twice more, and 20 once with another label.
    for (const to of [11, 12]) {
      images.copyWithin(to * length, 10 * length, 11 * length);
      labels[to] = labels[10] ?? 0;
    }
    images.copyWithin(21 * length, 20 * length, 21 * length);
    labels[21] = ((labels[20] ?? 0) + 1) % 3;
  });
  const leaking = changed(held, ({ images, labels, length }) => {
    images.set(train.images.subarray(5 * length, 6 * length), 7 * length);
    labels[7] = train.labels[5] ?? 0;
    // Darker by a tenth: the same to the eye.
    images.set(train.images.subarray(6 * length, 7 * length).map((value) => 0.9 * value), 8 * length);
    labels[8] = train.labels[6] ?? 0;
  });
  const report = await checkDataset({ ...rest, train: faulty, test: leaking });
  expect(kinds(report)).toEqual(["error leak 1", "warning contradiction 2", "warning equal 2", "warning similarLeak 1"]);
  expect(found(report, "leak")?.examples[0]?.pictures).toMatchObject([{ part: "train", index: 5 }, { part: "test", index: 7 }]);
  expect(found(report, "similarLeak")?.examples[0]?.pictures).toMatchObject([{ part: "train", index: 6 }, { part: "test", index: 8 }]);
  expect(found(report, "contradiction")?.examples[0]?.pictures.map(({ index }) => index)).toEqual([20, 21]);
  expect(found(report, "equal")?.examples.map(({ pictures, detail }) => [pictures.map(({ index }) => index), detail])).toEqual([[[10, 11, 12], "3 times"]]);
  expect(report.findings[0]).toMatchInlineSnapshot(`
    {
      "count": 1,
      "examples": [
        {
          "detail": "train and test",
          "pictures": [
            {
              "class": "square",
              "index": 5,
              "part": "train",
            },
            {
              "class": "square",
              "index": 7,
              "part": "test",
            },
          ],
        },
      ],
      "explanation": "The pixels are equal. What the network has seen in training measures its memory: results look better than they are.",
      "kind": "leak",
      "severity": "error",
      "title": "1 picture of a held-out part also in another part",
      "wayOut": "Remove the copies from the training part, then train again.",
    }
  `);
});

test("grey and empty pictures, and classes that are rare or missing", async () => {
  const { train, test: held, ...rest } = shapes({ train: 300, test: 60 });
  const uneven = [...train.labels.keys()].filter((i) => train.labels[i] === 0 || (train.labels[i] === 1 && i < 12));
  const faulty = changed(subset(train, uneven), ({ images, length }) => {
    images.fill(128, 3 * length, 4 * length);
    for (let i = 5 * length; i < 6 * length; i++) images[i] = images[i - ((i - 5 * length) % 3)] ?? 0;
  });
  const report = await checkDataset({ ...rest, train: faulty, test: held });
  expect(kinds(report)).toEqual(["error missing 1", "warning few 1", "warning imbalance 3", "warning plain 1", "warning grey 1"]);
  expect(report.findings.map(({ examples: [first] }) => [first?.detail, first?.pictures[0]?.index])).toEqual([
    ["triangle in train", undefined],
    ["square: 4", undefined],
    ["circle 100, square 4: 25.0 times as many", undefined],
    ["brightness 50 %", 3],
    [expect.stringMatching(/^100 % of the grey ones are /), 5],
  ]);
});

/** What share of the doubts are swapped labels, and of the swapped labels in doubt, with one label in fifty swapped. */
async function swapped(split: Split, classes: readonly string[]): Promise<{ readonly precision: number; readonly recall: number; readonly worst: number }> {
  const wrong = new Set<number>();
  const train = changed(split, ({ labels }) => {
    for (let i = 7; i < labels.length; i += 50) {
      labels[i] = ((labels[i] ?? 0) + 1 + (i % (classes.length - 1))) % classes.length;
      wrong.add(i);
    }
  });
  const report = await checkDataset({ name: "swapped", title: "Swapped", classes, train, test: subset(split, []) }, { examples: 1_000_000 });
  const doubts = found(report, "doubtful")?.examples.map(({ pictures }) => pictures[0]?.index ?? -1) ?? [];
  const right = doubts.filter((i) => wrong.has(i)).length;
  return { precision: right / doubts.length, recall: right / wrong.size, worst: doubts.slice(0, 20).filter((i) => wrong.has(i)).length };
}

test("of swapped labels of drawn digits most are found, and of those found nine in ten are swapped", async () => {
  const { train, classes } = strokes({ train: 2000, test: 0 });
  const { precision, recall, worst } = await swapped(train, classes);
  expect(precision).toBeGreaterThan(0.9);
  expect(recall).toBeGreaterThan(0.8);
  expect(worst).toBe(20);
});

const data = process.env["CONVSCOPE_DATA"];

test.skipIf(data === undefined)("MNIST (CONVSCOPE_DATA) is well but for few look-alikes and labels worth a look", async () => {
  const report = await checkDataset(await loadDataset("mnist", { train: 3000, test: 500, download: false }));
  expect(report.findings.filter(({ kind }) => kind !== "doubtful" && kind !== "similar")).toEqual([]);
  for (const { count } of report.findings) expect(count).toBeLessThan(0.02 * 3500);
});

test.skipIf(data === undefined)("Fashion-MNIST (CONVSCOPE_DATA): of swapped labels two in three are found, and half of those found are swapped", async () => {
  const { train, classes } = await loadDataset("fashion-mnist", { train: 4000, test: 0, download: false });
  const { precision, recall, worst } = await swapped(train, classes);
  expect(precision).toBeGreaterThan(0.5);
  expect(recall).toBeGreaterThan(0.66);
  expect(worst).toBeGreaterThan(15);
});

test("ends when it is told to, and says how far it is", async () => {
  const controller = new AbortController();
  const stages: string[] = [];
  const set = strokes({ train: 1000, test: 10 });
  const ended = checkDataset(set, {
    signal: controller.signal,
    onProgress: ({ stage, done, total }) => {
      stages.push(stage);
      expect(done).toBeLessThanOrEqual(total);
      if (stage === "labels") controller.abort(new Error("enough"));
    },
  });
  await expect(ended).rejects.toThrow("enough");
  expect([...new Set(stages)]).toEqual(["reading", "copies", "labels"]);
});

test("options and their limits", async () => {
  const set = strokes({ train: 10, test: 0 });
  await expect(checkDataset(set, { example: 3 } as object)).rejects.toThrowErrorMatchingInlineSnapshot(`[RangeError: checkDataset: there is no option "example". Did you mean "examples"? Known: onProgress, signal, examples.]`);
  await expect(checkDataset(set, { examples: -1 })).rejects.toThrowErrorMatchingInlineSnapshot(`[RangeError: checkDataset: examples must be a whole number of samples from 0 to 10,000,000. Received -1.]`);
  expect((await checkDataset({ ...set, train: subset(set.train, []) })).statistics).toBeUndefined();
});
