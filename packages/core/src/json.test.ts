import { anyGraph } from "@convscope/test-kit";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { GraphError } from "./errors.ts";
import type { Graph } from "./graph.ts";
import { parseGraph, toJson } from "./json.ts";
import { batchNormalization, conv2d, custom, dense, flatten, maxPooling2d, relu } from "./layers/index.ts";
import { graph } from "./lower.ts";
import { shared } from "./block.ts";

const again = shared(conv2d(4, 3, { padding: "same", useBias: false }));
const tiny: Graph = graph("tiny", [8, 8, 1], { conv1: conv2d(4, 3), a: again, norm: batchNormalization(), b: again, pool: maxPooling2d(2), flatten: flatten(), fc: dense(10) });
const json = toJson(tiny);

/** The graph with one place changed: `changed("nodes.0.layer.groups", 0)`. `undefined` takes the field away. */
function changed(path: string, value: unknown, of: string = json): unknown {
  const top = JSON.parse(of) as object;
  const keys = path.split(".");
  const last = keys.pop() ?? "";
  const holder = keys.reduce<object>((at, key) => Reflect.get(at, key) as object, top);
  if (value === undefined) Reflect.deleteProperty(holder, last);
  else Object.defineProperty(holder, last, { value, enumerable: true, configurable: true, writable: true });
  return top;
}

const message = (value: unknown): string => {
  try {
    parseGraph(value);
  } catch (error) {
    expect(error).toBeInstanceOf(GraphError);
    return (error as GraphError).message;
  }
  return "no error";
};

test("one node a line", () => {
  expect(toJson(graph("small", [4, 4, 1], { conv: conv2d(2, 3), relu: relu() }))).toMatchInlineSnapshot(`
    "{
      "version": 1,
      "name": "small",
      "inputs": {"input":[4,4,1]},
      "outputs": ["relu"],
      "nodes": [
        {"name":"conv","layer":{"kind":"conv2d","filters":2,"kernelSize":[3,3],"strides":[1,1],"padding":[[0,0],[0,0]],"dilationRate":[1,1],"groups":1,"useBias":true},"inputs":["input"]},
        {"name":"relu","layer":{"kind":"relu"},"inputs":["conv"]}
      ]
    }
    "
  `);
});

test("a graph comes back as it was, from text and from the value of it", () => {
  expect(parseGraph(json)).toEqual(tiny);
  expect(parseGraph(JSON.parse(json))).toEqual(tiny);
  expect(parseGraph(tiny)).toEqual(tiny);
});

test("every graph survives the round trip", () => {
  fc.assert(
    fc.property(anyGraph, (any) => {
      const text = toJson(any);
      const back = parseGraph(text);
      expect(back).toStrictEqual(any);
      expect(toJson(back)).toBe(text);
    }),
    { numRuns: 300 },
  );
});

test("code cannot be written", () => {
  const double = custom({ name: "double", outputShape: ([x = []]) => x, run: ([x]: readonly number[]) => 2 * (x ?? 0) });
  expect(() => toJson(graph("own", [3], { first: dense(2), double }))).toThrowErrorMatchingInlineSnapshot(`[GraphError: own: double (custom) cannot be written as JSON. Its outputShape is a function. Keep such a layer in code, and build the graph there.]`);
});

