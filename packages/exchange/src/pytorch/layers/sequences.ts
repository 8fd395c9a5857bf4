import type { Dropout, Embedding, Gru, Lstm, MultiHeadAttention, SimpleRnn, SpatialDropout1d, SpatialDropout2d, StochasticDepth } from "@convscope/core";
import { call, named, python } from "../python.ts";
import { elementwise, type TorchPlace, type TorchCode, type TorchRow } from "../row.ts";

export const embedding: TorchRow<Embedding> = ({ vocabulary, units, paddingIndex }, { x: [x], self }) => ({
  module: call("nn.Embedding", vocabulary, units, paddingIndex === "none" ? undefined : `padding_idx=${paddingIndex}`),
  value: `channels_first(${self}(${x}.long()))`,
});

function recurrent(module: string, { units, bidirectional, returnSequences, useBias }: Gru | Lstm | SimpleRnn, { x: [x], self, inputs: [shape] }: TorchPlace, more?: string): TorchCode {
  const run = `${self}(channels_last(${x}))`;
  return {
    module: call(module, shape[1], units, more, named("bias", useBias, true), named("bidirectional", bidirectional, false), "batch_first=True"),
    value: returnSequences ? `channels_first(${run}[0])` : `last_state(${run})`,
  };
}
export const gru: TorchRow<Gru> = (layer, place) => recurrent("nn.GRU", layer, place);
export const lstm: TorchRow<Lstm> = (layer, place) => recurrent("nn.LSTM", layer, place);
export const simpleRnn: TorchRow<SimpleRnn> = (layer, place) => recurrent("nn.RNN", layer, place, named("nonlinearity", python(layer.activation), '"tanh"'));

export const multiHeadAttention: TorchRow<MultiHeadAttention> = ({ heads, causal, useBias }, { x: [query, key = query, value = key], self, inputs }) => {
  const [[, d = 0], [, c = d] = [], [, cv = c] = []] = inputs;
  return {
    module: call("nn.MultiheadAttention", d, heads, named("bias", useBias, true), named("kdim", c, d), named("vdim", cv, d), "batch_first=True"),
    value: call("attend", self, query, key, value, named("causal", causal, false)),
  };
};

export const dropout: TorchRow<Dropout> = elementwise(({ rate }, x) => call("F.dropout", x, rate, "self.training"));
export const spatialDropout1d: TorchRow<SpatialDropout1d> = ({ rate }, { x: [x] }) => ({ value: call("F.dropout1d", x, rate, "self.training") });
export const spatialDropout2d: TorchRow<SpatialDropout2d> = ({ rate }, { x: [x] }) => ({ value: call("F.dropout2d", x, rate, "self.training") });
export const stochasticDepth: TorchRow<StochasticDepth> = elementwise(({ rate, mode }, x) => call("stochastic_depth", x, rate, python(mode), "self.training"));

export const sequenceHelpers: { readonly [name: string]: string } = {
  last_state: `
def last_state(result):
    """What a recurrent layer remembers after the last step, both directions side by side."""
    state = result[1][0] if isinstance(result[1], tuple) else result[1]
    return torch.cat(tuple(state), 1)`,
  attend: `
def attend(attention, query, key, value, causal=False):
    query, key, value = (channels_last(x) for x in (query, key, value))
    mask = None
    if causal:
        mask = torch.ones(query.shape[1], key.shape[1], dtype=torch.bool, device=query.device).triu(1)
    return channels_first(attention(query, key, value, attn_mask=mask, need_weights=False)[0])`,
  stochastic_depth: `
def stochastic_depth(x, rate, mode, training):
    """In training, skips a residual body for a share of the samples."""
    if not training or rate == 0:
        return x
    if rate == 1:
        return x * 0
    draws = torch.rand(len(x) if mode == "row" else 1, *[1] * (x.dim() - 1), device=x.device)
    return x * (draws >= rate).to(x.dtype) / (1 - rate)`,
};
