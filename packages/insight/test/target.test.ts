import { conv2d, dense, globalAveragePooling2d, graph } from "@convscope/core";
import { model } from "@convscope/models";
import { network, randomOf, useBackend } from "@convscope/nn";
import { expect, test } from "vitest";
import { gradCam, mapNode, scoreNode } from "../src/index.ts";

test("the layer that class activation mapping looks at, unless one is named", () => {
  const names = ["mnist-cnn", "lenet5", "alexnet", "vgg16", "googlenet", "inception_v3", "resnet18", "resnet50", "preresnet20", "densenet121", "squeezenet1_1", "mobilenet_v2", "mobilenet_v3_small", "efficientnet_b0", "convnext_tiny"];
  const layerOf = (name: string): string => {
    const one = model(name);
    return mapNode(one, scoreNode(one));
  };
  expect(Object.fromEntries(names.map((name) => [name, layerOf(name)]))).toMatchInlineSnapshot(`
    {
      "alexnet": "features.11",
      "convnext_tiny": "features.7.2.add",
      "densenet121": "relu",
      "efficientnet_b0": "features.8.2",
      "googlenet": "inception5b.concatenate",
      "inception_v3": "Mixed_7c.concatenate",
      "lenet5": "tanh2",
      "mnist-cnn": "relu2",
      "mobilenet_v2": "features.18.2",
      "mobilenet_v3_small": "features.12.2",
      "preresnet20": "act",
      "resnet18": "layer4.1.relu",
      "resnet50": "layer4.2.relu",
      "squeezenet1_1": "classifier.2",
      "vgg16": "features.29",
    }
  `);
});

test("a named layer: behind it all is linear, and the weight of a map is the product of what lies between", async () => {
  const linear = graph("linear", [6, 5, 2], { first: conv2d(3, 3), second: conv2d(2, 1, { useBias: false }), mean: globalAveragePooling2d(), fc: dense(2) });
  const net = await network(linear, { engine: await useBackend("cpu"), seed: 3 });
  const x = { shape: [2, 6, 5, 2], data: randomOf(1, "x").normals(120) };
  const { shape, data, layer } = await gradCam(net, x, { layer: "first", target: [1, 0] });
  expect([layer, ...shape]).toEqual(["first", 2, 4, 3]);
  const { "second.weight": second, "fc.weight": fc } = await net.weights();
  const maps = (await net.run({ input: x }, { nodes: ["first"] }))["first"]?.data ?? [];
  const weight = (channel: number, target: number): number => [0, 1].reduce((sum, k) => sum + ((second?.data[channel * 2 + k] ?? NaN) * (fc?.data[k * 2 + target] ?? NaN)) / 12, 0);
  const expected = Array.from(data, (_, at) => Math.max(0, [0, 1, 2].reduce((sum, c) => sum + weight(c, at < 12 ? 1 : 0) * (maps[at * 3 + c] ?? NaN), 0)));
  expect(expected.some((value) => value > 0.01)).toBe(true);
  data.forEach((value, at) => expect(value).toBeCloseTo(expected[at] ?? NaN, 5));
  await expect(gradCam(net, x, { layer: "fc" })).rejects.toThrowErrorMatchingInlineSnapshot(`[GraphError: linear: layer must make maps, [height, width, channels]. Received "fc", which makes [2].]`);
  net.dispose();
});
