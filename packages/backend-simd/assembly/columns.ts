import { before, high, low, storeFirst } from "./lanes";
import { ARGUMENTS, parallel } from "./queue";
import { GRAIN } from "./unary";

/** A line is at least so many numbers long, so that a loop over it pays. */
const SHORTEST: i32 = 32;
/** A line longer than this is worked on in strips of so many numbers. */
const LONGEST: i32 = 512;
const STRIP: i32 = 256;

/**
 * Arrays `[outer, rows, channels]` seen as whole vectors: so many rows make a line that its width is a multiple of four. What is left
 * of the rows, less than a line, is its rest. A unit of work takes some lines of one strip; units are numbered by outer, piece, strip.
 */
@unmanaged
export class Columns {
  outer: i32;
  rows: i32;
  channels: i32;
  /** Rows in a line. */
  fold: i32;
  width: i32;
  lines: i32;
  /** Numbers behind the last whole line. */
  rest: i32;
  strip: i32;
  strips: i32;
  linesPerPiece: i32;
  pieces: i32;
  unitsPerChunk: i32;
  /** What is kept of each column and piece: one number or two, in float64 `[outer, pieces, sums, width]`. */
  sums: i32;
  partial: usize;
  /** Arrays in the shape of the first; what is not needed is anything. */
  x: usize;
  y: usize;
  z: usize;
  /** The array that is written. */
  to: usize;
  /** Numbers of each column, float32 `[…, outer, width]`. */
  parameters: usize;
  /** What a kernel needs beside. */
  factor: f64;
  least: f32;
  most: f32;

  /** Lays out the work. */
  shape(outer: i32, rows: i32, channels: i32, sums: i32): void {
    // Of nothing there is one column, of no rows.
    channels = max(1, channels);
    let fold = 1;
    while (((fold * channels) & 3) != 0 || fold * channels < SHORTEST) fold++;
    const width = fold * channels;
    const strip = width <= LONGEST ? width : STRIP;
    const lines = rows / fold;
    const linesPerPiece = max(1, GRAIN / strip);
    this.outer = outer;
    this.rows = rows;
    this.channels = channels;
    this.fold = fold;
    this.width = width;
    this.lines = lines;
    this.rest = (rows - lines * fold) * channels;
    this.strip = strip;
    this.strips = (width + strip - 1) / strip;
    this.linesPerPiece = linesPerPiece;
    this.pieces = max(1, (lines + linesPerPiece - 1) / linesPerPiece);
    this.sums = sums;
    this.unitsPerChunk = max(1, GRAIN / (min(linesPerPiece, lines + 1) * strip));
  }

  /** Lays out lines as one strip each. */
  undivided(): void {
    this.strip = this.width;
    this.strips = 1;
    this.unitsPerChunk = max(1, GRAIN / ((this.lines + 1) * this.width));
  }

  @inline units(): i32 {
    return this.outer * this.pieces * this.strips;
  }

  @inline chunks(): i32 {
    return (this.units() + this.unitsPerChunk - 1) / this.unitsPerChunk;
  }

  /** Where the sums of one outer index and piece begin. */
  @inline slot(outer: i32, piece: i32): usize {
    return this.partial + (<usize>(outer * this.pieces + piece) * this.sums * this.width << 3);
  }
}

/** Bytes of the sums of all pieces. */
export function columnBytes(outer: i32, rows: i32, channels: i32, sums: i32): f64 {
  const a = changetype<Columns>(ARGUMENTS);
  a.shape(outer, rows, channels, sums);
  return <f64>outer * <f64>a.pieces * <f64>sums * <f64>a.width * 8;
}

/** Numbers of a line: the width in which the numbers of each column are repeated. */
export function columnWidth(channels: i32): i32 {
  const a = changetype<Columns>(ARGUMENTS);
  a.shape(1, 1, channels, 1);
  return a.width;
}

/**
 * Joins each column of every piece, by an operation as `joinMiddle` describes: `load(x, y, z, p)` gives four numbers of four columns.
 */
