/** `GCOL` and version 1, with which a collection of texts begins. */
const start = [0x47, 0x43, 0x4f, 0x4c, 1, 0, 0, 0] as const;
/** Of a collection, and of each of its objects: its size is the last eight bytes. */
const head = 16;

/**
 * What is wrong with the collections that texts of any length lie in (HDF5 File Format Specification 3.0, section III.E), if anything is.
 * The library, which checks everything else, goes round for ever in one whose objects are longer than itself, or take no room.
 */
export function wrongHeap(bytes: Uint8Array): string | undefined {
  // In version 0 and 1 of the superblock the sizes of addresses and lengths lie four bytes further on.
  const at = (bytes[8] ?? 0) < 2 ? 13 : 9;
  if (bytes[at] !== 8 || bytes[at + 1] !== 8) return "addresses and lengths must have 8 bytes, as Keras writes them.";
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let heap = bytes.indexOf(start[0]); heap >= 0; heap = bytes.indexOf(start[0], heap + 1)) {
    if (heap + head > bytes.length || start.some((byte, i) => bytes[heap + i] !== byte)) continue;
    const end = heap + Number(view.getBigUint64(heap + 8, true));
    if (end > bytes.length) return `the collection of texts at byte ${heap} must end within the file.`;
    for (let object = heap + head; object + head <= end; ) {
      const size = Number(view.getBigUint64(object + 8, true));
      // Number 0 is the free space, which counts its own head.
      const isFree = view.getUint16(object, true) === 0;
      object += isFree ? size : head + Math.ceil(size / 8) * 8;
      if (object > end || (isFree && size < head)) return `the texts at byte ${heap} must lie within their collection.`;
    }
  }
  return undefined;
}
