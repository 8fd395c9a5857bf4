/**
 * Whole numbers added, multiplied and divided by the compiler, digit by digit as on paper: `Times<28, 28>` is `784`. A number
 * the compiler does not know, `number`, makes the result `number`.
 */
type Digit = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;
/** A number's digits, the ones first. */
type Digits = readonly Digit[];

/** As many entries as the digit says, so that joining two lists adds. */
type Units = [[], [1], [1, 1], [1, 1, 1], [1, 1, 1, 1], [1, 1, 1, 1, 1], [1, 1, 1, 1, 1, 1], [1, 1, 1, 1, 1, 1, 1], [1, 1, 1, 1, 1, 1, 1, 1], [1, 1, 1, 1, 1, 1, 1, 1, 1]];
type Ten = [1, ...Units[9]];
/** What stays of 0 to 19, and what is carried. */
type Stays = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
type Carried = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1];
type Borrowed = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
type UpTo19 = keyof Stays & keyof Carried & number;

type Read<Text extends string, Found extends Digits = []> = Text extends `${infer D extends Digit}${infer Rest}` ? Read<Rest, [D, ...Found]> : Found;
type Write<A extends Digits, Text extends string = ""> = A extends readonly [infer D extends Digit, ...infer Rest extends Digits] ? Write<Rest, `${D}${Text}`> : Trim<Text>;
type Trim<Text extends string> = Text extends "" ? "0" : Text extends `0${infer Rest}` ? (Rest extends "" ? Text : Trim<Rest>) : Text;
type NumberOf<A extends Digits> = Write<A> extends `${infer N extends number}` ? N : number;

type First<A extends Digits> = A extends readonly [infer D extends Digit, ...Digits] ? D : 0;
type Others<A extends Digits> = A extends readonly [Digit, ...infer Rest extends Digits] ? Rest : [];

type Add<A extends Digits, B extends Digits, Carry extends 0 | 1 = 0, Sum extends Digits = []> =
  [...A, ...B] extends [] ? (Carry extends 1 ? [...Sum, 1] : Sum)
  : [...Units[First<A>], ...Units[First<B>], ...Units[Carry]]["length"] extends infer N extends UpTo19 ? Add<Others<A>, Others<B>, Carried[N], [...Sum, Stays[N]]> : never;

/** `"none"` where the result would be below zero. */
type Subtract<A extends Digits, B extends Digits, Borrow extends 0 | 1 = 0, Rest extends Digits = []> =
  [...A, ...B] extends [] ? (Borrow extends 1 ? "none" : Rest)
  : [...Ten, ...Units[First<A>]] extends [...Units[First<B>], ...Units[Borrow], ...infer Left]
    ? Left["length"] extends infer N extends UpTo19 ? Subtract<Others<A>, Others<B>, Borrowed[N], [...Rest, Stays[N]]> : never
    : never;

type AddTimes<A extends Digits, Count extends readonly 1[], Sum extends Digits> = Count extends readonly [1, ...infer Fewer extends readonly 1[]] ? AddTimes<A, Fewer, Add<Sum, A>> : Sum;
/** Takes the highest digit of B first: ten times what there is, and A as often as the digit says. */
type Multiply<A extends Digits, B extends Digits, Sum extends Digits = []> = B extends readonly [...infer Lower extends Digits, infer Top extends Digit] ? Multiply<A, Lower, AddTimes<A, Units[Top], [0, ...Sum]>> : Sum;

/** How often B goes into A, at most nine times, and what is left. */
type Portion<A extends Digits, B extends Digits, Count extends readonly 1[] = []> =
  Count["length"] extends 9 ? [9, A] : Subtract<A, B> extends infer Rest extends Digits ? Portion<Rest, B, [...Count, 1]> : [Count["length"], A];
type Divide<A extends Digits, B extends Digits, Quotient extends Digits = [], Rest extends Digits = []> =
  A extends readonly [...infer Lower extends Digits, infer Top extends Digit]
    ? Portion<[Top, ...Rest], B> extends [infer Q extends Digit, infer R extends Digits] ? Divide<Lower, B, [Q, ...Quotient], R> : never
    : [Quotient, Rest];

type Union<T, All = T> = T extends unknown ? ([All] extends [T] ? false : true) : never;

/** A number that the compiler knows as one whole number of at least zero, or else `number`, which is checked when it runs. */
export type Whole<N> = [N] extends [number] ? (number extends N ? number : true extends Union<N> ? number : `${N}` extends `-${string}` | `${string}.${string}` | `${string}e${string}` ? number : N) : number;
/** Likewise, of at least one. */
export type Positive<N> = Whole<N> extends infer W extends number ? (W extends 0 ? number : W) : never;

type Known<A extends number, B extends number> = number extends A ? false : number extends B ? false : true;

export type Plus<A extends number, B extends number> = Known<A, B> extends true ? (B extends 0 ? A : NumberOf<Add<Read<`${A}`>, Read<`${B}`>>>) : number;
/** A − B, or `"none"` where that is below zero. */
export type Minus<A extends number, B extends number> = Known<A, B> extends true ? (B extends 0 ? A : Subtract<Read<`${A}`>, Read<`${B}`>> extends infer D ? (D extends Digits ? NumberOf<D> : "none") : never) : number;
export type Times<A extends number, B extends number> = Known<A, B> extends true ? (B extends 1 ? A : A extends 1 ? B : NumberOf<Multiply<Read<`${A}`>, Read<`${B}`>>>) : number;
/** ⌊A / B⌋, for B of at least one. */
export type Quotient<A extends number, B extends number> = Known<A, B> extends true ? (B extends 1 ? A : NumberOf<Divide<Read<`${A}`>, Read<`${B}`>>[0]>) : number;
/** What is left of A after B has been taken from it as often as it goes. */
export type Remainder<A extends number, B extends number> = Known<A, B> extends true ? (B extends 1 ? 0 : NumberOf<Divide<Read<`${A}`>, Read<`${B}`>>[1]>) : number;
export type Product<Sizes extends readonly number[], Sum extends number = 1> =
  number extends Sizes["length"] ? number : Sizes extends readonly [infer N extends number, ...infer Rest extends readonly number[]] ? Product<Rest, Times<Sum, N>> : Sum;

/** Whether A is at most B; `boolean` where that is not known. */
export type AtMost<A extends number, B extends number> = Known<A, B> extends true ? (Minus<B, A> extends "none" ? false : true) : boolean;
/** Whether a condition may hold by all that is known of the type: `boolean` is left to run time. */
export type IsUnion<T> = true extends Union<T> ? true : false;
