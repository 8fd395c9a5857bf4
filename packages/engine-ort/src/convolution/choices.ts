/** Where one way to write a convolution becomes faster than another in ONNX Runtime, as measured by `npm run bench -- ort`. */
export const choices = {
  /** With at most so many channels, the gradient of a filter is written by columns of the padded input. */
  channelsByColumns: 4,
  /** With at most so many, cell by cell; with more, by gathering all cells at once. */
  channelsByCells: 16,
  /** So many rows a product of matrices should at least sum. */
  rowsOfProduct: 512,
  /** So many numbers may be gathered at once: 256 MiB of them. */
  gathered: 67_108_864,
  /** Up to so many places a convolution of one cell is worth laying its input in blocks. */
  placesInBlocks: 64,
} as const;
