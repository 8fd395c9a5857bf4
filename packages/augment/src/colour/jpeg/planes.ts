/** One channel, `[H, W]`. */
export interface Plane {
  readonly height: number;
  readonly width: number;
  readonly data: Uint8Array;
}

/** Red, green and blue, `[H, W, 3]`, as brightness and two differences of colour. ITU-T T.871 (JFIF), section 7. */
export function separated(bytes: Uint8Array, height: number, width: number): readonly [y: Plane, cb: Plane, cr: Plane] {
  const pixels = height * width;
  // Clamped ones round what is stored.
  const [y, cb, cr] = [new Uint8ClampedArray(pixels), new Uint8ClampedArray(pixels), new Uint8ClampedArray(pixels)];
  for (let i = 0; i < pixels; i++) {
    const [r, g, b] = [bytes[3 * i] as number, bytes[3 * i + 1] as number, bytes[3 * i + 2] as number];
    y[i] = 0.299 * r + 0.587 * g + 0.114 * b;
    cb[i] = -0.168736 * r - 0.331264 * g + 0.5 * b + 128;
    cr[i] = 0.5 * r - 0.418688 * g - 0.081312 * b + 128;
  }
  const plane = (data: Uint8ClampedArray): Plane => ({ height, width, data: new Uint8Array(data.buffer) });
  return [plane(y), plane(cb), plane(cr)];
}

/** Back to red, green and blue, `[H, W, 3]`. */
export function joined(y: Plane, cb: Plane, cr: Plane): Uint8Array {
  const result = new Uint8ClampedArray(3 * y.data.length);
  for (let i = 0; i < y.data.length; i++) {
    const [brightness, blue, red] = [y.data[i] as number, (cb.data[i] as number) - 128, (cr.data[i] as number) - 128];
    result[3 * i] = brightness + 1.402 * red;
    result[3 * i + 1] = brightness - 0.344136 * blue - 0.714136 * red;
    result[3 * i + 2] = brightness + 1.772 * blue;
  }
  return new Uint8Array(result.buffer);
}
