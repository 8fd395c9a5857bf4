import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { folder, refusal, run, words } from "../../test/run.ts";

const titled = (path: string): string => /<title>([^<]*)<\/title>/.exec(readFileSync(path, "utf8"))?.[1] ?? "";

test("every figure of what is learned and of models is drawn into a file of its name, and tells its numbers", async () => {
  const cwd = folder();
  const lines = [
    "activation relu tanh", "schedule cosine step:10 warmup:5,cosine --epochs 20", "loss-surface --rates 0.05,0.3", "convolution --input 5 --kernel 3 --stride 2", "convolution --input 3 --kernel 2 --stride 2 --transposed", "convolution --kernel sobel-x --padding same --step 3", "pooling --input 6x4 --kind average",
    "graph (x+y)*z --at x=-2 y=5 z=-4", "bubbles resnet", "winners", "layers lenet5",
  ];
  for (const line of lines) {
    const [name = ""] = words(line);
    const { status, err, json } = await run([...words(`plot ${line} --theme dark -o ${name}.svg`), "--json"], { cwd });
    expect({ line, status, err }).toEqual({ line, status: 0, err: "" });
    expect(json()).toMatchObject({ figure: name, file: join(cwd, `${name}.svg`), width: expect.any(Number) as number });
    expect(titled(join(cwd, `${name}.svg`))).not.toBe("");
  }
  const figure = async (line: string): Promise<Record<string, unknown>> => (await run([...words(`plot ${line}`), "--json"], { cwd })).json();
  expect(await figure("convolution --input 7 --kernel 3 --stride 2 --padding 1 --step 1")).toMatchObject({ file: join(cwd, "convolution-2.svg"), outputShape: [4, 4] });
  expect((await figure("schedule step:10:0.1 --lr 1"))["schedules"]).toMatchObject([{ schedule: "step:10:0.1", first: 1, greatest: 1 }]);
  expect((await figure("loss-surface --rates 0.15 --title bowl -o bowl.svg"))["descents"]).toMatchObject([{ rate: 0.15, name: "rate 0.15: right" }]);
  expect(titled(join(cwd, "bowl.svg"))).toBe("bowl");
  expect((await run(words("plot pooling -o pooling.png"), { cwd })).out).toBe(`pooling drawn into ${join(cwd, "pooling.png")}\n`);
  expect([...readFileSync(join(cwd, "pooling.png")).subarray(1, 4)]).toEqual([80, 78, 71]);
}, 60_000);

test("curves of runs and of tables of any program", async () => {
  const cwd = folder();
  expect((await run(words("train logistic --samples 60 --test-samples 40 --epochs 2 --backend cpu --out runs/a --json"), { cwd })).status).toBe(0);
  writeFileSync(join(cwd, "keras.json"), JSON.stringify({ loss: [0.9, 0.5], acc: [0.6, 0.8], val_loss: [0.8, 0.6], val_acc: [0.7, 0.75] }));
  const { json } = await run(words("plot curves runs/a runs/a/history.csv keras.json --smooth 0.5 --json"), { cwd });
  const { trainings, file } = json<{ file: string; trainings: { name: string; epochs: number; last: object }[] }>();
  expect(trainings.map(({ name, epochs }) => [name, epochs])).toEqual([["runs/a", 2], ["runs/a/history.csv", 2], ["keras", 2]]);
  expect(trainings[0]?.last).toMatchObject(trainings[1]?.last ?? {});
  expect(trainings[2]?.last).toEqual({ epoch: 2, loss: 0.5, accuracy: 0.8, valLoss: 0.6, valAccuracy: 0.75 });
  expect(readFileSync(file, "utf8")).toContain("running means");
  for (const which of ["roc", "pr"]) {
    const rates = (await run(words(`plot ${which} runs/a --backend cpu --json`), { cwd })).json<{ curves: { class: string; area: number }[] }>();
    expect(rates.curves).toHaveLength(10);
    expect((await run(words(`plot ${which} runs/a --class 3 --backend cpu --json`), { cwd })).json<{ curves: object[] }>().curves).toEqual([rates.curves[3]]);
  }
  expect((await run(words("plot confusion runs/a --shares --json"), { cwd })).json<{ matrix: number[][] }>().matrix.flat().reduce((a, b) => a + b, 0)).toBe(40);
  expect((await run(words("plot classes runs/a --worst"), { cwd })).status).toBe(0);
}, 60_000);

test("confusion and rates of one's own predictions", async () => {
  const cwd = folder();
  writeFileSync(join(cwd, "p.csv"), "true,predicted\ncat,cat\ncat,dog\ndog,dog\ndog,dog\n");
  writeFileSync(join(cwd, "m.csv"), ",cat,dog\ncat,1,1\ndog,0,2\n");
  writeFileSync(join(cwd, "e.json"), JSON.stringify({ accuracy: 0.75, confusion: [[1, 1], [0, 2]], perClass: [{ class: "cat" }, { class: "dog" }] }));
  for (const file of ["p.csv", "m.csv", "e.json"]) expect((await run(words(`plot confusion ${file} --json`), { cwd })).json()).toMatchObject({ classes: ["cat", "dog"], matrix: [[1, 1], [0, 2]] });
  expect((await run(words("plot classes p.csv --json"), { cwd })).json()).toMatchObject({ perClass: [{ class: "cat", precision: 1, recall: 0.5, support: 2 }, { class: "dog", precision: 2 / 3, recall: 1, support: 2 }] });
  // Of the pairs of a positive and a negative 3 of 4 are in order.
  writeFileSync(join(cwd, "s.csv"), "label,score\nyes,0.9\nno,0.8\nyes,0.7\nno,0.1\n");
  expect((await run(words("plot roc s.csv --json"), { cwd })).json()).toMatchObject({ measure: "AUC", curves: [{ class: "yes", area: 0.75 }] });
  expect((await run(words("plot pr s.csv --json"), { cwd })).json()).toMatchObject({ measure: "AP", curves: [{ class: "yes", area: (1 + 2 / 3) / 2 }] });
  writeFileSync(join(cwd, "t.csv"), "x,y,kind\n1,2,a\n2,4,b\n4,16,a\n");
  expect((await run(words("plot lines t.csv --log-y --json"), { cwd })).json()).toMatchObject({ x: "x", y: ["y"], rows: 3 });
  expect((await run(words("plot scatter t.csv --class kind --json"), { cwd })).json()).toMatchObject({ points: 3, classes: ["a", "b"] });
  expect((await run(words("plot scatter t.csv --json"), { cwd })).json()).toMatchObject({ points: 3 });
}, 60_000);

