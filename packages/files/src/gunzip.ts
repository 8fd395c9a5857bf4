import { gunzipSync } from "fflate";
import { crc32 } from "./crc32.ts";
import { FileError } from "./error.ts";
import { formatBytes } from "./size.ts";

export interface GunzipOptions {
  /** The most bytes that the content may have. Nothing larger is ever allocated. */
  readonly maxBytes: number;
  /** The file's name, for messages. */
  readonly name?: string;
}

/** DEFLATE cannot shrink data further than to one of so many bytes (RFC 1951: 258 bytes from 2 bits). */
export const densest = 1032;

/** Whether these bytes begin as a gzip file does. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * The content of a gzip file of one member (RFC 1952). The length that the file declares is compared with `maxBytes` before anything
 * is allocated; the content must then have exactly that length and the CRC-32 that the file declares.
 */
export function gunzip(bytes: Uint8Array, options: GunzipOptions): Uint8Array {
  const { maxBytes, name = "gzip data" } = options;
  if (!isGzip(bytes)) throw new FileError(`${name}: this is no gzip file: it must begin with 1f 8b. ${wayOut}`);
  if (bytes.length < 18) throw new FileError(`${name}: the gzip file is truncated: it has ${bytes.length} bytes, and an empty one has 20. ${wayOut}`);
  const trailer = new DataView(bytes.buffer, bytes.byteOffset + bytes.length - 8, 8);
  const declared = trailer.getUint32(4, true);
  if (declared > bytes.length * densest) {
    throw new FileError(`${name}: the gzip file is truncated or damaged: ${formatBytes(bytes.length)} cannot hold the ${formatBytes(declared)} that its end declares. ${wayOut}`);
  }
  if (declared > maxBytes) {
    throw new FileError(`${name}: the content may have at most ${formatBytes(maxBytes)}. The gzip file declares ${formatBytes(declared)}. ${wayOut}`);
  }
  const content = inflate(bytes, declared, name);
  if (content.length !== declared) {
    throw new FileError(`${name}: the gzip file declares ${declared} bytes of content and holds ${content.length > declared ? "more" : content.length}. ${wayOut}`);
  }
  if (crc32(content) !== trailer.getUint32(0, true)) throw new FileError(`${name}: the gzip file is damaged: its CRC-32 does not match its content. ${wayOut}`);
  return content;
}

const wayOut = "Get the file anew.";

function inflate(bytes: Uint8Array, declared: number, name: string): Uint8Array {
  try {
    // fflate drops what does not fit into `out`; the one spare byte tells when there is more than declared.
    return gunzipSync(bytes, { out: new Uint8Array(declared + 1) });
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    throw new FileError(`${name}: the gzip file is truncated or damaged (${said}). ${wayOut}`, { cause: error });
  }
}
