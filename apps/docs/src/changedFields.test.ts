import { expect, test } from "vitest";
import { changedFields, type Field } from "./changedFields.ts";

/** As much of a field as is asked for; Node has no elements. */
const field = (parts: object): Field & { readonly heard: string[] } => {
  const heard: string[] = [];
  return Object.assign(Object.create(null), { heard, dispatchEvent: ({ type }: Event) => heard.push(type), ...parts });
};
const list = (selectedIndex: number, drawn: number): Field => field({ options: ["a", "b", "c"].map((value, i) => ({ value, defaultSelected: i === drawn })), selectedIndex, value: ["a", "b", "c"][selectedIndex] });

test("fields that are as they were drawn are left alone", () => {
  expect(changedFields([list(1, 1), list(0, -1), field({ type: "text", value: "3", defaultValue: "3" }), field({ type: "checkbox", checked: true, defaultChecked: true, value: "on" })])).toEqual([]);
});

test("what was chosen or typed is set in the field at the same place, which is told of it", () => {
  const changed = changedFields([list(1, 1), list(0, 1), field({ type: "number", value: "7", defaultValue: "3" }), field({ type: "checkbox", checked: false, defaultChecked: true, value: "on" })]);
  expect(changed.map(({ place }) => place)).toEqual([1, 2, 3]);
  const live = [field({ value: "b" }), field({ value: "3" }), field({ checked: true, value: "on" })];
  changed.forEach(({ write }, i) => write(live[i]));
  expect(live.map((one) => ({ ...one, dispatchEvent: undefined }))).toMatchObject([{ value: "a", heard: ["input", "change"] }, { value: "7" }, { checked: false, value: "on" }]);
  expect(() => changed[0]?.write(undefined)).not.toThrow();
});
