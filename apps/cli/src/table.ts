import Table from "cli-table3";

export interface Column<T> {
  readonly title: string;
  readonly of: (row: T) => string;
  readonly align?: "left" | "right";
  /** What a program reads in its place, without separators; as `of` if left out. */
  readonly plain?: (row: T) => string;
}

const quiet = {
  top: "", "top-mid": "", "top-left": "", "top-right": "",
  bottom: "", "bottom-mid": "", "bottom-left": "", "bottom-right": "",
  left: "", "left-mid": "", mid: "", "mid-mid": "",
  right: "", "right-mid": "", middle: "  ",
};

/** A table without lines, numbers to the right, as a terminal shows it best. */
export function table<T>(rows: readonly T[], columns: readonly Column<T>[], heading: (text: string) => string = (text) => text): string {
  const made = new Table({
    head: columns.map(({ title }) => heading(title)),
    chars: quiet,
    style: { head: [], border: [], "padding-left": 0, "padding-right": 0 },
    colAligns: columns.map(({ align = "left" }) => align),
  });
  for (const row of rows) made.push(columns.map(({ of }) => of(row)));
  return made.toString().split("\n").map((line) => line.trimEnd()).join("\n");
}

/** The same as lines of a spreadsheet, quoted where a field needs it (RFC 4180). A foot is a last row of its own. */
export const csv = <T>(rows: readonly T[], columns: readonly Column<T>[], foot: readonly string[] = []): string =>
  [columns.map(({ title }) => title), ...rows.map((row) => columns.map(({ of, plain = of }) => plain(row))), ...(foot.length > 0 ? [foot] : [])].map((cells) => cells.map(quoted).join(",")).join("\n");
const quoted = (cell: string): string => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

export const markdown = <T>(rows: readonly T[], columns: readonly Column<T>[], foot: readonly string[] = []): string =>
  [
    `| ${columns.map(({ title }) => title).join(" | ")} |`,
    `| ${columns.map(({ align }) => (align === "right" ? "---:" : "---")).join(" | ")} |`,
    ...[...rows.map((row) => columns.map(({ of }) => of(row))), ...(foot.length > 0 ? [foot.map((cell) => (cell === "" ? cell : `**${cell}**`))] : [])].map((cells) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`),
  ].join("\n");

export const latex = <T>(rows: readonly T[], columns: readonly Column<T>[], foot: readonly string[] = []): string =>
  [
    `\\begin{tabular}{${columns.map(({ align }) => (align === "right" ? "r" : "l")).join("")}}`,
    `  ${columns.map(({ title }) => escaped(title)).join(" & ")} \\\\ \\hline`,
    ...rows.map((row) => `  ${columns.map(({ of }) => escaped(of(row))).join(" & ")} \\\\`),
    ...(foot.length > 0 ? [`  \\hline ${foot.map(escaped).join(" & ")} \\\\`] : []),
    "\\end{tabular}",
  ].join("\n");
const escaped = (text: string): string => text.replace(/[#$%&_{}]/g, (c) => `\\${c}`).replaceAll("×", "$\\times$");

/** 220234 → 220,234. */
export const grouped = (n: number): string => n.toLocaleString("en-GB");

/** 4089184256 → 4.09 G: three digits and a power of 1000. */
export function rounded(n: number): string {
  const units = ["", " k", " M", " G", " T"];
  const digits = (power: number): string => (n / 1000 ** power).toPrecision(3);
  let power = 0;
  // 999,999 is 1.00 M, not 1e+3 k.
  while (power < units.length - 1 && Number(digits(power)) >= 1000) power++;
  return power === 0 ? String(n) : `${digits(power)}${units[power]}`;
}

/** Bytes as people read them: powers of 1024. */
export function bytes(n: number): string {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  const power = Math.min(Math.floor(Math.log2(Math.max(n, 1)) / 10), units.length - 1);
  return `${power === 0 ? n : (n / 1024 ** power).toPrecision(3)} ${units[power]}`;
}

export const percent = (x: number): string => `${(100 * x).toFixed(2)} %`;
