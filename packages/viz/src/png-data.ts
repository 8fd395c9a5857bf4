import { zlibSync } from "fflate";

/** A picture: `data` `[height, width, channels]`, 0 … 255; channels 1 grey, 2 grey and opacity, 3 red, green, blue, 4 those and opacity. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly data: Uint8Array;
}

/** PNG's colour type by number of channels (PNG 1.2, 4.1.1). */
const colourTypes = [undefined, 0, 4, 2, 6] as const;

const polynomial = 0xedb88320;

function crc32(bytes: Uint8Array): number {
  let remainder = -1;
  for (const byte of bytes) {
    remainder ^= byte;
    for (let bit = 0; bit < 8; bit++) remainder = (remainder >>> 1) ^ (remainder & 1 ? polynomial : 0);
  }
  return ~remainder >>> 0;
}

function chunk(name: string, body: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(12 + body.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, body.length);
  for (let i = 0; i < 4; i++) bytes[4 + i] = name.charCodeAt(i);
  bytes.set(body, 8);
  view.setUint32(8 + body.length, crc32(bytes.subarray(4, 8 + body.length)));
  return bytes;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** The bytes of a PNG file, 8 bits a channel. */
export function encodePng({ width, height, channels, data }: Pixels): Uint8Array {
  const colourType = colourTypes[channels];
  if (colourType === undefined) throw new RangeError(`encodePng: a picture has 1, 2, 3 or 4 channels. Received ${channels}. Pick channels, or draw each as a picture.`);
  if (data.length !== width * height * channels) {
    throw new RangeError(`encodePng: data must hold height × width × channels values. Received ${data.length} for ${height}×${width}×${channels} = ${width * height * channels}.`);
  }
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header[8] = 8;
  header[9] = colourType;
  const row = width * channels;
  const lines = new Uint8Array(height * (row + 1));
  for (let y = 0; y < height; y++) lines.set(data.subarray(y * row, (y + 1) * row), y * (row + 1) + 1);
  const signature = Uint8Array.of(137, 80, 78, 71, 13, 10, 26, 10);
  return joined([signature, chunk("IHDR", header), chunk("IDAT", zlibSync(lines, { level: 9 })), chunk("IEND", new Uint8Array(0))]);
}

/** A picture as an address that holds all of it. */
export function pngDataUri(pixels: Pixels): string {
  let text = "";
  for (const byte of encodePng(pixels)) text += String.fromCharCode(byte);
  return `data:image/png;base64,${btoa(text)}`;
}
