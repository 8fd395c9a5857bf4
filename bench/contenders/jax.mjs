/**
 * jax-js: W1 and W2, compiled as one step by `jit`, on its threads. Argument: `conv` for its ordinary convolution, or `im2col` for the
 * product of matrices that an expert would write in its place.
 */
import { netsNamed } from "../nets.mjs";
import { serve, Unable } from "../protocol.mjs";
import { samples } from "../samples.mjs";
import { version } from "../version.mjs";
import { shimWorkers } from "../workerShim.mjs";

const [, , way = "conv"] = process.argv;

/** The layers of W1 and W2, in the order of their weights. `conv` [in, out]. */
const written = {
  W1: [{ conv: [1, 32], bias: true }, "relu", "pool", { conv: [32, 64], bias: true }, "relu", "pool", "flatten", { dense: [3136, 64] }, "relu", { dense: [64, 10] }],
  W2: [{ conv: [3, 64] }, "norm", "relu", { conv: [64, 64] }, "norm", "relu", "pool", { conv: [64, 128] }, "norm", "relu", { conv: [128, 128] }, "norm", "relu", "pool", "average", { dense: [128, 10] }],
};

serve({
  version: version("@jax-js/jax"),
  async load({ net: name, mode, threads }) {
    const layers = written[name];
    if (!layers) throw new Unable("not written: jax-js has no layers");
    if (threads > 1) shimWorkers(threads);
    const { blockUntilReady, defaultDevice, init, jit, lax, nn, numpy: np, tree, valueAndGrad } = await import("@jax-js/jax");
    await init("wasm");
    defaultDevice("wasm");
    const [net] = netsNamed([name]);
    const im2col = way === "im2col";
    // Channels last for im2col, so that its columns lie side by side; channels first for the ordinary convolution.
    const channelAxis = im2col ? 3 : 1;
    const [rowAxis, columnAxis] = im2col ? [1, 2] : [2, 3];

    let seed = 1;
    const random = (shape, scale) => np.array(Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => scale * 2 * ((seed = (seed * 16807) % 2147483647) / 2147483647 - 0.5))).reshape(shape);
    const perChannel = (x) => x.reshape(im2col ? [1, 1, 1, -1] : [1, -1, 1, 1]);

    const params = [];
    let width = 0;
    for (const layer of layers) {
      if (layer.conv) {
        const [from, to] = layer.conv;
        width = to;
        params.push(random(im2col ? [9 * from, to] : [to, from, 3, 3], Math.sqrt(6 / (9 * (from + to)))));
        if (layer.bias) params.push(np.zeros([to]));
      } else if (layer.dense) params.push(random(layer.dense, Math.sqrt(6 / (layer.dense[0] + layer.dense[1]))), np.zeros([layer.dense[1]]));
      else if (layer === "norm") params.push(np.ones([width]), np.zeros([width]));
    }

    const convolve = (x, w) => {
      if (!im2col) return lax.convGeneralDilated(x, w, [1, 1], [[1, 1], [1, 1]]);
      const [n, height, across, channels] = x.shape;
      // Rows, then columns, side by side: two joins of three parts are faster than one of nine.
      const beside = (x, axis, size) => {
        const parts = [0, 1, 2].map((i) => x.ref.slice(...x.shape.map((_, a) => (a === axis ? [i, i + size] : []))));
        x.dispose();
        return np.concatenate(parts, 3);
      };
      const seen = beside(beside(np.pad(x, [[0, 0], [1, 1], [1, 1], [0, 0]]), 1, height), 2, across);
      return np.matmul(seen.reshape([n * height * across, 9 * channels]), w).reshape([n, height, across, -1]);
    };
    const pool = (x) => {
      const shape = x.shape.flatMap((size, axis) => (axis === rowAxis || axis === columnAxis ? [size / 2, 2] : [size]));
      return np.max(x.reshape(shape), im2col ? [2, 4] : [3, 5]);
    };
    const normalize = (x, gamma, beta) => {
      const axes = [0, rowAxis, columnAxis];
      const centred = x.ref.sub(np.mean(x, axes, { keepdims: true }));
      const variance = np.mean(np.square(centred.ref), axes, { keepdims: true });
      return centred.div(np.sqrt(variance.add(1e-5))).mul(perChannel(gamma)).add(perChannel(beta));
    };

    /** Takes what it is given, as jax-js wants it. */
    const forward = (weights, x) => {
      const left = [...weights];
      const next = () => left.shift();
      for (const layer of layers) {
        if (layer.conv) {
          x = convolve(x, next());
          if (layer.bias) x = x.add(perChannel(next()));
        } else if (layer.dense) x = np.matmul(x, next()).add(next());
        else if (layer === "relu") x = nn.relu(x);
        else if (layer === "pool") x = pool(x);
        else if (layer === "norm") x = normalize(x, next(), next());
        else if (layer === "average") x = np.mean(x, [rowAxis, columnAxis]);
        else x = x.reshape([net.batch, -1]);
      }
      return x;
    };

    const { data, labels } = samples(net);
    const [height, across, channels] = net.input;
    const x = np.array(data).reshape([net.batch, ...(im2col ? [height, across, channels] : [channels, height, across])]);
    if (mode === "infer") {
      const predict = jit((weights, x) => forward(weights, x));
      return {
        async step() {
          await predict(tree.ref(params), x.ref).data();
        },
      };
    }

    const y = nn.oneHot(np.array(labels, { dtype: np.int32 }), net.classes);
    const loss = (weights, x, y) => np.mean(np.sum(nn.logSoftmax(forward(weights, x)).mul(y), -1)).mul(-1);
    const train = jit((weights, first, second, correction, x, y) => {
      const [value, gradients] = valueAndGrad(loss)(tree.ref(weights), x, y);
      const [fast, slow] = [correction.ref.slice(0), correction.slice(1)];
      const m = gradients.map((g, i) => first[i].mul(0.9).add(g.ref.mul(0.1)));
      const v = gradients.map((g, i) => second[i].mul(0.999).add(np.square(g).mul(0.001)));
      const next = weights.map((w, i) => w.sub(m[i].ref.mul(fast.ref).mul(0.001).div(np.sqrt(v[i].ref.mul(slow.ref)).add(1e-8))));
      fast.dispose();
      slow.dispose();
      return [value, next, m, v];
    });
    const zeros = () => params.map((p) => np.zeros(p.shape));
    let [weights, m, v, steps] = [params, zeros(), zeros(), 0];
    return {
      async step() {
        steps++;
        const correction = np.array([1 / (1 - 0.9 ** steps), 1 / (1 - 0.999 ** steps)]);
        let value;
        [value, weights, m, v] = train(weights, m, v, correction, x.ref, y.ref);
        await blockUntilReady(weights);
        const [number] = await value.data();
        if (!Number.isFinite(number)) throw new Error(`jax-js: the loss is ${number}`);
      },
    };
  },
});
