import { activationOf, average, formatShape, GraphError, inferShapes, isActivation, nodeOf, softmax, type Graph, type Node } from "@convscope/core";

/**
 * Several nets that see the same input, whose probabilities are averaged: what winners of ImageNet sent in. Member i keeps its nodes
 * under the prefix `i.`: `0.conv1`, `1.conv1`, … A member that does not end in probabilities gets a `softmax`, as a mean of scores is none of
 * the nets' opinion.
 *
 * ```ts
 * const both = ensemble([model("resnet18"), model("googlenet")]);
 * const weights = ensembleWeights([weightsOfResnet, weightsOfGooglenet]);
 * ```
 *
 * @throws GraphError for fewer than two members, other inputs than the first member's, several outputs, or outputs that do not agree.
 */
export function ensemble(members: readonly Graph[], { name = members.map((member) => member.name).join("+") }: { readonly name?: string } = {}): Graph {
  const [first] = members;
  if (first === undefined || members.length < 2) throw new GraphError(`ensemble: members must be at least 2 graphs. Received ${members.length}.`);
  const parts = members.map((member, i) => {
    if (JSON.stringify(sorted(member.inputs)) !== JSON.stringify(sorted(first.inputs)))
      throw new GraphError(`ensemble: members must have the same inputs. Received ${JSON.stringify(first.inputs)} of ${first.name} and ${JSON.stringify(member.inputs)} of ${member.name}. Give both the same inputShape.`);
    const [own, expected] = [endOf(member), endOf(first)];
    if (own !== expected) throw new GraphError(`ensemble: members must tell the same classes apart. Received ${expected} of ${first.name} and ${own} of ${member.name}. Give both the same classes.`);
    return partOf(member, `${i}.`);
  });
  const graph: Graph = {
    name, inputs: first.inputs, outputs: ["average"],
    nodes: [...parts.flatMap(({ nodes }) => nodes), { name: "average", layer: average(), inputs: parts.map(({ end }) => end) }],
  };
  inferShapes(graph);
  return graph;
}

/** The weights of an ensemble, of the weights of each member. */
export const ensembleWeights = <T>(members: readonly { readonly [key: string]: T }[]): { readonly [key: string]: T } =>
  Object.fromEntries(members.flatMap((weights, i) => Object.entries(weights).map(([key, weight]) => [`${i}.${key}`, weight])));

const sorted = (inputs: Graph["inputs"]): [string, unknown][] => Object.entries(inputs).toSorted(([a], [b]) => (a < b ? -1 : 1));

/** The shape of a member's output. */
const endOf = (member: Graph): string => formatShape(inferShapes(member).get(member.outputs[0] ?? "") ?? []);

/** A member's nodes behind a prefix, and the one that gives its probabilities. */
function partOf(member: Graph, prefix: string): { readonly nodes: readonly Node[]; readonly end: string } {
  const [output = "", another] = member.outputs;
  if (another !== undefined) throw new GraphError(`ensemble: members must have one output. Received ${member.name}, which has ${member.outputs.join(", ")}. Leave out auxiliary heads.`);
  const renamed = (name: string): string => (Object.hasOwn(member.inputs, name) ? name : prefix + name);
  const nodes = member.nodes.map((node): Node => ({ ...node, name: prefix + node.name, inputs: node.inputs.map(renamed), ...(node.weightsOf !== undefined && { weightsOf: prefix + node.weightsOf }) }));
  const last = nodeOf(member, output).layer;
  if (isProbability(last)) return { nodes, end: prefix + output };
  const shape = inferShapes(member).get(output) ?? [];
  if (shape.length !== 1 || shape[0] === 1) throw new GraphError(`ensemble: members must end in at least 2 values, one for each class, or in probabilities. Received ${member.name}, which ends in ${formatShape(shape)}.`);
  const end = `${prefix}softmax`;
  return { nodes: [...nodes, { name: end, layer: softmax(), inputs: [prefix + output] }], end };
}

/** Whether a layer gives values between 0 and 1. */
function isProbability(layer: Node["layer"]): boolean {
  if (!isActivation(layer)) return false;
  const { from, to } = activationOf(layer).range;
  return from >= 0 && to <= 1;
}