export function joinColumns<F>(): void {
  const fn = (chunk: i32): void => {
    const a = changetype<Columns>(ARGUMENTS);
    const end = min((chunk + 1) * a.unitsPerChunk, a.units());
    for (let unit = chunk * a.unitsPerChunk; unit < end; unit++) {
      const line = unit / a.strips;
      const from = (unit % a.strips) * a.strip;
      joinUnit<F>(a, line / a.pieces, line % a.pieces, from, min(from + a.strip, a.width), a.slot(line / a.pieces, line % a.pieces));
    }
  };
  parallel(fn.index, changetype<Columns>(ARGUMENTS).chunks());
}

/** Columns `from` … `to` of one piece, into `sums`. */
export function joinUnit<F>(a: Columns, outer: i32, piece: i32, from: i32, to: i32, sums: usize): void {
  const f = changetype<F>(0);
  const stride = <usize>a.width << 2;
  const first = piece * a.linesPerPiece;
  const last = min(first + a.linesPerPiece, a.lines);
  const start = (<usize>outer * a.rows * a.channels << 2) + <usize>first * stride;
  const end = start + <usize>max(0, last - first) * stride;
  const x = a.x;
  const y = a.y;
  const z = a.z;
  const parameters = a.parameters + <usize>outer * stride;
  let column = from;
  for (; column + 16 <= to; column += 16) {
    const p = parameters + (<usize>column << 2);
    let s0 = f.start();
    let s1 = s0;
    let s2 = s0;
    let s3 = s0;
    let s4 = s0;
    let s5 = s0;
    let s6 = s0;
    let s7 = s0;
    for (let at = start + (<usize>column << 2), stop = end + (<usize>column << 2); at < stop; at += stride) {
      const a = f.load(x + at, y + at, z + at, p);
      s0 = f.join(s0, low(a));
      s1 = f.join(s1, high(a));
      const b = f.load(x + at + 16, y + at + 16, z + at + 16, p + 16);
      s2 = f.join(s2, low(b));
      s3 = f.join(s3, high(b));
      const c = f.load(x + at + 32, y + at + 32, z + at + 32, p + 32);
      s4 = f.join(s4, low(c));
      s5 = f.join(s5, high(c));
      const d = f.load(x + at + 48, y + at + 48, z + at + 48, p + 48);
      s6 = f.join(s6, low(d));
      s7 = f.join(s7, high(d));
    }
    const to = sums + (<usize>column << 3);
    v128.store(to, s0);
    v128.store(to, s1, 16);
    v128.store(to, s2, 32);
    v128.store(to, s3, 48);
    v128.store(to, s4, 64);
    v128.store(to, s5, 80);
    v128.store(to, s6, 96);
    v128.store(to, s7, 112);
  }
  for (; column < to; column += 4) {
    let s0 = f.start();
    let s1 = s0;
    for (let at = start + (<usize>column << 2), stop = end + (<usize>column << 2); at < stop; at += stride) {
      const a = f.load(x + at, y + at, z + at, parameters + (<usize>column << 2));
      s0 = f.join(s0, low(a));
      s1 = f.join(s1, high(a));
    }
    v128.store(sums + (<usize>column << 3), s0);
    v128.store(sums + (<usize>column << 3), s1, 16);
  }
  if (piece + 1 < a.pieces) return;
  for (let column = from; column < min(to, a.rest); column += 4) {
    const at = end + (<usize>column << 2);
    const v = v128.bitselect(f.load(x + at, y + at, z + at, parameters + (<usize>column << 2)), f.neutral(), before(a.rest - column));
    const to = sums + (<usize>column << 3);
    v128.store(to, f.join(v128.load(to), low(v)));
    v128.store(to, f.join(v128.load(to, 16), high(v)), 16);
  }
}

/**
 * Two sums of each column of every piece: of what `first(x, y, z, p)` gives, and of its products with what `second(x, y, z, p)`
 * gives, which are exact.
 */
export function sumProducts<F>(): void {
  const fn = (chunk: i32): void => {
    const a = changetype<Columns>(ARGUMENTS);
    const end = min((chunk + 1) * a.unitsPerChunk, a.units());
    for (let unit = chunk * a.unitsPerChunk; unit < end; unit++) {
      const line = unit / a.strips;
      const from = (unit % a.strips) * a.strip;
      productsUnit<F>(a, line / a.pieces, line % a.pieces, from, min(from + a.strip, a.width));
    }
  };
  parallel(fn.index, changetype<Columns>(ARGUMENTS).chunks());
}

