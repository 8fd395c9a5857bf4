/**
 * One batch of made-up samples of a net: values from 0 to 1, classes in turn.
 *
 * @param {import("./nets.mjs").Net} net
 */
export const samples = ({ input, batch, classes }) => ({
  shape: [batch, ...input],
  data: Float32Array.from({ length: input.reduce((a, b) => a * b, batch) }, (_, i) => (i * 0.6180339887) % 1),
  labels: Int32Array.from({ length: batch }, (_, i) => i % classes),
});
