import { commands, slugOf } from "../../../src/commands.ts";

/** A page for each command. */
export default {
  paths: () => commands().map((command) => ({ params: { command: slugOf(command), name: command.name }, content: `${command.summary[0]?.toUpperCase()}${command.summary.slice(1)}.\n\n\`\`\`text\n${command.help.trimEnd()}\n\`\`\`` })),
};
