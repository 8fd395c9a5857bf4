import { inferShapes, parseGraph, toJson, weightSpecs } from "@convscope/core";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { model, models, type ModelOptions } from "./index.ts";

/** What a configuration file can hold, whatever the types say. */
const refusal = (name: string, options: unknown): string => {
  try {
    model(name, options as ModelOptions);
  } catch (error) {
    return String(error);
  }
  return "not refused";
};

test("values that no type has checked are refused by name", () => {
  const refused: readonly (readonly [name: string, options: unknown])[] = [
    ["resnet18", null], ["resnet18", "resnet34"], ["resnet18", { classes: "10" }], ["resnet18", { classes: 2 ** 40 }], ["resnet18", { inputShape: 224 }], ["resnet18", { inputShape: [224, NaN, 3] }],
    ["resnet18", { features: "fc" }], ["resnet18", { features: ["fc", "fc"] }], ["googlenet", { auxiliary: "false" }], ["googlenet", { variant: 1 }], ["alexnet", { dropout: "0.5" }],
    ["efficientnet_b0", { depth: 1e9 }], ["mobilenet_v2", { width: "2" }], ["perceptron", { inputShape: [2, 2, 1] }],
  ];
  expect(refused.map(([name, options]) => refusal(name, options))).toMatchInlineSnapshot(`
    [
      "RangeError: resnet18: options must be a record { … }. Received null.",
      "RangeError: resnet18: options must be a record { … }. Received "resnet34".",
      "RangeError: resnet18: classes must be a whole number from 1 to 2147483648. Received "10".",
      "RangeError: resnet18: classes must be a whole number from 1 to 2147483648. Received 1099511627776.",
      "RangeError: resnet18: inputShape must be a list of whole numbers ≥ 1. Received 224.",
      "RangeError: resnet18: inputShape must be a list of whole numbers ≥ 1. Received [224,null,3].",
      "RangeError: resnet18: features must be a list of different nodes. Received "fc".",
      "RangeError: resnet18: features must be a list of different nodes. Received ["fc","fc"].",
      "RangeError: googlenet: auxiliary must be true or false. Received "false".",
      "RangeError: googlenet: variant must be the name of a variant. Received 1.",
      "RangeError: alexnet: dropout must be a share of at least 0 and below 1. Received "0.5".",
      "RangeError: efficientnet_b0: depth must be a number above 0, at most 32. Received 1000000000.",
      "RangeError: mobilenet_v2: width must be a number above 0, at most 32. Received "2".",
      "not refused",
    ]
  `);
});

test("an option without a value is as good as none", () => {
  const options: object = { width: undefined, dropout: undefined, classes: undefined, inputShape: undefined, variant: undefined, features: undefined };
  expect(model("efficientnet_b0", options)).toEqual(model("efficientnet_b0"));
});

const number = fc.constantFrom<unknown>(0.1, 0.35, 1, 1.4, 3, 0, -1, NaN, Infinity, 1e300, "1", null, true, undefined);
const size = fc.oneof(fc.integer({ min: 1, max: 300 }), fc.constantFrom<unknown>(1, 2, 3, 4, 7, 32, 64, 224, 1e9, 0, 2.5, "3"));
const anyOptions = fc.record(
  {
    classes: fc.constantFrom<unknown>(1, 2, 7, 1001, 2 ** 31, 2 ** 53, 0, 1.5, "10", null),
    inputShape: fc.oneof(fc.tuple(size, size, size), fc.array(size, { maxLength: 4 })),
    variant: fc.constantFrom<unknown>("keras", "paper", "projection", "", "toString", 1),
    width: number, depth: number, dropout: number, vocabulary: number,
    auxiliary: fc.constantFrom<unknown>(true, false, "false"),
    transformInput: fc.constantFrom<unknown>(true, 0),
  },
  { requiredKeys: [] },
);

test("any options of any model give a whole graph, or a reason", () => {
  fc.assert(
    fc.property(fc.constantFrom(...models), anyOptions, ({ name, options, variants }, asked) => {
      const known = ["classes", "inputShape", ...(variants ? ["variant"] : []), ...Object.keys(options ?? {})];
      const given = Object.fromEntries(Object.entries(asked).filter(([option]) => known.includes(option))) as ModelOptions;
      let built;
      try {
        built = model(name, given);
      } catch (error) {
        expect([name, given, error]).toEqual([name, given, expect.any(RangeError)]);
        return;
      }
      const sizes = [...inferShapes(built).values(), ...[...weightSpecs(built).values()].map(({ shape }) => shape)].flat();
      expect(sizes.every((n) => Number.isSafeInteger(n) && n >= 1)).toBe(true);
      expect(parseGraph(toJson(built))).toEqual(built);
    }),
    { numRuns: 200 },
  );
});
