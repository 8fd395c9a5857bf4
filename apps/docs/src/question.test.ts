import { expect, test } from "vitest";
import { judge } from "./question.ts";

const wrong = [{ value: 208, says: "each filter is as deep as its input" }];

test("a number is right however it is written, and a known slip is named", () => {
  expect(judge(1608, wrong, "1,608").verdict).toBe("right");
  expect(judge(608, wrong, "208")).toEqual({ verdict: "wrong", says: "Not quite: each filter is as deep as its input." });
  expect(judge(608, wrong, "7").says).toBe("Not quite: that is too little.");
  expect(judge(608, wrong, "many").verdict).toBe("unreadable");
});

test("a choice is right or says why not", () => {
  expect(judge("1/4", [{ value: "1/2", says: "both sides are halved" }], "1/4").verdict).toBe("right");
  expect(judge("1/4", [{ value: "1/2", says: "both sides are halved" }], "1/2").says).toBe("Not quite: both sides are halved.");
});
