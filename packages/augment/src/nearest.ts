/** No word that is known has as many letters: a longer one takes long to compare. */
const longest = 60;

/** ` Did you mean "rotate"?`, or nothing where no known word shares most of its pairs of letters (Dice's coefficient) with this one. */
export function nearest(word: string, known: readonly string[]): string {
  if (word.length > longest) return "";
  const best = known.map((candidate) => ({ candidate, likeness: likeness(word.toLowerCase(), candidate.toLowerCase()) })).sort((a, b) => b.likeness - a.likeness)[0];
  return best === undefined || best.likeness < 0.5 ? "" : ` Did you mean "${best.candidate}"?`;
}

function likeness(a: string, b: string): number {
  const [x, y] = [pairs(a), pairs(b)];
  return (2 * x.filter((pair) => y.includes(pair)).length) / (x.length + y.length);
}

const pairs = (word: string): string[] => Array.from({ length: word.length + 1 }, (_, i) => ` ${word} `.slice(i, i + 2));
