/** What the weights of a layer with n inputs and n outputs are drawn with: their variance. */
export const initialisers = {
  "deviation 0.1": () => 0.1 ** 2,
  "He": (n: number) => 2 / n,
  // With as many outputs as inputs both are the same.
  "LeCun and Glorot": (n: number) => 1 / n,
  "deviation 0.01": () => 0.01 ** 2,
} as const satisfies Readonly<Record<string, (n: number) => number>>;
export type Initialiser = keyof typeof initialisers;

/** How much of the square of its input an activation passes on, where that is spread evenly around 0. */
export const passedOn = { none: 1, ReLU: 1 / 2 } as const;
export type Passing = keyof typeof passedOn;

/**
 * The standard deviation of the values before the activation of each layer, where the input's is 1: each layer multiplies the variance by
 * n · var(w), and the activation before it passes on its share. Glorot & Bengio 2010, equation 5; He et al., arXiv:1502.01852, equation 9.
 */
export function spreads(initialiser: Initialiser, { width, depth, activation }: { readonly width: number; readonly depth: number; readonly activation: Passing }): readonly number[] {
  const each = width * initialisers[initialiser](width);
  return Array.from({ length: depth }, (_, layer) => Math.sqrt(each * (each * passedOn[activation]) ** layer));
}
