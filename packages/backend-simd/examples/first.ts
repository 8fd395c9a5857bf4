import * as tf from "@tensorflow/tfjs-core";
import { register } from "@convscope/backend-simd";

const { threads } = await register();
await tf.setBackend("simd");
const image = tf.ones([1, 28, 28, 3]) as tf.Tensor4D;
const filters = tf.fill([3, 3, 3, 8], 0.5) as tf.Tensor4D;
const features = tf.relu(tf.conv2d(image, filters, 1, "same"));
console.log(`${features.shape.join("×")} on ${threads >= 2 ? "several threads" : "one thread"}; in the middle ${features.dataSync()[8 * (14 * 28 + 14)]}`);
