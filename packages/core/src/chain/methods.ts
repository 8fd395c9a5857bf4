import type { Graph } from "../graph.ts";
import type { BatchNormalizationOptions } from "../layers/batchNormalization.ts";
import type { EluOptions } from "../layers/elu.ts";
import type { GeluOptions } from "../layers/gelu.ts";
import type { GroupNormalizationOptions } from "../layers/groupNormalization.ts";
import type { LayerNormalizationOptions } from "../layers/layerNormalization.ts";
import type { LeakyReluOptions } from "../layers/leakyRelu.ts";
import type { LocalResponseNormalizationOptions } from "../layers/localResponseNormalization.ts";
import type { PreluOptions } from "../layers/prelu.ts";
import type { Layer } from "../layers/table.ts";
import type { UpSampling2dOptions } from "../layers/upSampling2d.ts";
import type { Shape } from "../shape.ts";
import type { Edges, PaddingOption1d, PaddingOption2d, Pair } from "../window.ts";
import type { Positive, Product, Times } from "./arithmetic.ts";
import type { Accept, Along, CropProblem, Cropped, GroupsProblem, Last, NeedsFlat, NeedsMaps, NeedsSequence, PoolProblem, Reshaped, ReshapeProblem, Size, SizeOf, Slid1d, Slid2d, Spread2d, SpreadProblem, WindowProblem, WindowProblem1d, ZeroPadded } from "./fit.ts";

/** The node's name; left out, it is called after its kind and numbered: `conv1`, `conv2`, `relu1`. */
export interface Named {
  readonly name?: string;
}

interface Sliding<T, P, D> {
  readonly strides?: T;
  readonly padding?: P;
  readonly dilationRate?: D;
}
interface Biased {
  readonly useBias?: boolean;
}
interface Grouped<G> {
  readonly groups?: G;
}
interface Pooling<T, P, C> {
  readonly strides?: T;
  readonly padding?: P;
  readonly ceilMode?: C;
}

/** A layer that keeps the shape. */
type Same<S extends Shape, Options = Named> = (options?: Options & Named) => Chain<S>;

/** A pooling layer on maps; `Own` are options that it alone has. */
type Pool2dMethod<S extends Shape, Kind extends string, Own = Named> = <const K extends Size, const T extends Size = K, const P extends PaddingOption2d = "valid", const C extends boolean = false>(
  kernelSize: Accept<K, PoolProblem<Kind, S, K, P, 1, T, C>>,
  options?: Pooling<T, P, C> & Own & Named,
) => Chain<Slid2d<S, K, T, P, 1, SizeOf<S, 2>, C>>;

/** A pooling layer on sequences. */
type Pool1dMethod<S extends Shape, Kind extends string, Own = Named> = <const K extends number, const T extends number = K, const P extends PaddingOption1d = "valid", const C extends boolean = false>(
  kernelSize: Accept<K, WindowProblem1d<Kind, S, K, P, 1, T, C, "pooling window">>,
  options?: Pooling<T, P, C> & Own & Named,
) => Chain<Slid1d<S, K, T, P, 1, SizeOf<S, 1>, C>>;

/** A layer that sums up each channel. The shape is checked where the method is called on. */
type Global<S extends Shape, Problem> = (this: Accept<Chain<S>, Problem>, options?: Named) => Chain<readonly [Last<S>]>;

/**
 * Layers one after the other, of which the compiler knows the shape: `S` is the shape so far. A layer that does not fit does not
 * compile; the message stands in place of the argument's type. Chains are values: each method leaves its own as it is.
 */
export interface Chain<S extends Shape> {
  /** What the last layer puts out. */
  readonly shape: S;
  /** The chain as a graph. */
  graph(): Graph;
  /** Any layer with one input. What it makes is known when it runs, so what follows is checked then. */
  layer(layer: Layer, options?: Named): Chain<Shape>;

  conv2d<const F extends number, const K extends Size, const T extends Size = 1, const P extends PaddingOption2d = "valid", const D extends Size = 1, const G extends number = 1>(
    filters: Accept<F, GroupsProblem<S, F, G>>,
    kernelSize: Accept<K, WindowProblem<"conv2d", S, K, P, D>>,
    options?: Sliding<T, P, D> & Grouped<G> & Biased & Named,
  ): Chain<Slid2d<S, K, T, P, D, F>>;
  depthwiseConv2d<const K extends Size, const T extends Size = 1, const P extends PaddingOption2d = "valid", const D extends Size = 1, const M extends number = 1>(
    kernelSize: Accept<K, WindowProblem<"depthwiseConv2d", S, K, P, D>>,
    options?: Sliding<T, P, D> & { readonly depthMultiplier?: M } & Biased & Named,
  ): Chain<Slid2d<S, K, T, P, D, Times<SizeOf<S, 2>, Positive<M>>>>;
  separableConv2d<const F extends number, const K extends Size, const T extends Size = 1, const P extends PaddingOption2d = "valid", const D extends Size = 1>(
    filters: F,
    kernelSize: Accept<K, WindowProblem<"separableConv2d", S, K, P, D>>,
    options?: Sliding<T, P, D> & { readonly depthMultiplier?: number; readonly useDepthwiseBias?: boolean } & Biased & Named,
  ): Chain<Slid2d<S, K, T, P, D, F>>;
  conv2dTranspose<const F extends number, const K extends Size, const T extends Size = 1, const P extends PaddingOption2d = "valid", const D extends Size = 1, const O extends Size = 0, const G extends number = 1>(
    filters: Accept<F, GroupsProblem<S, F, G>>,
    kernelSize: Accept<K, SpreadProblem<S, K, T, P, D, O>>,
    options?: Sliding<T, P, D> & Grouped<G> & { readonly outputPadding?: O } & Biased & Named,
  ): Chain<Spread2d<S, K, T, P, D, O, F>>;
  conv1d<const F extends number, const K extends number, const T extends number = 1, const P extends PaddingOption1d = "valid", const D extends number = 1, const G extends number = 1>(
    filters: Accept<F, GroupsProblem<S, F, G>>,
    kernelSize: Accept<K, WindowProblem1d<"conv1d", S, K, P, D>>,
    options?: Sliding<T, P, D> & Grouped<G> & Biased & Named,
  ): Chain<Slid1d<S, K, T, P, D, F>>;
  /** On a sequence it works along the channels; maps must be flattened first. */
  dense<const U extends number>(units: Accept<U, NeedsFlat<S, "dense">>, options?: Biased & Named): Chain<S extends readonly [infer L extends number, number] ? readonly [L, Positive<U>] : readonly [Positive<U>]>;

