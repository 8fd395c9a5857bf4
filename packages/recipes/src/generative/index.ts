export { autoencoderConv, autoencoderDense } from "./autoencoders.ts";
export { dcgan } from "./dcgan.ts";
export { denoisingAutoencoder } from "./denoising.ts";
