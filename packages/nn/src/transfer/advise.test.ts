import fc from "fast-check";
import { expect, test } from "vitest";
import { advise } from "./advise.ts";

test("the four cells of the table", () => {
  const of = (samples: number, similar: boolean): unknown => {
    const { data, freeze, features, trunkRate } = advise({ samples, classes: 3, similar });
    return [data, freeze, features, trunkRate];
  };
  expect(of(750, true)).toEqual(["little", "trunk", "head input", 0]);
  expect(of(750, false)).toEqual(["little", "lower half", "middle", 0]);
  expect(of(300_000, true)).toEqual(["much", "none", "none", 0.1]);
  expect(of(300_000, false)).toEqual(["much", "none", "none", 1]);
});

test("little is told by samples of a class, or by the weights that each sample has to move", () => {
  expect(advise({ samples: 750, classes: 3, similar: true })).toMatchObject({ muchFrom: 3000, measure: "250 samples of a class, where 1000 and more are many" });
  // ResNet-18 without its head has 11,176,512.
  const resnet = { head: 1_539, trunk: 11_176_512 };
  expect(advise({ samples: 750, classes: 3, similar: true, parameters: resnet })).toMatchObject({ data: "little", muchFrom: 22_354, measure: "14,902 weights of the trunk to a sample, where up to 500 are few enough to move" });
  // CIFAR-10 is much to it; so are 750 pictures to a net of 28,160 weights.
  expect(advise({ samples: 50_000, classes: 10, similar: true, parameters: resnet }).data).toBe("much");
  expect(advise({ samples: 750, classes: 3, similar: true, parameters: { head: 99, trunk: 28_160 } }).data).toBe("much");
});

test("more samples never turn much into little, and what is frozen has no rate", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e6 }), fc.nat(1e6), fc.boolean(), fc.integer({ min: 2, max: 1000 }), fc.option(fc.record({ head: fc.nat(1e6), trunk: fc.nat(1e8) }), { nil: undefined }), (samples, more, similar, classes, parameters) => {
      const [less, all] = [samples, samples + more].map((n) => advise({ samples: n, similar, classes, ...(parameters && { parameters }) }));
      if (less?.data === "much") expect(all?.data).toBe("much");
      expect(all?.data === "much").toBe(samples + more >= (all?.muchFrom ?? NaN));
      expect(all?.freeze === "none").toBe((all?.trunkRate ?? NaN) > 0);
    }),
  );
});

test("refusals", () => {
  expect(() => advise({ samples: 0, similar: true })).toThrowErrorMatchingInlineSnapshot(`[RangeError: advise: samples must be a whole number ≥ 1. Received 0.]`);
  expect(() => advise({ samples: 10, similar: true, classes: 1 })).toThrowErrorMatchingInlineSnapshot(`[RangeError: advise: classes must be a whole number ≥ 2. Received 1.]`);
  expect(() => advise({ samples: 10, similar: "yes" as never })).toThrowErrorMatchingInlineSnapshot(`[RangeError: advise: similar must be true or false. Received "yes".]`);
  expect(() => advise({ samples: 10, similar: true, clases: 3 } as never)).toThrowErrorMatchingInlineSnapshot(`[RangeError: advise: unknown option clases. Did you mean "classes"? Options: samples, similar, classes, parameters.]`);
});