  maxPooling2d<const K extends Size, const T extends Size = K, const P extends PaddingOption2d = "valid", const C extends boolean = false, const D extends Size = 1>(
    kernelSize: Accept<K, PoolProblem<"maxPooling2d", S, K, P, D, T, C>>,
    options?: Pooling<T, P, C> & { readonly dilationRate?: D } & Named,
  ): Chain<Slid2d<S, K, T, P, D, SizeOf<S, 2>, C>>;
  readonly averagePooling2d: Pool2dMethod<S, "averagePooling2d", { readonly countIncludePad?: boolean }>;
  readonly minPooling2d: Pool2dMethod<S, "minPooling2d">;
  readonly sumPooling2d: Pool2dMethod<S, "sumPooling2d">;
  readonly l2Pooling2d: Pool2dMethod<S, "l2Pooling2d">;
  readonly maxPooling1d: Pool1dMethod<S, "maxPooling1d">;
  readonly averagePooling1d: Pool1dMethod<S, "averagePooling1d", { readonly countIncludePad?: boolean }>;
  readonly globalAveragePooling2d: Global<S, NeedsMaps<S, "globalAveragePooling2d">>;
  readonly globalMaxPooling2d: Global<S, NeedsMaps<S, "globalMaxPooling2d">>;
  readonly globalAveragePooling1d: Global<S, NeedsSequence<S, "globalAveragePooling1d">>;
  readonly globalMaxPooling1d: Global<S, NeedsSequence<S, "globalMaxPooling1d">>;
  adaptiveAveragePooling2d<const K extends Size>(outputSize: Accept<K, NeedsMaps<S, "adaptiveAveragePooling2d">>, options?: Named): Chain<readonly [Along<K, 0>, Along<K, 1>, SizeOf<S, 2>]>;
  upSampling2d<const K extends Size>(size: Accept<K, NeedsMaps<S, "upSampling2d">>, options?: UpSampling2dOptions & Named): Chain<readonly [Times<SizeOf<S, 0>, Along<K, 0>>, Times<SizeOf<S, 1>, Along<K, 1>>, SizeOf<S, 2>]>;
  zeroPadding2d<const P extends number | Pair | readonly [Edges, Edges]>(padding: Accept<P, NeedsMaps<S, "zeroPadding2d">>, options?: Named): Chain<ZeroPadded<S, P>>;
  cropping2d<const P extends number | Pair | readonly [Edges, Edges]>(cropping: Accept<P, CropProblem<S, P>>, options?: Named): Chain<Cropped<S, P>>;

  flatten(options?: Named): Chain<readonly [Product<S>]>;
  reshape<const T extends Shape>(targetShape: Accept<T, ReshapeProblem<S, T>>, options?: Named): Chain<Reshaped<T>>;

  readonly batchNormalization: Same<S, BatchNormalizationOptions>;
  readonly layerNormalization: Same<S, LayerNormalizationOptions>;
  groupNormalization<const G extends number>(groups: Accept<G, GroupsProblem<S, G, G>>, options?: GroupNormalizationOptions & Named): Chain<S>;
  localResponseNormalization(size: number, options?: LocalResponseNormalizationOptions & Named): Chain<S>;
  dropout(rate?: number, options?: Named): Chain<S>;
  readonly spatialDropout2d: (this: Accept<Chain<S>, NeedsMaps<S, "spatialDropout2d">>, rate?: number, options?: Named) => Chain<S>;

  readonly elu: Same<S, EluOptions>;
  readonly gelu: Same<S, GeluOptions>;
  readonly hardSigmoid: Same<S>;
  readonly hardSwish: Same<S>;
  readonly leakyRelu: Same<S, LeakyReluOptions>;
  readonly linear: Same<S>;
  readonly logSoftmax: Same<S>;
  readonly mish: Same<S>;
  readonly prelu: Same<S, PreluOptions>;
  readonly relu: Same<S>;
  readonly relu6: Same<S>;
  readonly selu: Same<S>;
  readonly sigmoid: Same<S>;
  readonly silu: Same<S>;
  readonly softmax: Same<S>;
  readonly softplus: Same<S>;
  readonly softsign: Same<S>;
  readonly tanh: Same<S>;
}
