import { Option } from "@commander-js/extra-typings";
import type { CifarLabels } from "@convscope/datasets";
import { UsageError } from "./failure.ts";
import { oneOf } from "./values.ts";

/** The set whose pictures have two labels each. */
const twofold = "cifar-100";

export const labelKinds: readonly CifarLabels[] = ["fine", "coarse"];

export const labelsOption = (): Option<"--labels <kind>", undefined, undefined, CifarLabels> =>
  new Option("--labels <kind>", `of ${twofold}: its hundred classes, fine, or the twenty groups that they belong to, coarse (default fine)`).argParser((text: string) => oneOf(labelKinds)(text) as CifarLabels);

/** Refuses a choice where there is none. */
export function checkLabels(data: string, labels: CifarLabels | undefined): void {
  if (labels !== undefined && data !== twofold) throw new UsageError(`--labels is of ${twofold}, whose pictures have two labels each. Received ${data}. Leave it out.`);
}
