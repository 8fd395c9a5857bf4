import { expect, test } from "vitest";
import { partIn, partOf } from "./part.ts";

test.each([
  ["train", "train"], ["Training", "train"], ["train2017", "train"], ["training_set", "train"], ["train images", "train"],
  ["val", "validation"], ["valid", "validation"], ["Validation", "validation"], ["val2017", "validation"], ["dev", "validation"],
  ["test", "test"], ["test1", "test"], ["testing", "test"], ["Test-Set", "test"],
  ["trains", undefined], ["trainer", undefined], ["testa", undefined], ["cat", undefined], ["", undefined], ["images", undefined], ["2017", undefined],
])("a folder %j is for %j", (name, part) => {
  expect(partOf(name)).toBe(part);
});

test("in the names of lists a word tells", () => {
  expect(["instances_train2017.json", "labels-val.csv", "my test.csv", "contrast.csv", "list.csv"].map(partIn)).toEqual(["train", "validation", "test", undefined, undefined]);
});
