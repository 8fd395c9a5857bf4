import type { RoiPooling } from "@convscope/core";
import type { Emit } from "../emission.ts";

/** ONNX takes all boxes in one list, each behind the number of its sample. */
export const roiPooling: Emit<RoiPooling> = ({ outputSize, spatialScale }, [maps, boxes = maps], to) => {
  const corners = to.last(boxes);
  const [count = 1] = boxes.shape;
  const ones = to.constant("ones", [count, 1], () => new Float32Array(count).fill(1));
  // 0, 1, 2, …: how many samples come before each.
  const batch = to.op("Shape", [corners], { start: 0, end: 1 });
  const place = to.op("CumSum", [to.op("Expand", [to.number(1), batch]), to.wholes([0])], { exclusive: 1 });
  const samples = to.op("Mul", [to.reshape(place, [1, 1]), ones]);
  const rows = to.reshape(to.op("Concat", [samples, corners], { axis: 2 }), [5]);
  const pooled = to.op("MaxRoiPool", [to.first(maps), rows], { pooled_shape: outputSize, spatial_scale: { float: spatialScale } });
  const channels = maps.shape.at(-1) ?? 1;
  return to.withLast(to.transpose(to.reshape(pooled, [count, channels, ...outputSize]), [0, 1, 3, 4, 2]));
};
