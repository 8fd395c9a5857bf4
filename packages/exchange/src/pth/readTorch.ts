import { isZip, type Arrays, type NdArray } from "@convscope/files/bytes";
import { readArchive } from "./archive.ts";
import { isPickle, readLegacy } from "./legacy.ts";
import { countOf, numbersOf, Tensor } from "./storage.ts";
import { wrongIn, type Wrong } from "./wrong.ts";

/** Under which key training scripts keep the state dict, the usual first. */
const usualKeys = ["state_dict", "model_state_dict", "model", "net", "weights"] as const;

/** What all tensors together may take in memory, as a multiple of the file: halves double, and some storages are shared. */
const mostGrowth = 16;

/**
 * Reads a `.pth` or `.pt` file as `torch.save` writes it: a state dict, or a checkpoint that holds one under `state_dict`, `model` or
 * another usual key. Both formats are known, the zip archive and the one before PyTorch 1.6. All floats become float32, whole numbers
 * int32, bytes stay; views become arrays of their own. `module.` before every key, which DataParallel puts there, is taken off.
 *
 * Such files are pickles, which in Python can run any code. Here nothing is run: names are compared with a short list.
 *
 * @throws FormatError for a damaged file and for one that holds anything but weights.
 */
export function readTorch(bytes: Uint8Array, file: string = "PyTorch file"): Arrays {
  const wrong = wrongIn(file);
  const { value, bytesOf } = isZip(bytes) ? readArchive(bytes, wrong) : isPickle(bytes) ? readLegacy(bytes, wrong) : unknownFormat(bytes, wrong);
  const found = stateDict(value, wrong);
  const most = mostGrowth * bytes.length + 2 ** 20;
  let taken = 0;
  const arrays: [string, NdArray][] = [];
  for (const [key, tensor] of found) {
    taken += 4 * countOf(tensor);
    if (taken > most) throw wrong.damaged(`its tensors must take at most ${most} bytes together, ${mostGrowth} times the file. "${key}" goes beyond.`);
    arrays.push([key, numbers(key, tensor, bytesOf(tensor.storage), wrong)]);
  }
  const ofParallel = arrays.length > 0 && arrays.every(([key]) => key.startsWith(parallel));
  return Object.fromEntries(arrays.map(([key, array]) => [ofParallel ? key.slice(parallel.length) : key, array]));
}

const parallel = "module.";

function numbers(key: string, tensor: Tensor, bytes: Uint8Array, wrong: Wrong): NdArray {
  try {
    return numbersOf(tensor, bytes);
  } catch (error) {
    throw error instanceof RangeError ? wrong.damaged(`tensor "${key}": ${error.message}.`) : error;
  }
}

/** The tensors by name, of a state dict or of a checkpoint around one. */
function stateDict(value: unknown, wrong: Wrong): readonly (readonly [string, Tensor])[] {
  if (!(value instanceof Map)) throw wrong.refused("it must hold a state dict, tensors by name.");
  if ([...value.values()].some((v) => v instanceof Tensor)) return tensorsOf(value, wrong);
  for (const key of usualKeys) {
    const inner: unknown = value.get(key);
    if (inner instanceof Map) return tensorsOf(inner, wrong);
  }
  throw wrong.refused(`it must hold a state dict, tensors by name, itself or under ${usualKeys.join(", ")}. Received the keys ${[...value.keys()].slice(0, 12).map((key) => (typeof key === "string" ? key.slice(0, 80) : typeof key)).join(", ") || "of nothing"}.`);
}

function tensorsOf(dict: ReadonlyMap<unknown, unknown>, wrong: Wrong): readonly (readonly [string, Tensor])[] {
  return [...dict].map(([key, tensor]) => {
    if (typeof key !== "string" || !(tensor instanceof Tensor)) throw wrong.refused(`a state dict must hold nothing but tensors by name. Received something else under ${typeof key === "string" ? `"${key}"` : "a key that is no text"}.`);
    return [key, tensor] as const;
  });
}

function unknownFormat(bytes: Uint8Array, wrong: Wrong): never {
  const isTar = new TextDecoder().decode(bytes.subarray(257, 262)) === "ustar";
  if (isTar) throw wrong.refused("it has the format of PyTorch before 0.1.10, a tar archive, which is not read.");
  throw wrong.damaged("it must be a zip archive or a pickle, as torch.save writes them.");
}
