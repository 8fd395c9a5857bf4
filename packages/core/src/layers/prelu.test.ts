import { expect, test } from "vitest";
import { derive, prelu, weights } from "../index.ts";

test("one slope, or one per channel, starting at 0.25", () => {
  expect(weights(prelu(), [[8, 8, 32]])).toEqual({ weight: { shape: [1], trainable: true, role: "scale", initial: 0.25 } });
  expect(weights(prelu({ perChannel: true, initialValue: 0 }), [[8, 8, 32]])).toEqual({ weight: { shape: [32], trainable: true, role: "scale", initial: 0 } });
  expect(derive(prelu(), [[8, 8, 32]])[0]).toMatchObject({ of: "parameters", value: 1 });
  expect(derive(prelu({ perChannel: true }), [[8, 8, 32]])[0]).toMatchObject({ of: "parameters", value: 32 });
});
