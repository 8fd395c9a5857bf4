import ts from "typescript";
import { packageOf } from "./program.mjs";

/** @typedef {{ readonly specifier: string, readonly file: string }} Entry an import path of a package, and the source file behind it */
/** @typedef {{ readonly name: string, readonly text: string }} Shown */

/** In alphabetical order, whatever the case; where that leaves a choice, capitals first. @param {string} a @param {string} b */
const alphabetical = (a, b) => {
  const [lowA, lowB] = [a.toLowerCase(), b.toLowerCase()];
  if (lowA !== lowB) return lowA < lowB ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
};

/** @param {Shown} a @param {Shown} b */
const byName = (a, b) => alphabetical(a.name, b.name) || alphabetical(a.text, b.text);

/** Whether a file has it at its top: not so type parameters, fields and the like. @param {ts.Declaration} declaration */
const atTop = (declaration) => ts.isSourceFile((ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration).parent);

/** @param {ts.Symbol} symbol */
const declarationsAtTop = (symbol) => (symbol.declarations ?? []).filter(atTop);

/** The package that declares a symbol; none for what is not ours. @param {ts.Symbol} symbol */
const ownerOf = (symbol) => {
  const [first] = declarationsAtTop(symbol);
  return first && packageOf(first.getSourceFile().fileName);
};

/** Unions of more members than this stand one member a line, so that a difference shows which came. */
const few = 8;

/** The source of a node, long unions cut into lines. @param {ts.Node} node @returns {string} */
const written = (node) => {
  if (ts.isUnionTypeNode(node) && node.types.length > few) return node.types.map((member) => `\n    | ${written(member)}`).join("");
  let text = node.getText();
  /** @type {ts.Node[]} */
  const children = [];
  ts.forEachChild(node, (child) => void children.push(child));
  // From the end, so that the places before it stay.
  for (const child of children.reverse()) text = text.slice(0, child.getStart() - node.getStart()) + written(child) + text.slice(child.end - node.getStart());
  return text.replace(/ +$/gm, "");
};

/** @param {ts.Declaration} declaration */
const textOf = (declaration) => (ts.isVariableDeclaration(declaration) ? `const ${written(declaration)};` : written(declaration).replace(/^(export )?(default )?(declare )?/, ""));

/** @param {ts.Symbol} symbol */
const textsOf = (symbol) => declarationsAtTop(symbol).map(textOf).join("\n");

/** What each module gives. */
class Sources {
  /** @type {Map<string, Set<string>>} */
  #names = new Map();

  /** @param {string} module @param {string} name */
  add(module, name) {
    this.#names.set(module, (this.#names.get(module) ?? new Set()).add(name));
  }

