/** 0.989 → "98.9 %", with a space that does not break. */
export function percent(share: number, digits = 1): string {
  return `${(share * 100).toFixed(digits)}\u00a0%`;
}

/** A share of a whole, never rounded up to all of it or down to nothing. */
export function shareOf(share: number, digits = 1): string {
  const step = 0.1 ** digits / 100;
  return percent(share < 1 ? Math.min(share, 1 - step) : share, share > 0 && share < step ? digits + 1 : digits);
}

/** Three significant digits: 0.0412, 2.3, 1.2e-7. */
export function figures(value: number, digits = 3): string {
  return `${Number(value.toPrecision(digits))}`;
}

/** Three significant digits with a minus sign: −0.25. */
export function signed(value: number, digits = 3): string {
  return figures(value, digits).replaceAll("-", "−");
}

/** 10000 → "10,000". */
export function grouped(count: number): string {
  return `${count}`.replace(/\B(?=(\d{3})+(?!\d))/g, ",");
}

/** 1 "epoch", 2 "epochs". */
export function counted(count: number, one: string, several = `${one}s`): string {
  return `${grouped(count)} ${count === 1 ? one : several}`;
}

/** "a, b and c". */
export function listed(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} and ${parts[parts.length - 1] ?? ""}`;
}

/** 25557032 → "25.6 M", with a space that does not break: three digits and k, M, G or T. */
export function compact(count: number): string {
  const powers = ["", "k", "M", "G", "T"];
  const power = Math.abs(count) < 1000 ? 0 : Math.min(4, Math.floor(Math.log10(Number(Math.abs(count).toPrecision(3))) / 3));
  const written = signed(count / 1000 ** power);
  return power === 0 ? written : `${written}\u00a0${powers[power] ?? ""}`;
}