function productsUnit<F>(a: Columns, outer: i32, piece: i32, from: i32, to: i32): void {
  const f = changetype<F>(0);
  const stride = <usize>a.width << 2;
  const first = piece * a.linesPerPiece;
  const last = min(first + a.linesPerPiece, a.lines);
  const start = (<usize>outer * a.rows * a.channels << 2) + <usize>first * stride;
  const end = start + <usize>max(0, last - first) * stride;
  const x = a.x;
  const y = a.y;
  const z = a.z;
  const parameters = a.parameters + <usize>outer * stride;
  const sums = a.slot(outer, piece);
  const products = sums + (<usize>a.width << 3);
  let column = from;
  for (; column + 8 <= to; column += 8) {
    const p = parameters + (<usize>column << 2);
    let s0 = f64x2.splat(0);
    let s1 = s0;
    let s2 = s0;
    let s3 = s0;
    let q0 = s0;
    let q1 = s0;
    let q2 = s0;
    let q3 = s0;
    for (let at = start + (<usize>column << 2), stop = end + (<usize>column << 2); at < stop; at += stride) {
      const a = f.first(x + at, y + at, z + at, p);
      const b = f.second(x + at, y + at, z + at, p);
      const a0 = low(a);
      const a1 = high(a);
      s0 = f64x2.add(s0, a0);
      s1 = f64x2.add(s1, a1);
      q0 = f64x2.add(q0, f64x2.mul(a0, low(b)));
      q1 = f64x2.add(q1, f64x2.mul(a1, high(b)));
      const c = f.first(x + at + 16, y + at + 16, z + at + 16, p + 16);
      const d = f.second(x + at + 16, y + at + 16, z + at + 16, p + 16);
      const c0 = low(c);
      const c1 = high(c);
      s2 = f64x2.add(s2, c0);
      s3 = f64x2.add(s3, c1);
      q2 = f64x2.add(q2, f64x2.mul(c0, low(d)));
      q3 = f64x2.add(q3, f64x2.mul(c1, high(d)));
    }
    const at = <usize>column << 3;
    v128.store(sums + at, s0);
    v128.store(sums + at, s1, 16);
    v128.store(sums + at, s2, 32);
    v128.store(sums + at, s3, 48);
    v128.store(products + at, q0);
    v128.store(products + at, q1, 16);
    v128.store(products + at, q2, 32);
    v128.store(products + at, q3, 48);
  }
  for (; column < to; column += 4) {
    let s0 = f64x2.splat(0);
    let s1 = s0;
    let q0 = s0;
    let q1 = s0;
    const p = parameters + (<usize>column << 2);
    for (let at = start + (<usize>column << 2), stop = end + (<usize>column << 2); at < stop; at += stride) {
      const a = f.first(x + at, y + at, z + at, p);
      const b = f.second(x + at, y + at, z + at, p);
      s0 = f64x2.add(s0, low(a));
      s1 = f64x2.add(s1, high(a));
      q0 = f64x2.add(q0, f64x2.mul(low(a), low(b)));
      q1 = f64x2.add(q1, f64x2.mul(high(a), high(b)));
    }
    const at = <usize>column << 3;
    v128.store(sums + at, s0);
    v128.store(sums + at, s1, 16);
    v128.store(products + at, q0);
    v128.store(products + at, q1, 16);
  }
  if (piece + 1 < a.pieces) return;
  for (let column = from; column < min(to, a.rest); column += 4) {
    const at = end + (<usize>column << 2);
    const p = parameters + (<usize>column << 2);
    const mask = before(a.rest - column);
    const v = v128.and(f.first(x + at, y + at, z + at, p), mask);
    const w = v128.and(f.second(x + at, y + at, z + at, p), mask);
    const to = <usize>column << 3;
    v128.store(sums + to, f64x2.add(v128.load(sums + to), low(v)));
    v128.store(sums + to, f64x2.add(v128.load(sums + to, 16), high(v)), 16);
    v128.store(products + to, f64x2.add(v128.load(products + to), f64x2.mul(low(v), low(w))));
    v128.store(products + to, f64x2.add(v128.load(products + to, 16), f64x2.mul(high(v), high(w))), 16);
  }
}

