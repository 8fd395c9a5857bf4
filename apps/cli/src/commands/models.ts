import { Argument, type CommandUnknownOpts } from "@commander-js/extra-typings";
import { formatShape, inputShape } from "@convscope/core";
import { models } from "@convscope/models";
import { answer, command } from "../command.ts";
import { CommandError } from "../failure.ts";
import { grouped, table } from "../table.ts";
import type { Terminal } from "../terminal.ts";

/** `convscope models`: the zoo. */
export const modelsCommand = (terminal: Terminal): CommandUnknownOpts =>
  command("models")
    .summary("the models of the zoo")
    .description("Lists the models whose name or family holds a pattern, or else whose title does, with parameters and MACs at the default input.")
    .addArgument(new Argument("[pattern]", "part of a name").default(""))
    .action((pattern, options) => {
      const holding = (texts: (model: (typeof models)[number]) => readonly string[]): typeof models => models.filter((model) => texts(model).some((text) => text.toLowerCase().includes(pattern.toLowerCase())));
      const named = holding(({ name, family }) => [name, family]);
      const found = named.length > 0 ? named : holding(({ title }) => [title]);
      if (found.length === 0) throw new CommandError(`no model matches "${pattern}". Without a pattern, all are listed.`);
      const text = table(
        found,
        [
          { title: "name", of: ({ name }) => name },
          { title: "year", of: ({ year }) => String(year) },
          { title: "input", of: ({ inputs }) => Object.values(inputs).map((input) => formatShape(inputShape(input))).join(" + ") },
          { title: "params", of: ({ params }) => grouped(params), align: "right" },
          { title: "MACs", of: ({ macs }) => grouped(macs), align: "right" },
          { title: "title", of: ({ title }) => title },
          { title: "source", of: ({ paper }) => paper },
        ],
        terminal.colors.dim,
      );
      answer(terminal, { json: found.map(({ block: _, ...row }) => row), text }, options.json);
    });
