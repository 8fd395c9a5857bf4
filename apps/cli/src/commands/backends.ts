import type { CommandUnknownOpts } from "@commander-js/extra-typings";
import { backendLoaders, backendStatus } from "@convscope/nn";
import { answer, command } from "../command.ts";
import { table } from "../table.ts";
import type { Terminal } from "../terminal.ts";

/** `convscope backends`: what can compute here. */
export const backendsCommand = (terminal: Terminal): CommandUnknownOpts =>
  command("backends")
    .summary("what can run and train networks on this machine")
    .description("Lists every backend, best first: whether it works here, its version and threads, and what is missing and how to get it. --backend auto takes the first that works.")
    .action(async (options) => {
      const rows = await backendStatus(backendLoaders());
      const chosen = rows.find(({ available }) => available)?.name;
      const { green, dim } = terminal.colors;
      const text = table(
        rows,
        [
          { title: "backend", of: ({ name }) => (name === chosen ? green(name) : name) },
          { title: "works", of: ({ available }) => (available ? "yes" : "no") },
          { title: "engine", of: ({ engine }) => engine },
          { title: "version", of: ({ version }) => version ?? "" },
          { title: "threads", of: ({ threads }) => String(threads), align: "right" },
          { title: "", of: ({ note }) => note },
        ],
        dim,
      );
      answer(terminal, { json: { auto: chosen ?? null, backends: rows }, text: `${text}\n\nauto takes ${chosen ?? "none: nothing works here"}` }, options.json);
    });
