import type { PaddingOption2d, Pair } from "../window.ts";
import type { Shape } from "../shape.ts";
import type { AtMost, IsUnion, Minus, Plus, Positive, Product, Quotient, Remainder, Times, Whole } from "./arithmetic.ts";

/** One size for both axes, or one for each. */
export type Size = number | Pair;

/** A size along an axis: 0 is height, 1 is width. */
export type Along<K extends Size, Axis extends 0 | 1> = Positive<K extends readonly number[] ? K[Axis] : K>;

type Edges = readonly [before: number, after: number];
/** Padding before and after along an axis; `"unknown"` where the compiler cannot tell. */
type EdgesAlong<P, Axis extends 0 | 1> =
  IsUnion<P> extends true ? "unknown"
  : P extends "same" ? "same"
  : P extends "valid" ? readonly [0, 0]
  : P extends number ? readonly [Whole<P>, Whole<P>]
  : P extends readonly [infer H, infer W] ? Both<Axis extends 0 ? H : W>
  : "unknown";
type Both<E> = E extends number ? readonly [Whole<E>, Whole<E>] : E extends readonly [infer B, infer A] ? readonly [Whole<B>, Whole<A>] : "unknown";

type Span<K extends number, D extends number> = Plus<Times<D, NotBelow<Minus<K, 1>>>, 1>;
type NotBelow<N> = N extends number ? N : number;

/** What is left for a window to move in; a last one that may hang over the end has a stride less one more. `"none"` where it does not fit. */
type Room<N extends number, K extends number, S extends number, P extends Edges, D extends number, Ceil> =
  Minus<Plus<Padded<N, P>, Ceil extends true ? NotBelow<Minus<S, 1>> : 0>, Span<K, D>>;
/** A last window is dropped that would start in the padding after. */
type Places<Room extends number, S extends number, End extends number, Ceil> =
  Ceil extends true ? (Quotient<Room, S> extends infer Last extends number ? (AtMost<End, Times<Last, S>> extends true ? Last : Plus<Last, 1>) : never) : Plus<Quotient<Room, S>, 1>;

/** How many places a window has along an axis of `N`, as `slideStep` computes it; `"none"` where it does not fit. */
export type Slid<N extends number, K extends number, S extends number, P, D extends number, Ceil = false> =
  boolean extends Ceil ? number
  : P extends "same" ? Plus<Quotient<NotBelow<Minus<N, 1>>, S>, 1>
  : P extends Edges ? (Room<N, K, S, P, D, Ceil> extends infer R ? (R extends number ? Places<R, S, Plus<N, P[0]>, Ceil> : "none") : never)
  : number;

/** The size of a transposed window's output along an axis of `N`, as `unslideStep` computes it. */
type Spread<N extends number, K extends number, S extends number, P, D extends number, O extends number> =
  P extends "same" ? Times<N, S>
  : P extends Edges ? Minus<Plus<Plus<Times<NotBelow<Minus<N, 1>>, S>, Span<K, D>>, O>, Plus<P[0], P[1]>>
  : number;

/** Whether the number of axes is known and not `Rank`. */
type OtherRank<S extends Shape, Rank extends number> = number extends S["length"] ? false : S["length"] extends Rank ? false : true;
/** A shape as messages show it. */
type Shown<S extends Shape> = S extends readonly [infer H extends number, infer W extends number, infer C extends number] ? `maps ${H}×${W}×${C}` : S extends readonly [infer L extends number, infer C extends number] ? `a sequence ${L}×${C}` : S extends readonly [infer N extends number] ? `a vector of ${N}` : "another shape";
type ShownSize<K extends Size> = K extends Pair ? `${K[0]}×${K[1]}` : K extends number ? `${K}` : never;

/** `T`, or the sentence that says why not. */
export type Accept<T, Problem> = [Problem] extends [never] ? T : Problem;
/** The first of two problems; `never` is none. */
export type Either<A, B> = [A] extends [never] ? B : A;

