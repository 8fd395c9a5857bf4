import type { ChannelSlice } from "@convscope/core";
import { channelAxis, type Emit } from "../emission.ts";

export const channelSlice: Emit<ChannelSlice> = ({ start, end, parts }, [x], to) => {
  const channels = x.shape.at(-1) ?? 1;
  const unit = channels / (parts ?? channels);
  const as = to.ordered(x);
  return to.like(as, to.op("Slice", [to.asIs(as), to.wholes([start * unit]), to.wholes([end * unit]), to.wholes([channelAxis(as)])]));
};