  /** One name a line, so that a difference is one. @param {"import" | "export"} verb */
  lines(verb) {
    return [...this.#names].sort(([a], [b]) => alphabetical(a, b)).map(([module, names]) => `${verb} {\n${[...names].sort(alphabetical).map((name) => `    ${name},\n`).join("")}} from "${module}";`);
  }
}

/** The name by which a module of others is imported, and that module. @param {ts.Symbol} symbol @returns {readonly [module: string, name: string] | undefined} */
const fromOthers = ({ declarations: [declaration] = [] }) => {
  const statement = declaration && ts.findAncestor(declaration, ts.isImportDeclaration);
  if (declaration === undefined || statement === undefined || !ts.isStringLiteral(statement.moduleSpecifier)) return undefined;
  const { text } = statement.moduleSpecifier;
  if (ts.isImportClause(declaration)) return [text, `default as ${declaration.name?.text}`];
  return [text, declaration.getText().replace(/^type /, "")];
};

/**
 * All that entries export, with its types and those they name, as Markdown: one declaration after the other, by name.
 * What several entries export stands in full with the smallest.
 *
 * @param {ts.Program} program
 * @param {readonly Entry[]} entries
 * @returns {ReadonlyMap<string, string>} by specifier
 */
export const reportsOf = (program, entries) => {
  const checker = program.getTypeChecker();
  /** @param {ts.Symbol} symbol */
  const target = (symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol);

  const surfaces = entries.map(({ specifier, file }) => {
    const source = program.getSourceFile(file);
    const module = source && checker.getSymbolAtLocation(source);
    if (module === undefined) throw new Error(`${specifier}: ${file} exports nothing.`);
    return { specifier, owner: packageOf(file), exports: checker.getExportsOfModule(module).map((symbol) => ({ name: symbol.name, symbol: target(symbol) })) };
  });

  /** Where each symbol stands in full. @type {Map<ts.Symbol, string>} */
  const homes = new Map();
  for (const { specifier, owner, exports } of surfaces.toSorted((a, b) => a.exports.length - b.exports.length)) {
    for (const { symbol } of exports) if (ownerOf(symbol) === owner && !homes.has(symbol)) homes.set(symbol, specifier);
  }

  /** @param {typeof surfaces[number]} surface */
  const reportOf = ({ specifier, owner, exports }) => {
    const [forwarded, imported] = [new Sources(), new Sources()];
    /** @type {Map<ts.Symbol, Shown>} */
    const exported = new Map();
    /** @type {Map<ts.Symbol, Shown>} */
    const hidden = new Map();

    /** @param {ts.Symbol} symbol as it is named in one of our declarations */
    const meet = (symbol) => {
      const found = target(symbol);
      const from = ownerOf(found);
      if (from === undefined) {
        const other = fromOthers(symbol);
        if (other !== undefined) imported.add(...other);
        return;
      }
      const home = homes.get(found);
      if (home === specifier || hidden.has(found)) return;
      if (home !== undefined || from !== owner) return imported.add(home ?? from, found.name);
      hidden.set(found, { name: found.name, text: textsOf(found) });
      declarationsAtTop(found).forEach(follow);
    };
    /** @param {ts.Node} node */
    const follow = (node) => {
      const symbol = ts.isIdentifier(node) ? checker.getSymbolAtLocation(node) : undefined;
      if (symbol !== undefined) meet(symbol);
      ts.forEachChild(node, follow);
    };

    for (const { name, symbol } of exports) {
      const from = ownerOf(symbol);
      if (from === undefined) throw new Error(`${specifier}: ${name} belongs to somebody else's package. Let readers import it from there, or declare what is needed of it here.`);
      const home = homes.get(symbol) ?? from;
      const before = exported.get(symbol);
      if (home !== specifier) forwarded.add(home, symbol.name === name ? name : `${symbol.name} as ${name}`);
      else exported.set(symbol, { name: before?.name ?? name, text: `${before?.text ?? textsOf(symbol)}${symbol.name === name ? "" : `\nexport { ${symbol.name} as ${name} };`}` });
    }
    for (const symbol of exported.keys()) declarationsAtTop(symbol).forEach(follow);

    /** @param {string} heading @param {readonly string[]} parts */
    const section = (heading, parts) => (parts.length === 0 ? "" : `\n## ${heading}\n\n\`\`\`ts\n${parts.join("\n\n")}\n\`\`\`\n`);
    /** @param {ReadonlyMap<ts.Symbol, Shown>} shown */
    const texts = (shown) => [...shown.values()].sort(byName).map(({ text }) => text);
    return [
      `# ${specifier}\n\nWhat \`import … from "${specifier}"\` gives, by name. \`npm run api\` writes this file: a change in it is a change for all who use the package.\n`,
      section("Exported", texts(exported)),
      section("Exported from elsewhere", forwarded.lines("export")),
      section("Named above, not exported", texts(hidden)),
      section("Named above, from elsewhere", imported.lines("import")),
    ].join("");
  };
  return new Map(surfaces.map((surface) => [surface.specifier, reportOf(surface)]));
};
