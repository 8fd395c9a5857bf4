import type { CommandUnknownOpts } from "@commander-js/extra-typings";
import { autoChoice, backendStatus } from "@convscope/nn";
import { loaders } from "../backends.ts";
import { answer, command } from "../command.ts";
import { table } from "../table.ts";
import type { Terminal } from "../terminal.ts";

/** `convscope backends`: what can compute here. */
export const backendsCommand = (terminal: Terminal): CommandUnknownOpts =>
  command("backends")
    .summary("what can run and train networks on this machine")
    .description("Lists every backend, best first: whether it works here, its version, the graphics card or the threads it computes with, and what is missing and how to get it. --backend auto takes the first that works, but no graphics card that is made up in software.")
    .action(async (options) => {
      const rows = await backendStatus(loaders);
      const auto = autoChoice(rows);
      const { green, dim } = terminal.colors;
      const text = table(
        rows,
        [
          { title: "backend", of: ({ name }) => (name === auto?.name ? green(name) : name) },
          { title: "works", of: ({ available }) => (available ? "yes" : "no") },
          { title: "engine", of: ({ engine }) => engine },
          { title: "version", of: ({ version }) => version ?? "" },
          { title: "device", of: ({ available, device }) => device ?? (available ? "processor" : "") },
          { title: "threads", of: ({ threads }) => String(threads ?? ""), align: "right" },
          { title: "", of: ({ note, reluctant }) => (reluctant === undefined ? note : `${note}; not taken by auto: ${reluctant}`) },
        ],
        dim,
      );
      const said = auto ? `auto takes ${auto.name}: ${auto.reason}` : "auto takes none: nothing works here";
      answer(terminal, { json: { auto: auto?.name ?? null, reason: auto?.reason ?? null, backends: rows }, text: `${text}\n\n${said}` }, options.json);
    });
