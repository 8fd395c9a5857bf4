/** A link's graph is at most so long, packed, and so long when unpacked: a hostile one costs its reader little. */
const most = { packed: 16_000, unpacked: 2_000_000 } as const;

const toBase64Url = (bytes: Uint8Array): string => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join("")).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");

async function through(bytes: Uint8Array, by: CompressionStream | DecompressionStream, limit: number): Promise<Uint8Array> {
  // The types of streams say less than what these two take and give.
  const reader = (new Blob([new Uint8Array(bytes)]).stream().pipeThrough(by) as ReadableStream<Uint8Array>).getReader();
  const parts: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > limit) {
      await reader.cancel();
      throw new RangeError(`A graph in a link must have at most ${limit} bytes. Received more.`);
    }
    parts.push(value);
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/**
 * A text packed so that an address can hold it.
 *
 * @throws RangeError where it is too long for one.
 */
export async function deflated(text: string): Promise<string> {
  const packed = toBase64Url(await through(new TextEncoder().encode(text), new CompressionStream("deflate-raw"), most.unpacked));
  if (packed.length > most.packed) throw new RangeError(`This network is too large for a link: ${packed.length} characters, of which a link takes ${most.packed}. Keep it as a file.`);
  return packed;
}

/**
 * The text of a link.
 *
 * @throws RangeError for one that is cut off, damaged or too long.
 */
export async function inflated(packed: string): Promise<string> {
  if (packed.length > most.packed) throw new RangeError(`A graph in a link must have at most ${most.packed} characters. Received ${packed.length}.`);
  let bytes: Uint8Array;
  try {
    bytes = Uint8Array.from(atob(packed.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
    bytes = await through(bytes, new DecompressionStream("deflate-raw"), most.unpacked);
  } catch (error) {
    if (error instanceof RangeError) throw error;
    throw new RangeError("The graph in the link is damaged. Copy the whole link.", { cause: error });
  }
  return new TextDecoder().decode(bytes);
}