export type NeedsMaps<S extends Shape, Kind extends string> = OtherRank<S, 3> extends true ? `${Kind} needs maps [height, width, channels], received ${Shown<S>}` : never;
export type NeedsSequence<S extends Shape, Kind extends string> = OtherRank<S, 2> extends true ? `${Kind} needs a sequence [length, channels], received ${Shown<S>}` : never;
export type NeedsFlat<S extends Shape, Kind extends string> = S["length"] extends 3 ? `${Kind} needs a vector, received ${Shown<S>}; put flatten() or globalAveragePooling2d() before it` : never;

/** A size of a shape, or `number` where its axes are not known. */
export type SizeOf<S extends Shape, Axis extends number> = number extends S["length"] ? number : Axis extends keyof S ? (S[Axis] extends number ? S[Axis] : number) : number;
export type Last<S extends Shape> = S extends readonly [...Shape, infer N extends number] ? N : number;

type Padded<N extends number, P> = P extends Edges ? Plus<N, Plus<P[0], P[1]>> : N;
type Input<H extends number, W extends number, P> = `its ${P extends "valid" | 0 ? "" : "padded "}input ${Padded<H, EdgesAlong<P, 0>>}×${Padded<W, EdgesAlong<P, 1>>}`;
type Dilated<D extends Size, K extends number, Spread1 extends number> = Spread1 extends K ? "" : ` with dilation ${ShownSize<D>} (spans ${Spread1})`;
type Largest<N extends number, D extends number> = Plus<Quotient<NotBelow<Minus<N, 1>>, D>, 1>;

type Misfit<S extends Shape, K extends Size, T extends Size, P, D extends Size, Ceil, Axis extends 0 | 1, What extends string> =
  Slid<SizeOf<S, Axis>, Along<K, Axis>, Along<T, Axis>, EdgesAlong<P, Axis>, Along<D, Axis>, Ceil> extends "none"
    ? `${What} ${ShownSize<K>}${Dilated<D, Along<K, Axis>, Span<Along<K, Axis>, Along<D, Axis>>>} is larger than ${Input<SizeOf<S, 0>, SizeOf<S, 1>, P>}; use a ${What} ≤ ${Largest<Padded<SizeOf<S, Axis>, EdgesAlong<P, Axis>>, Along<D, Axis>>} or padding "same"`
    : never;

/** Why a window does not fit maps; `never` where it does. */
export type WindowProblem<Kind extends string, S extends Shape, K extends Size, P, D extends Size, T extends Size = 1, Ceil = false, What extends string = "kernel"> =
  Either<NeedsMaps<S, Kind>, Either<Misfit<S, K, T, P, D, Ceil, 0, What>, Misfit<S, K, T, P, D, Ceil, 1, What>>>;

/** The same along a sequence. */
export type WindowProblem1d<Kind extends string, S extends Shape, K extends number, P, D extends number, T extends number = 1, Ceil = false, What extends string = "kernel"> =
  Either<
    NeedsSequence<S, Kind>,
    Slid<SizeOf<S, 0>, Positive<K>, Positive<T>, Edges1d<P>, Positive<D>, Ceil> extends "none"
      ? `${What} ${K}${Dilated<D, K, Span<K, D>>} is larger than its input of ${SizeOf<S, 0>}; use a ${What} ≤ ${Largest<Padded<SizeOf<S, 0>, Edges1d<P>>, D>} or padding "same"`
      : never
  >;
type Edges1d<P> = IsUnion<P> extends true ? "unknown" : P extends "same" ? "same" : P extends "valid" ? readonly [0, 0] : Both<P>;

/** Why a pooling window's padding is refused: beyond half of the window it could see nothing else. */
export type PoolProblem<Kind extends string, S extends Shape, K extends Size, P, D extends Size, T extends Size, Ceil> =
  Either<Either<HalfProblem<K, P, 0>, HalfProblem<K, P, 1>>, WindowProblem<Kind, S, K, P, D, T, Ceil, "pooling window">>;
type HalfProblem<K extends Size, P, Axis extends 0 | 1> =
  EdgesAlong<P, Axis> extends infer E extends Edges
    ? [TwiceAtMost<E[0], Along<K, Axis>>, TwiceAtMost<E[1], Along<K, Axis>>] extends [false, unknown] | [unknown, false] ? `padding must be at most half of the pooling window ${ShownSize<K>}` : never
    : never;
type TwiceAtMost<A extends number, K extends number> = AtMost<Plus<A, A>, K>;