describe("a wrong file is refused, with the place and the field", () => {
  test("fields of a layer", () => {
    expect(message(changed("nodes.0.layer.kernelSize", "3"))).toMatchInlineSnapshot(`"graph.json: nodes[0] "conv1" (conv2d): field kernelSize must be two values, each a whole number ≥ 1. Received "3"."`);
    expect(message(changed("nodes.0.layer.groups", 0))).toMatchInlineSnapshot(`"graph.json: nodes[0] "conv1" (conv2d): field groups must be a whole number ≥ 1. Received 0."`);
    expect(message(changed("nodes.0.layer.filters", 1e300))).toMatchInlineSnapshot(`"graph.json: nodes[0] "conv1" (conv2d): field filters must be a whole number ≥ 1. Received 1e+300."`);
    expect(message(changed("nodes.0.layer.groups", undefined))).toMatchInlineSnapshot(`"graph.json: nodes[0] "conv1" (conv2d): field groups is missing. It must be a whole number ≥ 1."`);
    expect(message(changed("nodes.0.layer.kernalSize", [3, 3]))).toMatchInlineSnapshot(`"graph.json: nodes[0] "conv1" (conv2d): unknown field "kernalSize". Did you mean "kernelSize"? Fields: filters, kernelSize, strides, padding, dilationRate, groups, useBias."`);
    expect(message(changed("nodes.5.layer.axis", 1))).toMatchInlineSnapshot(`"graph.json: nodes[5] "flatten" (flatten): unknown field "axis". It has none."`);
    expect(message(changed("nodes.0.layer.kind", "conv2D"))).toMatchInlineSnapshot(`"graph.json: nodes[0] "conv1": layer must have a known kind. Received "conv2D". Did you mean "conv2d" or "conv1d"?"`);
    expect(message(changed("nodes.0.layer", "conv2d"))).toMatchInlineSnapshot(`"graph.json: nodes[0] "conv1": layer must be a record { … }. Received "conv2d"."`);
    expect(message(changed("nodes.0.layer", { kind: "custom", name: "own" }))).toMatchInlineSnapshot(`"graph.json: nodes[0] "conv1" (custom): field outputShape is missing. It must be a function, which a file cannot hold."`);
  });

  test("rules of a layer, of its options alone and of its inputs", () => {
    expect(message(changed("nodes.0.layer.groups", 3))).toMatchInlineSnapshot(`"graph.json: nodes[0] "conv1" (conv2d): filters must divide into groups. Received filters=4, groups=3. Nearest that divide: 3, 6."`);
    expect(message(changed("nodes.4.layer.padding", [[2, 2], [2, 2]]))).toMatchInlineSnapshot(`"graph.json: nodes[4] "pool" (maxPooling2d): padding must be at most half of the kernel, or a window could see nothing else. Received padding [[2,2],[2,2]], kernelSize=2×2. Use at most 1×1, or zeroPadding2d before it."`);
    expect(message(changed("nodes.0.layer.kernelSize", [30, 30]))).toMatchInlineSnapshot(`"graph.json: nodes[0] "conv1" (conv2d): the kernel must fit the padded input. Received 8 + 0 padding along height, kernelSize=30. Use kernelSize ≤ 8, or padding: "same"."`);
    expect(message(changed("nodes.0.inputs", ["input", "input"]))).toMatchInlineSnapshot(`"graph.json: nodes[0] "conv1" (conv2d): takes 1 input. Received 2: input, input."`);
  });

  test("names and wiring", () => {
    expect(message(changed("nodes.1.name", "conv1"))).toMatchInlineSnapshot(`"graph.json: nodes[1] "conv1": names must be used once. Received a name that an input or an earlier node has."`);
    expect(message(changed("nodes.1.inputs", ["conv"]))).toMatchInlineSnapshot(`"graph.json: nodes[1] "a" (conv2d): inputs[0] must be a graph input or an earlier node. Received "conv". Did you mean "conv1"?"`);
    // A circle is a node that comes before one of its inputs.
    expect(message(changed("nodes.0.inputs", ["fc"]))).toMatchInlineSnapshot(`"graph.json: nodes[0] "conv1" (conv2d): inputs[0] must be a graph input or an earlier node. Received "fc"."`);
    expect(message(changed("outputs", ["fc2"]))).toMatchInlineSnapshot(`"graph.json: outputs[0] must be a node. Received "fc2". Did you mean "fc"?"`);
    expect(message(changed("outputs", []))).toMatchInlineSnapshot(`"graph.json: outputs must hold 1 to 10000 entries. Received 0."`);
    expect(message(changed("nodes", []))).toMatchInlineSnapshot(`"graph.json: nodes must hold 1 to 10000 entries. Received 0."`);
  });

  test("shared weights", () => {
    expect(message(changed("nodes.3.weightsOf", "A"))).toMatchInlineSnapshot(`"graph.json: nodes[3] "b" (conv2d): weightsOf must be an earlier node. Received "A". Did you mean "a"?"`);
    expect(message(changed("nodes.3.weightsOf", "conv1"))).toMatchInlineSnapshot(`"graph.json: nodes[3] "b" (conv2d): shared weights must have one shape. Received weight 3×3×4×4 here and weight 3×3×1×4, bias 4 at "conv1"."`);
    expect(message(changed("nodes.4.weightsOf", "flatten"))).toMatchInlineSnapshot(`"graph.json: nodes[4] "pool" (maxPooling2d): weightsOf must be an earlier node. Received "flatten"."`);
    expect(message(changed("nodes.3.weightsOf", "fc"))).toMatchInlineSnapshot(`"graph.json: nodes[3] "b" (conv2d): weightsOf must be an earlier node. Received "fc"."`);
    expect(message(changed("nodes.1.weightsOf", "a"))).toMatchInlineSnapshot(`"graph.json: nodes[1] "a" (conv2d): weightsOf must be an earlier node. Received "a"."`);
  });

  test("inputs", () => {
    expect(message(changed("inputs", {}))).toMatchInlineSnapshot(`"graph.json: inputs must have 1 to 1000 names. Received 0."`);
    expect(message(changed("inputs.input", [8, 8.5, 1]))).toMatchInlineSnapshot(`"graph.json: inputs "input": shape[1] must be a whole number from 1 to 2147483648. Received 8.5."`);
    expect(message(changed("inputs.input", [8, 8, 1e10]))).toMatchInlineSnapshot(`"graph.json: inputs "input": shape[2] must be a whole number from 1 to 2147483648. Received 10000000000."`);
    expect(message(changed("inputs.input", [1e5, 1e5, 1e5]))).toMatchInlineSnapshot(`"graph.json: inputs "input": one sample must have at most 8 axes and 2147483648 values. Received 100000×100000×100000."`);
    expect(message(changed("inputs.input", { kind: "sequence", length: 3 }))).toMatchInlineSnapshot(`"graph.json: inputs "input": field vocabulary is missing."`);
    expect(message(changed("inputs.input", { kind: "tokens", length: 3, vocabulary: 2 }))).toMatchInlineSnapshot(`"graph.json: inputs "input": kind must be "sequence". Received "tokens"."`);
    expect(message(changed("inputs.input", "8x8x1"))).toMatchInlineSnapshot(`"graph.json: inputs "input": value must be a list of sizes or a sequence. Received "8x8x1"."`);
  });

  test("the whole", () => {
    for (const text of ["", "{", "{'name': 1}"]) expect(message(text)).toMatch(/^graph\.json: must be JSON\. ./);
    expect(message("null")).toMatchInlineSnapshot(`"graph.json must be a record { … }. Received null."`);
    expect(message("[]")).toMatchInlineSnapshot(`"graph.json must be a record { … }. Received []."`);
    expect(message("{}")).toMatchInlineSnapshot(`"graph.json: field name is missing."`);
    expect(message(changed("version", 2))).toMatchInlineSnapshot(`"graph.json: version must be 1, the only one known here. Received 2."`);
    expect(message(changed("note", "hi"))).toMatchInlineSnapshot(`"graph.json: unknown field "note". Fields: name, inputs, outputs, nodes, version."`);
    expect(() => parseGraph(changed("name", 3), { file: "runs/a/graph.json" })).toThrowErrorMatchingInlineSnapshot(`[GraphError: runs/a/graph.json: name must be text of 1 to 200 characters, none of them control characters, and not "__proto__". Received 3.]`);
  });
});

