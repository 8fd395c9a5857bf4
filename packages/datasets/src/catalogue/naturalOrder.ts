const zero = 48;
const isDigit = (code: number): boolean => code >= zero && code <= 57;

/**
 * Orders names as people do, numbers in them by their value: `img2` before `img10`. The rest goes by code units, so that the order is the same on every
 * machine. Names that differ in leading zeros alone go by code units too: the order is total.
 */
export function naturalOrder(a: string, b: string): number {
  let [i, j] = [0, 0];
  while (i < a.length && j < b.length) {
    const [left, right] = [a.charCodeAt(i), b.charCodeAt(j)];
    if (isDigit(left) && isDigit(right)) {
      const [first, second] = [numberAt(a, i), numberAt(b, j)];
      // Without leading zeros a longer number is a larger one.
      const difference = first.digits.length - second.digits.length || compare(first.digits, second.digits);
      if (difference !== 0) return difference;
      [i, j] = [first.end, second.end];
    } else {
      if (left !== right) return left - right;
      i++;
      j++;
    }
  }
  return a.length - i - (b.length - j) || compare(a, b);
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function numberAt(text: string, start: number): { readonly digits: string; readonly end: number } {
  let end = start;
  while (end < text.length && isDigit(text.charCodeAt(end))) end++;
  let from = start;
  while (from < end - 1 && text.charCodeAt(from) === zero) from++;
  return { digits: text.slice(from, end), end };
}
