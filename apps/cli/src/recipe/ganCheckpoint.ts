import type { Arrays, GanState } from "@convscope/nn";
import { z } from "zod";
import { prefixed, readArrayFile, stripped, writeArrayFile } from "../run/arrayFile.ts";

/** The end of an epoch of a generator's training, with what the recipe has kept until then. */
export interface GanCheckpoint {
  readonly state: GanState;
  readonly kept: Arrays;
}

const steps = z.int().min(0);
const optimizer = z.object({ steps, scalars: z.record(z.string(), z.number()) });

/** What is told beside the arrays. A loss that is no number ends the training, so none is in a history. */
const told = z.object({
  history: z.array(z.object({ epoch: z.int().min(1), discriminatorLoss: z.number(), generatorLoss: z.number(), realScore: z.number(), madeScore: z.number() })),
  generator: optimizer,
  discriminator: optimizer,
  averaged: steps.optional(),
});

export async function writeGanCheckpoint(path: string, { state, kept }: GanCheckpoint): Promise<void> {
  const { history, generator, discriminator, optimizers, average } = state;
  const arrays = {
    ...prefixed("generator/", generator), ...prefixed("generator-optimizer/", optimizers.generator.slots),
    ...prefixed("discriminator/", discriminator), ...prefixed("discriminator-optimizer/", optimizers.discriminator.slots),
    ...prefixed("average/", average?.weights ?? {}), ...prefixed("kept/", kept),
  };
  const beside: z.input<typeof told> = { history: [...history], generator: numbersOf(optimizers.generator), discriminator: numbersOf(optimizers.discriminator), ...(average && { averaged: average.steps }) };
  await writeArrayFile(path, { arrays, told: beside });
}

/**
 * Reads a checkpoint; none before the first is written.
 *
 * @throws FormatError for a damaged file.
 */
export function readGanCheckpoint(path: string): GanCheckpoint | undefined {
  const file = readArrayFile(path, told);
  if (!file) return undefined;
  const { arrays, told: { history, generator, discriminator, averaged } } = file;
  return {
    state: {
      history, generator: stripped("generator/", arrays), discriminator: stripped("discriminator/", arrays),
      optimizers: { generator: { ...generator, slots: stripped("generator-optimizer/", arrays) }, discriminator: { ...discriminator, slots: stripped("discriminator-optimizer/", arrays) } },
      ...(averaged !== undefined && { average: { steps: averaged, weights: stripped("average/", arrays) } }),
    },
    kept: stripped("kept/", arrays),
  };
}

const numbersOf = ({ steps: taken, scalars }: GanState["optimizers"]["generator"]): z.input<typeof optimizer> => ({ steps: taken, scalars: { ...scalars } });
