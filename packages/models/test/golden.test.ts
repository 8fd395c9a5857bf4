import { formatShape, inferShapes, inputShapes, macsByNode, parameters, parametersByNode, product, receptiveFields, summarize, totalMacs, weightSpecs, type Graph, type Shape } from "@convscope/core";
import { golden } from "@convscope/test-kit";
import { describe, expect, test } from "vitest";
import { model, models } from "../src/index.ts";

/** What torchvision's network of the same name comes to. */
interface Counts {
  readonly params: number;
  readonly params_without_aux: number;
  readonly buffers: number;
  readonly bn: number;
  readonly by_size: { readonly [size: string]: { readonly macs: number; readonly macs_conv: number; readonly act_bn: number } };
}
type AxisRow = readonly [size: number, stride: number, padding: number, holes: number];
interface Fields {
  readonly layers: { readonly [name: string]: { readonly h: AxisRow; readonly w: AxisRow } };
}
/** Module, type, `[N, C, H, W]` in and out, its own parameters, MACs. */
type ModuleRow = readonly [name: string, type: string, input: Shape, output: Shape, params: number, macs: number];

const counts = golden<{ readonly models: { readonly [name: string]: Counts } }>("models.json").models;
const fields = golden<{ readonly models: { readonly [name: string]: Fields } }>("receptive_field.json").models;
const modules = golden<{ readonly [name: string]: readonly ModuleRow[] }>("layer_shapes.json");

interface States {
  readonly [name: string]: { readonly [key: string]: Shape };
}
const states: States = { ...golden<States>("state_dicts.json"), ...golden<{ readonly states: States }>("vit.json").states, ...golden<{ readonly states: States }>("inception.json").states };

/** The models of the zoo that a golden file has, so that a new model is compared as soon as it is there. */
const known = <T>(rows: { readonly [name: string]: T }): [string, T][] => models.flatMap(({ name }) => (rows[name] === undefined ? [] : [[name, rows[name]] as [string, T]]));

test("each golden file has models of the zoo", () => {
  for (const rows of [counts, fields, modules, states]) expect(known<unknown>(rows).map(([name]) => name)).toContain("resnet18");
});

describe.each(known(counts))("%s counts as torchvision's", (name, row) => {
  test("parameters and running statistics", () => {
    // PyTorch keeps one number more for each batch normalisation: how many batches it has seen.
    expect(parameters(model(name)).trainable).toBe(row.params_without_aux);
    // The buffers are counted with the auxiliary heads.
    const whole = model(name, row.params === row.params_without_aux ? {} : { auxiliary: true });
    expect(parameters(whole)).toEqual({ trainable: row.params, nonTrainable: row.buffers - row.bn });
    expect(summarize(whole, { convention: "keras" }).params).toBe(row.params + row.buffers - row.bn);
  });

  test.each(Object.entries(row.by_size))("MACs at %s", (size, { macs, macs_conv, act_bn }) => {
    const graph = model(name, { inputShape: [Number(size), Number(size), 3] });
    expect(totalMacs(graph)).toBe(macs);
    const shapes = inferShapes(graph);
    const byNode = macsByNode(graph, "torchvision", shapes);
    expect(graph.nodes.filter(({ layer }) => layer.kind !== "dense").reduce((sum, node) => sum + (byNode.get(node.name) ?? 0), 0)).toBe(macs_conv);
    const normalised = graph.nodes.filter(({ layer }) => layer.kind === "batchNormalization").reduce((sum, node) => sum + product(shapes.get(node.name) ?? []), 0);
    expect(normalised).toBe(act_bn);
  });
});

describe.each(known(states))("%s has torchvision's or timm's state dict", (name, state) => {
  test("every key and shape, but the counters of batches and the auxiliary heads", () => {
    const expected = Object.entries(state).filter(([key]) => !key.endsWith(".num_batches_tracked"));
    const auxiliary = expected.some(([key]) => /^(aux|AuxLogits)/.test(key));
    const found = [...weightSpecs(model(name, auxiliary ? { auxiliary } : {}))].map(([key, { shape, torchAxes, torchShape, torchName }]) => [torchName === undefined ? key : key.slice(0, key.lastIndexOf(".")), torchShape ?? torchAxes?.map((axis) => shape[axis]) ?? shape]);
    expect(Object.fromEntries(found)).toEqual(Object.fromEntries(expected));
  });
});

