import { FormatError } from "@convscope/files/bytes";
import { isRecord, shown } from "./fields.ts";

/** A value in a Keras model: an output of one call of a layer. */
export interface Tensor {
  readonly layer: string;
  readonly call: number;
  readonly output: number;
}

const isIndex = (value: unknown): value is number => typeof value === "number" && Number.isSafeInteger(value) && value >= 0;

function tensor(value: unknown, where: string): Tensor {
  const [layer, call, output] = Array.isArray(value) ? (value as readonly unknown[]) : [];
  if (typeof layer !== "string" || !isIndex(call) || !isIndex(output)) throw new FormatError(`${where}: a value must be [layer, call, output]. Received ${shown(value)}.`);
  return { layer, call, output };
}

/** The inputs or outputs of a model: a list of values, or the only one itself. */
export function historyOf(value: unknown, where: string): readonly Tensor[] {
  if (isRecord(value)) return Object.values(value).map((one) => tensor(one, where));
  if (!Array.isArray(value) || value.length === 0) throw new FormatError(`${where}: a functional model must name its inputs and outputs. Received ${shown(value)}.`);
  return typeof value[0] === "string" ? [tensor(value, where)] : value.map((one) => tensor(one, where));
}

/** For each call of a layer the values that it takes, in the words of Keras 2 or 3. */
export function callsOf(inbound: unknown, where: string): readonly (readonly Tensor[])[] {
  if (!Array.isArray(inbound)) throw new FormatError(`${where}: inbound_nodes must be a list. Received ${shown(inbound)}.`);
  return inbound.map((call: unknown) => (isRecord(call) ? keras3(call, where) : keras2(call, where)));
}

function keras2(call: unknown, where: string): readonly Tensor[] {
  const listed = Array.isArray(call) && typeof call[0] === "string" ? [call as unknown] : call;
  if (!Array.isArray(listed)) throw new FormatError(`${where}: a call must list its inputs. Received ${shown(call)}.`);
  return listed.map((one: unknown) => {
    const more: unknown = Array.isArray(one) ? one[3] : undefined;
    refuse(isRecord(more) ? more : {}, where);
    return tensor(one, where);
  });
}

function keras3(call: { readonly [name: string]: unknown }, where: string): readonly Tensor[] {
  const found: Tensor[] = [];
  const visit = (value: unknown, depth: number): void => {
    if (depth > 8) throw new FormatError(`${where}: the inputs of a call lie too deep.`);
    if (Array.isArray(value)) for (const one of value as readonly unknown[]) visit(one, depth + 1);
    else if (isRecord(value) && value["class_name"] === "__keras_tensor__" && isRecord(value["config"])) found.push(tensor(value["config"]["keras_history"], where));
    else if (value !== null && value !== undefined) throw new FormatError(`${where}: a layer must be called with values alone. Received ${shown(value)}.`);
  };
  visit(call["args"], 0);
  const { query, value, key, inputs, ...options } = isRecord(call["kwargs"]) ? call["kwargs"] : {};
  for (const one of [inputs, query, value, key]) visit(one, 0);
  refuse(options, where);
  return found;
}

/** Options of a call that change what a layer does; at inference `training` does not. */
function refuse(options: { readonly [name: string]: unknown }, where: string): void {
  for (const [name, value] of Object.entries(options))
    if (value !== null && value !== false && name !== "training") throw new FormatError(`${where}: a call must have no options. Received ${name}=${shown(value)}. Convscope has no layer that does this.`);
}
