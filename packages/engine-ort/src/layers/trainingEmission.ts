import type { Layer, Shape, WeightSpec } from "@convscope/core";
import { Emission, type Laid, type Shared, type Value } from "@convscope/exchange/onnx";
import type { Dims } from "../graph/dims.ts";
import type { Recorder } from "../graph/recorder.ts";
import { Tape } from "../graph/tape.ts";
import { named } from "../program/named.ts";

/** What all nodes of a training step share. */
export interface TrainingShared extends Shared {
  readonly builder: Recorder;
  /** How many samples there are. */
  readonly batch: number;
  /** The shapes, channels last, of the uniform numbers in [0, 1) that the host draws for each step, by the node they are for. */
  readonly draws: Map<string, Dims>;
  /** The values that remembered weights take after the step, by key. */
  readonly remembered: Map<string, Value>;
}

/** Writes the operations of one node whose weights are inputs of the model. `training` says whether it drops and uses the batch's statistics; a frozen node does not. */
export class TrainingEmission extends Emission {
  readonly tape: Tape;

  constructor(name: string, shape: Shape, override readonly shared: TrainingShared, owner: string, specs: { readonly [name: string]: WeightSpec }, readonly training: boolean) {
    super(name, shape, shared, owner, specs);
    this.tape = new Tape(shared.builder, name);
  }

  /** Uniform numbers in [0, 1) for this node and step: the same seed gives the same numbers on every engine. */
  uniform(dims: Dims): Value {
    this.shared.draws.set(this.name, dims);
    return this.shared.builder.input(named.draw(this.name), "float", dims);
  }

  /** The value that a remembered weight (`running_mean`) takes after this step. A layer used twice goes on from what its first use remembered. */
  remember(weight: string, value: Value): void {
    this.shared.remembered.set(`${this.owner}.${weight}`, value);
  }

  /** How many samples there are. */
  get batch(): number {
    return this.shared.batch;
  }
}

/** How a kind of layer is written that does otherwise in training than at prediction, or has derivatives only so. */
export type EmitTraining<L extends Layer> = (layer: L, inputs: readonly [Laid, ...Laid[]], to: TrainingEmission) => Laid;