test("what cannot be drawn is said", async () => {
  const cwd = folder();
  writeFileSync(join(cwd, "t.csv"), "x,kind\n1,a\n2,b\n");
  const said: Record<string, string> = {};
  for (const line of [
    "curves t.csv", "confusion t.csv", "roc t.csv", "lines t.csv --x kind", "lines t.csv --y z", "scatter t.csv --y kind", "curves nowhere", "activation softmax", "activation rellu", "schedule cosin", "convolution --input 2 --kernel 3", "convolution --input 3;a", "convolution --padding full", "loss-surface --curvature 0,1", "loss-surface --rates 0.1,x", "graph x*2", "bubbles nothing", "pooling --step 99",
  ]) said[line] = await refusal(`plot ${line}`, { cwd });
  expect(said).toMatchInlineSnapshot(`
    {
      "activation rellu": "2 error: there is no activation "rellu" that acts on each value alone. Did you mean "relu"? Known: elu, gelu, hardSigmoid, hardSwish, leakyRelu, linear, mish, prelu, randomizedLeakyRelu, relu, relu6, scaledTanh, selu, sigmoid, silu, softplus, softsign, step, tanh.",
      "activation softmax": "2 error: there is no activation "softmax" that acts on each value alone. Known: elu, gelu, hardSigmoid, hardSwish, leakyRelu, linear, mish, prelu, randomizedLeakyRelu, relu, relu6, scaledTanh, selu, sigmoid, silu, softplus, softsign, step, tanh.",
      "bubbles nothing": "1 error: there must be a model with a known accuracy. Received none that matches nothing. "convscope models" lists all.",
      "confusion t.csv": "1 error: t.csv: must have columns "true" and "predicted", or be a matrix with the classes in its first line. Received 2 columns (x, kind) and 2 rows.",
      "convolution --input 2 --kernel 3": "1 error: conv2d: the kernel must fit the padded input. Received 2 + 0 padding along height, --kernel=3. Use --kernel ≤ 2, or --padding same.",
      "convolution --input 3;a": "2 error: option '--input <grid>' argument '3;a' is invalid. It must be a size such as 5 or 5x6, or rows of equally many numbers such as "1 0 1; 0 1 0". Received "3;a".
    (--help shows what there is)",
      "convolution --padding full": "2 error: option '--padding <n>' argument 'full' is invalid. It must be same, or a number of rows and columns of zeros on every side. Received "full".
    (--help shows what there is)",
      "curves nowhere": "1 error: HERE/nowhere: there is no such file.",
      "curves t.csv": "1 error: t.csv: a history must have a column loss; accuracy, val_loss, val_accuracy, learning_rate and epoch are used where they are there. Received x, kind. "convscope plot lines" draws any columns.",
      "graph x*2": "1 error: plot graph: every name must have a value. Received none of "x": add --at x=1. In: x*2",
      "lines t.csv --x kind": "1 error: t.csv: the column kind must hold numbers. Received "a". Name another by --x.",
      "lines t.csv --y z": "1 error: t.csv: there is no column "z". Did you mean "x"? Columns: x, kind.",
      "loss-surface --curvature 0,1": "2 error: --curvature must be above 0 in both directions, and --start away from 0,0. Received 0,1 and -3.4,0.75.",
      "loss-surface --rates 0.1,x": "2 error: option '--rates <list>' argument '0.1,x' is invalid. It must be a number > 0. Received "x".
    (--help shows what there is)",
      "pooling --step 99": "1 error: poolingSteps: step must be "all" or a whole number from 1 to 4. Received 99.",
      "roc t.csv": "1 error: t.csv: must have a column "true" or "label" with the true class. Received x, kind.",
      "scatter t.csv --y kind": "1 error: t.csv: the columns x and kind must hold numbers. Received none in any row. Name others by --x and --y.",
      "schedule cosin": "1 error: schedule: unknown kind "cosin". Did you mean "cosine"? Kinds: byEpoch, constant, cosine, cosineRestarts, cyclic, exponential, inverseTime, oneCycle, plateau, polynomial, step, warmup.",
    }
  `);
}, 60_000);

test("the help says what figures there are", async () => {
  const { status, out } = await run(["plot"]);
  expect(status).toBe(0);
  for (const group of ["Of runs, and of tables of one's own:", "Of any table:", "Of what lessons are about:", "Of models:"]) expect(out).toContain(group);
  const names = Array.from(out.matchAll(/^  ([a-z-]+)  +\S/gm), ([, name = ""]) => name).filter((name) => name !== "help");
  expect(names).toHaveLength(16);
  for (const name of ["", ...names]) {
    const help = await run([...words(`plot ${name}`.trim()), "--help"]);
    expect({ name, status: help.status, long: help.out.split("\n").filter((line) => line.length > 80) }).toEqual({ name, status: 0, long: [] });
  }
});
