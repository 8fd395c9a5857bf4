import { FormatError, type NdArray } from "@convscope/files/bytes";
import type { H5 } from "./h5.ts";
import { byName, type NamedArray, type Source, type Store } from "./store.ts";

/** The weights in an HDF5 file: by layer and name as Keras 2 and whole-model files have them, or by place as Keras 3's `.weights.h5`. */
export function h5Store(h5: H5, file: string): Store {
  const root = h5.texts.has("model_weights@layer_names") || hasGroup(h5, "model_weights") ? "model_weights" : "";
  if (h5.texts.has(`${root}@layer_names`) || h5.texts.has(`${root}@layer_names0`)) return legacy(h5, root);
  if (!hasGroup(h5, "layers") && !hasGroup(h5, "_layer_checkpoint_dependencies")) throw new FormatError(`${file}: must hold weights as Keras writes them: layer_names, or a group "layers". Received ${[...h5.arrays.keys()].slice(0, 3).join(", ") || "no arrays"}.`);
  return byPlace(h5);
}

const hasGroup = (h5: H5, group: string): boolean => [...h5.arrays.keys()].some((path) => path.startsWith(`${group}/`));

/** A long list of names is split into several attributes, numbered. */
function list(h5: H5, path: string, name: string): readonly string[] {
  const whole = h5.texts.get(`${path}@${name}`);
  if (whole) return whole;
  const parts: string[] = [];
  for (let i = 0; h5.texts.has(`${path}@${name}${i}`); i++) parts.push(...(h5.texts.get(`${path}@${name}${i}`) ?? []));
  return parts;
}

function legacy(h5: H5, root: string): Store {
  const under = (name: string): string => (root ? `${root}/${name}` : name);
  const inLayer = new Map(list(h5, root, "layer_names").map((layer) => {
    const names = list(h5, under(layer), "weight_names");
    return [layer, names.flatMap((name): NamedArray[] => {
      const array = h5.arrays.get(`${under(layer)}/${name}`);
      return array ? [{ name: name.replace(/:\d+$/, ""), ...array }] : [];
    })];
  }));
  return (source: Source): readonly NdArray[] => {
    const [outermost = ""] = source.path;
    const arrays = inLayer.get(outermost) ?? [];
    // The group of a layer holds its own weights in order; that of a model holds all of its layers'.
    return source.path.length === 1 ? arrays : byName(arrays)({ ...source, path: source.path.slice(1) });
  };
}

function byPlace(h5: H5): Store {
  const at = (place: string): readonly NdArray[] => {
    const found: NdArray[] = [];
    for (let i = 0; h5.arrays.has(`${place}/vars/${i}`); i++) found.push(h5.arrays.get(`${place}/vars/${i}`) as NdArray);
    return found;
  };
  return ({ place, stored }) => {
    // Keras 2.13 to 2.15 called the list of layers otherwise, and attributes may keep their underscore.
    for (const base of [place, place.replaceAll(/(^|\/)layers\//g, "$1_layer_checkpoint_dependencies/")]) {
      const arrays = stored.flatMap((below) => {
        const plain = at(below ? `${base}/${below}` : base);
        return plain.length > 0 || !below ? plain : at(`${base}/_${below}`);
      });
      if (arrays.length > 0) return arrays;
    }
    return [];
  };
}
