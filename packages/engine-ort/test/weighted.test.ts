import { meanSquaredError } from "@convscope/nn";
import { describe } from "vitest";
import { weightedSuite } from "../../nn/test/suite/weighted.ts";
import { ortAway, ortOn } from "./engines.ts";

describe("in the thread of the test", () => {
  weightedSuite(() => ortOn(1));
});

describe("in a worker, which computes the same and starts anew for each network", () => {
  weightedSuite(() => ortAway(1), [meanSquaredError()]);
});
