/** Endings that are words of their own: "it's" is "it" and "'s", "don't" is "do" and "n't". */
const contraction = /^(.+)(n't|'s|'ve|'re|'d|'ll)$/u;

/** Words of letters and digits of any script, with apostrophes inside them; and the marks that are words of their own. */
const words = /[\p{L}\p{M}\p{N}]+(?:'[\p{L}\p{M}\p{N}]+)*|[(),!?]/gu;

/**
 * The words of a text in lower case, by the rules that Kim's experiments on sentences cleaned their data with (arXiv:1408.5882), for letters of every
 * script: commas, brackets, exclamation and question marks are words, all other marks part words and are dropped; English contractions are cut.
 * A language that is written without spaces must be cut into words before.
 */
export function tokenise(text: string): string[] {
  const tokens: string[] = [];
  for (const [word] of text.normalize("NFC").toLowerCase().replace(/[’ʼ]/g, "'").matchAll(words)) {
    const parts = contraction.exec(word);
    if (parts === null) tokens.push(word);
    else tokens.push(parts[1] as string, parts[2] as string);
  }
  return tokens;
}
