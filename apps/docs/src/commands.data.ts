import { commands, slugOf } from "./commands.ts";

interface Row {
  readonly name: string;
  readonly slug: string;
  readonly summary: string;
}

declare const data: readonly Row[];
export { data };

/** The commands for the page that lists them: VitePress asks for them when it builds. */
export default { load: (): readonly Row[] => commands().map((command) => ({ name: command.name, slug: slugOf(command), summary: command.summary })) };
