import { createServer } from "node:http";
import { copyFileSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { batchNormalization, conv2d, dense, flatten, graph, relu, toJson } from "@convscope/core";
import { toTorch, writeSafetensors } from "@convscope/exchange";
import { model } from "@convscope/models";
import { initialWeights } from "@convscope/nn";
import { golden, goldenBytes } from "@convscope/test-kit";
import sharp from "sharp";
import { expect, onTestFinished, test } from "vitest";
import { folder, refusal, run, words } from "../../test/run.ts";

/** A mirror on this machine that serves these files; gives its address and what was asked of it. */
async function mirror(files: { readonly [path: string]: Uint8Array }): Promise<{ readonly url: string; readonly asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? "");
    const bytes = files[request.url ?? ""];
    if (bytes) response.writeHead(200, { "content-length": bytes.length }).end(bytes);
    else response.writeHead(404).end();
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

const cat = fileURLToPath(new URL("../../../../golden/cat.jpg", import.meta.url));
const file = "/timm/mobilenetv1_100.ra4_e3600_r224_in1k/resolve/main/model.safetensors";

/** MobileNet as timm would publish it, if it took everything for a tabby. */
function tabbies(): Uint8Array {
  const net = model("mobilenet_v1");
  const state = toTorch(net, initialWeights(net, { seed: 1 }));
  const bias = new Float32Array(1000);
  bias[281] = 50;
  bias[282] = 48;
  return writeSafetensors({ ...state, "classifier.bias": { shape: [1000], data: bias } });
}

test("a model is fetched once, by weights or by predict, and predict names ImageNet's classes", async () => {
  const [cwd, cache] = [folder(), folder()];
  copyFileSync(cat, join(cwd, "cat.jpg"));
  const { url, asked } = await mirror({ [file]: tabbies() });
  const env = { CONVSCOPE_CACHE: cache, CONVSCOPE_WEIGHTS_MIRROR: url };
  const first = await run(words("predict mobilenet_v1 cat.jpg --top 2 --backend simd"), { cwd, env });
  expect({ ...first, json: undefined }).toEqual({
    status: 0, json: undefined, out: expect.stringMatching(/^class +probability\ntabby +8\d\.\d\d % {2}█+\ntiger cat +1\d\.\d\d % {2}█+\n$/) as string,
    err: "downloading mobilenetv1_100.ra4_e3600_r224_in1k.safetensors (16.2 MiB)\n",
  });
  const again = (await run(words("weights mobilenet_v1 --json"), { cwd, env })).json();
  expect(again).toMatchObject({ model: "mobilenet_v1", version: "ra4_e3600_r224_in1k", source: "timm", crop: 224, resize: 256, interpolation: "bicubic", path: join(cache, "weights", "timm", "mobilenetv1_100.ra4_e3600_r224_in1k.safetensors") });
  expect(asked).toEqual([file]);
  const listed = (await run(words("weights mobilenet_v1 --list --json"), { cwd, env })).json<{ here: boolean }[]>();
  expect(listed.map(({ here }) => here)).toEqual([true]);
  const json = (await run(words("predict mobilenet_v1 cat.jpg --top 1 --json --backend simd"), { cwd, env: { CONVSCOPE_CACHE: cache, CONVSCOPE_WEIGHTS_MIRROR: "http://127.0.0.1:9" } })).json();
  expect(json).toMatchObject({ model: "mobilenet_v1", weights: "ra4_e3600_r224_in1k", picture: "cat.jpg", predictions: [{ class: "tabby", index: 281 }] });
});

test("weights into a folder of one's own, with --mirror", async () => {
  const [cwd, cache] = [folder(), folder()];
  const { url } = await mirror({ [file]: writeSafetensors({ a: { shape: [1], data: new Float32Array(1) } }) });
  const { out } = await run([...words("weights mobilenet_v1 --dir here --mirror"), url], { cwd, env: { CONVSCOPE_CACHE: cache } });
  expect(out.replaceAll(cwd, "HERE")).toMatchInlineSnapshot(`
    "mobilenet_v1 ra4_e3600_r224_in1k of timm, 68 B
    HERE/here/timm/mobilenetv1_100.ra4_e3600_r224_in1k.safetensors
    pictures: shorter side to 256 (bicubic), the middle 224×224
    "
  `);
});

test("the list has every version with its accuracy", async () => {
  const { out } = await run(words("weights resnet50 --list"));
  expect(out).toMatchInlineSnapshot(`
    "model     version        source       picture    top-1    top-5  here
    resnet50  IMAGENET1K_V2  torchvision  224×224  80.86 %  95.43 %
    resnet50  IMAGENET1K_V1  torchvision  224×224  76.13 %  92.86 %
    "
  `);
  expect((await run(["weights", "--json"])).json<object[]>().length).toBeGreaterThan(100);
});

test("without the file on the web the error has the address and where to put it by hand", async () => {
  const cache = folder();
  const { url } = await mirror({ "/torchvision/resnet18-f37072fd.pth": goldenBytes("torch/net.pth") });
  const env = { CONVSCOPE_CACHE: cache, CONVSCOPE_WEIGHTS_MIRROR: url };
  const said = async (line: string): Promise<string> => (await refusal(line, { env, cwd: folder() })).replaceAll(url, "MIRROR").replaceAll(cache, "CACHE").replace(/[0-9a-f]{64}/, "SHA");
  expect(await said("weights resnet34")).toMatchInlineSnapshot(`
    "1 error: resnet34-b627a593.pth: could not be downloaded from its address.
      MIRROR/torchvision/resnet34-b627a593.pth: 404 Not Found
    To get it by hand, fetch it from this address and save it as CACHE/weights/torchvision/resnet34-b627a593.pth"
  `);
  expect(await said("weights resnet18")).toMatchInlineSnapshot(`
    "1 downloading resnet18-f37072fd.pth (3.28 KiB)
    error: resnet18-f37072fd.pth: could not be downloaded from its address.
      MIRROR/torchvision/resnet18-f37072fd.pth: the SHA-256 of the content is SHA, expected f37072fd
    To get it by hand, fetch it from this address and save it as CACHE/weights/torchvision/resnet18-f37072fd.pth"
  `);
  expect(await said("weights resnet50 IMAGENET1K_V3")).toMatchInlineSnapshot(`"1 error: resnet50 has no published weights "IMAGENET1K_V3". Did you mean "IMAGENET1K_V2" or "IMAGENET1K_V1"? It has IMAGENET1K_V2, IMAGENET1K_V1."`);
  expect(await said("weights mnist-cnn")).toMatchInlineSnapshot(`"1 error: mnist-cnn has no published weights. "convscope weights" lists the models that have, and "convscope train mnist-cnn" trains it."`);
  expect(await said("weights resnet49")).toMatchInlineSnapshot(`"1 error: there is no model "resnet49". Did you mean "resnet18" or "resnet34" or "resnet50"? "convscope weights" lists the models that have published weights."`);
  expect(await said("weights resnet50 IMAGENET1K_V1 --list")).toMatchInlineSnapshot(`"2 error: --list shows every version. Leave the version or --list out."`);
  expect(await said("predict resnet18 no.jpg")).toMatchInlineSnapshot(`"1 error: HERE/no.jpg: there is no such picture."`);
});

test("weights of one's own: PyTorch's own file, a graph, and PyTorch's scores", async () => {
  const cwd = folder();
  const { picture, scores } = golden<{ [name: string]: { readonly data: readonly number[] } }>("torch/expected.json");
  writeFileSync(join(cwd, "net.json"), toJson(graph("net", [4, 4, 3], { conv: conv2d(3, [3, 2]), bn: batchNormalization(), relu: relu(), flatten: flatten(), fc: dense(4) })));
  await sharp(Uint8Array.from(picture?.data ?? []), { raw: { width: 4, height: 4, channels: 3 } }).png().toFile(join(cwd, "a.png"));
  for (const name of ["net", "net_legacy", "checkpoint"]) {
    writeFileSync(join(cwd, `${name}.pth`), goldenBytes(`torch/${name}.pth`));
    const { predictions } = (await run(words(`predict net.json a.png --weights ${name}.pth --json --backend cpu`), { cwd })).json<{ predictions: { index: number; probability: number }[] }>();
    const exponentials = (scores?.data ?? []).map(Math.exp);
    const sum = exponentials.reduce((a, b) => a + b, 0);
    for (const { index, probability } of predictions) expect(probability).toBeCloseTo((exponentials[index] ?? NaN) / sum, 5);
    expect(predictions).toHaveLength(4);
  }
});

test("a net of the zoo trained further on ten classes", async () => {
  const cwd = folder();
  copyFileSync(cat, join(cwd, "cat.jpg"));
  writeFileSync(join(cwd, "mine.safetensors"), goldenBytes("weights/squeezenet1_1_c10.safetensors"));
  const { predictions } = (await run(words("predict squeezenet1_1 cat.jpg --weights mine.safetensors --json --backend simd"), { cwd })).json<{ predictions: { class: string }[] }>();
  expect(predictions).toHaveLength(5);
  writeFileSync(join(cwd, "other.pth"), goldenBytes("torch/net.pth"));
  expect(await refusal("predict mnist-cnn cat.jpg --weights other.pth", { cwd })).toMatchInlineSnapshot(`
    "1 error: mnist-cnn: the arrays must fit the graph. 16 of them do not:
    conv1.weight: missing, 3×3×1×32.
    conv1.bias: missing, 32.
    conv2.weight: missing, 3×3×32×64.
    conv2.bias: missing, 64.
    fc1.weight: missing, 3136×64.
    fc1.bias: missing, 64.
    fc2.weight: missing, 64×10.
    fc2.bias: missing, 10.
    conv.weight: not a weight of this graph. Did you mean "conv1.weight" or "conv2.weight"?
    conv.bias: not a weight of this graph. Did you mean "conv1.bias" or "conv2.bias"?
    bn.weight: not a weight of this graph. Did you mean "fc1.weight" or "fc2.weight" or "conv1.weight"?
    bn.bias: not a weight of this graph.
    bn.running_mean: not a weight of this graph.
    bn.running_var: not a weight of this graph.
    fc.weight: not a weight of this graph. Did you mean "fc1.weight" or "fc2.weight"?
    fc.bias: not a weight of this graph. Did you mean "fc1.bias" or "fc2.bias"?"
  `);
  expect(await refusal("predict mnist-cnn cat.jpg --weights cat.pth", { cwd: (copyFileSync(cat, join(cwd, "cat.pth")), cwd) })).toMatchInlineSnapshot(`"1 error: HERE/cat.pth: it must be a zip archive or a pickle, as torch.save writes them. The file is damaged or not one of PyTorch's; fetch or write it again."`);
  expect(await refusal("predict mnist-cnn cat.jpg --weights IMAGENET1K_V1", { cwd })).toMatchInlineSnapshot(`"2 error: --weights must be a file that ends in .safetensors, .pth or .pt, or random. Received "IMAGENET1K_V1"; mnist-cnn has no published weights."`);
  expect(await refusal("predict squeezenet1_1 cat.jpg --weights lost.pth", { cwd })).toMatchInlineSnapshot(`"1 error: HERE/lost.pth: there is no such file."`);
  expect((await run(words("predict squeezenet1_1 cat.jpg --weights random --top 1 --backend simd"), { cwd })).err).toMatchInlineSnapshot(`
    "note: weights are random (seed 1), as asked: what the network says with them means nothing.
    "
  `);
});
