import { parseGraph, toJson } from "@convscope/core";
import { model } from "@convscope/models";
import { expect, test } from "vitest";
import { deflated, inflated } from "./graph-link.ts";

test("a graph in a link comes back", async () => {
  const graph = model("resnet18");
  const packed = await deflated(toJson(graph));
  expect(packed).toMatch(/^[\w-]+$/);
  expect(packed.length).toBeLessThan(2000);
  expect(parseGraph(await inflated(packed))).toEqual(graph);
});

test("what is no link's graph is refused", async () => {
  await expect(inflated("not packed")).rejects.toThrow("is damaged");
  await expect(inflated("x".repeat(20_000))).rejects.toThrow("at most 16000 characters");
  await expect(inflated(await deflated("a".repeat(1_999_000)))).resolves.toHaveLength(1_999_000);
  // A small text that unpacks to a large one.
  const { deflateRawSync } = await import("node:zlib");
  await expect(inflated(deflateRawSync("a".repeat(9_000_000)).toString("base64url"))).rejects.toThrow("at most 2000000 bytes");
});
