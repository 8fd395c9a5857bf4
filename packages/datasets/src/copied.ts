type Numbers = Uint8Array | Uint8ClampedArray | Int32Array | Float32Array;

/** The same numbers in memory of their own. `slice` does that too, but for a `Buffer`, such as files give, of which it is another view. */
export function copied<A extends Numbers>(numbers: A): A {
  // An array of bytes, a Buffer or not, becomes a plain one: that is all that whoever has asked for bytes relies on.
  return (numbers instanceof Uint8Array ? new Uint8Array(numbers) : numbers.slice()) as A;
}
