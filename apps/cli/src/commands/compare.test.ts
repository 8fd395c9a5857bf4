import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Comparison } from "@convscope/core";
import { graph, conv2d, toJson } from "@convscope/core";
import { expect, test } from "vitest";
import { folder, refusal, run, words } from "../../test/run.ts";

const compared = async (line: string): Promise<Comparison> => (await run([...words(`compare ${line}`), "--json"])).json<Comparison>();

test("resnet50 against Keras's: its biases, which are as many as its normalised maps", async () => {
  const { status, out, err } = await run(words("compare resnet50 resnet50@keras"));
  expect({ status, err }).toEqual({ status: 0, err: "" });
  expect(out).toMatchInlineSnapshot(`
    "                         resnet50  resnet50@keras    difference
    learned parameters     25,557,032      25,583,592       +26,560
    not learned                53,120          53,120             0
    all parameters         25,610,152      25,636,712       +26,560
    MACs                4,089,184,256   3,857,973,248  −231,211,008

    Parameters
      +26,560 learned  53 conv2d have bias only in resnet50@keras: conv1, layer1.0.conv1, layer1.0.conv2, … (53)

    MACs
      −231,211,008  3 conv2d: strides 2×2 instead of 1×1: layer2.0.conv1, layer3.0.conv1, layer4.0.conv1

    What else differs, without a count
      53 batchNormalization: epsilon 1.001e-5 instead of 1e-5, momentum 0.01 instead of 0.1: bn1, layer1.0.bn1, layer1.0.bn2, … (53)
      3 conv2d: strides 1×1 instead of 2×2: layer2.0.conv2, layer3.0.conv2, layer4.0.conv2
    "
  `);
});

test("auxiliary heads", async () => {
  const { parameters } = await compared("googlenet googlenet@auxiliary");
  expect(parameters).toMatchObject([{ cause: "2 parts only in googlenet@auxiliary", nodes: ["aux1", "aux2"], trainable: 6_379_984 }]);
});

test("one JSON document whose causes add up", async () => {
  const { a, b, parameters, macs } = await compared("vgg11 vgg11_bn");
  expect([a.name, b.name, b.trainable - a.trainable]).toEqual(["vgg11", "vgg11_bn", 5_504]);
  expect(parameters).toMatchObject([{ cause: "8 batchNormalization only in vgg11_bn", trainable: 5_504, nonTrainable: 5_504 }]);
  expect(macs).toEqual([]);
});

test("files, and the input of both", async () => {
  const cwd = folder();
  const net = (filters: number): string => toJson(graph("net", [8, 8, 1], { conv: conv2d(filters, 3) }));
  writeFileSync(join(cwd, "a.json"), net(2));
  writeFileSync(join(cwd, "b.json"), net(3));
  expect((await run(words("compare a.json b.json --json"), { cwd })).json<Comparison>().parameters).toMatchObject([{ cause: "1 conv2d: filters 3 instead of 2", nodes: ["conv"], trainable: 10 }]);
  expect((await run(words("compare alexnet vgg11 --input 64x64x3 --classes 10 --convention timm --json"))).json<Comparison>()).toMatchObject({ convention: "timm", a: { trainable: 57_044_810 } });
});

test("a variant stands behind the name, for every command", async () => {
  expect((await run(words("summary alexnet_2012@ungrouped --json"))).json()["params"]).toBe(62_378_344);
  expect(await refusal("compare resnet50 resnet50@kera")).toMatchInlineSnapshot(`"1 error: resnet50 has no variant "kera". Did you mean "keras"? It has paper, keras."`);
  expect(await refusal("compare resnet50 resnet50@keras@paper")).toMatchInlineSnapshot(`"1 error: resnet50@keras@paper: a model has one variant at a time. Received keras and paper. Leave one out."`);
  expect(await refusal("summary logistic@keras")).toMatchInlineSnapshot(`"1 error: logistic has no variant "keras". It has none."`);
  expect(await refusal("compare resnet50")).toMatchInlineSnapshot(`
    "2 error: missing required argument 'b'
    (--help shows what there is)"
  `);
});