export type GroupsProblem<S extends Shape, F extends number, G extends number> =
  0 extends Remainder<Whole<F>, Positive<G>>
    ? 0 extends Remainder<Last<S>, Positive<G>> ? never : `${Last<S>} input channels do not divide into ${G} groups`
    : `${F} filters do not divide into ${G} groups`;

type Fitting<N> = N extends number ? N : number;
/** What a window makes of maps. */
export type Slid2d<S extends Shape, K extends Size, T extends Size, P, D extends Size, C extends number, Ceil = false> = readonly [
  Fitting<Slid<SizeOf<S, 0>, Along<K, 0>, Along<T, 0>, EdgesAlong<P, 0>, Along<D, 0>, Ceil>>,
  Fitting<Slid<SizeOf<S, 1>, Along<K, 1>, Along<T, 1>, EdgesAlong<P, 1>, Along<D, 1>, Ceil>>,
  Whole<C>,
];
/** What a window makes of a sequence. */
export type Slid1d<S extends Shape, K extends number, T extends number, P, D extends number, C extends number, Ceil = false> = readonly [
  Fitting<Slid<SizeOf<S, 0>, Positive<K>, Positive<T>, Edges1d<P>, Positive<D>, Ceil>>,
  Whole<C>,
];

type SpreadAlong<S extends Shape, K extends Size, T extends Size, P, D extends Size, O extends Size, Axis extends 0 | 1> =
  Spread<SizeOf<S, Axis>, Along<K, Axis>, Along<T, Axis>, EdgesAlong<P, Axis>, Along<D, Axis>, Whole<O extends readonly number[] ? O[Axis] : O>>;
/** What a transposed window makes of maps. */
export type Spread2d<S extends Shape, K extends Size, T extends Size, P, D extends Size, O extends Size, C extends number> = readonly [
  Fitting<SpreadAlong<S, K, T, P, D, O, 0>>, Fitting<SpreadAlong<S, K, T, P, D, O, 1>>, Whole<C>,
];
export type SpreadProblem<S extends Shape, K extends Size, T extends Size, P, D extends Size, O extends Size> =
  Either<
    NeedsMaps<S, "conv2dTranspose">,
    [SpreadAlong<S, K, T, P, D, O, 0>, SpreadAlong<S, K, T, P, D, O, 1>] extends ["none" | 0, unknown] | [unknown, "none" | 0] ? `padding cuts off all that ${SizeOf<S, 0>}×${SizeOf<S, 1>} spreads to; use less padding or padding "same"` : never
  >;

type Edged<P, Axis extends 0 | 1> = EdgesAlong<P, Axis> extends infer E extends Edges ? Plus<E[0], E[1]> : number;
export type ZeroPadded<S extends Shape, P extends PaddingOption2d> = readonly [Plus<SizeOf<S, 0>, Edged<P, 0>>, Plus<SizeOf<S, 1>, Edged<P, 1>>, SizeOf<S, 2>];
export type Cropped<S extends Shape, P extends PaddingOption2d> = readonly [Fitting<Minus<SizeOf<S, 0>, Edged<P, 0>>>, Fitting<Minus<SizeOf<S, 1>, Edged<P, 1>>>, SizeOf<S, 2>];
export type CropProblem<S extends Shape, P extends PaddingOption2d> =
  Either<
    NeedsMaps<S, "cropping2d">,
    [Minus<SizeOf<S, 0>, Edged<P, 0>>, Minus<SizeOf<S, 1>, Edged<P, 1>>] extends ["none" | 0, unknown] | [unknown, "none" | 0] ? `cropping leaves nothing of ${SizeOf<S, 0>}×${SizeOf<S, 1>}` : never
  >;

/** The shape that `reshape` is asked for; an axis of −1 is worked out when it runs. */
export type Reshaped<T extends Shape> = number extends T["length"] ? Shape : { readonly [A in keyof T]: Whole<T[A]> };
export type ReshapeProblem<S extends Shape, T extends Shape> = Unequal<Product<S>, Product<Reshaped<T>>>;
type Unequal<Has extends number, Wants extends number> = number extends Has | Wants ? never : [Has] extends [Wants] ? never : `${Has} values do not fill a shape of ${Wants}`;
