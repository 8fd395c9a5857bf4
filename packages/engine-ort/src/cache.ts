/** Things that are dear to make and must be given back: the few that were asked for last are kept. */
export class Cache<T> {
  readonly #made = new Map<string, Promise<T>>();

  constructor(
    /** How many are kept. */
    readonly most: number,
    readonly release: (one: T) => Promise<void>,
  ) {}

  /** What is kept under a key, or is made now. What cannot be made is not kept. */
  async get(key: string, make: () => Promise<T>): Promise<T> {
    const known = this.#made.get(key) ?? make();
    // The one asked for last is the last of the map.
    this.#made.delete(key);
    this.#made.set(key, known);
    this.#drop([...this.#made.keys()].slice(0, -this.most));
    try {
      return await known;
    } catch (error) {
      if (this.#made.get(key) === known) this.#made.delete(key);
      throw error;
    }
  }

  /** Gives everything back. */
  clear(): void {
    this.#drop([...this.#made.keys()]);
  }

  #drop(keys: readonly string[]): void {
    for (const key of keys) {
      void this.#made.get(key)?.then(this.release).catch(() => undefined);
      this.#made.delete(key);
    }
  }
}
