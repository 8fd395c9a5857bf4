import { checkOptions } from "@convscope/files/bytes";
import { DataError } from "../error.ts";

export interface TableOptions {
  /** The data set's name, or the file's, for messages. */
  readonly name?: string;
  /** Whether the first line names the columns; told by its words unless given. */
  readonly header?: boolean;
}

export interface LabelledText {
  readonly label: string;
  readonly text: string;
  /** Counted from 1. */
  readonly line: number;
}

const labelNames = ["label", "labels", "class", "category", "sentiment", "target"];
const textNames = ["text", "sentence", "review", "question", "phrase"];

/** Where label and text stand in a line, and whether the first line said so. */
interface Columns {
  readonly label: number;
  readonly text: number;
  readonly named: boolean;
}

/**
 * Labels and texts from lines of columns parted by tabs: the label first and the text second, or as a first line of names says
 * (`sentence` TAB `label`). Lines end in LF or CRLF; empty ones are passed over. There are no quotes: a text has no tabs.
 *
 * @throws DataError naming the line.
 */
export function parseTable(text: string, options: TableOptions = {}): LabelledText[] {
  checkOptions("parseTable", options, ["name", "header"]);
  const { name = "sentences", header } = options;
  const rows: LabelledText[] = [];
  let columns: Columns | undefined;
  let line = 0;
  for (const raw of text.replace(/^\u{FEFF}/u, "").split("\n")) {
    line++;
    const whole = raw.endsWith("\r") ? raw.slice(0, -1) : raw;
    if (whole.trim() === "") continue;
    const cells = whole.split("\t");
    if (columns === undefined) {
      columns = columnsOf(cells, header, `${name}, line ${line}`);
      if (columns.named) continue;
    }
    const [label, words] = [cells[columns.label]?.trim(), cells[columns.text]];
    if (label === undefined || words === undefined || label === "") {
      throw new DataError(`${name}, line ${line}: a line must hold a label, a tab, and a text. It is ${JSON.stringify(whole.slice(0, 80))}. Part the columns by tabs.`);
    }
    rows.push({ label, text: words, line });
  }
  return rows;
}

function columnsOf(cells: readonly string[], header: boolean | undefined, where: string): Columns {
  const names = cells.map((cell) => cell.trim().toLowerCase());
  const [label, text] = [labelNames, textNames].map((known) => names.findIndex((one) => known.includes(one)));
  const named = label !== undefined && text !== undefined && label >= 0 && text >= 0;
  if (header === false || (header === undefined && !named)) return { label: 0, text: 1, named: false };
  if (!named) throw new DataError(`${where}: the names of the columns must be one of ${labelNames.join(", ")} and one of ${textNames.join(", ")}. They are ${names.slice(0, 10).join(", ").slice(0, 200)}. Rename them, or leave out the option header.`);
  return { label, text, named };
}
