/**
 * How much sentences resemble those that are wanted, 0 … 1: BLEU-4 of a whole corpus with one reference each (Papineni, Roukos, Ward & Zhu,
 * "BLEU: a method for automatic evaluation of machine translation", ACL 2002, section 2.3). The geometric mean, over runs of one to four
 * words, of the share of runs that are in the reference, each counted no more often than there; times exp(1 − r / c) where all candidates
 * together have c words, fewer than the r of their references.
 */
export function bleu(candidates: readonly (readonly string[])[], references: readonly (readonly string[])[]): number {
  if (candidates.length !== references.length) throw new RangeError(`bleu: there must be one reference for each candidate. Received ${references.length} for ${candidates.length}.`);
  const lengthOf = (sentences: readonly (readonly string[])[]): number => sentences.reduce((sum, { length }) => sum + length, 0);
  const logarithms = [1, 2, 3, 4].map((n) => {
    let [matches, total] = [0, 0];
    candidates.forEach((candidate, i) => {
      const wanted = runs(references[i] ?? [], n);
      for (const [run, count] of runs(candidate, n)) {
        matches += Math.min(count, wanted.get(run) ?? 0);
        total += count;
      }
    });
    return Math.log(total === 0 ? 0 : matches / total);
  });
  const brevity = Math.min(0, 1 - lengthOf(references) / lengthOf(candidates));
  return Math.exp(brevity + logarithms.reduce((a, b) => a + b, 0) / 4);
}

/** How often each run of `n` words occurs; no word holds a space. */
function runs(sentence: readonly string[], n: number): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (let i = 0; i + n <= sentence.length; i++) {
    const run = sentence.slice(i, i + n).join(" ");
    counts.set(run, (counts.get(run) ?? 0) + 1);
  }
  return counts;
}
