import { dense, derive, flatten, graph, product, relu, sigmoid, tanh, working, type Graph, type Layer } from "@convscope/core";
import { shapesOf } from "./shapes.ts";

/** What may stand between the layers. */
export const hiddenActivations = { relu, sigmoid, tanh } as const satisfies Readonly<Record<string, () => Layer>>;

/** Networks of dense layers worth a look: what goes in, and the units of each layer. */
export const mlps: readonly { readonly name: string; readonly input: string; readonly units: string; readonly about: string }[] = [
  { name: "classify digits", input: "28x28x1", units: "512 512 10", about: "Ten scores; softmax and cross-entropy make a class of them." },
  { name: "predict a number", input: "8", units: "64 64 1", about: "One output without an activation; squared error." },
  { name: "autoencoder", input: "28x28x1", units: "128 32 128 784", about: "The output should be the input again. The 32 numbers in the middle are all that may pass: the latent code." },
  { name: "XOR", input: "2", units: "2 1", about: "Two hidden units are enough for what one perceptron cannot do." },
];

/** One dense layer with its working. */
export interface DenseRow {
  readonly name: string;
  readonly inputs: number;
  readonly units: number;
  readonly params: number;
  readonly working: string;
}

/** Sizes as people type them. @throws RangeError with the way out. */
function unitsOf(text: string): readonly number[] {
  const units = text.trim().split(/[\s,]+/).map(Number);
  if (units.length > 12 || !units.every((count) => Number.isSafeInteger(count) && count >= 1 && count <= 1_000_000)) throw new RangeError(`Units must be one to twelve whole numbers from 1 to 1,000,000, apart by spaces. Received "${text}".`);
  return units;
}

/** A network of dense layers, and what each of them has to learn. @throws RangeError or LayerError in words for a reader. */
export function mlpOf(input: string, units: string, activation: keyof typeof hiddenActivations): { readonly graph: Graph; readonly rows: readonly DenseRow[]; readonly params: number } {
  const [shape = []] = shapesOf(input);
  const sizes = unitsOf(units);
  const act = hiddenActivations[activation];
  const layers = sizes.flatMap((count, i): readonly (readonly [string, Layer])[] => [[`fc${i + 1}`, dense(count)], ...(i < sizes.length - 1 ? [[`${activation}${i + 1}`, act()] as const] : [])]);
  const rows = sizes.map((count, i): DenseRow => {
    const inputs = sizes[i - 1] ?? product(shape);
    const line = derive(dense(count), [[inputs]]).find(({ of }) => of === "parameters");
    return { name: `fc${i + 1}`, inputs, units: count, params: line?.value ?? NaN, working: line ? working(line.expression, line.value, "text") : "" };
  });
  return { graph: graph("mlp", shape, { ...(shape.length > 1 && { flatten: flatten() }), ...Object.fromEntries(layers) }), rows, params: rows.reduce((sum, { params }) => sum + params, 0) };
}
