import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, existsSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inferShapes, isSequence, weightSpecs, type Graph } from "@convscope/core";
import { readSafetensors, toPyTorch, toTorch, writeSafetensors, type Arrays, type NdArray } from "@convscope/exchange";
import { permute } from "@convscope/test-kit";

const python = "/usr/bin/python3";

/** Whether there is a Python with PyTorch. */
export const hasTorch: boolean = spawnSync(python, ["-c", "import torch"], { stdio: "ignore" }).status === 0;

export interface Case {
  readonly graph: Graph;
  readonly weights: Arrays;
  readonly inputs: Arrays;
  /** dL/d output by output's name, where the gradients of the weights are asked for. */
  readonly upstream?: Arrays;
}

export interface Ran {
  /** In the graph's layout, in the order of its outputs. */
  readonly outputs: readonly NdArray[];
  /** The state dict as the module saved it. */
  readonly saved: Arrays;
  /** The state dict with gradients in place of what is learned, if there was an upstream. */
  readonly gradients?: Arrays;
}

/** What the exported source of each case computes, or the error it raises. */
export function runPyTorch(cases: readonly Case[]): readonly (Ran | string)[] {
  const folder = mkdtempSync(join(tmpdir(), "convscope-pytorch-"));
  try {
    cases.forEach(({ graph, weights, inputs, upstream }, i) => {
      const file = join(folder, `case${String(i).padStart(4, "0")}`);
      writeFileSync(`${file}.py`, toPyTorch(graph));
      writeFileSync(`${file}.weights`, writeSafetensors(toTorch(graph, weights)));
      writeFileSync(`${file}.inputs`, writeSafetensors(Object.fromEntries(Object.keys(graph.inputs).map((name) => [name, channelsFirst(inputs[name] as NdArray)]))));
      if (upstream) writeFileSync(`${file}.upstream`, writeSafetensors(Object.fromEntries(graph.outputs.map((name, place) => [String(place), channelsFirst(upstream[name] as NdArray)]))));
    });
    execFileSync(python, [join(import.meta.dirname, "run.py"), folder], { stdio: ["ignore", "ignore", "inherit"] });
    return cases.map((_, i) => {
      const file = join(folder, `case${String(i).padStart(4, "0")}`);
      if (existsSync(`${file}.error`)) return readFileSync(`${file}.error`, "utf8");
      const read = (what: string): Arrays => readSafetensors(new Uint8Array(readFileSync(`${file}.${what}`))).tensors;
      return {
        outputs: Object.values(read("outputs")).map(channelsLast),
        saved: read("saved"),
        ...(cases[i]?.upstream && { gradients: read("gradients") }),
      };
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const relaid = (array: NdArray, axes: (rank: number) => number[]): NdArray => {
  if (array.shape.length < 3) return array;
  const { shape, data } = permute({ shape: array.shape, data: Float32Array.from(array.data) }, axes(array.shape.length));
  return { shape, data: Float32Array.from(data) };
};
const channelsFirst = (array: NdArray): NdArray => relaid(array, (rank) => [0, rank - 1, ...Array.from({ length: rank - 2 }, (_, i) => i + 1)]);
const channelsLast = (array: NdArray): NdArray => relaid(array, (rank) => [0, ...Array.from({ length: rank - 2 }, (_, i) => i + 2), 1]);

/** A case of made-up inputs for a batch, and weights in which nothing is left at a start value that would hide a mistake. */
export function madeUpCase(graph: Graph, seed: number, batch = 2): Case {
  let state = seed >>> 0;
  const next = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const filled = (shape: readonly number[], value: () => number): NdArray => ({ shape, data: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, value) });
  const shapes = inferShapes(graph);
  const vocabulary = new Map(graph.nodes.flatMap(({ layer, inputs }) => ("vocabulary" in layer ? [[inputs[0] ?? "", layer.vocabulary]] : [])));
  const inputs = Object.fromEntries(Object.entries(graph.inputs).map(([name, spec]) => {
    const words = isSequence(spec) ? spec.vocabulary : vocabulary.get(name);
    const x = filled([batch, ...(shapes.get(name) ?? [])], () => 0.1 + 0.9 * next());
    return [name, words === undefined ? x : { shape: x.shape, data: Int32Array.from(x.data, (u) => Math.floor(u * 1e4) % words) }];
  }));
  const weights = Object.fromEntries([...weightSpecs(graph)].map(([name, { shape, role, fans: [inward] = [1] }]) => {
    const reach = role === "kernel" || role === "recurrent" ? Math.sqrt(6 / inward) : 0.2;
    return [name, filled(shape, role === "scale" || role === "variance" ? () => 0.8 + 0.4 * next() : name.endsWith(".variance") ? () => 1 : () => reach * (2 * next() - 1))];
  }));
  return { graph, weights, inputs };
}
