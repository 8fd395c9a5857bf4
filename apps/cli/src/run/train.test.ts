import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { batchNormalization, dense, flatten, graph, toJson } from "@convscope/core";
import { image, strokes } from "@convscope/datasets";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { folder, refusal, run, words, type Outcome } from "../../test/run.ts";

interface TrainJson {
  readonly model: string;
  readonly data: string;
  readonly epochs: number;
  readonly backend: string;
  readonly imagesPerSecond: number;
  readonly history: readonly { readonly epoch: number; readonly loss: number; readonly accuracy: number; readonly valLoss: number; readonly valAccuracy: number }[];
  readonly test: { readonly loss: number; readonly accuracy: number; readonly macroF1: number };
  readonly seconds: number;
  readonly run: string;
}

describe("a training of a small net on drawn digits", () => {
  let cwd: string;
  let trained: Outcome;
  beforeAll(async () => {
    cwd = mkdtempSync(join(tmpdir(), "convscope-train-"));
    trained = await run(words("train fashion-cnn --data strokes --samples 600 --test-samples 200 --epochs 2 --batch 32 --threads 2 --out run --json"), { cwd });
  }, 120_000);
  afterAll(() => rmSync(cwd, { recursive: true, force: true }));

  test("answers with one document, and reports each epoch on standard error", () => {
    expect(trained.status).toBe(0);
    expect(trained.out.trimEnd().split("\n")).toHaveLength(1);
    const json = trained.json<TrainJson>();
    expect(json).toMatchObject({ model: "fashion-cnn", data: "strokes", epochs: 2, backend: "ort", run: join(cwd, "run") });
    expect(json.history.map(({ epoch }) => epoch)).toEqual([1, 2]);
    for (const { loss, accuracy, valLoss, valAccuracy } of json.history) for (const value of [loss, accuracy, valLoss, valAccuracy]) expect(value).toBeGreaterThan(0);
    expect(json.imagesPerSecond).toBeGreaterThan(0);
    expect(json.seconds).toBeGreaterThan(0);
    // Ten classes: a guess is right once in ten.
    expect(json.test.accuracy).toBeGreaterThan(0.4);
    expect(json.test.macroF1).toBeGreaterThan(0.3);
    const lines = trained.err.trimEnd().split("\n");
    expect(lines[0]).toBe("fashion-cnn on Strokes: drawn digits: 540 images to train, 60 held out, ort (2 threads), seed 1");
    expect(lines.slice(1)).toEqual([expect.stringMatching(/^epoch 1\/2 {2}loss \d\.\d{4} {2}accuracy \d+\.\d\d % {2}validation loss \d\.\d{4} {2}accuracy \d+\.\d\d % {2}/), expect.stringMatching(/^epoch 2\/2 /)]);
  });

  test("leaves a folder with all of it", () => {
    const names = ["curves", "confusion", "classes", "predictions", "mistakes", "filters"];
    expect(readdirSync(join(cwd, "run")).sort()).toEqual(["best.safetensors", "graph.json", "history.csv", "last.safetensors", "previous.safetensors", "run.json", "test.json", ...names.flatMap((name) => [`${name}.png`, `${name}.svg`])].sort());
    for (const name of names) {
      expect(readFileSync(join(cwd, "run", `${name}.svg`), "utf8")).toMatch(/^<svg[\s\S]+<\/svg>\s*$/);
      expect(readFileSync(join(cwd, "run", `${name}.png`)).subarray(1, 4).toString()).toBe("PNG");
    }
    const kept = JSON.parse(readFileSync(join(cwd, "run", "run.json"), "utf8")) as Record<string, unknown>;
    const { history, test: measured } = trained.json<TrainJson>();
    expect(kept).toMatchObject({ format: 1, status: "finished", history, test: measured, preprocessing: { scale: 1 / 255 }, data: { name: "strokes", classes: [..."0123456789"], inputShape: [28, 28, 1] } });
    // The folder is where it lies.
    expect(kept["config"]).not.toHaveProperty("out");
    expect(kept["config"]).toMatchObject({ model: "fashion-cnn", epochs: 2, batch: 32, seed: 1, validation: 0.1, samples: { train: 600, test: 200 } });
  });

  test("evaluate measures what the training measured", async () => {
    const { status, out, err, json } = await run(words("evaluate run --threads 2 --json"), { cwd });
    expect({ status, err }).toEqual({ status: 0, err: "" });
    expect(out.trimEnd().split("\n")).toHaveLength(1);
    interface Evaluated { loss: number; accuracy: number; macroF1: number; top5: number; perClass: { class: string; precision: number; recall: number; f1: number; support: number }[]; confusion: number[][] }
    const measured = json<Evaluated>();
    expect(measured).toMatchObject({ ...trained.json<TrainJson>().test, model: "fashion-cnn", data: "strokes", run: join(cwd, "run"), images: 200, backend: "ort" });
    expect(measured.top5).toBeGreaterThanOrEqual(measured.accuracy);
    expect(measured.perClass.map((row) => row.class)).toEqual([..."0123456789"]);
    expect(measured.perClass.reduce((sum, { support }) => sum + support, 0)).toBe(200);
    expect(measured.confusion.flat().reduce((a, b) => a + b)).toBe(200);
    expect(measured.confusion.reduce((sum, row, i) => sum + (row[i] ?? 0), 0) / 200).toBeCloseTo(measured.accuracy, 12);
    const { out: text } = await run(words("evaluate run"), { cwd });
    expect(text).toMatch(/^fashion-cnn of run on Strokes: drawn digits: 200 test images, ort\n\nAccuracy \d+\.\d\d % {2}loss /);
    expect(text).toMatch(/^weighted +\d/m);
  });

  test("evaluate takes other data of the same kind only", async () => {
    expect((await run(words("evaluate run --test-samples 50 --json"), { cwd })).json<{ confusion: number[][] }>().confusion.flat().reduce((a, b) => a + b)).toBe(50);
    expect(await refusal("evaluate run --data shapes", { cwd })).toMatchInlineSnapshot(`"1 error: shapes: pictures and classes must be as in the training, 28×28×1 and 10. Received 32×32×3 and 3."`);
  });

  test("predict tells a test digit, upright and inverted", async () => {
    const { test: digits } = strokes({ train: 0, test: 200 });
    const predicted = (await run(words("evaluate run --threads 2 --json"), { cwd })).json<{ perClass: { class: string; recall: number }[] }>();
    // A digit of the class that the net knows best: two epochs do not teach all of them.
    const [sure] = [...predicted.perClass].sort((a, b) => b.recall - a.recall);
    const candidates = [...digits.labels.keys()].filter((i) => String(digits.labels[i]) === sure?.class);
    const asked = await Promise.all(
      candidates.slice(0, 5).map(async (i) => {
        const pixels = image(digits, i);
        const png = (data: Uint8Array): Promise<Buffer> => sharp(data, { raw: { width: 28, height: 28, channels: 1 } }).png().toBuffer();
        writeFileSync(join(cwd, `digit-${i}.png`), await png(pixels));
        writeFileSync(join(cwd, `paper-${i}.png`), await png(pixels.map((v) => 255 - v)));
        return i;
      }),
    );
    interface Predicted { predictions: { class: string; index: number; probability: number }[] }
    const top = await Promise.all(asked.map(async (i) => (await run(["predict", "run", `digit-${i}.png`, "--top", "3", "--json"], { cwd })).json<Predicted>().predictions));
    for (const predictions of top) expect(predictions).toHaveLength(3);
    const right = top.filter(([first]) => first?.class === sure?.class).length;
    expect(right).toBeGreaterThanOrEqual(3);
    const [first = 0] = asked;
    const inverted = await run(["predict", "run", `paper-${first}.png`, "--top", "3", "--invert", "--json"], { cwd });
    expect(inverted.json<Predicted>().predictions).toEqual(top[0]);
    expect(inverted.err).toBe("");
    const light = await run(["predict", "run", `paper-${first}.png`], { cwd });
    expect(light.err).toMatchInlineSnapshot(`
      "note: the picture is light at its border, while digits to train on are light on dark. If the answer looks wrong, try --invert.
      "
    `);
    expect(light.out).toMatch(/^class +probability\n\d +\d+\.\d\d % /);
  });

  test("predict takes a test sample, the same as its raw picture", async () => {
    interface Predicted { data?: string; split?: string; index?: number; label?: string; predictions: { class: string; index: number; probability: number }[] }
    const sample = (await run(words("predict run --data strokes --index 3 --json"), { cwd })).json<Predicted>();
    const { test: digits } = strokes({ train: 0, test: 200 });
    expect(sample).toMatchObject({ data: "strokes", split: "test", index: 3, label: String(digits.labels[3]) });
    expect((await run(words("data show strokes --index 3 --raw -o raw.png"), { cwd })).status).toBe(0);
    expect((await run(words("predict run raw.png --json"), { cwd })).json<Predicted>().predictions).toEqual(sample.predictions);
    const said = await run(words("predict run --data strokes --index 3 --top 1"), { cwd });
    expect(said.err).toBe("");
    expect(said.out).toMatch(/^strokes test 3, in truth \d\n\nclass +probability\n/);
    expect(await refusal("predict run", { cwd })).toMatchInlineSnapshot(`"2 error: name a picture, or a test sample with --data mnist --index 0."`);
    expect(await refusal("predict run a.png --data strokes", { cwd })).toMatchInlineSnapshot(`"2 error: a picture and --data both name what to look at. Give one."`);
    expect(await refusal("predict run a.png --index 3", { cwd })).toMatchInlineSnapshot(`"2 error: --index belongs to a data set: name it with --data."`);
    expect(await refusal("predict run --data shapes", { cwd })).toMatchInlineSnapshot(`"1 error: shapes: its pictures must be what the network takes, 28×28×1. Received 32×32×3. Choose other --data."`);
    expect(await refusal("predict run --data strokes --index 5000", { cwd })).toMatchInlineSnapshot(`"1 error: --index must be at most 1999. Received 5000."`);
  });

  test("the folder is not trained into again", async () => {
    expect(await refusal("train fashion-cnn --out run", { cwd })).toMatchInlineSnapshot(`"1 error: HERE/run is not empty. Choose another --out, or --resume to go on with the training there."`);
  });

  test("a resumed training keeps its settings", async () => {
    expect(await refusal("train --resume --out run --lr 0.1 --seed 4", { cwd })).toMatchInlineSnapshot(`"1 error: HERE/run: a training goes on with its own settings; only epochs may change. Received lr 0.1, where none was due; seed 4, where 1 was due. Leave it out, or train anew into another --out."`);
    expect(await refusal("train lenet5 --resume --out run", { cwd })).toMatchInlineSnapshot(`"1 error: HERE/run: a training goes on with its own settings; only epochs may change. Received model "lenet5", where "fashion-cnn" was due. Leave it out, or train anew into another --out."`);
  });

  test("a damaged run says what is damaged", async () => {
    const damaged = (name: string, change: (path: string) => void): void => {
      mkdirSync(join(cwd, "hurt"), { recursive: true });
      for (const file of ["run.json", "graph.json", "best.safetensors", "last.safetensors"]) copyFileSync(join(cwd, "run", file), join(cwd, "hurt", file));
      change(join(cwd, "hurt", name));
    };
    damaged("run.json", (path) => writeFileSync(path, "{"));
    expect(await refusal("evaluate hurt", { cwd })).toMatchInlineSnapshot(`"1 error: HERE/hurt/run.json: must be JSON. The file is damaged; train again into another folder."`);
    damaged("run.json", (path) => writeFileSync(path, readFileSync(path, "utf8").replace(`"status": "finished"`, `"status": "done"`)));
    expect(await refusal("evaluate hurt", { cwd })).toMatchInlineSnapshot(`"1 error: HERE/hurt/run.json: status must be "running" or "interrupted" or "failed" or "stopped" or "finished". Received "done". The file is damaged, or of another version."`);
    damaged("run.json", (path) => writeFileSync(path, readFileSync(path, "utf8").replace(/"classes": \[/, `"classes": ["zero",`)));
    for (const line of ["evaluate hurt", "predict hurt digit.png"]) expect(await refusal(line, { cwd })).toMatchInlineSnapshot(`"1 error: HERE/hurt/run.json: there must be a class for each output of graph.json, 10. Received 11 classes. One of the two files is damaged or of another run; train again into another folder."`);
    damaged("run.json", (path) => writeFileSync(path, readFileSync(path, "utf8").replace(/"scale": [^\n]+/, `"scale": 1e300`)));
    expect(await refusal("predict hurt digit.png", { cwd })).toMatchInlineSnapshot(`"1 error: HERE/hurt/run.json: preprocessing.scale must be ≤ 1. Received 1e+300. The file is damaged, or of another version."`);
    damaged("run.json", (path) => writeFileSync(path, readFileSync(path, "utf8").replace("strokes:1:", "strokes:0:")));
    expect(await refusal("evaluate hurt", { cwd })).toMatchInlineSnapshot(`"1 error: strokes: the data must be those of the training. Received strokes:1:1:600:200, where strokes:0:1:600:200 was due. Give the files of the training with --data-dir, or train again."`);
    damaged("run.json", (path) => rmSync(path));
    for (const line of ["evaluate hurt", "predict hurt digit.png"]) expect(await refusal(line, { cwd })).toMatchInlineSnapshot(`"1 error: HERE/hurt is not a run: it holds no run.json. "convscope train … --out HERE/hurt" makes one."`);
    damaged("graph.json", (path) => writeFileSync(path, "[]"));
    expect(await refusal("evaluate hurt", { cwd })).toMatchInlineSnapshot(`"1 error: HERE/hurt/graph.json must be a record { … }. Received []."`);
    damaged("best.safetensors", (path) => truncateSync(path, 5000));
    expect(await refusal("evaluate hurt", { cwd })).toMatchInlineSnapshot(`"1 error: HERE/hurt/best.safetensors: tensor "conv2.weight": data_offsets must lie within the 3920 bytes of numbers. Received [1920, 53120]. The file is damaged or not a safetensors file; fetch or write it again."`);
    damaged("best.safetensors", (path) => rmSync(path));
    expect(await refusal("evaluate hurt", { cwd })).toMatchInlineSnapshot(`"1 error: HERE/hurt: no epoch has left weights that are worth keeping. "convscope train --resume --out HERE/hurt" goes on."`);
    damaged("last.safetensors", (path) => truncateSync(path, 4));
    expect(await refusal("train --resume --out hurt --epochs 3", { cwd })).toMatchInlineSnapshot(`"1 error: HERE/hurt: a training goes on from a checkpoint that is whole. Received a damaged one, and none before it. HERE/hurt/last.safetensors: must begin with an 8-byte header length. Received 4 bytes. The file is damaged or not a safetensors file; fetch or write it again. Train anew into another --out."`);
  });
});

test("the text for people has accuracy, a table of classes and the figures", async () => {
  const cwd = folder();
  const { status, out } = await run(words("train logistic --samples 200 --test-samples 50 --epochs 1 --threads 2"), { cwd });
  expect(status).toBe(0);
  expect(out.replace(/\d[\d,.]*/g, "N").replace(/ +/g, " ")).toMatchInlineSnapshot(`
    "
    Test accuracy N % loss N macro FN N % with the weights of epoch N best on held-out data
    N images/s on ort (N threads), N s in all

    class precision recall FN images
    N N % N % N % N
    N N % N % N % N
    N N % N % N % N
    N N % N % N % N
    N N % N % N % N
    N N % N % N % N
    N N % N % N % N
    N N % N % N % N
    N N % N % N % N
    N N % N % N % N

    Figures, each as .png and .svg:
     runs/logistic-strokes/curves.png
     runs/logistic-strokes/confusion.png
     runs/logistic-strokes/classes.png
     runs/logistic-strokes/predictions.png
     runs/logistic-strokes/mistakes.png

    Everything is in runs/logistic-strokes. Next:
     convscope evaluate runs/logistic-strokes
     convscope predict runs/logistic-strokes --data strokes --index N
     convscope predict runs/logistic-strokes picture.png
    "
  `);
  expect(existsSync(join(cwd, "runs", "logistic-strokes", "run.json"))).toBe(true);
  // The next one gets a folder of its own.
  expect((await run(words("train logistic --samples 200 --test-samples 50 --epochs 1 --json"), { cwd })).json()["run"]).toBe(join(cwd, "runs", "logistic-strokes-2"));
});

test("without held-out data the training loss chooses", async () => {
  const cwd = folder();
  const { status, json } = await run(words("train logistic --samples 100 --test-samples 20 --epochs 2 --validation 0 --out run --json"), { cwd });
  expect(status).toBe(0);
  expect(json()).toMatchObject({ best: { epoch: 2, metric: "loss" } });
  expect((await run(words("train logistic --samples 100 --test-samples 20 --epochs 1 --validation 0 --out text"), { cwd })).out).toContain("with the weights of epoch 1, best on the training data, as none were held out");
  expect(json<TrainJson>().history[0]).not.toHaveProperty("valLoss");
  // A tenth of three images is none.
  expect((await run(words("train logistic --samples 3 --test-samples 20 --epochs 1 --out few --json"), { cwd })).json()).toMatchObject({ best: { metric: "loss" } });
});

test("losses that compare with one row for each sample train too", async () => {
  const cwd = folder();
  for (const loss of ["categoricalCrossentropy", "meanSquaredError", "focal", "binaryCrossentropy"]) {
    const { status, json } = await run(["train", "logistic", "--samples", "300", "--test-samples", "50", "--epochs", "3", "--loss", loss, "--out", loss, "--json"], { cwd });
    expect(status).toBe(0);
    const { history } = json<TrainJson>();
    expect(history[2]?.loss).toBeLessThan(history[0]?.loss ?? 0);
    // The share of right classes: whole images of the 30 held out. Yes or no for each output would be right nine times in ten from the start.
    expect((history[0]?.valAccuracy ?? 0) * 30).toBeCloseTo(Math.round((history[0]?.valAccuracy ?? 0) * 30), 6);
    expect(history[0]?.valAccuracy).toBeLessThan(0.85);
  }
}, 120_000);

test("a training that goes astray says so, and its folder too", async () => {
  const cwd = folder();
  expect(await refusal("train mnist-cnn --samples 200 --test-samples 20 --optimizer sgd --lr 1e9 --threads 1 --no-doctor --out run", { cwd })).toMatchInlineSnapshot(`
    "1 mnist-cnn on Strokes: drawn digits: 180 images to train, 20 held out, ort (1 thread), seed 1
    error: fit: the loss must stay a finite number. Received NaN in epoch 1, step 3: conv2 (conv2d) is the first node that gives -Infinity; it gets values up to 9.3e29, and has weights up to 1.6e32. A smaller learning rate, gradient clipping or scaled inputs usually help."
  `);
  expect(JSON.parse(readFileSync(join(cwd, "run", "run.json"), "utf8"))).toMatchObject({ status: "failed", reason: expect.stringMatching(/^fit: the loss must stay a finite number/) as string });
  expect(await refusal("evaluate run", { cwd })).toMatchInlineSnapshot(`"1 error: HERE/run: no epoch has left weights that are worth keeping. "convscope train --resume --out HERE/run" goes on."`);
});

test("what cannot be trained is refused before anything is loaded or written", async () => {
  const cwd = folder();
  expect(await refusal("train", { cwd })).toMatchInlineSnapshot(`"2 error: name a model, such as convscope train mnist-cnn, or put a convscope.config.json here. "convscope models" lists the models."`);
  expect(await refusal("train lenet", { cwd })).toMatchInlineSnapshot(`"1 error: there is no model, file or run "lenet". Did you mean "lenet5" or "alexnet"? "convscope models" lists the models."`);
  expect(await refusal("train perceptron", { cwd })).toMatchInlineSnapshot(`"1 error: perceptron: every layer must pass a gradient on for the others to learn by descent. Received step (step), whose derivative is 0 everywhere. Leave it out, or put a sigmoid in its place; "logistic" is such a net."`);
  expect(await refusal("train mnist-cnn --classes 7", { cwd })).toMatchInlineSnapshot(`"1 error: mnist-cnn: there must be one output for each of the 10 classes of strokes. Received 7. Leave --classes out, or end the graph in dense(10)."`);
  expect(await refusal("train mnist-cnn --input 32x32x1", { cwd })).toMatchInlineSnapshot(`"1 error: mnist-cnn: the input must be that of strokes, 28×28×1. Received 32×32×1. Leave --input out, or choose other data."`);
  expect(await refusal("train mnist-cnn --optimizer adm", { cwd })).toMatchInlineSnapshot(`
    "2 error: option '--optimizer <kind>' argument 'adm' is invalid. There is no "adm". Did you mean "adam"? Known: adadelta, adagrad, adam, adamax, adamw, nadam, radam, rmsprop, sgd.
    (--help shows what there is)"
  `);
  expect(await refusal("train mnist-cnn --momentum 0.9", { cwd })).toMatchInlineSnapshot(`"1 error: adam: unknown option momentum. Options: learningRate, weightDecay, beta1, beta2, epsilon, amsgrad, epsilonHat, clipNorm, clipValue."`);
  expect(await refusal("train mnist-cnn --backend gpu", { cwd })).toMatchInlineSnapshot(`
    "2 error: option '--backend <name>' argument 'gpu' is invalid. There is no "gpu". Did you mean "cpu"? Known: auto, node-gpu, webgpu, ort, ort-cuda, ort-dml, ort-coreml, ort-webgpu, simd, wasm, cpu.
    (--help shows what there is)"
  `);
  expect(await refusal("train mnist-cnn --validation 1", { cwd })).toMatchInlineSnapshot(`
    "2 error: option '--validation <share>' argument '1' is invalid. It must be from 0 up to, but not, 1. Received "1".
    (--help shows what there is)"
  `);
  expect(await refusal("train mnist-cnn --resume", { cwd })).toMatchInlineSnapshot(`"2 error: --resume needs the folder of the training to go on with: --out runs/name."`);
  expect(await refusal("train --resume --out nothing", { cwd })).toMatchInlineSnapshot(`"2 error: HERE/nothing holds no training to go on with. Name the model to begin with, such as convscope train mnist-cnn --resume --out HERE/nothing."`);
  expect(readdirSync(cwd)).toEqual([]);
  expect(await refusal("train logistic --loss negativeLogLikelihood", { cwd })).toMatchInlineSnapshot(`"1 error: logistic: negativeLogLikelihood is of log-probabilities, so the graph must end in logSoftmax. Received fc (dense). Use --loss sparseCategoricalCrossentropy, or add the layer."`);
  expect(await refusal("train logistic --loss klDivergence", { cwd })).toMatchInlineSnapshot(`"1 error: logistic: klDivergence is of log-probabilities, so the graph must end in logSoftmax. Received fc (dense). Use --loss sparseCategoricalCrossentropy, or add the layer."`);
  writeFileSync(join(cwd, "weighed.json"), JSON.stringify({ model: "logistic", loss: { kind: "sparseCategoricalCrossentropy", classWeights: [1, 2] } }));
  expect(await refusal("train weighed.json --out run", { cwd })).toMatchInlineSnapshot(`"1 error: fc (sparseCategoricalCrossentropy): there must be one weight for each of 10 classes. Received 2."`);
  writeFileSync(join(cwd, "normal.json"), toJson(graph("normal", [28, 28, 1], { flat: flatten(), bn: batchNormalization(), fc: dense(10) })));
  expect(await refusal("train normal.json --samples 101 --batch 20 --validation 0 --out run", { cwd })).toMatchInlineSnapshot(`"1 error: bn (batchNormalization): every batch must have at least two images. Received 101 to train on in batches of 20, the last of one. Use --batch 19 or 21, or layerNormalization."`);
  expect(await refusal("train normal.json --samples 100 --batch 1 --validation 0 --out run", { cwd })).toMatchInlineSnapshot(`"1 error: bn (batchNormalization): every batch must have at least two images. Received 100 to train on in batches of 1, the last of one. Use --batch 2 or 4, or layerNormalization."`);
  expect(await refusal("train normal.json --samples 1 --validation 0 --out run", { cwd })).toMatchInlineSnapshot(`"1 error: bn (batchNormalization): every batch must have at least two images. Received 1 to train on in batches of 64, the last of one. Use more --samples, or layerNormalization."`);
  expect(readdirSync(cwd).sort()).toEqual(["normal.json", "weighed.json"]);
  expect((await run(words("train normal.json --samples 101 --test-samples 20 --batch 19 --validation 0 --epochs 1 --out normal"), { cwd })).status).toBe(0);
  // The last step is of 21 images, in batches of 11 and 10.
  expect((await run(words("train normal.json --samples 101 --test-samples 20 --batch 20 --accumulate 2 --validation 0 --epochs 1 --out parts"), { cwd })).status).toBe(0);
  writeFileSync(join(cwd, "file"), "");
  expect(await refusal("train logistic --samples 50 --out file/run", { cwd })).toMatchInlineSnapshot(`"1 error: HERE/file/run lies under a file, where a folder was due."`);
  mkdirSync(join(cwd, "papers"));
  writeFileSync(join(cwd, "papers", "a"), "");
  expect(await refusal("train logistic --resume --out papers", { cwd })).toMatchInlineSnapshot(`"1 error: HERE/papers is not a run: it holds no run.json, and other files. Choose another --out."`);
});
