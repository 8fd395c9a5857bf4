/**
 * A number as people type it: `1,728`, `.6`, `6e-1`, `2/3`, `−0.5`, and with a unit after it, `1728 parameters`. `28x28` stands for 28;
 * 60 % is 60. Undefined for what is no number.
 */
export function readNumber(text: string): number | undefined {
  const plain = text.trim().replaceAll("−", "-").replace(/\s*[a-zA-Z%·–][a-zA-Z–\s]*$/, "");
  const sides = plain.split(/\s*[x×]\s*/);
  if (sides.length > 1) return sides.every((side) => side === sides[0]) ? readNumber(sides[0] ?? "") : undefined;
  const [above = "", below, ...more] = plain.split("/");
  if (below === undefined) return readDecimal(plain);
  const [upper, lower] = [readDecimal(above.trim()), readDecimal(below.trim())];
  return upper === undefined || lower === undefined || lower === 0 || more.length > 0 ? undefined : upper / lower;
}

function readDecimal(plain: string): number | undefined {
  const grouped = /^-?\d{1,3}([,\s_']\d{3})+$/.test(plain);
  const number = grouped ? plain.replace(/[,\s_']/g, "") : plain.replace(",", ".");
  return /^-?(\d+\.?\d*|\.\d+)(e[+-]?\d\d?)?$/i.test(number) && number.length <= 20 ? Number(number) : undefined;
}