/** Joins the pieces of every outer index, and the columns of one channel: float64 `[channels]` in front of each slot of piece 0. */
export function joinPieces<F>(): void {
  const fn = (chunk: i32): void => {
    const a = changetype<Columns>(ARGUMENTS);
    const each = outersPerChunk(a);
    for (let outer = chunk * each, end = min(outer + each, a.outer); outer < end; outer++) {
      for (let piece = 1; piece < a.pieces; piece++) {
        const to = a.slot(outer, 0);
        const from = a.slot(outer, piece);
        for (let i: usize = 0, end = <usize>(a.sums * a.width) << 3; i < end; i += 16) v128.store(to + i, changetype<F>(0).merge(v128.load(to + i), v128.load(from + i)));
      }
      for (let sum = 0; sum < a.sums; sum++) foldColumns<F>(a.slot(outer, 0) + (<usize>(sum * a.width) << 3), a.channels, a.fold);
    }
  };
  const a = changetype<Columns>(ARGUMENTS);
  parallel(fn.index, (a.outer + outersPerChunk(a) - 1) / outersPerChunk(a));
}

function outersPerChunk(a: Columns): i32 {
  return max(1, GRAIN / (a.pieces * a.sums * a.width));
}

/** Joins the columns of one channel, of float64 `[fold, channels]` in place. */
export function foldColumns<F>(sums: usize, channels: i32, fold: i32): void {
  const f = changetype<F>(0);
  for (let k = 1; k < fold; k++) {
    const from = sums + (<usize>(k * channels) << 3);
    for (let c = 0; c < channels; c++) {
      const at = <usize>c << 3;
      store<f64>(sums + at, f64x2.extract_lane(f.merge(v128.load64_zero(sums + at), v128.load64_zero(from + at)), 0));
    }
  }
}

/**
 * Writes one array by columns: `of(x, y, z, p, between)` gives four numbers from those of the arrays and of the columns, whose kinds
 * lie `between` bytes apart.
 */
export function mapColumns<F>(to: usize): void {
  const fn = (chunk: i32): void => {
    const a = changetype<Columns>(ARGUMENTS);
    const pieces = mapPieces(a);
    const each = outersPerMap(a);
    for (let unit = chunk * each, end = min(unit + each, a.outer * pieces); unit < end; unit++) mapUnit<F>(a, unit / pieces, unit % pieces, pieces);
  };
  const a = changetype<Columns>(ARGUMENTS);
  a.to = to;
  parallel(fn.index, (a.outer * mapPieces(a) + outersPerMap(a) - 1) / outersPerMap(a));
}

function mapPieces(a: Columns): i32 {
  const lines = max(1, GRAIN / a.width);
  return max(1, (a.lines + lines - 1) / lines);
}

function outersPerMap(a: Columns): i32 {
  return max(1, GRAIN / (min(max(1, GRAIN / a.width), a.lines + 1) * a.width));
}

function mapUnit<F>(a: Columns, outer: i32, piece: i32, pieces: i32): void {
  const f = changetype<F>(0);
  const stride = <usize>a.width << 2;
  const first = piece * max(1, GRAIN / a.width);
  const last = min(first + max(1, GRAIN / a.width), a.lines);
  const parameters = a.parameters + <usize>outer * stride;
  const between = <usize>a.outer * stride;
  const x = a.x;
  const y = a.y;
  const z = a.z;
  const to = a.to;
  let at = (<usize>outer * a.rows * a.channels << 2) + <usize>first * stride;
  for (let line = first; line < last; line++) {
    for (let c: usize = 0; c < stride; c += 16, at += 16) v128.store(to + at, f.of(x + at, y + at, z + at, parameters + c, between));
  }
  if (piece + 1 < pieces) return;
  const rest = a.rest;
  for (let column = 0; column < rest; column += 4, at += 16) {
    storeFirst(to + at, f.of(x + at, y + at, z + at, parameters + (<usize>column << 2), between), rest - column);
  }
}
