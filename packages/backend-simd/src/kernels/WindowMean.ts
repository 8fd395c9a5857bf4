import { input, type Call, type Kernel } from "../kernel.ts";
import type { WindowAxis } from "../windows.ts";
import { inside, mean, meanGrad, type Divisor } from "./AvgPool.ts";

/** Windows given outright, and what their sums are divided by: their cells within x, within the padding too, or 1. */
interface Attributes {
  readonly height: PaddedAxis;
  readonly width: PaddedAxis;
  readonly divisor: "inside" | "padded" | "one";
}

interface PaddedAxis extends WindowAxis {
  /** How much padding was asked for after the maps. */
  readonly after: number;
}

const attributes = ({ attrs }: Call): Attributes => ({ height: attrs["height"] as PaddedAxis, width: attrs["width"] as PaddedAxis, divisor: attrs["divisor"] as Attributes["divisor"] });

function divisorOf({ height, width, divisor }: Attributes): Divisor {
  if (divisor !== "padded") return divisor === "one" ? "one" : inside;
  return { top: height.before, bottom: height.after, left: width.before, right: width.after };
}

/** Kernel of our own: the mean or sum of each window of x `[N, H, W, C]`. */
export const windowMean: Kernel = (call) => {
  const given = attributes(call);
  return mean(call, input(call, "x"), [given.height, given.width], divisorOf(given));
};

/** Kernel of our own: the gradient of `WindowMean` from dy. */
export const windowMeanGrad: Kernel = (call) => {
  const given = attributes(call);
  return meanGrad(call, input(call, "dy"), [given.height, given.width], divisorOf(given));
};
