/** A rule of a layer that its options or inputs break. `kind` is the layer's; `rule` the sentence without it. */
export class LayerError extends RangeError {
  override readonly name = "LayerError";
  constructor(
    readonly kind: string,
    readonly rule: string,
    /** The node's name, once the layer stands in a graph. */
    readonly node?: string,
  ) {
    super(node === undefined ? `${kind}: ${rule}` : `${node} (${kind}): ${rule}`);
  }
}

/** A graph that is not well formed: a missing node, a name used twice, a wrong field in a file. */
export class GraphError extends RangeError {
  override readonly name = "GraphError";
}

/** Throws `kind: rule` unless the condition holds. `rule` says what must be, what was received, and the way out. */
export function check(condition: boolean, kind: string, rule: string): asserts condition {
  if (!condition) throw new LayerError(kind, rule);
}

/** Runs a question about a layer so that a broken rule names the node. */
export function at<T>(node: string, ask: () => T): T {
  try {
    return ask();
  } catch (error) {
    if (error instanceof LayerError && error.node === undefined) throw new LayerError(error.kind, error.rule, node);
    throw error;
  }
}
