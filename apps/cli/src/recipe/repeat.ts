import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { readSafetensors, type Arrays } from "@convscope/exchange";
import { readBytes } from "../file.ts";
import { epochs, numbers, weights, type Difference } from "../run/repeat.ts";
import type { PlacedRecipe } from "./run.ts";

/** Everything in which a recipe that was carried out twice differs, though it should be the same to the bit, the earliest first. */
export function recipeDifferences(first: PlacedRecipe, second: PlacedRecipe): readonly Difference[] {
  const [a, b] = [first.record, second.record];
  const [one, other] = [networksOf(first), networksOf(second)];
  return [
    ...union(a.stages, b.stages).flatMap((stage) => epochs(`${stage}, `, a.stages[stage]?.history, b.stages[stage]?.history)),
    ...numbers("measure", a.measures, b.measures),
    ...union(one, other).flatMap((name) => weights(`weights of ${name}`, one[name] ?? {}, other[name] ?? {})),
  ];
}

const union = (a: object, b: object): readonly string[] => [...new Set([...Object.keys(a), ...Object.keys(b)])];

/** The weights of the networks that were kept. */
function networksOf({ folder }: PlacedRecipe): { readonly [name: string]: Arrays } {
  const networks = join(folder, "networks");
  if (!existsSync(networks)) return {};
  return Object.fromEntries(readdirSync(networks).map((name) => {
    const path = join(networks, name, "weights.safetensors");
    return [name, readSafetensors(readBytes(path), path).tensors];
  }));
}
