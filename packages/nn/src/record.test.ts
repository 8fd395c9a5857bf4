import { expect, test } from "vitest";
import { atLeast, flag, oneOf, orNull, parseRecord, perClass, positive, recordOf, type Factories, type FieldsOf, type OptionsOf } from "./record.ts";

interface Knob {
  readonly kind: "knob";
  readonly turn: number;
  readonly locked: boolean;
  readonly label?: string;
}

const fields: FieldsOf<Knob> = { turn: atLeast(0), locked: flag, label: oneOf("left", "right") };
const knob = (options: OptionsOf<Knob> = {}): Knob => recordOf<Knob>({ kind: "knob", turn: 1, locked: false }, fields, options);
const factories: Factories<Knob> = { knob };

test("defaults are filled in, and what has none stays away", () => {
  expect(knob({ turn: 3 })).toEqual({ kind: "knob", turn: 3, locked: false });
  expect(parseRecord("control", factories, { kind: "knob", label: "left" })).toEqual({ kind: "knob", turn: 1, locked: false, label: "left" });
});

test("what is not known or not allowed is named", () => {
  const parse = (json: unknown) => () => parseRecord("control", factories, json);
  expect(parse({ kind: "knob", trun: 3 })).toThrowErrorMatchingInlineSnapshot(`[RangeError: knob: unknown option trun. Did you mean "turn"? Options: turn, locked, label.]`);
  expect(parse({ kind: "knob", turn: -1 })).toThrowErrorMatchingInlineSnapshot(`[RangeError: knob: turn must be a number ≥ 0. Received -1.]`);
  expect(parse({ kind: "knob", label: "middle" })).toThrowErrorMatchingInlineSnapshot(`[RangeError: knob: label must be "left" or "right". Received "middle".]`);
  expect(parse({ kind: "knop" })).toThrowErrorMatchingInlineSnapshot(`[RangeError: control: unknown kind "knop". Did you mean "knob"? Kinds: knob.]`);
  expect(parse({ kind: "toString" })).toThrowErrorMatchingInlineSnapshot(`[RangeError: control: unknown kind "toString". Kinds: knob.]`);
  expect(parse(JSON.parse('{"kind":"knob","__proto__":1}'))).toThrowErrorMatchingInlineSnapshot(`[RangeError: knob: unknown option __proto__. Options: turn, locked, label.]`);
  expect(parse(null)).toThrowErrorMatchingInlineSnapshot(`[RangeError: control: must be a kind or a record with a kind. Received null.]`);
});

test.each([
  [positive, 0.1, 0],
  [orNull(positive), null, -1],
  [perClass, [0, 2], []],
  [perClass, [1], [NaN]],
] as const)("%j", (field, good, bad) => {
  expect([field.accepts(good), field.accepts(bad), field.accepts("1")]).toEqual([true, false, false]);
});
