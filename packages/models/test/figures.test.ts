import { parameters, receptiveField, totalMacs } from "@convscope/core";
import { describe, expect, test } from "vitest";
import { figures, versionOf } from "./figures.ts";

describe("published figures", () => {
  test.each(figures)("$model: $source", ({ model, source: _, convention = "timm", ...expected }) => {
    const graph = versionOf(model);
    const { trainable, nonTrainable } = parameters(graph);
    const [height] = expected.receptiveField === undefined ? [] : (receptiveField(graph).field as readonly { readonly size: number; readonly stride: number }[]);
    const found: { readonly [figure: string]: number | undefined } = {
      params: trainable,
      millions: Number((trainable / 1e6).toFixed(2)),
      gmacs: Number((totalMacs(graph, convention) / 1e9).toFixed(2)),
      total: trainable + nonTrainable,
      fixed: nonTrainable,
      receptiveField: height?.size,
      stride: height?.stride,
    };
    expect(Object.fromEntries(Object.keys(expected).map((figure) => [figure, found[figure]]))).toEqual(expected);
  });
});
