const shown = 30;

/** How often each line stands in a text. @param {string} text */
const countsOf = (text) => {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const line of text.split("\n")) counts.set(line, (counts.get(line) ?? 0) + 1);
  return counts;
};

/** The lines of one text beyond those of another, in their order. @param {string} text @param {string} other */
const beyond = (text, other) => {
  const counts = countsOf(other);
  return text.split("\n").filter((line) => {
    const left = counts.get(line) ?? 0;
    counts.set(line, left - 1);
    return left <= 0 && line !== "";
  });
};

/**
 * The lines that went and that came, the first of them: enough to see what it is about.
 *
 * @param {string} before
 * @param {string} after
 */
export const difference = (before, after) => {
  const lines = [...beyond(before, after).map((line) => `  - ${line}`), ...beyond(after, before).map((line) => `  + ${line}`)];
  if (lines.length === 0) return "  the same lines in another order";
  return lines.length <= shown ? lines.join("\n") : [...lines.slice(0, shown), `  … and ${lines.length - shown} more lines`].join("\n");
};
