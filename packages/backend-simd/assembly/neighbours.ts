/** Four neighbours from place w on of a row of one channel, zeros outside it: a picture in grey is read four places at a time. */
// @ts-ignore: decorator
@inline
export function fourOfRow(to: usize, row: usize, w: i32, width: i32): void {
  if (w >= 0 && w + 4 <= width) {
    v128.store(to, v128.load(row + (<usize>w << 2)));
    return;
  }
  for (let i = 0; i < 4; i++) store<f32>(to + (<usize>i << 2), <u32>(w + i) < <u32>width ? load<f32>(row + (<usize>(w + i) << 2)) : 0);
}
