import { expectTypeOf, test } from "vitest";
import type { AtMost, Minus, Plus, Positive, Product, Quotient, Remainder, Times, Whole } from "./arithmetic.ts";

test("the compiler adds, subtracts, multiplies and divides whole numbers", () => {
  expectTypeOf<Plus<512, 998>>().toEqualTypeOf<1510>();
  expectTypeOf<Plus<0, 7>>().toEqualTypeOf<7>();
  expectTypeOf<Plus<999_999, 1>>().toEqualTypeOf<1_000_000>();
  expectTypeOf<Minus<1000, 1>>().toEqualTypeOf<999>();
  expectTypeOf<Minus<7, 7>>().toEqualTypeOf<0>();
  expectTypeOf<Minus<6, 7>>().toEqualTypeOf<"none">();
  expectTypeOf<Minus<6, 1024>>().toEqualTypeOf<"none">();
  expectTypeOf<Times<28, 28>>().toEqualTypeOf<784>();
  expectTypeOf<Times<0, 28>>().toEqualTypeOf<0>();
  expectTypeOf<Times<999, 999>>().toEqualTypeOf<998_001>();
  expectTypeOf<Product<readonly [224, 224, 64]>>().toEqualTypeOf<3_211_264>();
  expectTypeOf<Quotient<999, 7>>().toEqualTypeOf<142>();
  expectTypeOf<Quotient<3, 7>>().toEqualTypeOf<0>();
  expectTypeOf<Quotient<1000, 1000>>().toEqualTypeOf<1>();
  expectTypeOf<Quotient<3_211_264, 64>>().toEqualTypeOf<50_176>();
  expectTypeOf<Remainder<510, 32>>().toEqualTypeOf<30>();
  expectTypeOf<Remainder<512, 32>>().toEqualTypeOf<0>();
  expectTypeOf<AtMost<3, 3>>().toEqualTypeOf<true>();
  expectTypeOf<AtMost<4, 3>>().toEqualTypeOf<false>();
});

test("what is not one known whole number becomes number", () => {
  expectTypeOf<Plus<number, 3>>().toEqualTypeOf<number>();
  expectTypeOf<Times<3, number>>().toEqualTypeOf<number>();
  expectTypeOf<Product<readonly number[]>>().toEqualTypeOf<number>();
  expectTypeOf<AtMost<number, 3>>().toEqualTypeOf<boolean>();
  expectTypeOf<Whole<3 | 5>>().toEqualTypeOf<number>();
  expectTypeOf<Whole<1.5>>().toEqualTypeOf<number>();
  expectTypeOf<Whole<-1>>().toEqualTypeOf<number>();
  expectTypeOf<Whole<0>>().toEqualTypeOf<0>();
  expectTypeOf<Positive<0>>().toEqualTypeOf<number>();
  expectTypeOf<Positive<512>>().toEqualTypeOf<512>();
});
