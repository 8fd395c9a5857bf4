import { elu, gelu, hardSigmoid, hardSwish, leakyRelu, linear, logSoftmax, mish, prelu, relu, relu6, selu, sigmoid, silu, softmax, softplus, softsign, tanh, type Layer } from "@convscope/core";
import { isRecord, type Fields } from "../fields.ts";
import { alone, counted, type Read, type Readers } from "../reader.ts";

/** Functions by Keras's names for them. */
const functions: { readonly [name: string]: () => Layer } = {
  elu, gelu, hard_silu: hardSwish, hard_swish: hardSwish, leaky_relu: () => leakyRelu({ negativeSlope: 0.2 }), linear, log_softmax: logSoftmax, mish, relu, relu6, selu, sigmoid, silu, softmax, softplus, softsign, swish: silu, tanh,
};

/** The function that a layer's `activation` names; none where it is linear. */
function activation(fields: Fields): Layer | undefined {
  const value = fields.get("activation");
  if (value === undefined || value === null || value === "linear") return undefined;
  const name = isRecord(value) ? value["config"] : value;
  // Keras 2 and tf.layers have the slope 0.2, Keras 3 has 1/6.
  if (name === "hard_sigmoid" && fields.keras3) return hardSigmoid();
  const made = typeof name === "string" && Object.hasOwn(functions, name) ? functions[name] : undefined;
  if (!made) throw fields.wrong("activation", `one of ${Object.keys(functions).join(", ")}${fields.keras3 ? ", hard_sigmoid" : ""}`);
  return made();
}

/** A layer and the function after it. */
export const activated = (fields: Fields, layer: Layer, rest: Omit<Read, "layers">): Read => {
  const after = activation(fields);
  return { layers: after ? [layer, after] : [layer], ...rest };
};

const lastAxis = (fields: Fields, rank: number): void => fields.only("axis", -1, rank, [-1], [rank]);

export const activationReaders: Readers = {
  Activation: (fields) => alone(activation(fields) ?? linear()),
  ReLU(fields) {
    fields.only("threshold", 0);
    const slope = fields.real("negative_slope", 0);
    fields.only("max_value", ...(slope === 0 ? [6] : []));
    return alone(slope !== 0 ? leakyRelu({ negativeSlope: slope }) : fields.get("max_value") === 6 ? relu6() : relu());
  },
  LeakyReLU: (fields) => alone(leakyRelu({ negativeSlope: fields.real("negative_slope", fields.real("alpha", 0.3)) })),
  ELU: (fields) => alone(elu({ alpha: fields.real("alpha", 1) })),
  Softmax(fields, [shape = []]) {
    lastAxis(fields, shape.length);
    return alone(softmax());
  },
  PReLU(fields, [shape = []]) {
    const places = shape.slice(0, -1).map((_, axis) => axis + 1);
    if (places.length > 0) fields.only("shared_axes", places);
    if (places.length > 0 && !Array.isArray(fields.get("shared_axes"))) throw fields.wrong("shared_axes", `[${places.join(", ")}], one slope for each channel`);
    return {
      layers: [prelu({ perChannel: true })],
      weights(arrays, where) {
        counted(arrays, 1, where);
        const [alpha = { shape: [], data: new Float32Array() }] = arrays;
        return { weight: { shape: alpha.shape.slice(-1), data: alpha.data } };
      },
    };
  },
};
