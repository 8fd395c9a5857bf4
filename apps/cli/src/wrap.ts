/** Words in lines of at most `width` characters; a longer word stands alone. */
export function wrapped(text: string, width: number): string {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.join("\n");
}

/** Text beside a column of `indent` characters, in lines that end at `width`: all but the first begin with as many blanks. Its own lines stay lines. */
export const indented = (text: string, width: number, indent: number): string => text.split("\n").map((line) => wrapped(line, width - indent)).join("\n").replaceAll("\n", `\n${" ".repeat(indent)}`);
