import type { Graph } from "@convscope/core";
import { golden } from "@convscope/test-kit";
import { model } from "../src/index.ts";

/** A figure that somebody published for a model, or for one of its variants: `resnet50@keras`. `golden/figures.json` explains the fields. */
export interface Figures {
  readonly model: string;
  readonly source: string;
  readonly params?: number;
  readonly millions?: number;
  readonly gmacs?: number;
  readonly convention?: "timm" | "torchvision";
  readonly total?: number;
  readonly fixed?: number;
  readonly receptiveField?: number;
  readonly stride?: number;
}

export const figures: readonly Figures[] = golden<{ readonly rows: readonly Figures[] }>("figures.json").rows;

/** A model by its name and, behind an @, its variant. */
export function versionOf(reference: string): Graph {
  const [name = "", variant] = reference.split("@");
  return model(name, variant === undefined ? {} : { variant });
}
