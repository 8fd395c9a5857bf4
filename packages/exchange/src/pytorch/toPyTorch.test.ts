import { batchNormalization, channelShuffle, conv2d, custom, dense, flatten, globalAveragePooling2d, graph, relu, residual, shared, sequence, embedding, LayerError } from "@convscope/core";
import { expect, test } from "vitest";
import { toPyTorch, toTorchrun } from "../index.ts";

const classOf = (source: string): string => `class ${source.split("\nclass ").at(-1)?.split("\n\n\n")[0]}`;

test("reads like a module written by hand", () => {
  const net = graph("small-net", [8, 8, 3], {
    stem: { conv: conv2d(4, 3, { padding: "same", strides: 2, useBias: false }), bn: batchNormalization({ epsilon: 1e-3 }), relu: relu() },
    layer1: [residual({ conv: conv2d(4, 3, { padding: 1 }), relu: relu() })],
    pool: globalAveragePooling2d(),
    fc: dense(10),
  });
  expect(classOf(toPyTorch(net))).toMatchInlineSnapshot(`
    "class SmallNet(Group):
        def __init__(self):
            super().__init__({
                "stem": Group({
                    "conv": nn.Conv2d(3, 4, 3, stride=2, bias=False),
                    "bn": nn.BatchNorm2d(4, eps=0.001),
                }),
                "layer1": Group({
                    "0": Group({
                        "conv": nn.Conv2d(4, 4, 3, padding=1),
                    }),
                }),
                "fc": nn.Linear(4, 10),
            })

        def forward(self, input):
            x = self.stem.conv(F.pad(input, (0, 1, 0, 1)))
            x = self.stem.bn(x)
            stem_relu = F.relu(x)
            x = self.layer1[0].conv(stem_relu)
            x = F.relu(x)
            x = x + stem_relu
            x = x.mean((2, 3))
            fc = self.fc(x)
            return fc"
  `);
});

test("a shared layer is one part that is called again", () => {
  const again = shared(dense(4));
  expect(classOf(toPyTorch(graph("twice", [4], { a: again, b: relu(), c: again })))).toMatchInlineSnapshot(`
    "class Twice(Group):
        def __init__(self):
            super().__init__({
                "a": nn.Linear(4, 4),
            })

        def forward(self, input):
            x = self.a(input)
            x = F.relu(x)
            c = self.a(x)
            return c"
  `);
});

test("helpers come along only where they are called, with those that they call", () => {
  const defined = (source: string): string[] => [...source.matchAll(/^(?:def|class) (\w+)/gm)].map(([, name = ""]) => name);
  expect(defined(toPyTorch(graph("words", sequence(5, 9), { words: embedding(9, 2), fc: dense(3) })))).toMatchInlineSnapshot(`
    [
      "with_parts",
      "Group",
      "channels_last",
      "channels_first",
      "read_safetensors",
      "write_safetensors",
      "Words",
      "build",
      "load",
      "save",
    ]
  `);
});

test("what lies below a module is asked of its parts: the module's own attributes may have the same name", () => {
  const net = graph("below", [4, 4, 2], { c: conv2d(3, 1), d: conv2d(2, 1) });
  const named: typeof net = { ...net, nodes: net.nodes.map((node) => (node.name === "d" ? { ...node, name: "c.in_channels" } : node)), outputs: ["c.in_channels"] };
  expect(toPyTorch(named)).toContain('self.c._modules["in_channels"](x)');
  expect(() => toPyTorch(graph("net", [2], { heads: { training: dense(1) } }))).toThrowErrorMatchingInlineSnapshot(`[GraphError: heads.training: no part of a path may be "training" in PyTorch, where every module keeps there whether it is training. Rename the node.]`);
});

test("what PyTorch cannot say is named", () => {
  expect(() => toPyTorch(graph("own", [4], { mine: custom({ name: "mine", outputShape: ([x = []]) => x, run: () => 0 }) }))).toThrowErrorMatchingInlineSnapshot(`[LayerError: mine (custom): cannot be written in PyTorch: a custom layer computes what its own code says. Write it in Python by hand.]`);
  const mixed = graph("mixed", [2, 2, 4], { flatten: flatten(), shuffle: channelShuffle(2), fc: dense(2) });
  expect(() => toPyTorch(mixed)).toThrow(LayerError);
  expect(() => toPyTorch(mixed)).toThrowErrorMatchingInlineSnapshot(`[LayerError: fc (dense): cannot be written in PyTorch after flattened maps: its weights follow their order, channels first, and its input does not. Received (2, 2, 4) flattened. Put a dense layer between, or flatten later.]`);
  expect(toTorchrun(graph("digits", [4, 4, 1], { flatten: flatten(), fc: dense(4) }))).toContain("of x `[n, height, width, channels]` and y `[n]`.");
  expect(toTorchrun(graph("pixels", [4, 4, 1], { conv: conv2d(2, 1) }))).toContain(" and y `[n, height, width]`.");
  expect(() => toTorchrun(graph("two", { a: [4], b: [4] }, { fc: dense(4), add: residual(dense(4)), sum: relu() }))).toThrowErrorMatchingInlineSnapshot(`[GraphError: two: the training script is for classifiers of one input and one output. Received 2 inputs and 1 outputs. Export the module alone and write the training for it.]`);
});
