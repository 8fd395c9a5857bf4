import { LayerError } from "../errors.ts";
import { lenetTable } from "../layers/connectionTableConv2d.ts";
import { factories, layerOf } from "../layers/factories.ts";
import { kinds, type Kind, type Layer } from "../layers/table.ts";
import { didYouMean } from "../suggest.ts";

/** What slides and papers call a layer. */
const aliases: { readonly [word: string]: Kind } = {
  conv: "conv2d", convolution: "conv2d", deconv: "conv2dTranspose", upconv: "conv2dTranspose", dwconv: "depthwiseConv2d", depthwise: "depthwiseConv2d", separable: "separableConv2d",
  pool: "maxPooling2d", pooling: "maxPooling2d", maxpool: "maxPooling2d", maxpooling: "maxPooling2d", maxpool2d: "maxPooling2d",
  avgpool: "averagePooling2d", averagepool: "averagePooling2d", averagepooling: "averagePooling2d", avgpool2d: "averagePooling2d", gap: "globalAveragePooling2d",
  fc: "dense", fullyconnected: "dense", bn: "batchNormalization", batchnorm: "batchNormalization", lrn: "localResponseNormalization", upsample: "upSampling2d",
};

/** Short names of fields, in tables and on the command line. */
export const fieldAliases: { readonly [word: string]: string } = {
  k: "kernelSize", kernel: "kernelSize", s: "strides", stride: "strides", p: "padding", pad: "padding", d: "dilationRate", dilation: "dilationRate", g: "groups",
};

/** Fields that a word such as `5x5` may stand for, when it stands alone. */
const sizeFields: ReadonlySet<string> = new Set(["kernelSize", "poolSize", "outputSize", "size", "shape", "targetShape", "cropping", "padding"]);

/**
 * The layer that a few words describe, as tables have them: `conv2d 8 5x5`, `Conv 5×5, 8`, `maxPooling2d 2`, `conv 16 3x3 stride=2 same`, `conv1 (Conv 5×5, 8)`.
 * Numbers stand for the kind's arguments in order, sizes with × for its kernel; anything else is written `name=value`.
 *
 * @throws LayerError for words that describe no layer.
 */
export function layerFromWords(text: string): Layer {
  const inside = /\(([^()]*)\)/.exec(text)?.[1];
  const [first = "", ...rest] = words(inside !== undefined && kindOf(words(inside)[0] ?? "") ? inside : text);
  const kind = kindOf(first);
  if (kind === undefined) throw new LayerError(first === "" ? "layer" : first, `there is no such kind of layer.${didYouMean(first, [...kinds, ...Object.keys(aliases)])} Write it as: conv2d 8 5x5.`);
  return layerOf(kind, fieldsOf(kind, rest));
}

const words = (text: string): string[] => text.replace(/[(),;]/g, " ").split(/\s+/).filter((word) => word !== "");

/** The kind a word stands for: by name or alias in any case, also with a number behind, as in `conv1`. */
function kindOf(word: string): Kind | undefined {
  const plain = word.toLowerCase().replaceAll("-", "");
  const byName = new Map(kinds.map((kind) => [kind.toLowerCase(), kind]));
  const known = (name: string): Kind | undefined => byName.get(name) ?? (Object.hasOwn(aliases, name) ? aliases[name] : undefined);
  return known(plain) ?? known(plain.replace(/\d+$/, ""));
}

function fieldsOf(kind: Kind, given: readonly string[]): { readonly [field: string]: unknown } {
  const { required, optional } = factories[kind];
  const fields: { [field: string]: unknown } = {};
  const free = [...required, ...optional.slice(0, 1)];
  const take = (field: string | undefined, value: unknown, word: string): void => {
    if (field === undefined) throw new LayerError(kind, `"${word}" is one value too many. ${required.length > 0 ? `In order it takes ${required.join(", ")}` : "It takes none in order"}; write others as name=value.`);
    fields[field] = value;
  };
  const unknown = given.findIndex((word) => !/^(\d+(\.\d+)?|\d+([x×]\d+)+|same|valid|nobias|.+=.*)$/i.test(word));
  if (unknown >= 0) throw new LayerError(kind, `"${given[unknown]}" says nothing here. ${wayOut(kind, given[unknown] ?? "", given[unknown + 1])}`);
  const open = (): readonly string[] => free.filter((field) => !(field in fields));
  for (const word of given) {
    const [name = "", value] = word.split("=");
    if (value !== undefined) take(Object.hasOwn(fieldAliases, name) ? fieldAliases[name] : name, wordValue(value), word);
    else if (word === "same" || word === "valid") take("padding", word, word);
    else if (word.toLowerCase() === "nobias") take("useBias", false, word);
    else if (/[x×]/.test(word)) take(open().find((field) => sizeFields.has(field)), wordValue(word), word);
  }
  for (const word of given) if (/^\d+(\.\d+)?$/.test(word)) take(open()[0], Number(word), word);
  return fields;
}

/** How to write a word that says nothing: `stride 2` is `stride=2`. */
function wayOut(kind: Kind, word: string, next: string | undefined): string {
  const fields = [...factories[kind].required, ...factories[kind].optional];
  const named = fields.includes(Object.hasOwn(fieldAliases, word) ? (fieldAliases[word] ?? "") : word);
  return named ? `Write ${word}=${next ?? "value"}.` : "Write numbers, sizes such as 5x5, same, valid, nobias, or name=value.";
}

/** `3` → 3, `5x5` → [5, 5], `true` → true, `lenet` → the table of LeNet-5; other words stay words. */
function wordValue(word: string): unknown {
  if (/^-?\d+(\.\d+)?$/.test(word)) return Number(word);
  if (/^\d+([x×]\d+)+$/.test(word)) return word.split(/[x×]/).map(Number);
  if (word === "lenet") return lenetTable;
  return word === "true" ? true : word === "false" ? false : word;
}
