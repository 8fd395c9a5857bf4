// A plain import of tfjs-core registers no gradients, and Node cannot resolve this path itself: the build bundles it.
import "@tensorflow/tfjs-core/dist/register_all_gradients.js";
