/** What a reader's input comes to, or in words why it comes to nothing; a live part shows the one or the other. */
export function attempt<T extends object>(compute: () => T): T | { readonly refused: string } {
  try {
    return compute();
  } catch (error) {
    return { refused: error instanceof Error ? error.message : String(error) };
  }
}
