import { ARGUMENTS } from "./queue";
import { widened } from "./unary";

/** Numbers that a broadcasting kernel works on at a time: two operands and a result stay in the first cache. */
export const BLOCK: i32 = 2048;

/** The longest period of which a whole block is laid out in advance. */
const LONGEST_RING: i32 = 512;

/** Bytes of scratch memory for one operand. */
const ROOM: usize = (BLOCK + LONGEST_RING + 64) << 2;

/**
 * An array as it is read when it is broadcast: units of `length` numbers one after another, each of which repeats `period` numbers
 * of the array. `axes` say where in the array the period of a unit begins; stride 0 where an axis is broadcast.
 */
// @ts-ignore: decorator
@unmanaged
class Operand {
  start: usize;
  /** Of a number: 4, or 1 for truths, which are read as whole numbers. */
  bytes: i32;
  length: i32;
  period: i32;
  axes: i32;
  // Then size and stride of each axis, the innermost first.
}

// @ts-ignore: decorator
@inline
function operandAt(slot: i32): Operand {
  return changetype<Operand>(ARGUMENTS + 256 + <usize>slot * 256);
}

/** Describes operand 0 or 1 of the next kernel, without axes. */
export function setOperand(slot: i32, start: usize, bytes: i32, length: i32, period: i32): void {
  const o = operandAt(slot);
  o.start = start;
  o.bytes = bytes;
  o.length = length;
  o.period = period;
  o.axes = 0;
}

/** Adds an axis around those that the operand has. */
export function addAxis(slot: i32, size: i32, stride: i32): void {
  const o = operandAt(slot);
  const axis = changetype<usize>(o) + offsetof<Operand>() + (<usize>o.axes << 3);
  store<i32>(axis, size);
  store<i32>(axis, stride, 4);
  o.axes++;
}

// @ts-ignore: decorator
@inline
function isRing(o: Operand): bool {
  return o.axes == 0 && o.period <= LONGEST_RING;
}

/** To be called once in each chunk, before `present`. */
export function prepare(slot: i32, n: i32, room: usize): void {
  const o = operandAt(slot);
  if (isRing(o)) repeat(room + <usize>slot * ROOM, o.start, o.bytes, o.period, 0, min(BLOCK, n) + o.period);
}

/** Where numbers start … start + count − 1 of an operand lie one after another; four whole vectors may be read there at a time. */
export function present(slot: i32, n: i32, start: i32, count: i32, room: usize): usize {
  const o = operandAt(slot);
  const to = room + <usize>slot * ROOM;
  const whole = o.bytes == 4;
  if (whole && o.axes == 0 && o.period == n) return o.start + (<usize>start << 2);
  if (isRing(o)) return to + (<usize>(start % o.period) << 2);
  let unit = start / o.length;
  let skip = start - unit * o.length;
  for (let done = 0; done < count; ) {
    const phase = skip % o.period;
    const run = min(o.length - skip, count - done);
    const from = o.start + <usize>placeOf(o, unit) * <usize>o.bytes;
    // A block within one period needs no copy.
    if (whole && run == count && phase + ((count + 15) & ~15) <= o.period) return from + (<usize>phase << 2);
    repeat(to + (<usize>done << 2), from, o.bytes, o.period, phase, run);
    done += run;
    skip = 0;
    unit++;
  }
  return to;
}

/** Where the period of a unit begins, in numbers. */
function placeOf(o: Operand, unit: i32): i32 {
  let axis = changetype<usize>(o) + offsetof<Operand>();
  let place = 0;
  for (let i = 1; i < o.axes; i++, axis += 8) {
    const size = load<i32>(axis);
    const rest = unit / size;
    place += (unit - rest * size) * load<i32>(axis, 4);
    unit = rest;
  }
  return o.axes == 0 ? 0 : place + unit * load<i32>(axis, 4);
}

// @ts-ignore: decorator
@inline
function numberAt(from: usize, bytes: i32, i: i32): i32 {
  return bytes == 4 ? load<i32>(from + (<usize>i << 2)) : load<u8>(from + <usize>i);
}

/** Writes `count` numbers of a period, beginning at number `phase`; up to 12 bytes behind them are overwritten too. */
function repeat(to: usize, from: usize, bytes: i32, period: i32, phase: i32, count: i32): void {
  if (period == 1) {
    const all = i32x4.splat(numberAt(from, bytes, 0));
    for (let i = 0; i < count; i += 4) v128.store(to + (<usize>i << 2), all);
    return;
  }
  // What is repeated has at least a vector, so that the rest can be copied from what was written by vectors.
  let length = period;
  while (length < 4) length += period;
  const first = min(count, length);
  for (let i = 0; i < first; ) {
    const run = min(period - phase, first - i);
    copy(to + (<usize>i << 2), from, bytes, phase, run);
    i += run;
    phase = 0;
  }
  const back = <usize>length << 2;
  for (let i: usize = <usize>first << 2, end: usize = <usize>count << 2; i < end; i += 16) v128.store(to + i, v128.load(to + i - back));
}

/** Copies without reading behind the end. */
function copy(to: usize, from: usize, bytes: i32, start: i32, count: i32): void {
  let i = 0;
  if (bytes == 1) for (const source = from + <usize>start; i + 4 <= count; i += 4) v128.store(to + (<usize>i << 2), widened(source + <usize>i));
  else for (const source = from + (<usize>start << 2); i + 4 <= count; i += 4) v128.store(to + (<usize>i << 2), v128.load(source + (<usize>i << 2)));
  for (; i < count; i++) store<i32>(to + (<usize>i << 2), numberAt(from, bytes, start + i));
}
