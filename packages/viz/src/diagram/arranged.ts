import type { Item } from "./region.ts";

/** A point of a diagram: across the flow of values, and along it. */
export type Point = readonly [across: number, along: number];

/** How much room something takes on both sides of the line along which values flow through it, and along that line. */
export interface Size {
  readonly before: number;
  readonly after: number;
  readonly length: number;
}

/** Where things have come to lie. */
export interface Placed {
  /** Connections as bent lines, each from item to item; `arrow` where it ends in one. */
  readonly lines: { readonly points: readonly Point[]; readonly arrow: boolean }[];
  /** Boxes, a frame before those in it; `across` is the line of values through them. */
  readonly items: { readonly item: Item; readonly across: number; readonly along: number; readonly box: Size }[];
}

/** Something with a size that can be put at a place, perhaps longer than it has to be. */
export interface Arranged extends Size {
  put(across: number, along: number, length: number, placed: Placed, route: Route): void;
}

/** What stands before and after a line that leads through several arrangements, and whether it ends in an arrow. */
export interface Route {
  readonly start: readonly Point[];
  readonly end: readonly Point[];
  readonly arrow: boolean;
}

/** An item: its box, and behind it the line that its shape is written along. */
export interface Measured extends Size {
  readonly box: Size;
  /** Of a frame: what is in it, where that begins, and how far from the end it stops. */
  readonly inside?: { readonly arranged: Arranged; readonly from: number; readonly until: number };
}

/** Puts an item's box, what is in it, and the line along its shape. */
export function putItem(item: Item, { box, inside, length }: Measured, across: number, along: number, placed: Placed): void {
  placed.items.push({ item, across, along, box });
  if (length > box.length) placed.lines.push({ points: [[across, along + box.length], [across, along + length]], arrow: false });
  if (inside === undefined) return;
  const { arranged, from, until } = inside;
  arranged.put(across, along + from, box.length - from - until, placed, { start: [[across, along]], end: [[across, along + box.length]], arrow: false });
}
