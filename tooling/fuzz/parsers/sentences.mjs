import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadSentences, loadWordVectors } from "@convscope/datasets";
import { damaged } from "../damage.mjs";
import { misspelt } from "../misspell.mjs";
import { utf8 } from "../seeds.mjs";

const tables = ["pos\ta fine film , really\nneg\tdull and long\npos\tsweet\nneg\tno\n", "sentence\tlabel\r\nIt's the best one.\t1\r\nnot\t0\r\n", "\u{FEFF}0\tÄrger über Öl\n1\t日本語 ok\n"].map(utf8);
const vectors = ["film 0.1 -0.2 3e-2\ndull 1 2 3\nof 0 0 0\n", "3 2\nfilm 0.5 1\ndull 2 3\n. . 1 2\n"].map(utf8);

/** @type {import("../parsers.mjs").Parsers} */
export const sentences = {
  sentences: async (folder) => {
    const file = join(folder, "made.tsv");
    return {
      good: tables,
      vary: (random) => (random.chance(0.6) ? misspelt(tables, random) : damaged(tables, random)),
      subject: /made/,
      async read(bytes) {
        writeFileSync(file, bytes);
        return loadSentences(file);
      },
    };
  },
  "word-vectors": async (folder) => {
    const file = join(folder, "made.txt");
    return {
      good: vectors,
      vary: (random) => (random.chance(0.6) ? misspelt(vectors, random) : damaged(vectors, random)),
      subject: /made\.txt/,
      async read(bytes) {
        writeFileSync(file, bytes);
        return loadWordVectors(file, ["<pad>", "<unk>", "film", "dull", "zebra"]);
      },
    };
  },
};
