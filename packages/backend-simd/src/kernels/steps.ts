import type { TensorInfo } from "@tensorflow/tfjs-core";
import type { ExportName } from "../generated/exports.ts";
import { input, sizeOf, type Kernel } from "../kernel.ts";

/** How the step of an optimiser is called. */
interface StepRules {
  readonly kernel: ExportName;
  /** What it remembers, in the order of its arguments; what is not among the inputs is not remembered. */
  readonly slots: readonly string[];
  /** Numbers behind the arrays, in the order of its arguments; truths are 1. */
  readonly numbers: readonly string[];
  /** Whether it takes a learning rate. */
  readonly rate?: false;
}

/**
 * One step of an optimiser with one parameter: {parameter, gradient, and a tensor for each slot} to [new parameter, new slots in the
 * order of the rules]. The attributes are `weightDecay`, `rate` and the numbers of the rules.
 */
const step =
  ({ kernel, slots, numbers, rate }: StepRules): Kernel =>
  (call) => {
    const [parameter, gradient] = [input(call, "parameter"), input(call, "gradient")];
    const { backend, inputs, attrs } = call;
    const value = (name: string): number => Number(attrs[name]);
    const before = slots.map((name) => inputs[name]);
    const after = before.map((slot): TensorInfo | undefined => slot && backend.output(slot.shape));
    const next = backend.output(parameter.shape);
    const pointer = (x: TensorInfo | undefined): number => (x ? backend.pointer(x) : 0);
    backend.exports[kernel](
      sizeOf(parameter), pointer(parameter), pointer(gradient), pointer(next), value("weightDecay"), ...(rate === false ? [] : [value("rate")]), ...before.map(pointer), ...after.map(pointer), ...numbers.map(value),
    );
    return [next, ...after.filter((slot) => slot !== undefined)];
  };

const moments = ["exp_avg", "exp_avg_sq"];
const betas = ["beta1", "beta2", "epsilon"];

/** The steps of optimisers; slots have PyTorch's names. */
export const steps: { readonly [name: string]: Kernel } = {
  AdadeltaStep: step({ kernel: "AdadeltaStep", slots: ["square_avg", "acc_delta"], numbers: ["rho", "epsilon"] }),
  AdagradStep: step({ kernel: "AdagradStep", slots: ["sum"], numbers: ["epsilon", "epsilonInsideSqrt"] }),
  AdamaxStep: step({ kernel: "AdamaxStep", slots: ["exp_avg", "exp_inf"], numbers: betas }),
  AdamStep: step({ kernel: "AdamStep", slots: [...moments, "max_exp_avg_sq"], numbers: [...betas, "scale", "shrink"] }),
  NadamStep: step({ kernel: "NadamStep", slots: moments, numbers: [...betas, "scale", "ofGradient", "ofMean"], rate: false }),
  RadamStep: step({ kernel: "RadamStep", slots: moments, numbers: [...betas, "divides"] }),
  RmspropStep: step({ kernel: "RmspropStep", slots: ["square_avg", "grad_avg", "momentum_buffer"], numbers: ["rho", "epsilon", "momentum", "epsilonInsideSqrt"] }),
  SgdStep: step({ kernel: "SgdStep", slots: ["momentum_buffer"], numbers: ["momentum", "dampening", "nesterov", "isFirst"] }),
};
