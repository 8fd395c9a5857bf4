import { readFile } from "node:fs/promises";
import ts from "typescript";

/** Written so, a value costs nothing to leave out: bundlers see it by themselves. @param {ts.Expression} value @returns {boolean} */
const plain = (value) =>
  ts.isArrowFunction(value) || ts.isFunctionExpression(value) || ts.isLiteralExpression(value) || ts.isIdentifier(value) ||
  value.kind === ts.SyntaxKind.TrueKeyword || value.kind === ts.SyntaxKind.FalseKeyword || value.kind === ts.SyntaxKind.NullKeyword ||
  ((ts.isAsExpression(value) || ts.isSatisfiesExpression(value) || ts.isParenthesizedExpression(value)) && plain(value.expression)) ||
  (ts.isPrefixUnaryExpression(value) && plain(value.operand)) ||
  (ts.isArrayLiteralExpression(value) && value.elements.every(plain)) ||
  (ts.isObjectLiteralExpression(value) &&
    value.properties.every((each) => ts.isMethodDeclaration(each) || ts.isShorthandPropertyAssignment(each) || (ts.isPropertyAssignment(each) && !ts.isComputedPropertyName(each.name) && plain(each.initializer))));

/**
 * A file's text in which each value that takes computing to make, at the top of the file, is marked as one that nobody misses who does not use it.
 *
 * Nothing of ours happens on import, which `"sideEffects": false` says of whole files. A package is built into one file, where a bundler has to
 * keep every call whose result could matter, and with it all that the call names.
 *
 * @param {string} file
 * @param {string} text
 */
export const markPure = (file, text) => {
  const { statements } = ts.createSourceFile(file, text, ts.ScriptTarget.ESNext);
  const values = statements.filter(ts.isVariableStatement).flatMap(({ declarationList }) => declarationList.declarations.map(({ initializer }) => initializer));
  let marked = "";
  let done = 0;
  for (const value of values) {
    if (value === undefined || plain(value)) continue;
    const words = text.slice(value.pos, value.end);
    // What waits cannot move into a function that does not.
    if (/\bawait\b/.test(words)) continue;
    // No line break in between: the source map counts lines.
    marked += `${text.slice(done, value.pos)} /* @__PURE__ */ (() => (${words}))()`;
    done = value.end;
  }
  return marked + text.slice(done);
};

/** Marks our own sources while they are bundled. @type {NonNullable<import("tsup").Options["esbuildPlugins"]>[number]} */
export const pure = {
  name: "pure",
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, async ({ path }) => (path.includes("node_modules") ? undefined : { contents: markPure(path, await readFile(path, "utf8")), loader: "ts" }));
  },
};
