/**
 * One way of writing a digit, in a box of 100 × 100 with y downwards. A stroke is what the pen draws without being lifted:
 * the points that it passes through. A point written twice is a corner; between corners the pen runs smoothly.
 */
export interface Skeleton {
  readonly digit: number;
  readonly name: string;
  /** How usual this way is among the ways of writing this digit. */
  readonly weight: number;
  readonly strokes: readonly (readonly number[])[];
}

/** Our own drawings, read off how people write: x, y, x, y, … */
export const skeletons: readonly Skeleton[] = [
  { digit: 0, name: "closed oval", weight: 3, strokes: [[54, 6, 30, 15, 18, 48, 26, 82, 50, 94, 74, 82, 82, 50, 74, 18, 52, 6]] },
  { digit: 0, name: "overlapping start", weight: 2, strokes: [[66, 14, 44, 6, 22, 28, 18, 62, 38, 92, 66, 88, 82, 58, 76, 22, 56, 6, 42, 10]] },
  { digit: 0, name: "round", weight: 1, strokes: [[50, 12, 22, 24, 12, 52, 24, 80, 52, 90, 78, 78, 88, 50, 76, 22, 48, 12]] },
  { digit: 0, name: "open at the top", weight: 1, strokes: [[40, 10, 22, 32, 20, 64, 38, 90, 62, 88, 78, 62, 76, 30, 60, 10]] },

  { digit: 1, name: "bar", weight: 3, strokes: [[50, 6, 50, 94]] },
  { digit: 1, name: "bowed bar", weight: 1, strokes: [[54, 6, 48, 48, 50, 94]] },
  { digit: 1, name: "flag", weight: 2, strokes: [[28, 30, 42, 20, 56, 6, 56, 6, 54, 94]] },
  { digit: 1, name: "flag and foot", weight: 1.5, strokes: [[30, 28, 52, 7, 52, 7, 52, 92], [28, 92, 76, 92]] },
  { digit: 1, name: "small flag", weight: 1, strokes: [[38, 20, 50, 6, 50, 6, 50, 94]] },

  { digit: 2, name: "round with a flat foot", weight: 3, strokes: [[20, 28, 32, 11, 54, 6, 74, 18, 72, 38, 50, 64, 18, 92, 18, 92, 50, 90, 84, 91]] },
  { digit: 2, name: "loop", weight: 2, strokes: [[20, 26, 38, 8, 64, 10, 74, 30, 60, 58, 36, 84, 20, 90, 18, 78, 32, 74, 54, 86, 84, 88]] },
  { digit: 2, name: "wave foot", weight: 1.5, strokes: [[22, 24, 40, 7, 66, 10, 76, 30, 56, 58, 20, 90, 20, 90, 42, 82, 64, 92, 86, 84]] },
  { digit: 2, name: "angular", weight: 0.7, strokes: [[22, 16, 48, 8, 74, 14, 74, 14, 50, 50, 20, 90, 20, 90, 84, 90]] },

  { digit: 3, name: "round", weight: 3, strokes: [[22, 18, 42, 6, 66, 12, 70, 30, 56, 44, 40, 47, 40, 47, 64, 52, 78, 70, 64, 90, 38, 94, 18, 82]] },
  { digit: 3, name: "smooth waist", weight: 1.5, strokes: [[20, 22, 38, 6, 64, 10, 70, 28, 52, 44, 42, 48, 56, 52, 76, 66, 70, 88, 42, 95, 18, 84]] },
  { digit: 3, name: "flat top", weight: 1, strokes: [[22, 10, 74, 9, 74, 9, 44, 43, 44, 43, 68, 50, 78, 70, 62, 91, 36, 94, 18, 82]] },
  { digit: 3, name: "small loop at the waist", weight: 1, strokes: [[24, 16, 48, 6, 70, 16, 64, 36, 46, 48, 36, 46, 44, 42, 66, 54, 76, 74, 60, 92, 34, 94, 20, 84]] },

  { digit: 4, name: "open", weight: 3, strokes: [[28, 8, 24, 34, 18, 56, 18, 56, 50, 56, 84, 54], [66, 10, 62, 50, 60, 94]] },
  { digit: 4, name: "closed", weight: 2, strokes: [[62, 8, 38, 38, 14, 64, 14, 64, 50, 64, 88, 63], [62, 8, 62, 50, 62, 94]] },
  { digit: 4, name: "sail", weight: 1, strokes: [[56, 6, 36, 34, 16, 62, 16, 62, 52, 60, 86, 62], [62, 38, 58, 66, 54, 94]] },
  { digit: 4, name: "round cup", weight: 1.5, strokes: [[24, 10, 18, 38, 30, 54, 54, 52, 76, 40], [76, 8, 72, 48, 66, 94]] },
  { digit: 4, name: "one line", weight: 1, strokes: [[26, 8, 20, 36, 24, 52, 50, 52, 70, 38, 76, 8, 76, 8, 70, 50, 62, 94]] },

  { digit: 5, name: "two strokes", weight: 3, strokes: [[30, 9, 26, 42, 26, 42, 48, 36, 70, 46, 78, 66, 64, 88, 38, 94, 18, 84], [30, 9, 76, 8]] },
  { digit: 5, name: "one line", weight: 2, strokes: [[76, 8, 34, 10, 34, 10, 27, 44, 27, 44, 50, 38, 72, 50, 76, 70, 60, 91, 34, 94, 16, 84]] },
  { digit: 5, name: "round, like an S", weight: 1, strokes: [[74, 10, 48, 8, 30, 20, 30, 40, 52, 48, 72, 60, 72, 80, 50, 94, 22, 88]] },
  { digit: 5, name: "cap apart", weight: 1, strokes: [[34, 16, 28, 46, 28, 46, 54, 42, 76, 56, 72, 82, 48, 95, 20, 88], [36, 12, 82, 8]] },

  { digit: 6, name: "bowed back", weight: 3, strokes: [[68, 7, 42, 22, 25, 52, 24, 78, 44, 94, 68, 87, 75, 68, 62, 53, 40, 57, 25, 76]] },
  { digit: 6, name: "straight back", weight: 1.5, strokes: [[62, 6, 40, 34, 24, 66, 30, 88, 52, 94, 72, 82, 70, 62, 50, 54, 30, 66]] },
  { digit: 6, name: "small loop", weight: 1, strokes: [[52, 6, 34, 28, 26, 58, 30, 86, 50, 94, 66, 84, 64, 68, 48, 64, 32, 76]] },
  { digit: 6, name: "wide loop", weight: 1, strokes: [[74, 12, 52, 8, 28, 30, 18, 62, 30, 90, 58, 93, 80, 76, 74, 54, 50, 48, 24, 64]] },

  { digit: 7, name: "plain", weight: 3, strokes: [[16, 11, 48, 11, 80, 10, 80, 10, 60, 46, 44, 94]] },
  { digit: 7, name: "crossed", weight: 2, strokes: [[18, 12, 80, 10, 80, 10, 58, 50, 42, 94], [32, 52, 78, 48]] },
  { digit: 7, name: "hook", weight: 1.5, strokes: [[18, 28, 19, 12, 19, 12, 50, 12, 80, 10, 80, 10, 62, 44, 50, 94]] },
  { digit: 7, name: "round shoulder", weight: 1.5, strokes: [[16, 18, 40, 10, 70, 8, 78, 18, 62, 52, 46, 94]] },

  { digit: 8, name: "one line", weight: 3, strokes: [[70, 18, 50, 6, 30, 16, 32, 34, 54, 48, 74, 66, 70, 88, 48, 95, 26, 86, 26, 66, 46, 50, 68, 34, 70, 18]] },
  { digit: 8, name: "two rings", weight: 1.5, strokes: [[50, 7, 30, 16, 30, 36, 50, 47, 70, 36, 70, 16, 50, 7], [50, 47, 25, 58, 24, 82, 50, 95, 76, 82, 75, 58, 50, 47]] },
  { digit: 8, name: "open at the top", weight: 1.5, strokes: [[74, 12, 52, 7, 32, 18, 36, 36, 56, 50, 72, 68, 66, 90, 42, 94, 26, 80, 34, 60, 56, 42, 78, 18]] },
  { digit: 8, name: "small head", weight: 1, strokes: [[62, 14, 48, 7, 36, 18, 46, 34, 66, 54, 74, 76, 54, 94, 28, 88, 26, 66, 48, 42, 62, 28, 62, 14]] },

  { digit: 9, name: "straight leg", weight: 3, strokes: [[74, 22, 54, 7, 30, 14, 25, 36, 44, 50, 66, 40, 75, 20, 75, 20, 72, 56, 66, 94]] },
  { digit: 9, name: "bowed leg", weight: 2, strokes: [[72, 18, 50, 6, 28, 18, 26, 40, 46, 50, 68, 38, 74, 18, 74, 18, 76, 54, 62, 82, 40, 95]] },
  { digit: 9, name: "hooked tail", weight: 1.5, strokes: [[72, 16, 48, 8, 28, 24, 32, 46, 54, 48, 72, 32, 74, 14, 74, 14, 76, 56, 66, 86, 44, 94, 24, 84]] },
  { digit: 9, name: "one smooth line", weight: 1, strokes: [[70, 28, 58, 8, 34, 12, 28, 34, 44, 48, 64, 38, 70, 20, 68, 56, 54, 94]] },
];

/** The ways of writing one digit. */
export function waysToWrite(digit: number): readonly Skeleton[] {
  return skeletons.filter((skeleton) => skeleton.digit === digit);
}
