import ts from "typescript";

/** @typedef {{ readonly name: string, readonly start: number, readonly end: number }} Item a part of a list that is in order by name; `start` is where the part before it ends */

/** @param {string} text */
const parse = (text) => ts.createSourceFile("source.ts", text, ts.ScriptTarget.Latest, true);

/** @param {string} text @param {number} at @param {string} added */
const insert = (text, at, added) => text.slice(0, at) + added + text.slice(at);

/** A line where it belongs by name. @param {string} text @param {readonly Item[]} items @param {string} name @param {string} line */
const addLine = (text, items, name, line) => {
  const next = items.find((item) => item.name > name);
  const at = next?.start ?? items.at(-1)?.end ?? 0;
  return at === 0 ? `${line}\n${text}` : insert(text, at, `\n${line}`);
};

/** Among others on a line. @param {string} text @param {readonly Item[]} items @param {string} name @param {string} word @param {string} between */
const addWord = (text, items, name, word, between) => {
  const next = items.find((item) => item.name > name);
  return next ? insert(text, next.end - next.name.length, word + between) : insert(text, items.at(-1)?.end ?? 0, between + word);
};

/** @param {ts.Node | undefined} node @param {string} what @returns {never} */
const lacking = (node, what) => {
  throw new Error(`${what} is not to be found in the file.${node === undefined ? "" : ` There is ${node.getText().slice(0, 60)}.`}`);
};

/** What a variable is first made of. @param {ts.SourceFile} source @param {string} variable */
const valueOf = (source, variable) => {
  for (const statement of source.statements) {
    if (!ts.isVariableStatement(statement)) continue;
    for (const { name, initializer } of statement.declarationList.declarations) {
      if (name.getText() !== variable) continue;
      return initializer !== undefined && ts.isSatisfiesExpression(initializer) && ts.isAsExpression(initializer.expression) ? initializer.expression.expression : initializer;
    }
  }
  return lacking(undefined, variable);
};

/** The imports or exports of files in a folder, such as `./layers/`. @param {ts.SourceFile} source @param {string} folder @param {readonly string[]} [without] */
const modules = (source, folder, without = []) =>
  source.statements.flatMap((statement) => {
    if ((!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) || statement.moduleSpecifier === undefined || !ts.isStringLiteral(statement.moduleSpecifier)) return [];
    const path = statement.moduleSpecifier.text;
    const name = path.slice(folder.length);
    if (!path.startsWith(folder) || name.includes("/") || without.includes(name)) return [];
    return [{ name, start: statement.getFullStart(), end: statement.end }];
  });

/**
 * Adds an import or export of a file among those of its folder.
 *
 * @param {string} text
 * @param {{ readonly folder: string, readonly file: string, readonly line: string, readonly without?: readonly string[] }} added
 */
export const addModule = (text, { folder, file, line, without }) => addLine(text, modules(parse(text), folder, without), file, line);

/** Adds a row to an object. @param {string} text @param {string} object @param {string} name @param {string} [row] */
export const addRow = (text, object, name, row = name) => {
  const value = valueOf(parse(text), object);
  if (value === undefined || !ts.isObjectLiteralExpression(value)) return lacking(value, `the object ${object}`);
  const rows = value.properties.map((property) => ({ name: property.name?.getText() ?? "", start: property.getFullStart(), end: property.end + 1 }));
  return addLine(text, rows, name, `  ${row},`);
};

/** Adds what is spread at the end of an object on one line. @param {string} text @param {string} object @param {string} spread */
export const addSpread = (text, object, spread) => {
  const value = valueOf(parse(text), object);
  if (value === undefined || !ts.isObjectLiteralExpression(value)) return lacking(value, `the object ${object}`);
  return insert(text, value.properties.end, `, ...${spread}`);
};

/** Adds a type to a union. @param {string} text @param {string} union @param {string} name */
export const addMember = (text, union, name) => {
  const type = parse(text).statements.find((statement) => ts.isTypeAliasDeclaration(statement) && statement.name.text === union);
  if (type === undefined || !ts.isTypeAliasDeclaration(type) || !ts.isUnionTypeNode(type.type)) return lacking(type, `the union ${union}`);
  return addWord(text, type.type.types.map((node) => ({ name: node.getText(), start: node.getFullStart(), end: node.end })), name, name, " | ");
};

/** Adds a word to a list of words. @param {string} text @param {string} list @param {string} word */
export const addItem = (text, list, word) => {
  const value = valueOf(parse(text), list);
  if (value === undefined || !ts.isArrayLiteralExpression(value)) return lacking(value, `the list ${list}`);
  const quoted = JSON.stringify(word);
  return addWord(text, value.elements.map((node) => ({ name: node.getText(), start: node.getFullStart(), end: node.end })), quoted, quoted, ", ");
};

/** The names that a file declares, imports or hands on at its top. @param {string} text */
export const namesIn = (text) =>
  parse(text).statements.flatMap((statement) => {
    if (ts.isVariableStatement(statement)) return statement.declarationList.declarations.map(({ name }) => name.getText());
    if (ts.isImportDeclaration(statement)) {
      const { name, namedBindings } = statement.importClause ?? {};
      return [name, ...(namedBindings === undefined ? [] : ts.isNamespaceImport(namedBindings) ? [namedBindings.name] : namedBindings.elements.map((element) => element.name))].flatMap((node) => (node ? [node.text] : []));
    }
    if (ts.isExportDeclaration(statement)) return statement.exportClause !== undefined && ts.isNamedExports(statement.exportClause) ? statement.exportClause.elements.map(({ name }) => name.text) : [];
    if (ts.isFunctionDeclaration(statement) || ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement) || ts.isClassDeclaration(statement)) return statement.name ? [statement.name.text] : [];
    return [];
  });

/** Whether a word is free to be a name: no keyword of TypeScript. @param {string} word */
export const isPlainName = (word) => {
  const scanner = ts.createScanner(ts.ScriptTarget.Latest, true, ts.LanguageVariant.Standard, word);
  return scanner.scan() === ts.SyntaxKind.Identifier && scanner.getTokenEnd() === word.length;
};
