import { readdirSync } from "node:fs";
import { format } from "node:util";
import { recipes } from "@convscope/recipes";
import { expect, test, vi } from "vitest";

/** All groups of all places where a text matches, as numbers. */
const numbers = (text: string, pattern: RegExp): readonly number[] => [...text.matchAll(pattern)].flatMap(([, ...groups]) => groups.map(Number));

/** By the recipe's name, what must be true of what its example prints: numbers that a net that has learned nothing would not reach. */
const facts: Readonly<Record<string, (printed: string) => void>> = {
  "alexnet-from-scratch": (printed) => {
    const [plain = NaN, plainTest = NaN, mended = NaN, mendedTest = NaN] = numbers(printed, /(\d+) %/g);
    expect(plain - plainTest).toBeGreaterThan(mended - mendedTest + 10);
    expect(mendedTest).toBeGreaterThan(plainTest);
  },
  "autoencoder-conv": (printed) => {
    const [error = NaN, black = NaN] = numbers(printed, /(0\.\d+)/g);
    expect(error).toBeLessThan(black / 3);
  },
  "autoencoder-dense": (printed) => {
    const [first = NaN, last = NaN, error = NaN] = numbers(printed, /(0\.\d+)/g);
    expect(last).toBeLessThan(0.8 * first);
    expect(error).toBeLessThan(0.05);
  },
  "caption-shapes": (printed) => {
    const [right = NaN, guessed = NaN] = numbers(printed, /(\d+) of 90 .* tells (\d+)/g);
    expect(right).toBeGreaterThan(3 * guessed);
  },
  "cats-and-dogs": (printed) => {
    expect(numbers(printed, /0\.5 on: (\d+) of 200/g)[0]).toBeGreaterThan(160);
    expect(numbers(printed, /curve (0\.\d+)/g)[0]).toBeGreaterThan(0.9);
  },
  "dcgan": (printed) => {
    // At the end neither side wins.
    for (const score of numbers(printed, /epoch 30: .* (\d+) %, .* (\d+) %/g)) expect(Math.abs(score - 50)).toBeLessThan(20);
    expect(printed).toContain("epoch 30");
  },
  "degradation": (printed) => {
    const [plain = NaN, plainDeep = NaN, residual = NaN, residualDeep = NaN] = numbers(printed, /loss (\d\.\d+)/g);
    expect(plainDeep - plain).toBeGreaterThan(residualDeep - residual + 0.3);
    expect(residualDeep).toBeLessThan(plainDeep - 0.5);
  },
  "denoising-autoencoder": (printed) => {
    const [noisy = NaN, denoised = NaN] = numbers(printed, /(\d+\.\d) dB/g);
    expect(denoised).toBeGreaterThan(noisy + 5);
  },
  "detect-shapes": (printed) => { expect(numbers(printed, /mean average precision (0\.\d+)/g)[0]).toBeGreaterThan(0.3); },
  "fashion": (printed) => { expect(numbers(printed, /(\d+\.\d) % of 240/g)[0]).toBeGreaterThan(90); },
  "imbalanced": (printed) => {
    const [, rare = NaN, , weighted = NaN] = numbers(printed, /(\d+) %/g);
    expect(weighted).toBeGreaterThan(rare + 10);
  },
  "localise-shapes": (printed) => {
    expect(numbers(printed, /(\d+) of 120/g)[0]).toBeGreaterThan(80);
    expect(numbers(printed, /union (0\.\d+)/g)[0]).toBeGreaterThan(0.55);
  },
  "logistic-by-hand": (printed) => {
    expect(numbers(printed, /(\d+) of 200/g)[0]).toBeGreaterThan(180);
    expect(numbers(printed, /more than (\S+)/g)[0]).toBeLessThan(1e-6);
  },
  "mlp-digits": (printed) => {
    const [linear = NaN, bent = NaN] = numbers(printed, /(\d+\.\d) %/g);
    expect(linear).toBeGreaterThan(70);
    expect(bent).toBeGreaterThan(linear + 5);
  },
  "mlp-regression": (printed) => {
    const [first = NaN, second = NaN, last = NaN] = numbers(printed, /error (\d\.\d+)/g);
    expect([first, second, last]).toEqual([first, second, last].sort((a, b) => b - a));
    expect(last).toBeLessThan(0.03);
  },
  "mnist": (printed) => {
    expect(printed).toContain("220234 parameters");
    expect(numbers(printed, /(\d+\.\d) %/g)[0]).toBeGreaterThan(85);
  },
  "mnist-tiny": (printed) => {
    expect(numbers(printed, /(\d+) parameters/g)[0]).toBeLessThan(10_000);
    expect(numbers(printed, /(\d+\.\d) %/g)[0]).toBeGreaterThan(95);
  },
  "multi-label": (printed) => {
    for (const precision of numbers(printed, /precision (\d\.\d+)/g)) expect(precision).toBeGreaterThan(0.8);
    expect(numbers(printed, /in (\d+) of 120/g)[0]).toBeGreaterThan(80);
  },
  "perceptron-rule": (printed) => { expect(numbers(printed, /: (\d+) corrections/g).at(-1)).toBe(0); },
  "relu-against-tanh": (printed) => {
    const [relu = NaN, tanh = NaN] = numbers(printed, /error (\d+) %/g);
    expect(relu).toBeLessThan(25);
    expect(tanh).toBeGreaterThan(35);
  },
  "segment-shapes": (printed) => { expect(numbers(printed, /union (0\.\d+)/g)[0]).toBeGreaterThan(0.8); },
  "segment-shapes-fcn": (printed) => { expect(numbers(printed, /union (0\.\d+)/g)[0]).toBeGreaterThan(0.8); },
  "strokes": (printed) => {
    const losses = numbers(printed, /loss (\d\.\d+)/g);
    expect(losses).toEqual([...losses].sort((a, b) => b - a));
    expect(numbers(printed, /(\d+\.\d) %/g)[0]).toBeGreaterThan(90);
  },
  "text-cnn": (printed) => {
    const [bag = NaN, cnn = NaN] = numbers(printed, /(\d+\.\d) %/g);
    expect(cnn).toBeGreaterThan(bag + 20);
  },
  "transfer-pictures": (printed) => {
    const [scratch = NaN, head = NaN, all = NaN] = numbers(printed, /(\d+) %/g);
    expect(Math.min(head, all)).toBeGreaterThan(scratch + 10);
  },
  "vanishing-gradients": (printed) => {
    const [sigmoid = NaN, relu = NaN, shortcut = NaN] = numbers(printed, /hears (\S+) of/g);
    expect(sigmoid).toBeLessThan(1e-9);
    expect(relu).toBeGreaterThan(1e-5);
    expect(shortcut).toBeGreaterThan(0.1);
  },
};

test("each recipe has an example, and each example a recipe", () => {
  const written = readdirSync(new URL(".", import.meta.url)).filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts") && file !== "first.ts");
  expect(written.sort()).toEqual(recipes.map(({ name }) => `${name}.ts`).sort());
  expect(Object.keys(facts).sort()).toEqual(recipes.map(({ name }) => name).sort());
});

// A few seconds each on a machine that has nothing else to do.
test.for(Object.entries(facts))("%s", { timeout: 300_000 }, async ([name, check]) => {
  const lines: string[] = [];
  const log = vi.spyOn(console, "log").mockImplementation((...words: unknown[]) => void lines.push(format(...words)));
  try {
    const { figure } = await import(/* @vite-ignore */ new URL(`${name}.ts`, import.meta.url).href) as { readonly figure: string };
    expect(lines.length).toBeGreaterThanOrEqual(1);
    check(lines.join("\n"));
    await expect(figure).toMatchFileSnapshot(`figures/${name}.svg`);
  } finally {
    log.mockRestore();
  }
});
