import { readFileSync } from "node:fs";
import { dirname } from "node:path";
import ts from "typescript";

/** @type {ts.CompilerOptions} */
const options = {
  target: ts.ScriptTarget.ESNext,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  customConditions: ["@convscope/source"],
  allowImportingTsExtensions: true,
  isolatedDeclarations: true,
  declaration: true,
  removeComments: true,
  // Only our own names are followed: what others export is theirs to report.
  noLib: true,
  types: [],
};

/**
 * A program that sees of each source file what a reader of its types sees: the declarations, without bodies and comments.
 *
 * From the sources and not from the built `.d.ts`, where the bundler has given names like `Edges$1` to what stands in several files.
 *
 * @param {readonly string[]} files the entries
 */
export const declarationsOf = (files) => {
  const host = ts.createCompilerHost(options);
  host.getSourceFile = (file, target) => {
    const { outputText, diagnostics = [] } = ts.transpileDeclaration(readFileSync(file, "utf8"), { compilerOptions: options, fileName: file, reportDiagnostics: true });
    const [problem] = diagnostics;
    if (problem !== undefined) throw new Error(`${file}: ${ts.flattenDiagnosticMessageText(problem.messageText, "\n")}`);
    return ts.createSourceFile(file, outputText, target, true);
  };
  host.resolveModuleNameLiterals = (literals, containing) =>
    literals.map(({ text }) => (/^(\.|@convscope\/)/.test(text) ? ts.resolveModuleName(text, containing, options, host) : { resolvedModule: undefined }));
  return ts.createProgram([...files], options, host);
};

/** @type {Map<string, string>} */
const names = new Map();

/** The package that a file belongs to. @param {string} file @returns {string} */
export const packageOf = (file) => {
  const folder = dirname(file);
  const known = names.get(folder);
  if (known !== undefined) return known;
  const manifest = ts.findConfigFile(folder, ts.sys.fileExists, "package.json");
  if (manifest === undefined) throw new Error(`${file} lies in no package.`);
  /** @type {{ name: string }} */
  const { name } = JSON.parse(readFileSync(manifest, "utf8"));
  names.set(folder, name);
  return name;
};
