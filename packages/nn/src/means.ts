/** Means of named numbers over samples, weighted by the samples of each batch. */
export class Means {
  readonly #sums = new Map<string, number>();
  #samples = 0;

  /** Adds the means over a batch of `samples`. */
  add(samples: number, means: { readonly [name: string]: number }): void {
    this.#samples += samples;
    for (const [name, mean] of Object.entries(means)) this.#sums.set(name, (this.#sums.get(name) ?? 0) + mean * samples);
  }

  values(): Record<string, number> {
    return Object.fromEntries([...this.#sums].map(([name, sum]) => [name, sum / this.#samples]));
  }
}
