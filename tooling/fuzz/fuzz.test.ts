import { existsSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { damaged } from "./damage.mjs";
import { bundleParsers, fuzz } from "./fuzz.mjs";
import { misspelt, reshaped } from "./misspell.mjs";
import { randomOf } from "./random.mjs";
import { complaint, hiddenComplaint } from "./verdict.mjs";

let made: Awaited<ReturnType<typeof bundleParsers>>;
beforeAll(async () => { made = await bundleParsers(); });
afterAll(() => { made.remove(); });

test("every parser gives a result or a clear error for damaged files", { timeout: 300_000 }, async () => {
  const results = await fuzz({ ...made, seed: "ci", first: 0, inputs: 150 });
  expect(results.flatMap(({ parser, failures }) => failures.map((failure) => ({ parser, ...failure })))).toEqual([]);
  expect(results.map(({ parser, inputs, accepted, refused }) => [parser, inputs, accepted + refused])).toEqual(made.names.map((name) => [name, 150, 150]));
  // A parser that never takes or never refuses anything is not tried at all.
  expect(results.filter(({ refused }) => refused === 0).map(({ parser }) => parser)).toEqual([]);
});

test("a parser that throws, hangs on to memory, dies or goes on for ever is found, and its input is kept", { timeout: 300_000 }, async () => {
  const source = `
    const vary = (random) => Uint8Array.of(random.below(256));
    const parser = (read) => async () => ({ good: [], vary, subject: /^made/, read });
    const hoard = [];
    export const parsers = {
      throws: parser(async (bytes) => bytes[1].length),
      rejects: parser(async () => void Promise.reject(new RangeError("far away"))),
      hoards: parser(async () => hoard.push(new Uint8Array(1e9).fill(1))),
      dies: parser(async () => process.kill(process.pid, "SIGTERM")),
      endless: parser(async () => { for (;;); }),
      picky: async () => ({ good: [Uint8Array.of(1)], vary, subject: /^made/, read: async () => { throw Object.assign(new Error("made: no."), { name: "DataError" }); } }),
    };`;
  const bundle = `data:text/javascript,${encodeURIComponent(source)}`;
  const results = await fuzz({ bundle, names: ["throws", "rejects", "hoards", "dies", "picky"], seed: "1", first: 0, inputs: 2 });
  expect(results.map(({ parser, accepted, refused, failed, failures }) => [parser, accepted, refused, failed, failures[0]?.why.replace(/\d+ MB/, "… MB")])).toMatchInlineSnapshot(`
    [
      [
        "throws",
        0,
        0,
        2,
        "TypeError: Cannot read properties of undefined (reading 'length')",
      ],
      [
        "rejects",
        0,
        0,
        2,
        "nobody catches RangeError: far away",
      ],
      [
        "hoards",
        0,
        0,
        2,
        "takes … MB",
      ],
      [
        "dies",
        0,
        0,
        2,
        "ends the process (SIGTERM): ",
      ],
      [
        "picky",
        0,
        2,
        1,
        "refuses good file 0: DataError: made: no.",
      ],
    ]
  `);
  expect(results.slice(0, 4).map(({ failures: [first] }) => existsSync(first?.file ?? ""))).toEqual([true, true, true, true]);
  const [endless] = await fuzz({ bundle, names: ["endless"], seed: "1", first: 0, inputs: 1, patience: 2_000 });
  expect(endless?.failures[0]?.why).toBe("goes on for more than 2 s");
  expect([...readFileSync(results[0]?.failures[0]?.file ?? "")]).toEqual([randomOf("1/throws/0").below(256)]);
});

test("a seed makes the same files again, and few of them are good ones", () => {
  const good = [new TextEncoder().encode('{"a":[1,{"b":"text"}],"c":null}'), new TextEncoder().encode('[{"kind":"mirror","p":0.5}]')];
  for (const change of [damaged, misspelt, reshaped]) {
    const files = Array.from({ length: 300 }, (_, i) => new TextDecoder().decode(change(good, randomOf(`1/x/${i}`))));
    expect(Array.from({ length: 300 }, (_, i) => new TextDecoder().decode(change(good, randomOf(`1/x/${i}`))))).toEqual(files);
    expect(new Set(files).size).toBeGreaterThan(100);
    expect(files.filter((text) => good.some((one) => new TextDecoder().decode(one) === text)).length).toBeLessThan(60);
  }
  for (let i = 0; i < 300; i++) expect(() => JSON.parse(new TextDecoder().decode(reshaped(good, randomOf(`2/x/${i}`)))) as unknown).not.toThrow();
});

test("what is wrong with an error", () => {
  const named = (name: string, message: string): Error => Object.assign(new Error(message), { name });
  const said = (error: unknown): string | undefined => complaint(error, /^made/);
  expect(said(named("DataError", "made: this is no zip file. Get it anew."))).toBeUndefined();
  expect([said(new TypeError("x is null")), said(named("FileError", "made: Cannot read properties of null.")), said(named("DataError", "made: wrong")), said(named("DataError", "it is wrong.")), said(named("DataError", `made: ${"x".repeat(3_000)}.`))?.slice(0, 30), said("text")]).toMatchInlineSnapshot(`
    [
      "TypeError: x is null",
      "shows words of the engine: FileError: made: Cannot read properties of null.",
      "does not end with a full stop: DataError: made: wrong",
      "does not name what is wrong: DataError: it is wrong.",
      "has 3007 letters: DataError: m",
      "threw string",
    ]
  `);
  expect([hiddenComplaint({ problems: [{ file: "a", problem: "is empty" }] }), hiddenComplaint({ problems: [{ file: "a", problem: "value is undefined" }] }), hiddenComplaint(undefined)]).toMatchInlineSnapshot(`
    [
      undefined,
      "a problem shows words of the engine: value is undefined",
      undefined,
    ]
  `);
});
