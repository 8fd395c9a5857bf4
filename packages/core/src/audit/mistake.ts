/** The slips that people make when they count a network by hand, each told in one sentence. */
export const mistakes = {
  depthForgotten: "each filter was taken to be one channel deep, not as deep as its input",
  biasForgotten: "the biases were left out",
  biasOnce: "one bias was counted for the whole layer, not one for each filter or unit",
  biasAdded: "biases were counted that the layer does not have",
  biasOnBothSides: "a bias was counted among the outputs as well as among the inputs",
  filtersForgotten: "only one filter or unit was counted",
  kernelSideOnce: "the kernel's side was not squared",
  kernelPlusOne: "one was added to the kernel's side instead of one bias to its weights",
  depthMixed: "every filter was taken to see all input channels, not only its own",
  statisticsCounted: "the running mean and variance were counted as if they were learned",
  oneOfTwo: "only one of scale and shift was counted",
  learnsNothing: "the layer was taken to learn nothing",
  weightless: "the layer has nothing to learn, but parameters were counted",
  connectionTable: "it is the right count with LeNet-5's connection table, by which most filters see 3 or 4 of the 6 maps: write the layer as connectionTableConv2d 5x5 table=lenet",
  subsampling: "it is the right count for LeNet-5's subsampling, with a coefficient and a bias for each map: write the layer as subsampling2d 2",
  neuronsForWeights: "the outputs were counted instead of the weights",
  perPosition: "every position was given weights of its own; a convolution shares them",
  outputDepth: "each filter was taken to be as deep as the output, not as its input",
  flattenWithoutChannels: "the channels were forgotten where the maps are flattened",
  flattenChannelsOnly: "only the channels were counted where the maps are flattened",
  flattenBeforePooling: "the maps were flattened as they are one layer earlier",
  ceiling: "the size was rounded up; windows that do not fit are dropped",
  paddingForgotten: "the padding was forgotten",
  bothSides: "the padding of both sides was given, not that of each",
  flooring: "the size was rounded down; padding \"same\" rounds up",
  batchForgotten: "one sample was counted, not the whole batch",
  paddingOnce: "the padding was added on one side only",
  dilationForgotten: "the dilation was forgotten",
  strideForgotten: "the stride was forgotten",
  plusOneForgotten: "the + 1 for the first place of the window was forgotten",
  sameAssumed: "padding was assumed where there is none",
  sizeKept: "the layer was taken to keep height and width",
  channelsKept: "the output was given the channels of the input",
  channelsMultiplied: "the output channels were multiplied with those of the input",
  outputPaddingForgotten: "the output padding was forgotten",
  convolvedInstead: "the formula of a convolution was used for a transposed one",
  channelsFirst: "the sizes are right, but the channels stand first",
  channelsForgotten: "one channel was counted, not all of them",
  inputCounted: "the input was counted instead of the output",
  positionsForgotten: "the weights were counted once, not once for every output position",
  inputPositions: "the kernel was multiplied at every input position, not at every output position",
  flopsForMacs: "multiplications and additions were counted apart: these are FLOPs, twice the MACs",
  biasAsMac: "adding the bias was counted as a multiply–accumulate",
  bitsForBytes: "bits were given instead of bytes",
  numbersForBytes: "the numbers were counted, not their bytes",
  strideInField: "the strides of the layers before were not multiplied in",
  fieldsAdded: "the kernel sizes were added up, without taking one off each",
  fieldWithoutLast: "the last layer was left out",
  kernelFlipped: "the kernel was flipped; a convolutional layer does not flip it",
  averageForMaximum: "the average was taken instead of the maximum",
  maximumForAverage: "the maximum was taken instead of the average",
  sumForAverage: "the sum was taken without dividing",
  minimumForMaximum: "the minimum was taken instead of the maximum",
  windowsOverlapped: "the window was moved by one step instead of its own size",
  transposed: "rows and columns were exchanged",
  savedForKept: "what is kept was given instead of what is saved, or the other way round",
  oneLayerTooMany: "one layer too many was counted: the last has no room for its kernel",
  kernelShrinksByOne: "each layer was taken to shrink the map by one",
  follows: "it follows from a wrong shape claimed above",
  followsHere: "it follows from the wrong shape claimed in this row",
  sumOfClaims: "it is the sum of the rows as they are claimed, with their slips",
  rowLeftOut: "one row was left out of the sum",
  rowTwice: "one row was counted twice in the sum",
  activationsSummed: "the activations were added up instead of the parameters",
  digitInserted: "a digit too many was printed",
  digitDropped: "a digit was left out in print",
  digitsSwapped: "two neighbouring digits were exchanged",
  digitChanged: "one digit was misprinted",
  rounded: "the number was rounded",
} as const;

/** The name of a slip. */
export type MistakeId = keyof typeof mistakes;

/** A slip that explains a number: what it is, and the wrong value that it leads to. */
export interface Slip<V = number> {
  readonly id: MistakeId;
  readonly sentence: string;
  readonly value: V;
}

/** A slip with its sentence; `detail` is added to it, e.g. the name of a row. */
export const slip = <V>(id: MistakeId, value: V, detail?: string): Slip<V> => ({ id, sentence: detail === undefined ? mistakes[id] : `${mistakes[id]}: ${detail}`, value });

/** A way to go wrong: makes a wrong situation of a right one, or nothing where it cannot happen. */
export interface Mistake<S> {
  readonly id: MistakeId;
  /** How early it happens: a misread input (0) comes before a miscount (1). Two slips are put together in this order. */
  readonly stage: 0 | 1;
  wrong(situation: S): S | undefined;
}
