import { basename } from "node:path";
import { Argument, type CommandUnknownOpts } from "@commander-js/extra-typings";
import { lineChart, scatter } from "@convscope/viz";
import { CommandError } from "../../failure.ts";
import type { Terminal } from "../../terminal.ts";
import { drawn, plotting, styleOf } from "../drawing.ts";
import { columnOf, numbersOf, readTable } from "../table-file.ts";

const names = (text: string): readonly string[] => text.split(",").map((name) => name.trim());
const file = (): Argument<"<table>"> => new Argument("<table>", "a .csv, .jsonl or .json file");

/** Columns of a table over another. */
export const linesCommand = (terminal: Terminal): CommandUnknownOpts =>
  plotting("lines")
    .summary("columns of a table over another")
    .description("Draws any columns of a table as lines: losses over steps, accuracy over the number of samples, seconds over batch size.")
    .addArgument(file())
    .option("--x <column>", "what goes across (default the first column)")
    .option("--y <columns>", "what goes up, with commas between them (default all other columns of numbers)", names)
    .option("--log-x", "equal ratios at equal distances, across")
    .option("--log-y", "equal ratios at equal distances, up")
    .option("--dots", "dots instead of lines")
    .addHelpText("after", "\nExamples:\n  convscope plot lines history.csv --x epoch --y loss,valLoss --log-y\n  convscope plot lines speed.csv --x batch --y seconds --log-x --log-y")
    .action(async (reference, { x, y, logX, logY, dots = false, ...options }) => {
      const table = readTable(reference, terminal.cwd);
      const across = x === undefined ? 0 : columnOf(table, x);
      const up = y === undefined ? table.columns.map((_, place) => place).filter((place) => place !== across && numbersOf(table, place).some(Number.isFinite)) : y.map((name) => columnOf(table, name));
      if (up.length === 0) throw new CommandError(`${table.file}: there must be a column of numbers beside ${table.columns[across] ?? ""}. Received ${table.columns.join(", ")}.`);
      const xs = numbersOf(table, across);
      if (!xs.some(Number.isFinite)) throw new CommandError(`${table.file}: the column ${table.columns[across] ?? ""} must hold numbers. Received "${table.rows[0]?.[across] ?? ""}". Name another by --x.`);
      const series = up.map((place) => ({ name: table.columns[place] ?? "", points: numbersOf(table, place).map((value, i) => [xs[i] ?? NaN, value] as const), dots }));
      const svg = lineChart(series, { title: basename(table.file), xLabel: table.columns[across] ?? "", yLabel: series.length === 1 ? (series[0]?.name ?? "") : "value", ...(logX && { xScale: "log" }), ...(logY && { yScale: "log" }), ...styleOf(options) });
      await drawn(terminal, "lines", svg, options, { x: table.columns[across], y: series.map(({ name }) => name), rows: table.rows.length });
    });

/** Points of a plane, by class. */
export const scatterCommand = (terminal: Terminal): CommandUnknownOpts =>
  plotting("scatter")
    .summary("points of a plane, coloured by class")
    .description("Draws two columns of a table against each other, coloured by a third: features, an embedding, two measures of many runs.")
    .addArgument(file())
    .option("--x <column>", "what goes across (default the first column)")
    .option("--y <column>", "what goes up (default the second column)")
    .option("--class <column>", "what colours the points")
    .addHelpText("after", "\nExamples:\n  convscope plot scatter embedding.csv --x x --y y --class label")
    .action(async (reference, { x, y, class: by, ...options }) => {
      const table = readTable(reference, terminal.cwd);
      const [across, up] = [x === undefined ? 0 : columnOf(table, x), y === undefined ? 1 : columnOf(table, y)];
      const [xs, ys] = [numbersOf(table, across), numbersOf(table, up)];
      const rows = table.rows.map((row, i) => ({ x: xs[i] ?? NaN, y: ys[i] ?? NaN, class: by === undefined ? "points" : (row[columnOf(table, by)] ?? "") })).filter((row) => Number.isFinite(row.x) && Number.isFinite(row.y));
      if (rows.length === 0) throw new CommandError(`${table.file}: the columns ${table.columns[across] ?? ""} and ${table.columns[up] ?? ""} must hold numbers. Received none in any row. Name others by --x and --y.`);
      const classes = [...new Set(rows.map((row) => row.class))].sort();
      const svg = scatter({ points: rows.flatMap((row) => [row.x, row.y]), labels: rows.map((row) => classes.indexOf(row.class)), classes }, { title: basename(table.file), xLabel: table.columns[across] ?? "", yLabel: table.columns[up] ?? "", ...styleOf(options) });
      await drawn(terminal, "scatter", svg, options, { x: table.columns[across], y: table.columns[up], points: rows.length, ...(by !== undefined && { classes }) });
    });
