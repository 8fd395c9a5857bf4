import { isPlainName } from "./source.mjs";

/** Types that TypeScript knows everywhere and that our files use. */
const known = ["Awaited", "Exclude", "Extract", "NonNullable", "Omit", "Parameters", "Partial", "Pick", "Readonly", "Record", "Required"];

/** `myLayer2d` → `MyLayer2d`. @param {string} kind */
export const typeOf = (kind) => kind.slice(0, 1).toUpperCase() + kind.slice(1);

/** `myLayer2d` → `my layer2d`, as a diagram says it. @param {string} kind */
export const wordsOf = (kind) => kind.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

/**
 * Why a kind cannot be made, or nothing.
 *
 * @param {string} kind
 * @param {readonly string[]} kinds those that there are
 * @param {readonly string[]} taken names that the files which will know it have already
 * @returns {string | undefined}
 */
export const refusal = (kind, kinds, taken) => {
  if (!/^[a-z][A-Za-z0-9]*$/.test(kind)) return `A kind is spelt in camelCase, with letters and digits, as conv2d or leakyRelu. Received ${JSON.stringify(kind)}.`;
  const same = kinds.find((other) => other.toLowerCase() === kind.toLowerCase());
  if (same !== undefined) return `There is a layer ${same} already, in packages/core/src/layers/${same}.ts. Choose another name.`;
  if (!isPlainName(kind)) return `${kind} is a word of TypeScript's own. Choose another name.`;
  const type = typeOf(kind);
  const builtIn = [kind, type].find((name) => name in globalThis || known.includes(name));
  if (builtIn !== undefined) return `${builtIn} is JavaScript's own name, or TypeScript's. Choose another for the layer.`;
  const clash = [kind, type, `${kind}Rules`, `${kind}Helpers`, `${type}Options`].find((name) => taken.includes(name));
  return clash === undefined ? undefined : `The name ${clash} is taken: a file that will know the layer has it for something else. Choose another for the layer.`;
};
