import { TableError } from "./claims.ts";

/** What a table may be at most, so that a wrong file costs its reader little. */
const most = { characters: 2 ** 20, rows: 2_000, cells: 50 } as const;

/** One line of a table: its cells, and where it begins in the file. */
export interface Line {
  readonly line: number;
  readonly cells: readonly string[];
}

/**
 * The lines of a comma-, semicolon- or tab-separated text, cells trimmed, empty lines and those that begin with `#` left out.
 * Quotes as in RFC 4180; the separator is the one that the first line holds.
 *
 * @throws TableError for a text that is too long or whose quotes do not close, with the line.
 */
export function readCsv(text: string, file: string = "table.csv"): readonly Line[] {
  if (text.length > most.characters) throw new TableError(`${file}: must have at most ${most.characters} characters. Received ${text.length}.`);
  const separator = separatorOf(text);
  const lines: Line[] = [];
  let [cell, cells, line, start, quoted]: [string, string[], number, number, number] = ["", [], 1, 1, 0];
  const endCell = (): void => {
    if (cells.length >= most.cells) throw new TableError(`${file}, line ${start}: must have at most ${most.cells} cells.`);
    cells.push(cell.trim());
    cell = "";
  };
  const endLine = (): void => {
    endCell();
    if (cells.some((held) => held !== "") && !cells[0]?.startsWith("#")) lines.push({ line: start, cells });
    if (lines.length > most.rows) throw new TableError(`${file}: must have at most ${most.rows} rows.`);
    cells = [];
  };
  const body = text.replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n");
  for (let i = 0; i < body.length; i++) {
    const c = body[i] ?? "";
    if (quoted > 0) {
      if (c !== '"') cell += c;
      else if (body[i + 1] === '"') cell += body[++i] ?? "";
      else quoted = 0;
      if (c === "\n") line++;
    } else if (c === '"' && cell.trim() === "") [cell, quoted] = ["", line];
    else if (c === separator) endCell();
    else if (c === "\n") {
      endLine();
      start = ++line;
    } else cell += c;
  }
  if (quoted > 0) throw new TableError(`${file}, line ${quoted}: a quote must be closed. Received the end of the file.`);
  endLine();
  return lines;
}

function separatorOf(text: string): string {
  const first = text.split("\n").find((line) => line.trim() !== "" && !line.startsWith("#")) ?? "";
  const count = (c: string): number => first.split(c).length;
  return [",", ";", "\t"].reduce((best, c) => (count(c) > count(best) ? c : best));
}
