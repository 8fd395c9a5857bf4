import { expect, test } from "vitest";
import { folder, run, words } from "../../test/run.ts";

/** What a recipe comes to on an engine, number by number. */
async function numbers(recipe: string, backend: string): Promise<{ readonly [name: string]: number }> {
  const { status, json } = await run(words(`train ${recipe} --backend ${backend} --threads 1 --out run --json`), { cwd: folder() });
  expect(status).toBe(0);
  const { measures, histories } = json<{ measures: Record<string, number>; histories: Record<string, readonly Record<string, number>[]> }>();
  const steps = Object.entries(histories).flatMap(([stage, epochs]) => epochs.flatMap((epoch, i) => Object.entries(epoch).map(([name, value]) => [`${stage} ${i} ${name}`, value] as const)));
  return { ...measures, ...Object.fromEntries(steps) };
}

// Two heads with a loss each, skips and a loss by pixel, a recurrent net over words, two nets in turn.
test.each([
  "localise-shapes --set epochs=1 --set train=96 --set test=40",
  "segment-shapes --set epochs=1 --set train=48 --set test=40",
  "caption-shapes --set epochs=1 --set train=64 --set test=40",
  "dcgan --set epochs=1 --set train=128",
])("%s is the same training on simd and ort", { timeout: 240_000 }, async (recipe) => {
  const [simd, ort] = [await numbers(recipe, "simd"), await numbers(recipe, "ort")];
  expect(Object.keys(ort)).toEqual(Object.keys(simd));
  for (const [name, value] of Object.entries(simd)) expect(Math.abs((ort[name] ?? NaN) - value), `${name}: ${ort[name]} beside ${value}`).toBeLessThanOrEqual(1e-3 * Math.max(1, Math.abs(value)));
});
