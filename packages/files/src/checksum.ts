/** How far each of the 64 steps rotates: four rounds, each its four amounts over and over (RFC 1321, section 3.4). */
const turns = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];
const sines = Int32Array.from({ length: 64 }, (_, i) => Math.floor(2 ** 32 * Math.abs(Math.sin(i + 1))) | 0);

/** The MD5 of some bytes (RFC 1321) in hexadecimal: good for finding a damaged file, no use against a forged one. */
export function md5(bytes: Uint8Array): string {
  const state = Int32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476);
  const whole = bytes.length - (bytes.length % 64);
  const words = new Int32Array(16);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at < whole; at += 64) {
    for (let i = 0; i < 16; i++) words[i] = view.getInt32(at + 4 * i, true);
    block(state, words);
  }
  const rest = bytes.subarray(whole);
  const tail = new Uint8Array(rest.length < 56 ? 64 : 128);
  tail.set(rest);
  tail[rest.length] = 0x80;
  const end = new DataView(tail.buffer);
  end.setUint32(tail.length - 8, (bytes.length * 8) >>> 0, true);
  end.setUint32(tail.length - 4, Math.floor(bytes.length / 2 ** 29), true);
  for (let at = 0; at < tail.length; at += 64) {
    for (let i = 0; i < 16; i++) words[i] = end.getInt32(at + 4 * i, true);
    block(state, words);
  }
  return hex(new Uint8Array(state.buffer));
}

function block(state: Int32Array, words: Int32Array): void {
  let a = state[0] as number;
  let b = state[1] as number;
  let c = state[2] as number;
  let d = state[3] as number;
  for (let i = 0; i < 64; i++) {
    const round = i >> 4;
    const mixed = round === 0 ? (b & c) | (~b & d) : round === 1 ? (d & b) | (~d & c) : round === 2 ? b ^ c ^ d : c ^ (b | ~d);
    const from = round === 0 ? i : round === 1 ? 5 * i + 1 : round === 2 ? 3 * i + 5 : 7 * i;
    const sum = (a + mixed + (sines[i] as number) + (words[from & 15] as number)) | 0;
    const turn = turns[4 * round + (i & 3)] as number;
    a = d;
    d = c;
    c = b;
    b = (b + ((sum << turn) | (sum >>> (32 - turn)))) | 0;
  }
  state[0] = (state[0] as number) + a;
  state[1] = (state[1] as number) + b;
  state[2] = (state[2] as number) + c;
  state[3] = (state[3] as number) + d;
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** A checksum of some bytes in hexadecimal. SHA-256 is the platform's own (Web Cryptography). */
export async function checksum(bytes: Uint8Array, algorithm: "md5" | "sha256"): Promise<string> {
  if (algorithm === "md5") return md5(bytes);
  // Web Cryptography refuses a view of shared memory, hence the copy.
  const plain = bytes.buffer instanceof ArrayBuffer ? (bytes as Uint8Array<ArrayBuffer>) : new Uint8Array(bytes);
  return hex(new Uint8Array(await crypto.subtle.digest("SHA-256", plain)));
}
