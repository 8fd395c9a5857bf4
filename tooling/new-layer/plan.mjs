import { typeOf, refusal, wordsOf } from "./names.mjs";
import { addItem, addMember, addModule, addRow, addSpread, namesIn } from "./source.mjs";

/** @typedef {"pointwise" | "plain" | "weights"} Form what the layer is made from: a function with an option, one without, or one that learns; a folder of templates */
/** @typedef {{ readonly kind: string, readonly Kind: string, readonly words: string, readonly form: Form }} Named */
/** @typedef {(text: string, named: Named) => string} Edit */

/** A refusal in words, as against a fault of the generator. */
export class Refused extends Error {}

const table = "packages/core/src/layers/table.ts";
const torchTable = "packages/exchange/src/pytorch/table.ts";

/** Files of the layer's own, by the template that they are made from. @type {(kind: string) => { readonly [template: string]: string }} */
const files = (kind) => ({
  core: `packages/core/src/layers/${kind}.ts`,
  "core.test": `packages/core/src/layers/${kind}.test.ts`,
  nn: `packages/nn/src/tfjs/layers/${kind}.ts`,
  "nn.test": `packages/nn/src/tfjs/layers/${kind}.test.ts`,
  onnx: `packages/exchange/src/onnx/layers/${kind}.ts`,
  pytorch: `packages/exchange/src/pytorch/layers/${kind}.ts`,
});

/** An import of the layer from the folder `layers/`. @type {Edit} */
const imported = (text, { kind }) => addModule(text, { folder: "./layers/", file: `${kind}.ts`, line: `import { ${kind} } from "./layers/${kind}.ts";` });

/** The rows that every kind has, by file. @type {readonly (readonly [file: string, edit: Edit])[]} */
const edits = [
  [table, (text, { kind, Kind }) => {
    const line = `import { ${kind}Rules, type ${Kind} } from "./${kind}.ts";`;
    return addRow(addMember(addModule(text, { folder: "./", file: `${kind}.ts`, line }), "Layer", Kind), "rules", kind, `${kind}: ${kind}Rules`);
  }],
  ["packages/core/src/layers/index.ts", (text, { kind, Kind, form }) => {
    const options = form === "plain" ? "" : `, type ${Kind}Options`;
    return addModule(text, { folder: "./", file: `${kind}.ts`, line: `export { ${kind}, type ${Kind}${options} } from "./${kind}.ts";`, without: ["table.ts"] });
  }],
  ["packages/core/src/layers/factories.ts", (text, { kind }) => addRow(text, "factories", kind, `${kind}: row("${kind}", layers.${kind})`)],
  ["packages/nn/src/tfjs/executors.ts", (text, named) => addRow(imported(text, named), "executors", named.kind)],
  ["packages/exchange/src/onnx/emitters.ts", (text, named) => addRow(imported(text, named), "emitters", named.kind)],
  [torchTable, (text, { kind, form }) => {
    const names = form === "weights" ? `${kind}, ${kind}Helpers` : kind;
    const withRow = addRow(addModule(text, { folder: "./layers/", file: `${kind}.ts`, line: `import { ${names} } from "./layers/${kind}.ts";` }), "torchRows", kind);
    return form === "weights" ? addSpread(withRow, "torchHelpers", `${kind}Helpers`) : withRow;
  }],
  ["packages/exchange/src/keras/table.ts", (text, { kind }) => addRow(text, "kerasRows", kind, `${kind}: unsupported("it has no such layer.")`)],
  ["packages/viz/src/diagram/looks.ts", (text, { kind, words, form }) => addRow(text, "looks", kind, `${kind}: plain("${form === "weights" ? "normalization" : "activation"}", "${words}")`)],
  ["packages/test-kit/src/arbitraries.ts", (text, { kind, Kind, form }) => {
    const drawn = form === "plain" ? `always(core.${kind}())` : `on(any, some<core.${Kind}Options>({ ${form === "weights" ? "initialValue" : "factor"}: real(-2, 2) }).map(core.${kind}))`;
    return addRow(text, "layersByKind", kind, `${kind}: ${drawn}`);
  }],
  ["packages/engine-ort/test/structure.test.ts", (text, { kind }) => addItem(text, "kinds", kind)],
  // What the row of Keras refuses, TensorFlow.js's layers do not have.
  ["packages/nn/test/keras/tfjs.test.ts", (text, { kind }) => addItem(text, "never", kind)],
  // A factor is no activation function; a formula that is one moves to activations.ts.
  ["packages/core/src/activations.test.ts", (text, { kind, form }) => (form === "weights" ? text : addItem(text, "noActivations", kind))],
];

/** Where the layer's own name must be free, beside the files that are its own. */
const meeting = [table, "packages/core/src/layers/index.ts", "packages/core/src/index.ts", "packages/nn/src/tfjs/executors.ts", "packages/exchange/src/onnx/emitters.ts", torchTable];

/**
 * All files of a new layer with their contents, new ones and those that get a row; nothing is written.
 *
 * @param {{ readonly kind: string, readonly form: Form }} wanted
 * @param {{ read(path: string): string, exists(path: string): boolean, template(name: string): string }} from
 * @returns {{ readonly created: ReadonlyMap<string, string>, readonly edited: ReadonlyMap<string, string> }}
 */
export const plan = ({ kind, form }, { read, exists, template }) => {
  const kinds = [...read("packages/core/src/layers/factories.ts").matchAll(/^ {2}(\w+): (?:row\(|\{$)/gm)].map(([, name = ""]) => name);
  const targets = Object.entries(files(kind));
  const own = new Map(targets.map(([name]) => [name, template(`${form}/${name}.txt`)]));
  const reason = refusal(kind, kinds, [...meeting.map(read), ...own.values()].flatMap(namesIn));
  if (reason !== undefined) throw new Refused(reason);
  const there = targets.find(([, path]) => exists(path));
  if (there !== undefined) throw new Refused(`${there[1]} exists already. Choose another name, or move that file away.`);
  const named = { kind, Kind: typeOf(kind), words: wordsOf(kind), form };
  /** @param {string} text */
  const fill = (text) => text.replaceAll("__kind__", kind).replaceAll("__Kind__", named.Kind);
  return {
    created: new Map(targets.map(([name, path]) => [path, fill(own.get(name) ?? "")])),
    edited: new Map(edits.map(([path, edit]) => /** @type {const} */ ([path, edit(read(path), named)])).filter(([path, text]) => text !== read(path))),
  };
};
