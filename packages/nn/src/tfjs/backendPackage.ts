/**
 * A backend of TensorFlow.js as a package of its own brings it. It does nothing before `register`.
 *
 * ```ts
 * await useBackend("simd", { engines: [tfjsLoader(simd)] })
 * ```
 */
export interface TfjsBackendPackage {
  /** How one asks for it: `simd`. */
  readonly name: string;
  readonly version?: string;
  /** What it is good for. */
  readonly note: string;
  /** Whether it can be used here, without starting it. */
  check(): Promise<BackendCheck>;
  /**
   * Makes the backend and its kernels known to TensorFlow.js, under `name` where that is given; again, it changes nothing. The
   * answer is under which name, how many threads will compute, and whether a number can be read only later (`tensor.data()`, not
   * `tensor.dataSync()`).
   */
  register(options?: { readonly threads?: number; readonly name?: string }): Promise<{ readonly name: string; readonly threads: number; readonly readsLater?: boolean }>;
}

export interface BackendCheck {
  readonly available: boolean;
  /** Why it is good here, or what is missing and the way out. */
  readonly note: string;
  /** How many threads will compute unless others are asked for, where that is known before the start. */
  readonly threads?: number;
  /** The graphics card it computes on. */
  readonly device?: string;
  /** Where the package itself has none to tell. */
  readonly version?: string;
  /** Why `auto` passes it by although it works. */
  readonly reluctant?: string;
}
