import type { Value } from "@convscope/exchange/onnx";
import type { Tape } from "../graph/tape.ts";
import { cells } from "./cells.ts";
import { choices } from "./choices.ts";
import { columns } from "./columns.ts";
import { depthwise, isDepthwise } from "./depthwise.ts";
import { gathered } from "./gathered.ts";
import type { Geometry } from "./geometry.ts";

/** dw `[filters, C / groups, …]` from x and dy, in the way that is fastest for its shape. */
export function filterGradient(to: Tape, x: Value, dy: Value, geometry: Geometry): Value {
  const channels = geometry.x[1] ?? 1;
  if (isDepthwise(to, geometry)) return depthwise(to, x, dy, geometry);
  if (geometry.groups > 1) return cells(to, x, dy, geometry);
  if (channels <= choices.channelsByColumns) return columns(to, x, dy, geometry);
  return channels <= choices.channelsByCells ? cells(to, x, dy, geometry) : gathered(to, x, dy, geometry);
}
