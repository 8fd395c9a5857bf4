import { input, type Kernel } from "../kernel.ts";

/**
 * Cross-entropy after a softmax, and its derivative: [loss of each row `[rows]`, dlogits `[rows, classes]`]. The targets are
 * (1 − ε)·target + ε / classes, times the weights of the classes.
 *
 * {logits `[rows, classes]`, labels `[rows]` int32 or `[rows, classes]` float32, classWeights? `[classes]`},
 * {labelSmoothing: ε, ignoreClass?: a label that is left out, mean: whether all is divided by the weight of the labels, or the number of rows}
 */
export const softmaxCrossentropy: Kernel = (call) => {
  const [logits, labels] = [input(call, "logits"), input(call, "labels")];
  const { backend, inputs, attrs } = call;
  const [rows = 0, classes = 1] = logits.shape;
  const [loss, derivative] = [backend.output([rows]), backend.output(logits.shape)];
  const target = backend.pointer(labels);
  const [whole, values] = labels.dtype === "int32" ? [target, 0] : [0, target];
  const ignored = attrs["ignoreClass"] as number | undefined;
  const run = (weights: number): number =>
    backend.exports.SoftmaxCrossentropy(
      rows, classes, backend.pointer(logits), whole, values, weights, inputs["classWeights"] ? 1 : 0, attrs["labelSmoothing"] as number, ignored === undefined ? 0 : 1, ignored ?? 0, attrs["mean"] ? 1 : 0,
      backend.pointer(loss), backend.pointer(derivative),
    );
  if (inputs["classWeights"]) run(backend.pointer(inputs["classWeights"]));
  else
    backend.borrow(classes * 4, (ones) => {
      new Float32Array(backend.machine.memory.memory.buffer, ones, classes).fill(1);
      run(ones);
    });
  return [loss, derivative];
};
