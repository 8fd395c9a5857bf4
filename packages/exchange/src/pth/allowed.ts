import { Global, type Allowed } from "./pickle.ts";
import { storage, storageType, Tensor, tensor, type Storage } from "./storage.ts";
import type { Wrong } from "./wrong.ts";

type Call = (args: readonly unknown[], wrong: Wrong) => unknown;

/** What stands for things that weights do not need: a device, a type. */
const nothing: Call = () => null;

/** Dicts with an order; Python 2 gives the pairs with the call, Python 3 sets them later. */
const dict: Call = ([pairs], wrong) => {
  const found: unknown[] = Array.isArray(pairs) ? pairs : [];
  return new Map(found.map((pair) => {
    if (!Array.isArray(pair) || pair.length !== 2) throw wrong.damaged("a dict must be made of pairs.");
    return [pair[0] as unknown, pair[1] as unknown] as const;
  }));
};

const view: Call = ([of, offset, shape, strides], wrong) => tensor(of, offset, shape, strides, wrong);

const parameter: Call = ([data], wrong) => {
  if (!(data instanceof Tensor)) throw wrong.damaged("a parameter must hold a tensor.");
  return data;
};

const size: Call = ([sizes]) => sizes;

/** All that state dicts and the checkpoints around them are made of. */
const calls: { readonly [name: string]: Call } = {
  "collections.OrderedDict": dict,
  "torch._utils._rebuild_tensor": view,
  "torch._utils._rebuild_tensor_v2": view,
  "torch._utils._rebuild_parameter": parameter,
  "torch._utils._rebuild_parameter_with_state": parameter,
  "torch.Size": size,
  "torch.device": nothing,
};

const dtypeNames: ReadonlySet<string> = new Set(["float64", "float32", "float16", "bfloat16", "int64", "int32", "int16", "int8", "uint8", "bool"].map((name) => `torch.${name}`));

/** What a file of PyTorch's may refer to. `found` is told of each storage. */
export const allowedIn = (wrong: Wrong, found: (storage: Storage, view: unknown) => Storage): Allowed => ({
  has: (name) => Object.hasOwn(calls, name) || dtypeNames.has(name) || storageType(name) !== undefined,
  call: (name, args) => {
    const call = Object.hasOwn(calls, name) ? calls[name] : undefined;
    if (!call) throw wrong.damaged(`${name} cannot be called.`);
    return call(args, wrong);
  },
  persistent: (id) => {
    const [kind, type, key, , count, view] = Array.isArray(id) ? (id as unknown[]) : [];
    if (kind === "module") throw wrong.refused("it holds a whole module with its code.");
    if (kind !== "storage" || !(type instanceof Global)) throw wrong.damaged("a persistent id must be a storage's.");
    return found(storage(storageType(type.name), key, count, wrong), view ?? null);
  },
});
