import { receptiveField } from "../../calculators/receptiveField.ts";
import { slip } from "../../audit/mistake.ts";
import { minus, plus, times } from "../../expression.ts";
import { conv2d, maxPooling2d } from "../../layers/index.ts";
import type { Layer } from "../../layers/table.ts";
import { graph } from "../../lower.ts";
import { step } from "../../step.ts";
import { plain, type ExerciseKind } from "../exercise.ts";

/** A layer of the stack, and how the question tells it. */
interface Told {
  readonly words: string;
  readonly layer: Layer;
  readonly kernel: number;
  readonly stride: number;
}

export const field: ExerciseKind = {
  title: "the receptive field of a stack",
  draw(random) {
    const layers = Array.from({ length: random.whole(2, 4) }, (): Told => {
      const pool = random.next() < 0.35;
      const [kernel, stride] = pool ? [2, 2] : [random.pick([3, 3, 5, 7]), random.whole(1, 2)];
      return { words: pool ? "pooling 2×2 with stride 2" : `convolution ${kernel}×${kernel} with stride ${stride}`, layer: pool ? maxPooling2d(2) : conv2d(4, kernel, { strides: stride }), kernel, stride };
    });
    const net = graph("stack", [256, 256, 3], layers.map(({ layer }) => layer));
    const { field: seen } = receptiveField(net);
    const jumps = layers.map((_, i) => layers.slice(0, i).reduce((jump, { stride }) => jump * stride, 1));
    const sizes = (of: readonly Told[], jump: (i: number) => number): number => 1 + of.reduce((sum, { kernel }, i) => sum + (kernel - 1) * jump(i), 0);
    return {
      question: plain(`How many pixels of the picture along one side does a unit see after: ${layers.map(({ words }) => words).join("; ")}?`),
      answer: typeof seen === "string" ? NaN : (seen[0]?.size ?? NaN), unit: "pixels",
      worked: [step("receptive field", plus(1, ...layers.map(({ kernel }, i) => times(minus(kernel, 1), jumps[i] ?? 1))), "Araujo, Norris & Sim 2019, equation 2: (k − 1) times the strides before, for each layer")],
      mistakes: [
        slip("strideInField", sizes(layers, () => 1)),
        slip("fieldsAdded", layers.reduce((sum, { kernel }) => sum + kernel, 0)),
        slip("fieldWithoutLast", sizes(layers.slice(0, -1), (i) => jumps[i] ?? 1)),
        slip("strideForgotten", sizes(layers, (i) => (jumps[i] ?? 1) * (layers[i]?.stride ?? 1))),
        slip("plusOneForgotten", sizes(layers, (i) => jumps[i] ?? 1) - 1),
      ],
    };
  },
};
