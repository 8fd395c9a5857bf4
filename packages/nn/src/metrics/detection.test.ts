import fc from "fast-check";
import { expect, test } from "vitest";
import { boxIou, detectionScores, type PictureDetections, type PictureTruth } from "../index.ts";

const picture = { boxes: [[0, 0, 10, 10], [20, 0, 30, 10]], labels: [0, 0] };

test("by hand: two things; found, missed by a little, found; so precision 1, ½, ⅔ at recall ½, ½, 1", () => {
  const found = { boxes: [[0, 0, 10, 10], [20, 8, 30, 18], [20, 1, 30, 11]], labels: [0, 0, 0], scores: [0.9, 0.8, 0.7] };
  const { averagePrecision, meanAveragePrecision } = detectionScores([found], [picture], { classes: 2 });
  expect(averagePrecision).toEqual([0.5 * 1 + 0.5 * (2 / 3), NaN]);
  expect(meanAveragePrecision).toBe(0.5 + 1 / 3);
});

test("a box that was found counts once, and one of another class not at all", () => {
  const twice = { boxes: [[0, 0, 10, 10], [0, 0, 10, 10]], labels: [0, 0], scores: [0.9, 0.8] };
  expect(detectionScores([twice], [picture], { classes: 1 }).averagePrecision).toEqual([0.5]);
  expect(detectionScores([{ ...twice, labels: [1, 1] }], [picture], { classes: 2 }).averagePrecision).toEqual([0, NaN]);
});

const place = fc.nat(3).map((x) => [x, 0, x + 2, 2]);
const someTruth = fc.array(fc.tuple(place, fc.nat(1)), { maxLength: 3 }).map((list): PictureTruth => ({ boxes: list.map(([box]) => box), labels: list.map(([, label]) => label) }));
const someFound = fc.array(fc.tuple(place, fc.nat(1), fc.double({ min: 0, max: 1, noNaN: true })), { maxLength: 4 })
  .map((list): PictureDetections => ({ boxes: list.map(([box]) => box), labels: list.map(([, label]) => label), scores: list.map(([, , score]) => score) }));
const pictures = fc.array(fc.tuple(someFound, someTruth), { minLength: 1, maxLength: 4 });

/** The definition word by word: for each threshold everything is matched anew, and for each recall all precisions are looked at. */
function slowly(found: readonly PictureDetections[], truth: readonly PictureTruth[], label: number): number {
  const all = found.flatMap(({ boxes, labels, scores }, at) => boxes.map((box, i) => ({ at, box, label: labels[i], score: scores[i] ?? 0 }))).filter((one) => one.label === label);
  const total = truth.flatMap(({ labels }) => Array.from(labels)).filter((of) => of === label).length;
  const points = all.map(({ score }) => {
    const taken: string[] = [];
    const above = all.filter((one) => one.score >= score).sort((a, b) => b.score - a.score);
    for (const { at, box } of above) {
      const ious = (truth[at]?.boxes ?? []).map((known, k) => (truth[at]?.labels[k] === label ? boxIou(known, box) : -1));
      const most = Math.max(...ious);
      const key = `${at} ${ious.indexOf(most)}`;
      if (most >= 0.5 && !taken.includes(key)) taken.push(key);
    }
    return { recall: taken.length / total, precision: taken.length / above.length };
  });
  return Array.from({ length: total }, (_, k) => Math.max(0, ...points.filter(({ recall }) => recall >= (k + 1) / total - 1e-9).map(({ precision }) => precision))).reduce((a, b) => a + b / total, 0);
}

test("the same as by the definition, word by word", () => {
  fc.assert(fc.property(pictures.filter((list) => new Set(list.flatMap(([{ scores }]) => Array.from(scores))).size === list.flatMap(([{ scores }]) => Array.from(scores)).length), (list) => {
    const [found, truth] = [list.map(([one]) => one), list.map(([, one]) => one)];
    const { averagePrecision } = detectionScores(found, truth, { classes: 2 });
    averagePrecision.forEach((value, label) => {
      if (truth.some(({ labels }) => Array.from(labels).includes(label))) expect(value).toBeCloseTo(slowly(found, truth, label), 9);
      else expect(value).toBeNaN();
    });
  }));
});

test("what is true, said once, is 1", () => {
  fc.assert(fc.property(fc.uniqueArray(place, { minLength: 1, selector: String }), (boxes) => {
    const labels = boxes.map(() => 0);
    expect(detectionScores([{ boxes, labels, scores: boxes.map((_, i) => i) }], [{ boxes, labels }], { classes: 1 }).meanAveragePrecision).toBeCloseTo(1, 12);
  }));
});

test("refuses what does not fit together", () => {
  expect(() => detectionScores([], [picture], { classes: 1 })).toThrowErrorMatchingInlineSnapshot(`[RangeError: detectionScores: there must be detections for each picture. Received 0 for 1 pictures.]`);
  expect(() => detectionScores([{ ...picture, scores: [1] }], [picture], { classes: 1 })).toThrowErrorMatchingInlineSnapshot(`[RangeError: detectionScores: each detection must have a box, a label and a score. Received 2, 2 and 1 in picture 0.]`);
});
