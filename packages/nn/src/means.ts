/** Sums over samples, from which the means follow. */
export interface Sums {
  readonly samples: number;
  readonly sums: { readonly [name: string]: number };
}

/** Means of named numbers over samples, weighted by the samples of each batch. */
export class Means {
  readonly #sums: Map<string, number>;
  #samples: number;

  /** Goes on where another left off. */
  constructor({ samples, sums }: Sums = { samples: 0, sums: {} }) {
    this.#samples = samples;
    this.#sums = new Map(Object.entries(sums));
  }

  /** What has been added so far; plain and JSON-safe. */
  get state(): Sums {
    return { samples: this.#samples, sums: Object.fromEntries(this.#sums) };
  }

  /** Adds the means over a batch of `samples`. */
  add(samples: number, means: { readonly [name: string]: number }): void {
    this.#samples += samples;
    for (const [name, mean] of Object.entries(means)) this.#sums.set(name, (this.#sums.get(name) ?? 0) + mean * samples);
  }

  values(): Record<string, number> {
    return Object.fromEntries([...this.#sums].map(([name, sum]) => [name, sum / this.#samples]));
  }
}
