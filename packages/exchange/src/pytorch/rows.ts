import { LayerError, product, weights, windows, type Layer, type Node, type Shape } from "@convscope/core";
import { python } from "./python.ts";
import type { TorchCode, TorchRow } from "./row.ts";

/**
 * Which values are rows of flattened maps. PyTorch lays their channels first, and `toTorch` orders the weights that follow to suit;
 * a layer that cannot take them so is given them in the graph's order.
 */
export class Rows {
  /** What was flattened, by the names of values that are in PyTorch's order. */
  readonly #flattened = new Map<string, Shape>();
  /** The same as `toTorch` sees it, which goes on past layers that changed the order. */
  readonly #expected = new Map<string, Shape>();

  /** A node's code on inputs in the order that it can take. */
  write(node: Node, inputs: readonly [Shape, ...Shape[]], output: Shape, x: readonly [string, ...string[]], row: TorchRow<Layer>, self: string): TorchCode {
    const maps = node.inputs.map((name) => this.#flattened.get(name));
    const [first] = maps;
    const code = row(node.layer, { x, self, inputs, output });
    const suits = code.anyOrder === true && maps.every((shape) => String(shape) === String(first));
    const expected = this.#expected.get(node.inputs[0] ?? "");
    const reordered = expected !== undefined && Object.values(weights(node.layer, inputs)).some(({ shape }) => shape[0] === product(expected));
    if (reordered && !(suits && String(first) === String(expected)))
      throw new LayerError(node.layer.kind, `cannot be written in PyTorch after flattened maps: its weights follow their order, channels first, and its input does not. Received ${python(expected)} flattened. Put a dense layer between, or flatten later.`, node.name);
    if (output.length === 1 && windows(node.layer, inputs)[0] === "pointwise") {
      const [of] = inputs;
      this.#remember(this.#expected, node.name, of.length > 1 ? of : expected);
      this.#remember(this.#flattened, node.name, of.length > 1 ? of : suits ? first : undefined);
    }
    if (suits) return code;
    const [one = "", ...more] = x.map((value, i) => this.inOrder(node.inputs[i] ?? "", value));
    return row(node.layer, { x: [one, ...more], self, inputs, output });
  }

  #remember(map: Map<string, Shape>, name: string, shape: Shape | undefined): void {
    if (shape) map.set(name, shape);
  }

  /** The expression of a value with the channels last, if it is a row of flattened maps. */
  inOrder(name: string, value: string): string {
    const shape = this.#flattened.get(name);
    return shape ? `rows_in_order(${value}, ${python([shape.at(-1) ?? 0, ...shape.slice(0, -1)])})` : value;
  }
}
