import { batchNormalization, branches, concatenate, conv2d, dense, dropout, embedding, from, globalAveragePooling2d, lstm, maxPooling2d, relu, reshape, sequence, type Block } from "@convscope/core";
import type { ModelRow } from "./row.ts";

const vocabulary = 1000;
/** The size of a word's vector and of the memory: section 4.3.1. */
const units = 512;

/** Vinyals, Toshev, Bengio & Erhan, "Show and tell: a neural image caption generator", arXiv:1411.4555, equations 10 to 12. */
export const captioner: readonly ModelRow[] = [
  {
    name: "captioner", title: "Show and Tell, small", family: "captioner", year: 2014,
    paper: "arXiv:1411.4555",
    inputs: { image: [64, 64, 3], words: sequence(20, vocabulary) }, classes: vocabulary, params: 3_285_768, macs: 52_105_216,
    options: { dropout: 0.5, vocabulary },
    note: "Three convolutions look at the picture, where the paper has an Inception net. The picture takes the place of the start word: 21 outputs, each the word that follows the picture and as many words. `classes` are the words that may come out, `vocabulary` those that may go in.",
    block: ({ classes, dropout: rate, vocabulary: words }) => ({
      cnn: [...[32, 64, 128].map(convBnReluPool), globalAveragePooling2d()],
      embed: branches(
        { image: { fc: dense(units), reshape: reshape([1, units]) }, words: { words: from("words"), embedding: embedding(words, units) } },
        concatenate({ axis: 0 }),
      ),
      lstm: lstm(units, { returnSequences: true }),
      dropout: dropout(rate),
      fc: dense(classes),
    }),
  },
];

const convBnReluPool = (filters: number): Block => ({ conv: conv2d(filters, 3, { padding: 1, useBias: false }), bn: batchNormalization(), relu: relu(), pool: maxPooling2d(2) });
