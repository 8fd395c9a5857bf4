import type { LogSoftmax } from "@convscope/core";
import { channelAxis, type Emit } from "../emission.ts";

export const logSoftmax: Emit<LogSoftmax> = (_, [x], to) => to.like(x, to.op("LogSoftmax", [to.asIs(x)], { axis: channelAxis(x) }));
