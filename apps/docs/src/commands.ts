import { commandReferences, type CommandReference } from "@convscope/cli";
import pc from "picocolors";

const colors = pc.createColors(false);

/** Every command of the command line with its help, as a terminal of 76 columns, which fit on a page, shows it. */
export const commands = (): readonly CommandReference[] =>
  commandReferences({ out: () => {}, err: () => {}, interactive: false, columns: 76, env: {}, cwd: "/", signal: new AbortController().signal, colors, errorColors: colors });

/** Where its page is. */
export const slugOf = ({ name }: Pick<CommandReference, "name">): string => name.replaceAll(" ", "-");
