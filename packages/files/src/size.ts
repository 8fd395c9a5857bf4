const units = ["bytes", "kB", "MB", "GB", "TB"] as const;

/** A number of bytes for people, in powers of 1000: `512 bytes`, `26.4 MB`. */
export function formatBytes(bytes: number): string {
  let power = 0;
  let value = bytes;
  while (value >= 999.95 && power < units.length - 1) {
    value /= 1000;
    power++;
  }
  return power === 0 ? `${bytes} bytes` : `${value.toFixed(1)} ${units[power] ?? ""}`;
}
