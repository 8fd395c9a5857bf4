import { expect, test } from "vitest";
import { refusal, run, words } from "../test/run.ts";

test("without arguments it shows what there is", async () => {
  const { status, out, err } = await run([]);
  expect({ status, err }).toEqual({ status: 0, err: "" });
  for (const name of ["models", "summary", "explain", "data", "train", "evaluate", "predict", "backends", "complete"]) expect(out).toMatch(new RegExp(`^  ${name} `, "m"));
  expect(await run(["data"])).toMatchObject({ status: 0, out: expect.stringContaining("download") as string });
});

test("the help of every command fits 80 columns, says what is there, and ends well", async () => {
  const all = ["models", "summary", "explain", "data list", "data info", "data download", "data show", "data check", "train", "evaluate", "predict", "backends"];
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
  expect(await refusal("sumary mnist-cnn")).toMatchInlineSnapshot();
  expect(await refusal("summary --clases 3 mnist-cnn")).toMatchInlineSnapshot();
  expect(await refusal("data shw strokes")).toMatchInlineSnapshot();
  expect(await refusal("summary")).toMatchInlineSnapshot();
  expect(await refusal("summary mnist-cnn --input 3xx")).toMatchInlineSnapshot();
  expect(await refusal("summary mnist-cnn --format tabel")).toMatchInlineSnapshot();
  expect(await refusal("models one two")).toMatchInlineSnapshot();
});
