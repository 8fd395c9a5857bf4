import type { OnnxAttribute } from "@convscope/exchange/onnx";

/** A number among the attributes of an operation, or what stands for one that is left out. */
export const numberOf = (attribute: OnnxAttribute | undefined, otherwise: number): number => {
  if (attribute === undefined) return otherwise;
  return typeof attribute === "object" && "float" in attribute ? attribute.float : Number(attribute);
};
