import { ancestors, inferShapes, inputShapes, isSequence, weightOwner, type Graph, type Node, type Shapes } from "@convscope/core";
import { onnxGaps } from "@convscope/exchange";
import { CapabilityError, type Capability } from "@convscope/nn";
import { differentiate } from "./graph/differentiate.ts";
import { forward } from "./graph/forward.ts";

/** What comes of a layer by itself. */
interface Trial {
  /** Why it does not run, or has no gradient. */
  readonly error?: string;
  readonly runs: boolean;
  readonly trains: boolean;
  /** Places of inputs that get no gradient. */
  readonly without: readonly number[];
}

/** Layers that are alike are tried once. */
const trials = new Map<string, Trial>();

/** What can be done with each layer of a graph: every layer is written down by itself, forward and backward. Nothing is computed. */
export function capabilitiesOf(graph: Graph): readonly Capability[] {
  const shapes = inferShapes(graph);
  const gaps = new Map(onnxGaps(graph).map(({ node, reason }) => [node, reason]));
  return graph.nodes.map((node) => {
    const gap = gaps.get(node.name);
    const trial = gap === undefined ? trialOf(node, graph, shapes) : { error: gap, runs: false, trains: false, without: [] };
    const { error, runs, trains } = trial;
    return { node: node.name, layer: node.layer.kind, runs, trains, ...(error !== undefined && { error }), note: noteOf(trial, node) };
  });
}

function trialOf(node: Node, graph: Graph, shapes: Shapes): Trial {
  const inputs = Object.fromEntries(
    node.inputs.map((name, i) => {
      const spec = graph.inputs[name];
      return [`input${i}`, spec && isSequence(spec) ? spec : (inputShapes(node, shapes)[i] ?? [])] as const;
    }),
  );
  const alone: Graph = { name: "alone", inputs, outputs: ["node"], nodes: [{ name: "node", layer: node.layer, inputs: Object.keys(inputs) }] };
  const key = JSON.stringify(alone);
  const trial = trials.get(key) ?? tried(alone);
  trials.set(key, trial);
  return trial;
}

function tried(alone: Graph): Trial {
  try {
    const pass = forward(alone, { batch: 2, ends: ["node"], training: true });
    const floats = Object.entries(alone.inputs).flatMap(([name, spec], place) => { const value = pass.inputs.get(name); return value && !isSequence(spec) ? [{ place, value }] : []; });
    const end = pass.asIs("node");
    if (!end) throw new Error("it is not written");
    const upstream = pass.recorder.input("upstream", "float", pass.recorder.dims(end));
    const found = differentiate(pass.recorder, [[end, upstream]], [...floats.map(({ value }) => value), ...pass.weights.values()], "true");
    return { runs: true, trains: found.size > 0, without: floats.filter(({ value }) => !found.has(value)).map(({ place }) => place) };
  } catch (error) {
    return { runs: true, trains: false, error: error instanceof Error ? error.message : String(error), without: [] };
  }
}

function noteOf({ error, trains, without }: Trial, { inputs }: Node): string {
  if (error !== undefined) return error;
  if (!trains) return "its derivative is zero everywhere: nothing before it learns";
  return without.length > 0 ? `no gradient to ${without.map((i) => inputs[i] ?? "").join(", ")}` : "";
}

/**
 * Refuses a graph that ONNX has no operations for.
 *
 * @throws CapabilityError naming every layer that does not run.
 */
export function refuseToRun(graph: Graph, backend: string): void {
  refuse(graph, backend, "run", capabilitiesOf(graph).filter(({ runs }) => !runs), "cpu");
}

/**
 * Refuses a training step through layers that have no gradient here: those that learn, and those behind them.
 *
 * @throws CapabilityError naming every such layer.
 */
export function refuseToTrain(graph: Graph, backend: string, capabilities: readonly Capability[], ends: readonly string[], trainable: readonly string[]): void {
  const failing = new Map(capabilities.filter(({ error }) => error !== undefined).map((one) => [one.node, one]));
  if (failing.size === 0) return;
  const learning = new Set(trainable.map((weight) => weight.slice(0, weight.lastIndexOf("."))));
  const reached = new Set<string>();
  for (const node of ancestors(graph, ends)) if (learning.has(weightOwner(node)) || node.inputs.some((input) => reached.has(input))) reached.add(node.name);
  refuse(graph, backend, "train", [...failing.values()].filter(({ node }) => reached.has(node)), "simd");
}

function refuse({ name }: Graph, backend: string, what: string, failing: readonly Capability[], instead: string): void {
  if (failing.length === 0) return;
  throw new CapabilityError(`${name}: the backend ${backend} must be able to ${what} every layer. Received ${failing.map(({ node, layer, error }) => `${node} (${layer}): ${error}`).join("; ")}. Use another backend, such as useBackend("${instead}").`);
}
