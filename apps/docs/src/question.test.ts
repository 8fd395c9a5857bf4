import { expect, test } from "vitest";
import { judge } from "./question.ts";

const wrong = [{ value: 208, says: "each filter is as deep as its input" }];

test("a number is right however it is written, and a known slip is named", () => {
  expect(judge(1608, wrong, "1,608").verdict).toBe("right");
  expect(judge(608, wrong, "208")).toEqual({ verdict: "wrong", says: "Not quite: each filter is as deep as its input." });
  expect(judge(608, wrong, "7").says).toBe("Not quite: that is too little.");
});

test.each(["0.6", ".6", "6e-1", "3/5", "60 %", "60%", "0,6"])("%s is 0.6", (given) => expect(judge(0.6, [], given).verdict).toBe("right"));
test.each(["0.667", "0.67", "0.6667", "2/3", "66.7 %"])("%s is two thirds", (given) => expect(judge(0.667, [], given).verdict).toBe("right"));
test.each([[0.667, "0.7"], [0.001, "0.0012"], [0.6, "60"], [0.0025, "0.00"], [5, "5.01"], [0.04, "0.044"], [0.2, "0.25"], [4, "400 %"]])("%f is not %s", (answer, given) => expect(judge(answer, [], given).verdict).toBe("wrong"));

test("a slip may be rounded too, and is not taken for the rounded answer", () => {
  const slips = [{ value: 0.1875, says: "divide by those called sick" }, { value: 0.67, says: "round later" }];
  expect(judge(0.6, slips, "0.188").says).toBe("Not quite: divide by those called sick.");
  expect(judge(0.6, slips, "3/16").says).toBe("Not quite: divide by those called sick.");
  expect(judge(0.667, slips, "0.67").says).toBe("Not quite: round later.");
  expect(judge(0.667, slips, "0.6667").verdict).toBe("right");
});

test("what is no number is told which kind is due, and never the answer", () => {
  expect([0.6, 0.5, 1728, 40_000, 12, 7].map((answer) => judge(answer, [], "many"))).toEqual(["0.5 or 1/2", "0.25 or 1/4", "2,048", "1,728", "15", "12"].map((one) => ({ verdict: "unreadable", says: `A number is due, such as ${one}.` })));
});

test("a choice is right or says why not", () => {
  expect(judge("1/4", [{ value: "1/2", says: "both sides are halved" }], "1/4").verdict).toBe("right");
  expect(judge("1/4", [{ value: "1/2", says: "both sides are halved" }], "1/2").says).toBe("Not quite: both sides are halved.");
});
