import { expect, test } from "vitest";
import { refusal, run, words } from "../test/run.ts";

test("without arguments it shows what there is", async () => {
  const { status, out, err } = await run([]);
  expect({ status, err }).toEqual({ status: 0, err: "" });
  for (const name of ["models", "summary", "diagram", "compare", "explain", "layer", "audit", "design", "quiz", "data", "augment", "doctor", "train", "rerun", "evaluate", "predict", "weights", "advise", "export", "import", "backends", "bench", "complete"]) expect(out).toMatch(new RegExp(`^  ${name} `, "m"));
  expect(await run(["data"])).toMatchObject({ status: 0, out: expect.stringContaining("download") as string });
});

test("the help of every command fits 80 columns, says what is there, and ends well", async () => {
  const all = ["models", "summary", "diagram", "compare", "explain", "layer", "audit", "design", "quiz", "data list", "data info", "data download", "data show", "data check", "augment preview", "doctor", "train", "rerun", "evaluate", "predict", "weights", "advise", "export", "import", "backends", "bench"];
  for (const name of all) {
    const { status, out, err } = await run([...words(name), "--help"]);
    expect({ status, err }).toEqual({ status: 0, err: "" });
    expect(out).toMatch(new RegExp(`^Usage: convscope ${name} `));
    expect(out).toContain("--json");
    for (const line of out.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
  }
});

test("the version is one line", async () => {
  expect(await run(["--version"])).toMatchObject({ status: 0, out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) as string, err: "" });
});

test("wrong usage has status 2, and the nearest word that exists", async () => {
  expect(await refusal("sumary mnist-cnn")).toMatchInlineSnapshot(`
    "2 error: unknown command 'sumary'
    (Did you mean summary?)
    (--help shows what there is)"
  `);
  expect(await refusal("summary --clases 3 mnist-cnn")).toMatchInlineSnapshot(`
    "2 error: unknown option '--clases'
    (Did you mean --classes?)
    (--help shows what there is)"
  `);
  expect(await refusal("data shw strokes")).toMatchInlineSnapshot(`
    "2 error: unknown command 'shw'
    (Did you mean show?)
    (--help shows what there is)"
  `);
  expect(await refusal("summary")).toMatchInlineSnapshot(`
    "2 error: missing required argument 'model'
    (--help shows what there is)"
  `);
  expect(await refusal("summary mnist-cnn --input 3xx")).toMatchInlineSnapshot(`
    "2 error: option '--input <shape>' argument '3xx' is invalid. It must be sizes such as 28x28x1. Received "3xx".
    (--help shows what there is)"
  `);
  expect(await refusal("summary mnist-cnn --format tabel")).toMatchInlineSnapshot(`
    "2 error: option '--format <format>' argument 'tabel' is invalid. Allowed choices are table, json, csv, markdown, latex.
    (--help shows what there is)"
  `);
  expect(await refusal("models one two")).toMatchInlineSnapshot(`
    "2 error: too many arguments for 'models'. Expected 1 argument but got 2.
    (--help shows what there is)"
  `);
});
