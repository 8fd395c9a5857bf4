import type { Floats, Numbers } from "./layout.ts";

/** How the loop reads local response normalisation. */
export interface ResponseNormalization {
  readonly size: number;
  readonly alpha: number;
  readonly beta: number;
  readonly k: number;
  readonly mode: "across" | "within";
}

/** Local response normalisation of `[N, H, W, C]`, value by value: x / (k + α/n · Σ x²)^β over the neighbourhood, zero outside. */
export function responseNormalizationLoop({ shape, data }: Numbers, { size, alpha, beta, k, mode }: ResponseNormalization): Floats {
  const [batch = 0, height = 0, width = 0, channels = 0] = shape;
  const at = (n: number, i: number, j: number, c: number): number =>
    i < 0 || j < 0 || c < 0 || i >= height || j >= width || c >= channels ? 0 : (data[((n * height + i) * width + j) * channels + c] ?? NaN);
  const [before, after] = [Math.floor(size / 2), Math.floor((size - 1) / 2)];
  const result: number[] = [];
  for (let n = 0; n < batch; n++)
    for (let i = 0; i < height; i++)
      for (let j = 0; j < width; j++)
        for (let c = 0; c < channels; c++) {
          let sum = 0;
          for (let a = -before; a <= after; a++)
            if (mode === "across") sum += at(n, i, j, c + a) ** 2;
            else for (let b = -before; b <= after; b++) sum += at(n, i + a, j + b, c) ** 2;
          result.push(at(n, i, j, c) / (k + (alpha / (mode === "across" ? size : size ** 2)) * sum) ** beta);
        }
  return { shape: [...shape], data: Float32Array.from(result) };
}
