/** Calls an asynchronous function for each entry, a few at a time, and gives the results in the order of the entries. The first error ends it. */
export async function atOnce<T, R>(entries: readonly T[], most: number, work: (entry: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < entries.length) {
      const place = next++;
      results[place] = await work(entries[place] as T);
    }
  };
  await Promise.all(Array.from({ length: most }, worker));
  return results;
}