describe.each(known(modules))("%s, module by module", (name, rows) => {
  const graph = model(name);
  const shapes = inferShapes(graph);
  const params = parametersByNode(graph, shapes);
  const macs = macsByNode(graph, "torchvision", shapes);
  const nodes = new Map(graph.nodes.map((node) => [node.name, node]));
  /** `[1, C, H, W]` as we keep it; maps of one place may be a vector of ours. */
  const ours = ([, c = 0, ...map]: Shape, like: Shape): Shape => (like.length === 1 ? [c * product(map)] : [...map, c]);

  test("every module with parameters has a node of its name, with its shapes, parameters and MACs", () => {
    const learned = rows.filter(([, , , , own]) => own > 0);
    expect(graph.nodes.filter((node) => (params.get(node.name)?.trainable ?? 0) > 0).map((node) => node.name).sort()).toEqual(learned.map(([module]) => module).sort());
    for (const [module, , input, output, own, work] of learned) {
      const node = nodes.get(module);
      if (!node) throw new Error(`${name} has no node ${module}`);
      const [into = []] = inputShapes(node, shapes);
      const out = shapes.get(module) ?? [];
      expect([module, formatShape(into), formatShape(out), params.get(module)?.trainable, macs.get(module)]).toEqual([module, formatShape(ours(input, into)), formatShape(ours(output, out)), own, work]);
    }
  });

  test("so have activations and pooling, where a node has their name", () => {
    // One module may be called several times; the last call is the one whose name our node has.
    const named = new Map(rows.filter(([module, , , , own]) => own === 0 && nodes.has(module)).map(([module, , , output]) => [module, output]));
    expect(named.size).toBeGreaterThan(0);
    for (const [module, output] of named) expect([module, shapes.get(module)]).toEqual([module, ours(output, shapes.get(module) ?? [])]);
  });
});

describe.each(known(fields))("%s sees as torchvision's", (name, { layers }) => {
  /** The node of a module, or the last one within it. */
  const nodeOf = (graph: Graph, module: string): string => graph.nodes.findLast((node) => node.name === module || node.name.startsWith(`${module}.`))?.name ?? `no node ${module}`;

  test("receptive fields: size, stride and padding of each named module, gates ignored", () => {
    const graph = model(name);
    const { fields: of, misaligned } = receptiveFields(graph, { gates: "ignore" });
    const found = Object.keys(layers).map((module) => {
      const field = of.get(nodeOf(graph, module));
      return [module, typeof field === "object" ? field.map(({ size, stride, start }) => [size, stride, 0 - start]) : field];
    });
    expect(found).toEqual(Object.entries(layers).map(([module, { h, w }]) => [module, [h.slice(0, 3), w.slice(0, 3)]]));
    expect(misaligned).toEqual([]);
  });
});

test("published receptive fields: ResNet-18 435 with stride 32", () => {
  expect(summarize(model("resnet18")).receptiveField).toEqual({ node: "layer4.1.relu", field: [0, 1].map(() => ({ size: 435, stride: 32, start: -217 })) });
});

test("why ResNet-18 has 1.81 or 1.82 billion MACs: timm counts two for each value that is normalised", () => {
  const [torchvision, timm] = [totalMacs(model("resnet18"), "torchvision"), totalMacs(model("resnet18"), "timm")];
  const normalised = counts["resnet18"]?.by_size["224"]?.act_bn ?? NaN;
  expect([torchvision, timm - torchvision]).toEqual([1_814_073_344, 2 * normalised]);
  expect([(torchvision / 1e9).toFixed(2), (timm / 1e9).toFixed(2)]).toEqual(["1.81", "1.82"]);
});

test("ResNet-20 to 110 come to the parameters of arXiv:1512.03385, table 6, in millions, without any in the shortcuts", () => {
  const published = { resnet20: 0.27, resnet32: 0.46, resnet44: 0.66, resnet56: 0.85, resnet110: 1.7 };
  for (const [name, millions] of Object.entries(published)) {
    const graph = model(name);
    expect([name, Number((parameters(graph).trainable / 1e6).toFixed(name === "resnet110" ? 1 : 2))]).toEqual([name, millions]);
    expect(graph.nodes.filter((node) => node.name.includes("downsample") && (parametersByNode(graph).get(node.name)?.trainable ?? 0) > 0)).toEqual([]);
  }
});

test("the MNIST net sees 10×10 pixels before it is flattened, and takes 0.88 MB of weights", () => {
  const summary = summarize(model("mnist-cnn"));
  expect(summary.receptiveField).toEqual({ node: "pool2", field: [0, 1].map(() => ({ size: 10, stride: 4, start: -3 })) });
  expect(summary.memory.parameters).toBe(4 * 220_234);
  expect(summary.memory.training.adam).toBe(4 * (4 * 220_234) + 8 * summary.activations);
});
