/** A number as the text around it writes it: four figures unless asked, a true minus, powers of ten where they are needed. */
export function shown(value: number, figures = 4): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "no number" : value > 0 ? "∞" : "−∞";
  const rounded = Number(value.toPrecision(figures));
  const text = rounded !== 0 && (Math.abs(rounded) < 1e-4 || Math.abs(rounded) >= 1e15) ? rounded.toExponential().replace("e+", "e") : String(rounded);
  return text.replaceAll("-", "−");
}
