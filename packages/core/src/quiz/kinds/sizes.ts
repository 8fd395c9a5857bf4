import { slip } from "../../audit/mistake.ts";
import { minus, over, plus, quantity, times } from "../../expression.ts";
import type { Step } from "../../layer.ts";
import { conv2d, conv2dTranspose, flatten, maxPooling2d } from "../../layers/index.ts";
import { derive, outputShape, type Layer } from "../../layers/table.ts";
import { layersToShrink } from "../../design/shrink.ts";
import { product, type Shape } from "../../shape.ts";
import { step } from "../../step.ts";
import { plain, type Draft, type ExerciseKind } from "../exercise.ts";
import { wrongHeights } from "../wrongAnswers.ts";

const heightOf = (layer: Layer, input: Shape): Step[] => derive(layer, [input]).filter(({ of }) => of === "height");

/** An exercise about the height of a layer's output. */
const size = (text: string, layer: Layer, input: Shape): Draft => ({
  question: plain(text), answer: outputShape(layer, [input])[0] ?? NaN, unit: "pixels", worked: heightOf(layer, input), mistakes: wrongHeights(layer, input),
});

export const outputSize: ExerciseKind = {
  title: "the output size of a convolution",
  draw(random) {
    const k = random.pick([3, 5, 7, 9]);
    const [s, p] = [random.whole(1, 4), random.whole(0, (k - 1) / 2)];
    const n = random.whole(k + 4, 64);
    return size(`A picture of ${n}×${n} goes through a convolution with a ${k}×${k} kernel, stride ${s} and padding ${p} on every side. How many pixels high is the output?`, conv2d(8, k, { strides: s, padding: p }), [n, n, 3]);
  },
};

export const sameSize: ExerciseKind = {
  title: "the output size with padding same",
  draw(random) {
    const [k, s, n] = [random.pick([3, 5, 7]), random.whole(2, 4), random.whole(9, 64)];
    const layer = conv2d(8, k, { strides: s, padding: "same" });
    const draft = size(`A picture of ${n}×${n} goes through a convolution with a ${k}×${k} kernel, stride ${s} and padding "same". How many pixels high is the output?`, layer, [n, n, 3]);
    return { ...draft, mistakes: [...draft.mistakes, slip("flooring", Math.floor(n / s))] };
  },
};

export const samePadding: ExerciseKind = {
  title: "the padding that keeps the size",
  draw(random) {
    const [k, d, n] = [random.pick([3, 5, 7, 9]), random.whole(1, 3), random.whole(28, 64)];
    const total = times(quantity("d", d), minus(quantity("k", k), 1));
    const worked = step("padding", over(total, 2), "arXiv:1603.07285, relationship 15 with output size n and stride 1");
    return {
      question: plain(`A convolution with a ${k}×${k} kernel${d > 1 ? ` and dilation ${d}` : ""}, stride 1, must leave ${n}×${n} as large as it is. How many rows of zeros are put on every side?`),
      answer: worked.value, unit: "rows", worked: [worked],
      mistakes: [slip("bothSides", d * (k - 1)), slip("dilationForgotten", (k - 1) / 2), slip("plusOneForgotten", (d * (k - 1)) / 2 + 1)],
    };
  },
};

export const dilation: ExerciseKind = {
  title: "the output size with dilation",
  draw(random) {
    const [k, d, s, p] = [random.pick([3, 5]), random.whole(2, 4), random.whole(1, 2), random.whole(0, 2)];
    const n = random.whole(d * (k - 1) + 4, 64);
    return size(`A picture of ${n}×${n} goes through a convolution with a ${k}×${k} kernel, dilation ${d}, stride ${s} and padding ${p}. How many pixels high is the output?`, conv2d(8, k, { strides: s, padding: p, dilationRate: d }), [n, n, 3]);
  },
};

export const transposedSize: ExerciseKind = {
  title: "the output size of a transposed convolution",
  draw(random) {
    const [k, s, n] = [random.whole(2, 5), random.whole(2, 3), random.whole(4, 28)];
    const [p, o] = [random.whole(0, 1), random.whole(0, s - 1)];
    const layer = conv2dTranspose(8, k, { strides: s, padding: p, outputPadding: o });
    return size(`Maps of ${n}×${n} go through a transposed convolution with a ${k}×${k} kernel, stride ${s}, padding ${p} and output padding ${o}. How many pixels high is the output?`, layer, [n, n, 16]);
  },
};

export const kernelFor: ExerciseKind = {
  title: "the kernel that leads to a size",
  draw(random) {
    const [k, p, n] = [random.whole(2, 9), random.whole(0, 2), random.whole(20, 64)];
    const m = outputShape(conv2d(1, k, { padding: p }), [[n, n, 1]])[0] ?? NaN;
    const size = quantity("n", n);
    const worked = step("kernel", plus(minus(p > 0 ? plus(size, times(2, quantity("p", p))) : size, quantity("n'", m)), 1), "arXiv:1603.07285, relationship 6 solved for k, stride 1");
    return {
      question: plain(`A convolution with stride 1 and padding ${p} turns ${n}×${n} into ${m}×${m}. How large is one side of its kernel?`),
      answer: worked.value, unit: "pixels", worked: [worked],
      mistakes: [slip("plusOneForgotten", worked.value - 1), slip("paddingForgotten", worked.value - 2 * p), slip("paddingOnce", worked.value - p)],
    };
  },
};

export const flattenSize: ExerciseKind = {
  title: "the values after flattening",
  draw(random) {
    const [n, f, k] = [2 * random.whole(5, 16), random.pick([8, 16, 32]), random.pick([3, 5])];
    const layers = [conv2d(f, k, { padding: "same" }), maxPooling2d(2)];
    const maps = layers.reduce<Shape>((shape, layer) => outputShape(layer, [shape]), [n, n, 3]);
    const worked = [...heightOf(maxPooling2d(2), [n, n, f]), ...derive(flatten(), [maps])];
    const [h = 0, w = 0] = maps;
    return {
      question: plain(`A picture of ${n}×${n}×3 goes through ${f} filters ${k}×${k} with padding "same", then a 2×2 pooling with stride 2, then is flattened. How many values are there?`),
      answer: product(maps), unit: "values", worked,
      mistakes: [slip("flattenWithoutChannels", h * w), slip("flattenChannelsOnly", f), slip("flattenBeforePooling", n * n * f), slip("channelsKept", h * w * 3)],
    };
  },
};

export const shrink: ExerciseKind = {
  title: "how many layers shrink a map",
  draw(random) {
    const [k, n] = [random.pick([3, 5, 7]), random.whole(20, 400)];
    const { layers, left, working } = layersToShrink(n, k);
    return {
      question: plain(`How many convolutions with a ${k}×${k} kernel, stride 1 and no padding fit one after the other on ${n}×${n}, until no further one does?`),
      answer: layers, unit: "layers", worked: [working],
      mistakes: [slip("oneLayerTooMany", layers + 1), slip("kernelShrinksByOne", n - 1), ...(left === 1 ? [] : [slip("strideForgotten", Math.floor(n / k))])],
    };
  },
};
