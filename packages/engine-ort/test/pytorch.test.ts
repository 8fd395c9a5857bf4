import { describe, test } from "vitest";
import { checkLearning, learningNets } from "../../nn/test/pytorch/learning.ts";
import { hasTorch } from "../../nn/test/pytorch/python.ts";
import { ortOn } from "./engines.ts";

describe.skipIf(!hasTorch)("the gradients of the source that toPyTorch writes (skipped without python3-torch)", () => {
  test("are ours, in training", { timeout: 120_000 }, async () => checkLearning(learningNets, await ortOn(2)));
});
