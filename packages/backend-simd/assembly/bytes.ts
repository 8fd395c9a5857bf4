/** Copies and fills of runs that may be as short as one number: neighbours are another chunk's, so nothing is written past the end. */

/** Copies so many bytes to where they do not overlap. */
// @ts-ignore: decorator
@inline
export function copyBytes(to: usize, from: usize, bytes: usize): void {
  if (bytes >= 16) {
    const last = bytes - 16;
    for (let i: usize = 0; i < last; i += 16) v128.store(to + i, v128.load(from + i));
    // The last vector overlaps the one before it.
    v128.store(to + last, v128.load(from + last));
    return;
  }
  let i: usize = 0;
  for (; i + 4 <= bytes; i += 4) store<i32>(to + i, load<i32>(from + i));
  for (; i < bytes; i++) store<u8>(to + i, load<u8>(from + i));
}

/** Writes a value, given as the four bytes of a number or as one byte four times over. */
// @ts-ignore: decorator
@inline
export function fillBytes(to: usize, bits: i32, bytes: usize): void {
  if (bytes >= 16) {
    const value = i32x4.splat(bits);
    const last = bytes - 16;
    for (let i: usize = 0; i < last; i += 16) v128.store(to + i, value);
    v128.store(to + last, value);
    return;
  }
  let i: usize = 0;
  for (; i + 4 <= bytes; i += 4) store<i32>(to + i, bits);
  for (; i < bytes; i++) store<u8>(to + i, bits);
}
