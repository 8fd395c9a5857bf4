import type { Example, FindingKind, PicturePlace, QualityReport, Severity } from "@convscope/datasets";
import { grouped } from "./table.ts";
import type { Terminal } from "./terminal.ts";
import { indented } from "./wrap.ts";

/** What the pictures of a finding are called in a figure. */
export const shortNames: { readonly [Kind in FindingKind]: string } = {
  unreadable: "unreadable", passedOver: "not used", missing: "missing", leak: "leak", contradiction: "two labels", grey: "grey", coloured: "coloured", tiny: "tiny", plain: "one colour",
  equal: "copy", similarLeak: "look-alike across parts", imbalance: "imbalance", few: "rare class", similar: "look-alike", doubtful: "worth a look", giant: "giant", extreme: "extreme",
};

/** `train 12 (cat)`, or the file in place of the number. */
export const placeText = ({ part, index, file, class: name }: PicturePlace): string => `${file ?? `${part} ${index}`}${name === undefined ? "" : ` (${name})`}`;

const exampleText = ({ pictures, detail }: Example): string => (pictures.length === 0 ? detail : `${pictures.map(placeText).join(", ")}: ${detail}`);

const indent = 9;

/** The report of a check as people read it. */
export function qualityText(report: QualityReport, terminal: Terminal): string {
  const { bold, dim, red, yellow, cyan } = terminal.colors;
  const paint: { readonly [severity in Severity]: (text: string) => string } = { error: red, warning: yellow, note: cyan };
  const width = Math.min(terminal.columns, 100);
  const under = (text: string): string => " ".repeat(indent) + indented(text, width, indent);
  const found = report.findings.flatMap(({ severity, count, title, explanation, wayOut, examples }) => {
    const more = count - examples.reduce((sum, { pictures }) => sum + Math.max(1, pictures.length), 0);
    return [
      "",
      `${paint[severity](severity.padEnd(indent))}${bold(indented(title, width, indent))}`,
      under(explanation),
      under(`→ ${wayOut}`),
      ...examples.map((example) => dim(`${" ".repeat(indent + 2)}${indented(exampleText(example), width, indent + 4)}`)),
      ...(examples.length > 0 && more > 0 ? [dim(`${" ".repeat(indent + 2)}… (--examples shows more)`)] : []),
    ];
  });
  return [...overview(report, width), ...found, "", summaryOf(report)].join("\n");
}

function overview({ title, classes, parts, statistics }: QualityReport, width: number): readonly string[] {
  const rows: (readonly [string, string])[] = [
    ["data", title],
    ["pictures", parts.map(({ part, pictures }) => `${grouped(pictures)} ${part}`).join(", ")],
    ["classes", `${grouped(classes.length)}: ${classes.slice(0, 20).join(", ")}${classes.length > 20 ? ", …" : ""}`],
  ];
  if (statistics) {
    const { width: across, height: down, oneSize, brightness, mean, std } = statistics;
    const share = (value: number): string => `${Math.round(100 * value)} %`;
    const list = (values: readonly number[]): string => values.map((value) => value.toFixed(4)).join(", ");
    rows.push(
      ["size", oneSize ? `${across.median}×${down.median} pixels` : `width ${across.least} … ${across.greatest} (median ${across.median}), height ${down.least} … ${down.greatest} (median ${down.median}) pixels`],
      ["brightness", `${share(brightness.least)} … ${share(brightness.greatest)} (median ${share(brightness.median)})`],
      ["mean", `${list(mean)} (0 … 1, of ${parts[0]?.part ?? ""})`],
      ["deviation", list(std)],
    );
  }
  return rows.map(([name, value]) => `${name.padEnd(12)}${indented(value, width, 12)}`);
}

/** `2 errors, 1 warning`. */
function summaryOf({ findings }: Pick<QualityReport, "findings">): string {
  if (findings.length === 0) return "Nothing found: the data look well.";
  return (["error", "warning", "note"] as const)
    .map((severity) => ({ severity, count: findings.filter((one) => one.severity === severity).length }))
    .filter(({ count }) => count > 0)
    .map(({ severity, count }) => `${count} ${severity}${count === 1 ? "" : "s"}`)
    .join(", ");
}
