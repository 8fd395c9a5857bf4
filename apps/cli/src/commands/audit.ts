import { readFileSync } from "node:fs";
import { basename, resolve } from "node:path";
import { Argument, Option, type CommandUnknownOpts } from "@commander-js/extra-typings";
import { audit, parseClaims, renderAudit, type Audit } from "@convscope/core";
import { answer, command } from "../command.ts";
import { CommandError } from "../failure.ts";
import { fileSize } from "../file.ts";
import { stepJson } from "../steps.ts";
import type { Terminal } from "../terminal.ts";
import { shape } from "../values.ts";

/** A larger file is no table of layers. */
const maxTableBytes = 4 * 2 ** 20;

/** `convscope audit`: a table of claimed shapes and parameters against the truth, each slip named. */
export const auditCommand = (terminal: Terminal): CommandUnknownOpts =>
  command("audit")
    .summary("check a table of claimed shapes and parameters, and name each slip")
    .description("Checks a table, from a lecture or a paper, row by row: what is claimed, what is right, how that comes about, and which slip leads to the wrong number.")
    .addArgument(new Argument("<table>", "a CSV file with the columns name, layer, output, size, params"))
    .option("--input <shape>", "input shape, where the table has no row for it", shape)
    .addOption(new Option("--format <format>", "how to write it").choices(["text", "markdown"] as const).default("text" as const))
    .addHelpText("after", `
The table. Only the column layer must be there; what is left out is not checked.
  name,layer,output,size,params
  input,input,32x32x3,3072,0
  conv1,conv2d 8 5x5,28x28x8,6272,208
  pool1,maxPooling2d 2,14x14x8,1568,0
  fc,dense 10,10,10,"15,681"
  total,total,,,"15,889"

A layer is its kind, its arguments in order, then name=value, such as
conv2d 16 3x3 stride=2 same. Besides stride there are padding, dilation and
groups; nobias leaves the biases out, same keeps the size. conv, pool, avgpool,
fc and bn are understood too. Dense layers take maps flattened. The first row
is the input, the last may be the total. Rounded numbers such as 2.4K or 61M
are right where the true ones round to them. Lines that begin with # are left
out.

Example:
  convscope audit examples/slide.csv`)
    .action((file, options) => {
      const { table, input } = parseClaims(read(resolve(terminal.cwd, file)), { file: basename(file), ...(options.input && { input: options.input }) });
      const result = audit(table, input);
      answer(terminal, { json: auditJson(result), text: renderAudit(result, options.format) }, options.json);
    });

function read(path: string): string {
  const size = fileSize(path);
  if (size > maxTableBytes) throw new CommandError(`${path}: a table must have at most ${maxTableBytes} bytes. Received ${size}.`);
  return readFileSync(path, "utf8");
}

const auditJson = (result: Audit): unknown => ({ ...result, rows: result.rows.map((row) => ({ ...row, working: row.working.map(stepJson) })) });
