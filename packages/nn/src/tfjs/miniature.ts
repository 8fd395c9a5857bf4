import { outputShape, product, weights, type Layer, type Shape } from "@convscope/core";

/** A layer and the shapes of its inputs, without the batch. */
export interface Placed {
  readonly layer: Layer;
  readonly inputs: readonly Shape[];
}

/** Fields that say how wide a layer is, and nothing about how it is computed. */
const widths: ReadonlySet<string> = new Set(["filters", "units", "vocabulary"]);

/**
 * A layer like this one, on inputs and with widths as small as may be, that is computed in the same way: what was 1 stays 1, and
 * sizes stand to each other, to kernels, strides and groups as they did (equal, smaller, divisible). A 7×7 convolution with stride
 * 2 of 224×224×3 to 64 channels becomes one of 14×14×2 to 2. Layers of one's own stay as they are.
 */
export function miniature(placed: Placed): Placed {
  if (isOwn(placed.layer)) return placed;
  const before = likeness(placed);
  // What one size allows depends on the others, so each has a second turn.
  return [1, 2].reduce((now) => sizesOf(now).reduce((small, size) => shrunk(small, size, before), now), placed);
}

/** Whether a layer is of one's own making: it holds functions, which may ask for more than rules tell. */
export const isOwn = (layer: Layer): boolean => Object.values(layer).some((field) => typeof field === "function");

/** A number that occurs as a width, or on one axis of inputs; with both, all places change together. */
interface Size {
  readonly now: number;
  readonly axis?: number;
  readonly width?: boolean;
}

function sizesOf({ layer, inputs }: Placed): readonly Size[] {
  const ofAxes = [...new Map(inputs.flatMap((shape) => shape.map((now, axis) => [`${axis} ${now}`, { now, axis }] as const))).values()];
  return [...ofAxes.map((size) => ({ ...size, width: true })), ...ofAxes, ...widthsOf(layer).map((now) => ({ now, width: true }))];
}

const widthsOf = (layer: Layer): readonly number[] => Object.entries(layer).filter(([name]) => widths.has(name)).map(([, value]) => Number(value));

/** With the smallest number in a size's place that changes nothing else; the same if there is none. */
function shrunk(placed: Placed, size: Size, before: string | undefined): Placed {
  for (let smaller = 2; smaller < Math.min(size.now, largest); smaller++) {
    const small = withSize(placed, size, smaller);
    if (likeness(small) === before) return small;
  }
  return placed;
}

/** Beyond this size nothing more is gained by looking. */
const largest = 64;

const withSize = ({ layer, inputs }: Placed, { now, axis, width = false }: Size, then: number): Placed => ({
  layer: width ? { ...layer, ...Object.fromEntries(Object.entries(layer).filter(([name, value]) => widths.has(name) && value === now).map(([name]) => [name, then])) } : layer,
  inputs: inputs.map((shape) => shape.map((n, i) => (i === axis && n === now ? then : n))),
});

/** What must stay as it is, as a text; none where the layer does not take the inputs. */
function likeness({ layer, inputs }: Placed): string | undefined {
  let shapes: readonly Shape[];
  try {
    const specs = Object.values(weights(layer, inputs));
    // What a layer itself says its weights start with knows nothing of another width.
    if (specs.some(({ shape, initial }) => typeof initial === "object" && initial.length !== product(shape))) return undefined;
    shapes = [outputShape(layer, inputs), ...specs.map(({ shape }) => shape)];
  } catch {
    return undefined;
  }
  const [output = []] = shapes;
  const fields = [1, ...numbersIn(Object.entries(layer).filter(([name]) => !widths.has(name)).map(([, value]) => value as unknown))];
  const sizes = [...inputs.flat(), ...widthsOf(layer)];
  return JSON.stringify([
    sizes.map((size) => fields.map((field) => relation(size, field))),
    inputs.map((input) => (input.length === output.length ? input.map((size, axis) => relation(size, output[axis] ?? 1)) : input.length)),
    inputs.map((input) => inputs.map((other) => other.map((size, axis) => relation(size, input[axis] ?? 1)))),
    shapes.map((shape) => shape.map((size) => size === 1)),
  ]);
}

/** How one size stands to another. */
const relation = (a: number, b: number): string => `${Math.sign(a - b)}${a % b === 0 ? "m" : ""}${b % a === 0 ? "d" : ""}`;

/** Every whole number above 1 in a record, however deep. */
function numbersIn(value: unknown): readonly number[] {
  if (typeof value === "number") return Number.isInteger(value) && value > 1 ? [value] : [];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(numbersIn) : [];
}
