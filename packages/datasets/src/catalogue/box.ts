/** xMin, yMin, xMax, yMax in pixels of the picture, edges not centres. */
export type Box = readonly [xMin: number, yMin: number, xMax: number, yMax: number];

/** Width and height of a picture, in pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A box within its picture; or what is wrong with it. Where the size is not known only the left and upper edges bound it. */
export function within(box: Box, size: Size | undefined): Box | string {
  const [xMin, yMin, xMax, yMax] = box;
  const received = `Received xMin ${xMin}, yMin ${yMin}, xMax ${xMax}, yMax ${yMax}`;
  if (!box.every(Number.isFinite)) return `a box must have four numbers. ${received}`;
  if (xMin >= xMax || yMin >= yMax) return `a box must be wider and higher than nothing. ${received}`;
  const [width, height] = [size?.width ?? Infinity, size?.height ?? Infinity];
  const inside: Box = [Math.max(0, xMin), Math.max(0, yMin), Math.min(width, xMax), Math.min(height, yMax)];
  if (inside[0] >= inside[2] || inside[1] >= inside[3]) return `a box must touch its picture${size === undefined ? "" : ` of ${width}×${height}`}. ${received}`;
  return inside;
}

export const area = ([xMin, yMin, xMax, yMax]: Box): number => (xMax - xMin) * (yMax - yMin);
