/** The middle square of a picture, brought to `[height, width, channels]` as bytes. */
export function pixelsOf(source: CanvasImageSource, wide: number, high: number, [height, width, channels]: readonly [number, number, number]): Uint8Array {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) throw new Error("this browser gives no canvas to draw on.");
  const side = Math.min(wide, high);
  context.imageSmoothingQuality = "high";
  context.drawImage(source, (wide - side) / 2, (high - side) / 2, side, side, 0, 0, width, height);
  const { data } = context.getImageData(0, 0, width, height);
  // Brightness as in ITU-R BT.601 where there is one channel.
  return Uint8Array.from({ length: height * width * channels }, (_, at) => {
    const pixel = Math.floor(at / channels) * 4;
    return channels === 1 ? Math.round(0.299 * (data[pixel] ?? 0) + 0.587 * (data[pixel + 1] ?? 0) + 0.114 * (data[pixel + 2] ?? 0)) : (data[pixel + (at % channels)] ?? 0);
  });
}
