import * as augment from "@convscope/augment";
import { expect, test } from "vitest";
import { codeOf, newStep, optionsOf, quoted, refusalOf, shortened, stepsText, typedValue, valueText, withWord, writtenSteps } from "./steps.ts";

const shape = [48, 48, 3] as const;

test("every kind begins with what an image can have, and is a function by that name", () => {
  for (const kind of augment.stepKinds) {
    for (const of of [shape, [28, 28, 1] as const]) if (!["hue", "saturation", "lighting"].includes(kind) || of[2] === 3) expect(refusalOf(newStep(kind, of), of), kind).toBe("");
    expect(typeof (augment as Readonly<Record<string, unknown>>)[kind], kind).toBe("function");
    for (const { name, rule } of optionsOf(kind)) expect(rule, `${kind}.${name}`).not.toBe("");
  }
  expect(optionsOf("rotate").map(({ name }) => name)).toEqual(["p", "degrees", "interpolation", "border", "fill"]);
  expect(optionsOf("rotate")[2]?.words).toEqual(["nearest", "bilinear", "bicubic"]);
  expect(refusalOf({ kind: "rotate", degrees: "many" })).toBe('(rotate): degrees must be [low, high] from -360 to 360, or one number: how far from 0. Received "many".');
});

test("words become steps when one of them is changed, and steps stay short", () => {
  const steps = writtenSteps("flip,rotate:20,noise", shape);
  expect(stepsText(steps)).toBe('["mirror",{"kind":"rotate","degrees":[-20,20],"interpolation":"bilinear"},"noise"]');
  expect(augment.parsePipeline(steps)).toEqual(augment.parseAugment("flip,rotate:20,noise", { shape }).pipeline);
  for (const kind of augment.stepKinds) expect(augment.parsePipeline(shortened(augment.parsePipeline([newStep(kind, shape)]))), kind).toEqual(augment.parsePipeline([newStep(kind, shape)]));
  expect(withWord("flip", "crop", shape)).toBe("flip,crop");
  expect(withWord("", "elastic", shape)).toBe("elastic");
  expect(withWord("flip", "invert", shape)).toBe('["mirror","invert"]');
  expect(withWord('["invert"]', "flip", shape)).toBe('["invert","mirror"]');
  expect(stepsText([])).toBe("");
  expect(writtenSteps('[{"kind":"rotate"}]', shape)).toEqual([{ kind: "rotate" }]);
  expect(() => writtenSteps("[1]", shape)).toThrow("Received 1.");
});

test("options as they are typed", () => {
  for (const value of [3, [-15, 15], true, "reflect", [{ kind: "blur" }]]) expect(typedValue(valueText(value))).toEqual(value);
  expect(typedValue("−15, 15")).toEqual([-15, 15]);
  expect(typedValue(" ")).toBeUndefined();
  expect(typedValue("[1")).toBe("[1");
  expect(valueText(undefined)).toBe("");
});

test("code, and quotes of a shell", () => {
  expect(codeOf(writtenSteps('["mirror",{"kind":"oneOf","steps":["blur",{"kind":"pad","padding":[1,2]}]}]', shape), 7)).toMatchInlineSnapshot(`
    "import { augment, blur, mirror, oneOf, pad, type Sample } from "@convscope/augment";

    const pipeline = [
      mirror(),
      oneOf({ steps: [blur(), pad({ padding: [1, 2] })] }),
    ];

    /** The same seed and number give the same draw again. */
    export const drawn = (sample: Sample, number: number) => augment(sample, pipeline, { seed: 7, path: [number] });"
  `);
  expect(codeOf([], 1)).toContain("const pipeline = [];");
  expect([quoted("flip,rotate:15"), quoted('["a"]')]).toEqual(["flip,rotate:15", `'["a"]'`]);
});
