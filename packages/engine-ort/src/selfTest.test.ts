import { expect, test } from "vitest";
import { importOrt, type Ort } from "./package.node.ts";
import { blockOf } from "./selfTest.ts";

const isBlocked = (model: Uint8Array): boolean => Buffer.from(model).includes("nchwc");

/** ONNX Runtime in which convolutions in blocks do otherwise. */
async function withBlocks(then: (found: Float32Array, tries: number) => Float32Array): Promise<{ readonly ort: Ort; readonly tries: () => number }> {
  const { env, Tensor, InferenceSession } = await importOrt();
  let tries = 0;
  return {
    tries: () => tries,
    ort: {
      env, Tensor,
      InferenceSession: {
        async create(model: Uint8Array, options: Parameters<typeof InferenceSession.create>[1]) {
          const session = await InferenceSession.create(model, options);
          if (!isBlocked(model)) return session;
          tries++;
          const run = session.run.bind(session);
          session.run = async (feeds: Parameters<typeof run>[0]) => {
            const { y } = await run(feeds);
            return { y: new Tensor("float32", then(y?.data as Float32Array, tries), y?.dims ?? []) };
          };
          return session;
        },
      } as Ort["InferenceSession"],
    },
  };
}

test("blocks are used in the size in which they give the numbers of the documented convolution", async () => {
  const { ort, tries } = await withBlocks((found) => found);
  expect([0, 8, 16]).toContain(await blockOf(ort));
  const before = tries();
  await blockOf(ort);
  // Once known it is not tried again.
  expect(tries()).toBe(before);
});

test("blocks that give other numbers, or none, are not used", async () => {
  const wrong = await withBlocks((found) => found.map((x, i) => (i === 7 ? x + 0.01 : x)));
  expect(await blockOf(wrong.ort)).toBe(0);
  const failing = await withBlocks(() => { throw new Error("not implemented"); });
  expect(await blockOf(failing.ort)).toBe(0);
});

test("a card gets no blocks: their operations are the processor's", async () => {
  const { ort, tries } = await withBlocks((found) => found);
  expect(await blockOf({ ...ort, onCard: true })).toBe(0);
  expect(tries()).toBe(0);
});
