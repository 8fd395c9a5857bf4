import { branches, concatenate, conv2d, custom, graph, relu, residual, shared, summarize } from "@convscope/core";

/** Takes the mean over channels and puts it beside them. Who runs it brings the tensors; here it is only counted. */
const meanMap = custom({
  name: "mean map",
  outputShape: ([[height = 0, width = 0, channels = 0] = []]) => [height, width, channels + 1],
  macs: ([[height = 0, width = 0, channels = 0] = []]) => height * width * channels,
  window: () => ["pointwise"],
  run: ([x]: readonly number[]) => x ?? 0,
});

const twice = shared(conv2d(17, 3, { padding: 1 }));
const net = graph("blocks", [32, 32, 3], {
  stem: [conv2d(16, 3, { padding: 1 }), relu()],
  mean: meanMap,
  again: [twice, relu(), twice],
  block: residual({ conv1: conv2d(17, 3, { padding: 1 }), relu1: relu(), conv2: conv2d(17, 3, { padding: 1 }) }, { activation: relu() }),
  ends: branches({ near: conv2d(8, 1), far: conv2d(8, 5, { padding: 2 }) }, concatenate()),
});

for (const { name, kind, inputs, outputShape, params } of summarize(net).layers) console.log(`${inputs.join(" + ")} → ${name} (${kind}) ${outputShape.join("×")}, ${params} parameters`);
