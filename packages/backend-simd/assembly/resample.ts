/** What one row or column of a resized image is mixed from: `low` and `high` of the other's, so much of `high`. */
@unmanaged
export class Tap {
  /** −1 where the image has nothing, and the other value stands; −2 for zero. */
  low: i32;
  high: i32;
  part: f32;
}

/** Bytes of a tap. */
export const TAP: usize = 12;

/** Images `[n, h, w, c]` to `[n, oh, ow, c]`, of which the taps of rows and columns are given. */
@unmanaged
export class Resample {
  x: usize;
  y: usize;
  n: i32;
  h: i32;
  w: i32;
  c: i32;
  oh: i32;
  ow: i32;
  rows: usize;
  columns: usize;
  nearest: i32;
  /** Where the numbers of the images stand that the results are from, each then with taps of its own; else 0. */
  images: usize;
  other: f32;
  share: i32;
  band: i32;
  bands: i32;
}
