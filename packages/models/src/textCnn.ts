import { add, branches, concatenate, conv1d, dense, dropout, embedding, globalMaxPooling1d, relu, sequence, type Block } from "@convscope/core";
import type { ModelRow } from "./row.ts";

/** Of the movie reviews, table 1, and the padding, which is word 0. */
const vocabulary = 18_765 + 1;
/** Their longest sentence, and four words of padding on each side, so that the widest filter sees the first word at every place. */
const length = 56 + 2 * 4;

/** Kim, "Convolutional neural networks for sentence classification", arXiv:1408.5882, section 3.1. */
export const textCnn: readonly ModelRow[] = [
  {
    name: "text_cnn", title: "Text CNN", family: "text_cnn", year: 2014,
    paper: "arXiv:1408.5882",
    inputs: { input: sequence(length, vocabulary) }, classes: 2, params: 5_990_702, macs: 21_900_600,
    options: { dropout: 0.5, vocabulary },
    note: "With words drawn at random it is CNN-rand; with given vectors CNN-non-static, and CNN-static where a training leaves `embedding.weight` as it is. The limit 3 of the norms of the last layer's rows is not kept.",
    variants: { multichannel: { note: "Two vectors for each word: filters see their sum. A training leaves `embedding.static.weight` as it is.", params: 5_990_702 + vocabulary * 300, macs: 21_900_600 } },
    block: ({ classes, dropout: rate, variant, vocabulary: words }) => ({
      embedding: variant === "multichannel" ? branches({ static: vectors(words), learned: vectors(words) }, add()) : vectors(words),
      convs: branches([3, 4, 5].map(maps), concatenate()),
      dropout: dropout(rate),
      fc: dense(classes),
    }),
  },
];

const vectors = (words: number): Block => embedding(words, 300, { paddingIndex: 0 });

/** The strongest answer of each of 100 filters anywhere in the sentence. */
const maps = (width: number): Block => ({ conv: conv1d(100, width), relu: relu(), pool: globalMaxPooling1d() });
