import type { Softmax } from "@convscope/core";
import { channelAxis, type Emit } from "../emission.ts";

export const softmax: Emit<Softmax> = (_, [x], to) => to.like(x, to.op("Softmax", [to.asIs(x)], { axis: channelAxis(x) }));
