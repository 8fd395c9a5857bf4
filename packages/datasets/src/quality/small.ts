/** Height and width of the small copy's brightness. */
export const smallSide = 16;
/** Height and width of the small copy's colour. */
const colourSide = 4;
/** Numbers in a small copy: brightness `[16, 16]`, then blueness `[4, 4]`, then redness `[4, 4]`. */
export const smallLength: number = smallSide * smallSide + 2 * colourSide * colourSide;

/**
 * A picture `[H, W, C]` shrunk to what tells it from others: brightness `[16, 16]`, blueness and redness `[4, 4]` each around 128
 * (Y, Cb and Cr of ITU-R BT.601, full range), every number the mean over its share of the picture, whatever the picture's size.
 * One channel, or any number but three and four, is taken as brightness; a fourth channel is left out.
 */
export function smallCopy(data: Uint8Array, [height, width, channels]: readonly [height: number, width: number, channels: number]): Uint8Array {
  const means = areaMeans(data, height, width, channels);
  const copy = new Uint8Array(smallLength);
  const colours = new Float64Array(smallLength);
  const cells = smallSide / colourSide;
  for (let i = 0; i < smallSide * smallSide; i++) {
    const [r, g, b] = [means[3 * i] as number, means[3 * i + 1] as number, means[3 * i + 2] as number];
    const brightness = 0.299 * r + 0.587 * g + 0.114 * b;
    copy[i] = Math.round(brightness);
    const cell = Math.floor(Math.floor(i / smallSide) / cells) * colourSide + Math.floor((i % smallSide) / cells);
    const [blue, red] = [smallSide * smallSide + cell, smallSide * smallSide + colourSide * colourSide + cell];
    colours[blue] = (colours[blue] as number) + (b - brightness) / 1.772;
    colours[red] = (colours[red] as number) + (r - brightness) / 1.402;
  }
  for (let i = smallSide * smallSide; i < smallLength; i++) copy[i] = Math.max(0, Math.min(255, Math.round(128 + (colours[i] as number) / cells ** 2)));
  return copy;
}

/** Mean red, green and blue over each cell of a grid: `[16, 16, 3]`. A pixel that lies in two cells is shared out by area. */
function areaMeans(data: Uint8Array, height: number, width: number, channels: number): Float64Array {
  const [rows, columns] = [shares(height), shares(width)];
  const colour = channels === 3 || channels === 4;
  const sums = new Float64Array(smallSide * smallSide * 3);
  const line = new Float64Array(smallSide * 3);
  for (let y = 0; y < rows.length; y++) {
    line.fill(0);
    const start = rows.source(y) * width * channels;
    for (let x = 0; x < columns.length; x++) {
      const at = start + columns.source(x) * channels;
      const r = data[at] as number;
      const g = colour ? (data[at + 1] as number) : r;
      const b = colour ? (data[at + 2] as number) : r;
      const cell = 3 * (columns.cell[x] as number);
      const here = columns.share[x] as number;
      line[cell] = (line[cell] as number) + here * r;
      line[cell + 1] = (line[cell + 1] as number) + here * g;
      line[cell + 2] = (line[cell + 2] as number) + here * b;
      if (here === 1) continue;
      line[cell + 3] = (line[cell + 3] as number) + (1 - here) * r;
      line[cell + 4] = (line[cell + 4] as number) + (1 - here) * g;
      line[cell + 5] = (line[cell + 5] as number) + (1 - here) * b;
    }
    const cell = (rows.cell[y] as number) * smallSide * 3;
    const here = rows.share[y] as number;
    for (let i = 0; i < line.length; i++) sums[cell + i] = (sums[cell + i] as number) + here * (line[i] as number);
    if (here < 1) for (let i = 0; i < line.length; i++) sums[cell + line.length + i] = (sums[cell + line.length + i] as number) + (1 - here) * (line[i] as number);
  }
  const area = (rows.length / smallSide) * (columns.length / smallSide);
  return sums.map((sum) => sum / area);
}

/** How an axis is cut into 16 cells: of each step the first cell that it lies in, and how much of it lies there; the rest lies in the next. */
interface Shares {
  readonly length: number;
  readonly cell: Uint8Array;
  readonly share: Float64Array;
  /** The pixel that a step is part of: an axis of fewer than 16 pixels has several steps in each. */
  readonly source: (step: number) => number;
}

function shares(pixels: number): Shares {
  const each = Math.ceil(smallSide / pixels);
  const length = pixels * each;
  const cell = new Uint8Array(length);
  const share = new Float64Array(length);
  for (let i = 0; i < length; i++) {
    const first = Math.floor((i * smallSide) / length);
    // In units of 1/length, where all borders are whole numbers.
    const border = (first + 1) * length - i * smallSide;
    cell[i] = first;
    share[i] = Math.min(1, border / smallSide);
  }
  return { length, cell, share, source: (step) => Math.floor(step / each) };
}
