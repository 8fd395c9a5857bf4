import { outputShape } from "../layers/table.ts";
import { sameShape, type Shape } from "../shape.ts";
import { span } from "../window.ts";
import type { Mistake } from "./mistake.ts";
import { placesOf, slidesOf, withField, type Situation } from "./situation.ts";

/** A situation in which the output shape is worked out; `finish` is what goes wrong at its end. */
export interface Shaping extends Situation {
  finish?(shape: Shape): Shape;
}

/** The output shape that a situation leads to. */
export const shapeOfSituation = ({ layer, inputs, finish }: Shaping): Shape => {
  const shape = outputShape(layer, inputs);
  return finish ? finish(shape) : shape;
};

/** Ways to miscalculate an output shape. */
export const shapeMistakes: readonly Mistake<Shaping>[] = [
  { id: "paddingForgotten", stage: 0, wrong: (s) => withField(s, "padding", "valid") },
  { id: "dilationForgotten", stage: 0, wrong: (s) => withField(s, "dilationRate", 1) },
  { id: "strideForgotten", stage: 0, wrong: (s) => withField(s, "strides", 1) },
  { id: "outputPaddingForgotten", stage: 0, wrong: (s) => withField(s, "outputPadding", 0) },
  {
    id: "ceiling", stage: 1,
    wrong: (s) => finished(s, (shape, slides, input) =>
      spatial(shape, slides.map((slide, axis) => Math.ceil(((input[axis] ?? 0) + padded(slide.padding) - span(slide)) / slide.strides) + 1))),
  },
  {
    id: "paddingOnce", stage: 1,
    wrong: (s) => finished(s, (shape, slides, input) => spatial(shape, placesOf(slides.map((slide) => ({ ...slide, padding: [slide.padding === "same" ? 0 : slide.padding[0], 0] })), input))),
  },
  { id: "plusOneForgotten", stage: 1, wrong: (s) => finished(s, (shape) => shape.map((n, axis) => (axis < shape.length - 1 ? n - 1 : n))) },
  { id: "sameAssumed", stage: 0, wrong: (s) => withField(s, "padding", "same") },
  { id: "sizeKept", stage: 1, wrong: (s) => maps(s, (shape, input) => spatial(shape, input.slice(0, -1))) },
  { id: "channelsKept", stage: 1, wrong: (s) => maps(s, (shape, input) => shape.with(-1, input.at(-1) ?? 1)) },
  { id: "channelsMultiplied", stage: 1, wrong: (s) => maps(s, (shape, input) => shape.with(-1, (shape.at(-1) ?? 1) * (input.at(-1) ?? 1))) },
  {
    id: "convolvedInstead", stage: 1,
    wrong: (s) => after(s, (shape, input) => {
      const slides = slidesOf(s.layer, input);
      const places = slides && placesOf(slides, input);
      return places && !sameShape(places, shape.slice(0, -1)) && places.every((n) => n > 0) ? spatial(shape, places) : undefined;
    }),
  },
  { id: "channelsFirst", stage: 1, wrong: (s) => maps(s, (shape) => [shape.at(-1) ?? 1, ...shape.slice(0, -1)]) },
];

const padded = (padding: "same" | readonly [number, number]): number => (padding === "same" ? 0 : padding[0] + padding[1]);
const spatial = (shape: Shape, sizes: Shape): Shape => [...sizes, ...shape.slice(-1)];

/** Goes wrong at the end of the arithmetic: `change` gets the shape so far and the input. */
function after(s: Shaping, change: (shape: Shape, input: Shape) => Shape | undefined): Shaping | undefined {
  const [input = []] = s.inputs;
  const before = shapeOfSituation(s);
  return change(before, input) === undefined ? undefined : { ...s, finish: (shape) => change(s.finish ? s.finish(shape) : shape, input) ?? shape };
}

/** For layers from maps to maps. */
const maps = (s: Shaping, change: (shape: Shape, input: Shape) => Shape): Shaping | undefined =>
  after(s, (shape, input) => (input.length > 1 && shape.length === input.length ? change(shape, input) : undefined));

/** For layers whose output size comes from the formula of a sliding window. */
const finished = (s: Shaping, change: (shape: Shape, slides: NonNullable<ReturnType<typeof slidesOf>>, input: Shape) => Shape): Shaping | undefined =>
  after(s, (shape, input) => {
    const slides = slidesOf(s.layer, input);
    return slides && sameShape(placesOf(slides, input), outputShape(s.layer, s.inputs).slice(0, -1)) ? change(shape, slides, input) : undefined;
  });
