/** A value as an error message shows it. */
export function received(value: unknown): string {
  const shown = typeof value === "object" ? json(value) : typeof value === "string" ? JSON.stringify(value) : value === undefined ? "none" : String(value);
  return shown.length > 60 ? `${shown.slice(0, 57)}…` : shown;
}

/** What cannot be written, such as a million brackets, must not hide the message it stands in. */
function json(value: object | null): string {
  try {
    return JSON.stringify(value);
  } catch {
    return "a value that cannot be shown";
  }
}
