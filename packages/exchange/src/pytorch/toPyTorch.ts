import { at, GraphError, inferShapes, inputShapes, isSequence, weightOwner, type Graph, type Shape, type Shapes } from "@convscope/core";
import { expression, part, place, written, type Part } from "./parts.ts";
import { className, variables } from "./python.ts";
import { Rows } from "./rows.ts";
import type { TorchRow } from "./row.ts";
import { safetensorsSource } from "./safetensors.py.ts";
import { torchHelpers, torchRowOf } from "./table.ts";

/**
 * A graph as the source of a Python module for PyTorch 1.13 or newer: one `nn.Module` whose parts have the paths of the graph's
 * nodes, `build()`, `load(path)` for a safetensors file of `toTorch(graph, weights)`, and `save(model, path)` for the way back.
 * Maps flow as `[N, C, H, W]`, sequences as `[N, C, L]`; several outputs come as a tuple.
 *
 * @throws LayerError for a layer that PyTorch source cannot say.
 */
export function toPyTorch(graph: Graph): string {
  const name = className(graph.name, reserved);
  const shapes = inferShapes(graph);
  const { root, lines, inputs } = forward(graph, shapes);
  const parts = written(root, "        ");
  const body = `
class ${name}(Group):
    def __init__(self):
        super().__init__(${parts})

    def forward(self, ${inputs.join(", ")}):
${lines.map((line) => `        ${line}`).join("\n")}


def build():
    """The network with PyTorch's own first weights."""
    return ${name}()


def load(path="weights.safetensors"):
    """The network with the weights of a file."""
    model = build()
    missing, unexpected = model.load_state_dict(read_safetensors(path), strict=False)
    missing = [key for key in missing if not key.endswith("num_batches_tracked")]
    if missing or unexpected:
        raise ValueError(f"{path}: these weights do not fit. Missing: {missing}. Not wanted: {unexpected}.")
    return model


def save(model, path):
    """Writes weights that \`convscope import\` takes back."""
    state = model.state_dict()
    write_safetensors(path, {key: value for key, value in state.items() if not key.endswith("num_batches_tracked")})
`;
  return `${header(graph, shapes)}${used(body).join("\n\n")}\n\n${safetensorsSource}\n${body}`;
}

const group = `
class Group(nn.Module):
    """Parts by name: group[0] or group.conv1."""

    def __init__(self, parts):
        super().__init__()
        with_parts(self, parts)

    def __getitem__(self, name):
        parts = self._modules if str(name) in self._modules else self._parameters
        return parts[str(name)]`;

const withParts = `
def with_parts(module, parts):
    """A module that has further parts by name."""
    for name, part in parts.items():
        (module._parameters if isinstance(part, nn.Parameter) else module._modules)[name] = part
    return module`;

const helpers: { readonly [name: string]: string } = torchHelpers;

/** Names that stand for something else in the module. */
const reserved: ReadonlySet<string> = new Set([...Object.keys(helpers), "Group", "with_parts", "F", "nn", "torch", "json", "os", "build", "load", "save", "read_safetensors", "write_safetensors", "float", "tuple"]);

/** The helpers that a text calls, and those that these call. */
function used(body: string): string[] {
  const found = new Set<string>();
  const visit = (text: string): void => {
    for (const [name, source] of Object.entries(helpers)) {
      if (found.has(name) || !new RegExp(`\\b${name}\\(`).test(text)) continue;
      found.add(name);
      visit(source);
    }
  };
  visit(body);
  return [withParts, group, ...[...found].map((name) => helpers[name] ?? "")];
}

function header(graph: Graph, shapes: Shapes): string {
  const torchShape = (shape: Shape): string => `[${["N", ...(shape.length > 1 ? [shape.at(-1), ...shape.slice(0, -1)] : shape)].join(", ")}]`;
  const described = (name: string): string => `#   ${JSON.stringify(name)} ${torchShape(shapes.get(name) ?? [])}`;
  return `# ${JSON.stringify(graph.name)} for PyTorch, written by Convscope. Shapes are channels first.
# Takes:
${Object.entries(graph.inputs).map(([name, spec]) => `${described(name)}${isSequence(spec) ? `, whole numbers below ${spec.vocabulary}` : ""}`).join("\n")}
# Gives:
${graph.outputs.map(described).join("\n")}
import json
import os

import torch
import torch.nn.functional as F
from torch import nn

`;
}

/** The modules of a graph by path, and the lines that run them. */
function forward(graph: Graph, shapes: Shapes): { readonly root: Part; readonly lines: readonly string[]; readonly inputs: readonly string[] } {
  const root = part();
  const rows = new Rows();
  const lines: string[] = [];
  const names = variables([...Object.keys(graph.inputs), ...graph.nodes.map((node) => node.name)], [...reserved, "x"]);
  const modules = new Map<string, string>();
  // Paths are known before any is written, since how a part is reached depends on what it lies in.
  for (const node of graph.nodes) {
    const shaped = inputsOf(node, shapes);
    const code = rowOf(node)(node.layer, { x: fill(node.inputs.length), self: "", inputs: shaped, output: shapes.get(node.name) ?? [] });
    if (code.module === undefined) continue;
    const owner = weightOwner(node);
    const before = modules.get(owner);
    if (before !== undefined && before !== code.module)
      throw new GraphError(`${node.name}: layers that share weights must be alike in PyTorch. Received ${code.module} here and ${before} at "${owner}".`);
    modules.set(owner, code.module);
    place(root, owner, code.module);
  }
  const kept = new Map(Object.keys(graph.inputs).map((name) => [name, names.get(name) ?? name]));
  graph.nodes.forEach((node, i) => {
    const [one = "", ...more] = node.inputs.map((name) => kept.get(name) ?? name);
    const code = rows.write(node, inputsOf(node, shapes), shapes.get(node.name) ?? [], [one, ...more], rowOf(node), expression(root, weightOwner(node)));
    const value = passesOn(graph, i) ? "x" : (names.get(node.name) ?? "");
    kept.set(node.name, value);
    lines.push(`${value} = ${code.value}`);
  });
  const outputs = graph.outputs.map((name) => rows.inOrder(name, kept.get(name) ?? ""));
  return { root, lines: [...lines, `return ${outputs.join(", ")}`], inputs: Object.keys(graph.inputs).map((name) => names.get(name) ?? name) };
}

/** Whether the next node, and nothing else, takes a node's value, so that it needs no name of its own. */
function passesOn({ nodes, outputs }: Graph, i: number): boolean {
  const name = nodes[i]?.name ?? "";
  return !outputs.includes(name) && nodes.every((node, j) => j === i + 1 || !node.inputs.includes(name)) && nodes[i + 1]?.inputs.includes(name) === true;
}

const fill = (count: number): [string, ...string[]] => ["", ...new Array<string>(count - 1).fill("")];

function inputsOf(node: Graph["nodes"][number], shapes: Shapes): [Shape, ...Shape[]] {
  const [first = [], ...more] = inputShapes(node, shapes);
  return [first, ...more];
}

/** A row whose errors name the node. */
const rowOf = ({ name, layer }: Graph["nodes"][number]): TorchRow<typeof layer> => (given, place) => at(name, () => torchRowOf(layer)(given, place));
