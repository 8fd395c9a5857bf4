import { conv2d, dense, flatten, graph, maxPooling2d, relu } from "@convscope/core";
import { ort } from "@convscope/engine-ort";
import { network, useBackend } from "@convscope/nn";

const net = graph("tiny", [12, 12, 1], { conv: conv2d(8, 5), relu: relu(), pool: maxPooling2d(2), flatten: flatten(), fc: dense(2) });
const engine = await useBackend("ort", { engines: [ort] });
const there = await network(net, { engine, seed: 1 });

// Twenty pictures, and what the network says of them.
const pictures = { shape: [20, 12, 12, 1], data: Float32Array.from({ length: 20 * 144 }, (_, i) => Math.sin(i)) };
const scores = await there.predict(pictures);
console.log(`${engine.name}: scores ${scores.shape.join("×")}, the first ${scores.data[0]?.toFixed(3)}`);

// Any node can be looked at, as on every other engine, with the channels last.
const { pool } = await there.run({ input: pictures }, { nodes: ["pool"] });
console.log(`pool ${pool?.shape.join("×")}`);
there.dispose();