describe("a hostile file", () => {
  test("cannot reach a prototype", () => {
    const poison = JSON.parse(json.replace('"name": "tiny"', '"__proto__": {"polluted": true}, "name": "tiny"')) as object;
    expect(message(poison)).toMatchInlineSnapshot(`"graph.json: unknown field "__proto__". Fields: name, inputs, outputs, nodes, version."`);
    expect(message(json.replace('{"input":[8,8,1]}', '{"__proto__":[8,8,1]}'))).toMatchInlineSnapshot(`"graph.json: inputs: each name must be text of 1 to 200 characters, none of them control characters, and not "__proto__". Received "__proto__"."`);
    expect(message(changed("nodes.0.name", "__proto__"))).toMatchInlineSnapshot(`"graph.json: nodes[0]: name must be text of 1 to 200 characters, none of them control characters, and not "__proto__". Received "__proto__"."`);
    for (const kind of ["__proto__", "constructor", "toString"]) expect(message(changed("nodes.0.layer.kind", kind))).toContain("layer must have a known kind");
    expect(message(changed("nodes.0.layer.__proto__", { filters: 4 }))).toContain("unknown field");
    expect(Reflect.get({}, "polluted")).toBeUndefined();
  });

  test("cannot send control characters to a terminal", () => {
    for (const c of ["\u001b[2J", "\u0000", "\u009b31m", "\n"]) expect(message(changed("nodes.0.name", `conv${c}`))).toContain("none of them control characters");
  });

  test("cannot be too large or too deep", () => {
    expect(message("[".repeat(200_000))).toMatch(/^graph\.json: must be JSON\. /);
    expect(message(changed("nodes.0.layer.filters", deep(100_000)))).toContain("field filters must be a whole number ≥ 1. Received ");
    expect(message(changed("nodes", new Array(10_001).fill(0)))).toMatchInlineSnapshot(`"graph.json: nodes must hold 1 to 10000 entries. Received 10001."`);
    expect(message(changed("nodes.0.name", "x".repeat(201)))).toMatchInlineSnapshot(`"graph.json: nodes[0]: name must be text of 1 to 200 characters, none of them control characters, and not "__proto__". Received "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…."`);
    expect(message(changed("nodes.0.layer.kind", "x".repeat(1_000_000)))).toMatchInlineSnapshot(`"graph.json: nodes[0] "conv1": layer must have a known kind. Received "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…."`);
    const doubling = Array.from({ length: 40 }, (_, i) => ({ name: `up${i}`, layer: { kind: "upSampling2d", size: [2, 2], interpolation: "nearest", alignCorners: false }, inputs: [i === 0 ? "input" : `up${i - 1}`] }));
    expect(message(changed("nodes", doubling))).toMatchInlineSnapshot(`"graph.json: nodes[12] "up12" (upSampling2d): one sample must have at most 8 axes and 2147483648 values. Received 65536×65536×1."`);
    const circle: { self?: unknown } = {};
    circle.self = circle;
    expect(message(changed("nodes.0.layer.filters", circle))).toMatchInlineSnapshot(`"graph.json: nodes[0] "conv1" (conv2d): field filters must be a whole number ≥ 1. Received a value that cannot be shown."`);
  });

  test("of any kind gives a GraphError or a graph", () => {
    const edit = fc.record({ at: fc.nat(), value: fc.oneof(fc.jsonValue(), fc.constantFrom<unknown>(-1, 0, 1e308, "conv1", "__proto__", [], {}, null, [[1, 2], [3, 4]])), drop: fc.boolean() });
    fc.assert(
      fc.property(anyGraph, fc.array(edit, { minLength: 1, maxLength: 4 }), (any, edits) => {
        let value: unknown = JSON.parse(toJson(any));
        for (const { at, value: put, drop } of edits) {
          const places = placesOf(value);
          const fresh: unknown = structuredClone(put);
          const place = places[at % places.length];
          if (!place) value = fresh;
          else if (drop) Reflect.deleteProperty(place.holder, place.key);
          else Object.defineProperty(place.holder, place.key, { value: fresh, enumerable: true, configurable: true, writable: true });
        }
        const text = JSON.stringify(value) ?? "";
        try {
          const read = parseGraph(text);
          expect(parseGraph(toJson(read))).toStrictEqual(read);
        } catch (error) {
          if (!(error instanceof GraphError)) throw error;
          expect(error.message).toMatch(/^graph\.json: /);
          expect(error.message).toMatch(/\.$|\]$|\?$/);
        }
      }),
      { numRuns: 500 },
    );
  });

  test("with any letter changed gives a GraphError or a graph", () => {
    fc.assert(
      fc.property(fc.nat(json.length - 1), fc.string({ maxLength: 3 }), fc.nat(3), (at, put, drop) => {
        try {
          parseGraph(json.slice(0, at) + put + json.slice(at + drop));
        } catch (error) {
          expect(error).toBeInstanceOf(GraphError);
        }
      }),
      { numRuns: 500 },
    );
  });
});

function deep(levels: number): unknown {
  let value: unknown = 1;
  for (let i = 0; i < levels; i++) value = [value];
  return value;
}

interface Place {
  readonly holder: object;
  readonly key: string;
}

const placesOf = (value: unknown): readonly Place[] =>
  typeof value === "object" && value !== null ? Object.entries(value).flatMap(([key, child]) => [{ holder: value, key }, ...placesOf(child)]) : [];
