import { integer, uniform, type Random } from "../random.ts";

/** A figure in pixels. `distance` is how far a point lies outside its edge, negative inside. */
export interface Figure {
  readonly distance: (x: number, y: number) => number;
}

type Make = (random: Random, centreX: number, centreY: number, radius: number, rotation: number) => Figure;

const circle: Make = (_random, centreX, centreY, radius) => ({ distance: (x, y) => Math.hypot(x - centreX, y - centreY) - radius });

/** A regular polygon, as the intersection of the half-planes of its sides; `radius` reaches its corners. */
const polygon = (corners: number): Make => (_random, centreX, centreY, radius, rotation) => {
  const toSide = radius * Math.cos(Math.PI / corners);
  const normals = Array.from({ length: corners }, (_, i) => rotation + (2 * Math.PI * i) / corners).map((angle) => [Math.cos(angle), Math.sin(angle)] as const);
  const distance = (x: number, y: number): number => {
    let far = -Infinity;
    for (const [nx, ny] of normals) far = Math.max(far, (x - centreX) * nx + (y - centreY) * ny);
    return far - toSide;
  };
  return { distance };
};

const makers: readonly Make[] = [circle, polygon(4), polygon(3)];

/** The classes, in the order of their labels. */
export const figureNames: readonly string[] = ["circle", "square", "triangle"];

/** A figure of a class at a place, at any angle. */
export function figureAt(random: Random, label: number, centreX: number, centreY: number, radius: number): Figure {
  const make = makers[label];
  if (make === undefined) throw new RangeError(`figureAt: the label must lie in 0 … ${makers.length - 1}. Received ${label}.`);
  return make(random, centreX, centreY, radius, uniform(random, 0, 2 * Math.PI));
}

/** A figure with its inside, or its outline alone. */
export interface DrawnFigure extends Figure {
  /** Pixels; none for a filled figure. */
  readonly outline?: number;
}

/** A figure of a class, anywhere in the image, whole, at any angle. Half of them are outlines. */
export function drawFigure(random: Random, label: number, side: number): DrawnFigure {
  const radius = side * uniform(random, 0.16, 0.42);
  const centreX = uniform(random, radius, side - radius);
  const centreY = uniform(random, radius, side - radius);
  const figure = figureAt(random, label, centreX, centreY, radius);
  return integer(random, 2) === 0 ? figure : { ...figure, outline: Math.max(1.5, radius * uniform(random, 0.15, 0.3)) };
}
