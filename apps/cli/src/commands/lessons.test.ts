import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Readable } from "node:stream";
import { factories, kinds } from "@convscope/core";
import pc from "picocolors";
import { afterAll, describe, expect, test } from "vitest";
import type { CommandUnknownOpts } from "@commander-js/extra-typings";
import type { Terminal } from "../terminal.ts";
import { auditCommand } from "./audit.ts";
import { designCommand } from "./design.ts";
import { layerCommand } from "./layer.ts";
import { quizCommand } from "./quiz.ts";

const folder = mkdtempSync(join(tmpdir(), "convscope-lessons-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs a command and gives what it wrote on standard output. */
async function run(make: (terminal: Terminal) => CommandUnknownOpts, ...args: readonly string[]): Promise<string> {
  let written = "";
  const colors = pc.createColors(false);
  const terminal: Terminal = { out: (text) => { written += text; }, err: () => undefined, interactive: false, columns: 100, env: {}, cwd: folder, signal: new AbortController().signal, colors, errorColors: colors };
  await make(terminal).exitOverride().configureOutput({ writeErr: () => undefined, writeOut: () => undefined }).parseAsync([...args], { from: "user" });
  return written;
}
const json = async (make: (terminal: Terminal) => CommandUnknownOpts, ...args: readonly string[]): Promise<unknown> => JSON.parse(await run(make, ...args, "--json"));

describe("layer", () => {
  test("a convolution", async () => {
    expect(await run(layerCommand, "conv2d", "--input", "28x28x1", "--filters", "32", "--kernel", "3", "--padding", "same")).toMatchInlineSnapshot(`
      "conv2d
        Slides kernels over the picture; each output is one weighted sum of a small patch.
        28×28×1 → 28×28×32

        height      ⌈n / s⌉ = ⌈28 / 1⌉ = 28
                    TensorFlow, padding "same"
        width       ⌈n / s⌉ = ⌈28 / 1⌉ = 28
                    TensorFlow, padding "same"
        parameters  (k_h·k_w·c + 1)·f = (3·3·1 + 1)·32 = 320
                    one kernel of k_h·k_w·c weights and one bias per filter
        macs        h'·w'·k_h·k_w·c·f = 28·28·3·3·1·32 = 225,792
                    the kernel is multiplied once per output
      "
    `);
    expect(await json(layerCommand, "conv2d", "--input", "28x28x1", "--filters", "32", "--kernel", "3")).toMatchObject({ kind: "conv2d", outputShape: [26, 26, 32], layer: { filters: 32 } });
  });

  const needs: { readonly [field: string]: string } = {
    filters: "4", kernelSize: "2", units: "5", groups: "2", outputSize: "2", start: "0", end: "2", to: "hsv", table: "[[0],[1,2]]", cropping: "1", vocabulary: "10", shape: "2x3", size: "2",
    heads: "2", axes: "[1,0,2]", n: "2", targetShape: "[96]", index: "0", padding: "1", rate: "0.5",
  };
  const inputs: { readonly [kind: string]: readonly string[] } = {
    add: ["4x4x6", "4x4x6"], average: ["4x4x6", "4x4x6"], multiply: ["4x4x6", "4x4x6"], subtract: ["4x4x6", "4x4x6"], scale: ["4x4x6", "6"], concatenate: ["4x4x6", "4x4x2"],
    averagePooling1d: ["8x6"], conv1d: ["8x6"], conv1dTranspose: ["8x6"], globalAveragePooling1d: ["8x6"], globalMaxPooling1d: ["8x6"], maxPooling1d: ["8x6"], spatialDropout1d: ["8x6"],
    gru: ["8x6"], lstm: ["8x6"], simpleRnn: ["8x6"], multiHeadAttention: ["8x6"], embedding: ["8"], repeatVector: ["6"], rbf: ["6"], colorSpace: ["4x4x3"], normalization: ["4x4x3"],
    maxUnpooling2d: ["2x2x6", "4x4x6"], roiPooling: ["8x8x6", "3x4"],
  };
  test.each(kinds.filter((kind) => kind !== "custom"))("%s", async (kind) => {
    const flags = factories[kind].required.flatMap((field) => [`--${field.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}`, needs[field] ?? ""]);
    const more = kind === "normalization" ? ["--mean", "[0,0,0]", "--std", "[1,1,1]"] : kind === "concatenate" ? ["--axis", "-1"] : [];
    const shapes = (inputs[kind] ?? ["4x4x6"]).flatMap((size) => ["--input", size]);
    const told = await json(layerCommand, kind, ...shapes, ...flags, ...more);
    expect(told).toMatchObject({ kind, layer: { kind } });
    expect((told as { outputShape: unknown[] }).outputShape.length).toBeGreaterThan(0);
  });

  test.each([
    [["convd2"]], [["custom"]], [["conv2d", "--input", "4x4x1"]], [["relu", "--input", "4", "--filters", "3"]], [["conv2d", "--filters", "3", "--kernel", "3"]], [["add", "--input", "4"]],
    [["conv2d", "--input", "4x4x1", "--filters", "3", "--kernel", "3", "--kernel-size", "5"]], [["conv2d", "--input", "2x2x1", "--filters", "3", "--kernel", "3"]], [["relu", "--input", "4", "--input", "4"]], [["conv2d", "--input", "8x8x6", "--filters", "4", "--kernel", "3", "--groups", "4"]], [["conv2d", "--input", "8x8x6", "--filters", "4", "--kernel", "0"]],
  ])("refuses %j", async (args) => {
    await expect(run(layerCommand, ...args)).rejects.toThrowErrorMatchingSnapshot();
  });
});

describe("audit", () => {
  const slide = resolve(import.meta.dirname, "../../../../examples/slide.csv");
  test("the slide's table", async () => {
    expect(await run(auditCommand, slide)).toContain("fc4, parameters: 100,081 is claimed, 10,164 is right: perhaps one bias was counted for the whole layer, not one for each filter or unit (10,081); then a digit too many was printed.");
    expect(await json(auditCommand, slide)).toMatchObject({ params: 62_958, wrong: 6, follows: 1, total: { claimed: 149_547 }, rows: [{ working: [{ formula: "⌊(n + 2·p − k) / s⌋ + 1", value: 28 }, {}, { value: 608 }, {}] }, {}, {}, {}, {}, {}, {}] });
    expect(await run(auditCommand, slide, "--format", "markdown")).toMatch(/^### slide.csv, input 32×32×3\n/);
  });
  test("LeNet-5 as its paper counts it", async () => {
    writeFileSync(join(folder, "lenet.csv"), "layer,Output size,params\ninput,32x32x1,\nconv 6 5x5,28x28x6,0.16K\navgpool 2x2 stride=2,14x14x6,12\nconv 16 5x5,10x10x16,1516\n");
    const told = await run(auditCommand, "lenet.csv");
    expect(told).toContain("12 is claimed, 0 is right: it is the right count for LeNet-5's subsampling, with a coefficient and a bias for each map: write the layer as subsampling2d 2.");
    expect(told).toContain("1,516 is claimed, 2,416 is right: it is the right count with LeNet-5's connection table");
    expect(told).toMatch(/\n2 of 6 claims are wrong\.\n$/);
    writeFileSync(join(folder, "lenet.csv"), "layer,params\ninput,\nconv 6 5x5,156\nsubsampling2d 2,12\nconnectionTableConv2d 5x5 table=lenet,1516\n");
    expect(await run(auditCommand, "lenet.csv", "--input", "32x32x1")).toMatch(/All 3 claims are right\.\n$/);
  });
  test("says what is wrong with a file", async () => {
    writeFileSync(join(folder, "bad.csv"), "layer,params\ninput,\nconv 3\n");
    await expect(run(auditCommand, "bad.csv")).rejects.toThrowErrorMatchingInlineSnapshot(`[TableError: bad.csv, line 2: the input needs its shape as output, such as 32x32x3.]`);
    await expect(run(auditCommand, "bad.csv", "--input", "8x8x1")).rejects.toThrowErrorMatchingInlineSnapshot(`[TableError: bad.csv, line 3: conv2d: needs kernelSize. Received filters.]`);
    await expect(run(auditCommand, "none.csv")).rejects.toThrow(/none\.csv: there is no such file\.$/);
  });
});

describe("design", () => {
  test("a stack", async () => {
    expect(await run(designCommand, "--rf", "65", "--output", "7x7", "--max-params", "100k", "--top", "1")).toMatchInlineSnapshot(`
      "1. 3×3 max pooling with stride 2: 56×56×3 → 7×7×64, receptive field 65, stride 8, 63,776 parameters, 6,999,552 MACs
           conv1   conv2d 8, 3×3, padding 1
           pool1   maxPooling2d, 3×3, stride 2, padding 1
           conv2   conv2d 16, 3×3, padding 1
           conv3   conv2d 16, 3×3, padding 1
           pool2   maxPooling2d, 3×3, stride 2, padding 1
           conv4   conv2d 32, 3×3, padding 1
           pool3   maxPooling2d, 3×3, stride 2, padding 1
           conv5   conv2d 64, 3×3, padding 1
           conv6   conv2d 64, 3×3, padding 1
         + 3×3 windows with stride 2 overlap, have a middle, and cost no weights
         + the last units see 65×65 pixels, 8 apart
         + the field covers the whole input
         · no input was given: 56×56×3 is the largest that halves to the output and that a field of 65 covers
         · 8 filters at first, doubled at each reduction up to 512
         · uses 64 % of the parameters allowed

      2 more; --top 3 shows them.
      "
    `);
    expect(await json(designCommand, "--rf", "65", "--output", "7x7", "--max-params", "100k", "--save", "net.json")).toMatchObject({ of: "stack", solutions: [{ receptiveField: 65 }, {}, {}] });
    expect(JSON.parse(readFileSync(join(folder, "net.json"), "utf8"))).toMatchObject({ name: "design", inputs: { input: [56, 56, 3] } });
  });
  test("one layer", async () => {
    expect(await run(designCommand, "--input", "32x32", "--output", "28x28", "--top", "2")).toMatchInlineSnapshot(`
      "1. conv2d 1, 5×5 → 28×28×1  26 parameters, 19,600 MACs
         + an odd kernel has a middle, so that its output lies over a pixel
         + no padding: every output sees real pixels only

      2. conv2d 1, 7×7, padding 1 → 28×28×1  50 parameters, 38,416 MACs
         + an odd kernel has a middle, so that its output lies over a pixel

      16 more; --top 18 shows them.
      "
    `);
    expect(await run(designCommand, "--input", "28x28x16", "--output", "14x14", "--kind", "maxPooling2d", "--top", "1")).toMatch(/^1\. maxPooling2d, 2×2, stride 2 → 14×14×16\n/);
  });
  test("shrinking and factorising", async () => {
    expect(await run(designCommand, "--shrink", "400")).toBe("199 convolutions 3×3 without padding shrink 400×400 to 2×2; no further one fits.\n  ⌊(n − 1) / (k − 1)⌋ = ⌊(400 − 1) / (3 − 1)⌋ = 199\n");
    expect(await json(designCommand, "--factorise", "5", "--channels", "16")).toMatchObject([{ perSquare: 25 }, { perSquare: 18 }, {}, {}, {}, {}]);
    expect(await run(designCommand, "--factorise", "5", "--channels", "16")).toContain("18c²");
  });
  test("asks what is wanted", async () => {
    await expect(run(designCommand)).rejects.toThrowErrorMatchingInlineSnapshot(`[UsageError: what is wanted? Give --input and --output for one layer, --rf or --max-params for a stack, --shrink or --factorise.]`);
    await expect(run(designCommand, "--input", "8x8", "--output", "4x4", "--save", "x.json")).rejects.toThrowErrorMatchingInlineSnapshot(`[UsageError: --save writes a stack; one layer has no graph.]`);
  });
});

describe("quiz", () => {
  test("prints without a keyboard", async () => {
    const piped = (terminal: Terminal): CommandUnknownOpts => quizCommand(terminal, Readable.from([]));
    expect(await run(piped, "--seed", "3", "--count", "2", "--kind", "outputSize")).toMatchInlineSnapshot(`
      "1. A picture of 18×18 goes through a convolution with a 5×5 kernel, stride 1 and padding 0 on every side. How many pixels high is the output? [pixels]

      2. A picture of 17×17 goes through a convolution with a 9×9 kernel, stride 4 and padding 2 on every side. How many pixels high is the output? [pixels]

      Answers: convscope quiz --seed 3 --answers answers.md, with the same other options
      "
    `);
    expect(await json(piped, "--seed", "3", "--count", "1", "--kind", "outputSize")).toMatchObject({ seed: 3, exercises: [{ id: "outputSize-3", answer: 14, unit: "pixels" }] });
  });
  test("writes sheets", async () => {
    await run(quizCommand, "--seed", "3", "--count", "2", "--sheet", "sheet.md", "--answers", "answers.txt");
    expect(readFileSync(join(folder, "sheet.md"), "utf8")).toMatch(/^# Exercises\n/);
    expect(readFileSync(join(folder, "answers.txt"), "utf8")).toMatch(/^Exercises: answers\n/);
    await expect(run(quizCommand, "--sheet", "a.md", "--answers", "./a.md")).rejects.toThrow(/two files/);
    for (const name of ["sheet.pdf", "sheet.html", "sheet"]) {
      await expect(run(quizCommand, "--answers", "early.md", "--sheet", name)).rejects.toThrow(`A sheet is written as Markdown (.md) or text (.txt): give it a name that ends in one of them. Received "${name}".`);
      expect([name, "early.md"].filter((file) => existsSync(join(folder, file)))).toEqual([]);
    }
    await expect(run(quizCommand, "--kind", "macz")).rejects.toThrow(/Did you mean "macs"\?/);
  });
  test("asks, names the slip, gives one more try, and shows the way", async () => {
    const keyboard = Object.assign(Readable.from(["what?\n", "13\n", "14\n", "7\n", "8\n", "q\n"]), { isTTY: true });
    const typed = (terminal: Terminal): CommandUnknownOpts => quizCommand(terminal, keyboard);
    expect(await run(typed, "--seed", "3", "--count", "3", "--kind", "outputSize")).toMatchInlineSnapshot(`
      "Type the answer; an empty line shows it, q ends.

      1/3 A picture of 18×18 goes through a convolution with a 5×5 kernel, stride 1 and padding 0 on every side. How many pixels high is the output? [pixels]
      > A number is due, such as 1,728.
      > Not quite: the + 1 for the first place of the window was forgotten.
      > Right.

      2/3 A picture of 17×17 goes through a convolution with a 9×9 kernel, stride 4 and padding 2 on every side. How many pixels high is the output? [pixels]
      > Not quite: that is too much.
      > Not quite: that is too much.
      The answer is 4 pixels
        height: ⌊(n + 2·p − k) / s⌋ + 1 = ⌊(17 + 2·2 − 9) / 4⌋ + 1 = 4 (arXiv:1603.07285, relationship 6)

      3/3 A picture of 59×59 goes through a convolution with a 3×3 kernel, stride 1 and padding 0 on every side. How many pixels high is the output? [pixels]
      > 
      1 of 2 right.
      "
    `);
  });
});
