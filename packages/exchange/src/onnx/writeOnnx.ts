import { formatShape, GraphError, product } from "@convscope/core";
import type { OnnxAttribute, OnnxModel, OnnxNode, OnnxTensor, OnnxType, OnnxValue } from "./model.ts";
import { bytes, float, joined, lengthOf, string, whole, wholes, type Part } from "./wire.ts";

// The numbers are those of fields and enumerations in onnx.proto, github.com/onnx/onnx (Apache-2.0).

/** The version of the file format that came with opset 17. */
const irVersion = 8;

/** Beyond this readers of protocol buffers refuse a file. */
const mostBytes = 2 ** 31 - 1;

const elementTypes: { readonly [T in OnnxType]: number } = { float: 1, int64: 7, bool: 9 };
const attributeTypes = { float: 1, int: 2, string: 3, ints: 7, strings: 8 } as const;

/**
 * The bytes of an `.onnx` file.
 *
 * @throws GraphError when they would be 2 GiB or more, which readers refuse.
 */
export function writeOnnx(model: OnnxModel): Uint8Array<ArrayBuffer> {
  const parts = [
    ...whole(1, irVersion),
    ...string(2, "convscope"),
    ...bytes(7, graph(model)),
    ...bytes(8, [...string(1, ""), ...whole(2, model.opset)]),
    ...domains(model).flatMap((domain) => bytes(8, [...string(1, domain), ...whole(2, 1)])),
    ...Object.entries(model.metadata).flatMap(([key, value]) => bytes(14, [...string(1, key), ...string(2, value)])),
  ];
  const length = lengthOf(parts);
  if (length > mostBytes)
    throw new GraphError(`${model.name}: an ONNX file must be below 2 GiB. Received ${(length / 2 ** 30).toFixed(1)} GiB of weights. Export the weights as safetensors, and the graph as JSON.`);
  return joined(parts);
}

/** The domains of operations outside ONNX's own set; all that we use are at version 1. */
const domains = ({ nodes }: OnnxModel): readonly string[] => [...new Set(nodes.map(({ op }) => domainOf(op)))].filter((domain) => domain !== "");
const domainOf = (op: string): string => op.slice(0, Math.max(op.lastIndexOf("."), 0));

const graph = ({ name, nodes, constants, inputs, outputs }: OnnxModel): Part[] => [
  ...nodes.flatMap((one) => bytes(1, node(one))),
  ...string(2, name),
  ...constants.flatMap((one) => bytes(5, tensor(one))),
  ...inputs.flatMap((one) => bytes(11, value(one))),
  ...outputs.flatMap((one) => bytes(12, value(one))),
];

const node = ({ name, op, inputs, outputs, attributes }: OnnxNode): Part[] => [
  ...inputs.flatMap((input) => string(1, input)),
  ...outputs.flatMap((output) => string(2, output)),
  ...string(3, name),
  ...string(4, op.slice(op.lastIndexOf(".") + 1)),
  ...Object.entries(attributes).flatMap(([key, attribute]) => bytes(5, [...string(1, key), ...attributeValue(attribute)])),
  ...(domainOf(op) === "" ? [] : string(7, domainOf(op))),
];

function attributeValue(of: OnnxAttribute): Part[] {
  const typed = (type: keyof typeof attributeTypes, parts: Part[]): Part[] => [...parts, ...whole(20, attributeTypes[type])];
  if (typeof of === "number") return typed("int", whole(3, of));
  if (typeof of === "string") return typed("string", string(4, of));
  if ("float" in of) return typed("float", float(2, of.float));
  return isNumbers(of) ? typed("ints", wholes(8, of)) : typed("strings", of.flatMap((word) => string(9, word)));
}

const isNumbers = (list: readonly number[] | readonly string[]): list is readonly number[] => list.every((item) => typeof item === "number");

function tensor({ name, dims, type, data }: OnnxTensor): Part[] {
  const length = product(dims) * (type === "float" ? 4 : 8);
  const numbers = {
    length,
    bytes(): Uint8Array {
      const { buffer, byteOffset, byteLength } = data();
      if (byteLength !== length) throw new GraphError(`${name}: the numbers must fill ${formatShape(dims)}, ${length} bytes. Received ${byteLength}.`);
      return new Uint8Array(buffer, byteOffset, byteLength);
    },
  };
  return [...wholes(1, dims), ...whole(2, elementTypes[type]), ...string(8, name), ...bytes(9, [numbers])];
}

const value = ({ name, type, dims }: OnnxValue): Part[] => [
  ...string(1, name),
  ...bytes(2, bytes(1, [...whole(1, elementTypes[type]), ...bytes(2, dims.flatMap((dim) => bytes(1, typeof dim === "number" ? whole(1, dim) : string(2, dim))))])),
];
