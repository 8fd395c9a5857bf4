import { Option, type Command } from "@commander-js/extra-typings";
import type { ThemeName } from "@convscope/viz";
import { answer, command } from "../command.ts";
import { writeFigure } from "../figure-file.ts";
import type { Terminal } from "../terminal.ts";
import { fileOf, whole } from "../values.ts";

/** What every figure takes. */
export type Drawing = {
  readonly title?: string | undefined;
  readonly theme: ThemeName;
  readonly width?: number | undefined;
  readonly out?: string | undefined;
  readonly json?: true | undefined;
};

/** A command that draws a figure into a file. */
export const plotting = (name: string): Command<[], Drawing> =>
  command(name)
    .option("--title <text>", "above the figure")
    .addOption(new Option("--theme <theme>", "colours; auto follows the reader's setting on web pages").choices(["light", "dark", "auto"] as const).default("light" as const))
    .option("--width <pixels>", "of the figure", whole(240, 10_000))
    .option("-o, --out <file>", `an .svg or .png file (default ${name}.svg, or another name that is free)`, fileOf(".svg", ".png"));

/** The same as a figure of `@convscope/viz` takes it. */
export const styleOf = ({ title, theme, width }: Drawing): { readonly title?: string; readonly theme: ThemeName; readonly width?: number } => ({ theme, ...(title !== undefined && { title }), ...(width !== undefined && { width }) });

/** Writes a figure, and answers with its file and its numbers. */
export async function drawn(terminal: Terminal, figure: string, svg: string, { out, json }: Drawing, numbers: object): Promise<void> {
  const { file, ...size } = await writeFigure(terminal, svg, { out, stem: figure });
  answer(terminal, { json: { figure, file, ...size, ...numbers }, text: `${figure} drawn into ${file}` }, json);
}
