import { describe, expect, test } from "vitest";
import { add, batchNormalization, branches, concatenate, conv2d, dense, embedding, flatten, from, globalAveragePooling2d, graph, heads, inferShapes, lstm, relu, residual, sequence, shared, side, sigmoid, type Block, type Graph } from "./index.ts";

const wiring = ({ nodes }: Graph): string[] => nodes.map(({ name, inputs, weightsOf }) => `${inputs.join(" + ")} → ${name}${weightsOf === undefined ? "" : ` (weights of ${weightsOf})`}`);
const conv = (filters: number): Block => conv2d(filters, 3, { padding: 1 });

describe("runs and lists", () => {
  test("a node's name is its path; lists count, an empty name adds nothing, what is undefined is left out", () => {
    expect(wiring(graph("names", [8, 8, 1], { stem: { conv: conv(4), "act.0": relu() }, body: [conv(4), [relu(), relu()]], none: undefined, "": { fc: flatten() } }))).toEqual([
      "input → stem.conv", "stem.conv → stem.act.0", "stem.act.0 → body.0", "body.0 → body.1.0", "body.1.0 → body.1.1", "body.1.1 → fc",
    ]);
    expect(wiring(graph("one", [8], relu()))).toEqual(["input → relu"]);
  });

  test("refused: a name twice, nothing at all, what is no block", () => {
    expect(() => graph("twice", [8], { "a.b": relu(), a: { b: relu() } })).toThrowErrorMatchingInlineSnapshot(`[GraphError: graph: names must be used once. Received two nodes named "a.b".]`);
    expect(() => graph("empty", [8], [])).toThrowErrorMatchingInlineSnapshot(`[GraphError: empty: a graph must have a layer. Received an empty block.]`);
    // @ts-expect-error relu without its brackets is a function, no layer
    expect(() => graph("call", [8], { act: relu })).toThrowErrorMatchingInlineSnapshot(`[GraphError: act: a block must be a layer, a run { … } or a list of blocks. Received a function.]`);
    // @ts-expect-error there is no such kind
    expect(() => graph("kind", [8], { fc: { kind: "dens", units: 3 } })).toThrowErrorMatchingInlineSnapshot(`[GraphError: fc: a layer must have a known kind. Received "dens". Did you mean "dense"?]`);
  });
});

describe("residual", () => {
  const body = (filters: number, strides = 1): Block => ({ conv1: conv2d(filters, 3, { padding: 1, strides }), relu1: relu(), conv2: conv(filters) });
  const downsample = (strides = 1): Block => [conv2d(8, 1, { strides }), batchNormalization()];

  test("projects where the shape changes, and only there", () => {
    const of = (filters: number, strides = 1): string[] => wiring(graph("r", [8, 8, 4], residual(body(filters, strides), { downsample: downsample(strides), activation: relu() }))).slice(3);
    expect(of(4)).toEqual(["conv2 + input → add", "add → relu"]);
    expect(of(8, 2)).toEqual(["input → downsample.0", "downsample.0 → downsample.1", "conv2 + downsample.1 → add", "add → relu"]);
  });

  test("where the shapes differ, a projection must be given", () => {
    expect(() => graph("r", [8, 8, 4], { block: residual(body(8)) })).toThrowErrorMatchingInlineSnapshot(`[GraphError: block: residual must have a downsample where its body changes the shape. Received 8×8×4 before the body and 8×8×8 after it. Give { downsample: conv2d(8, 1) }, or keep the shape with padding and as many filters.]`);
    expect(() => graph("r", [7, 8, 4], { block: residual(conv2d(6, 3, { strides: [2, 4], padding: 1 })) })).toThrowErrorMatchingInlineSnapshot(`[GraphError: block: residual must have a downsample where its body changes the shape. Received 7×8×4 before the body and 4×2×6 after it. Give { downsample: conv2d(6, 1, { strides: [2, 4] }) }, or keep the shape with padding and as many filters.]`);
    expect(() => graph("r", [7, 8, 4], residual(flatten()))).toThrowErrorMatchingInlineSnapshot(`[GraphError: graph: residual must have a downsample where its body changes the shape. Received 7×8×4 before the body and 224 after it. Give { downsample: … } with a block that makes the one of the other, or keep the shape in the body.]`);
    // What it suggests is taken.
    expect(graph("r", [7, 8, 4], residual(conv2d(6, 3, { strides: [2, 4], padding: 1 }), { downsample: conv2d(6, 1, { strides: [2, 4] }) })).outputs).toEqual(["add"]);
  });
});

describe("branches, shortcuts to earlier values and several inputs", () => {
  test("each branch starts at the same value; an empty one is the value itself", () => {
    const net = graph("inception", [8, 8, 4], { mixed: branches({ one: conv2d(2, 1), three: [conv2d(2, 1), conv(3)], none: [] }, concatenate()) });
    expect(wiring(net)).toEqual(["input → mixed.one", "input → mixed.three.0", "mixed.three.0 → mixed.three.1", "mixed.one + mixed.three.1 + input → mixed.concatenate"]);
    expect(inferShapes(net).get("mixed.concatenate")).toEqual([8, 8, 9]);
    const unnumbered = { mixed: branches([{ one: conv2d(2, 1) }, { three_1: conv2d(2, 1), three_2: conv(3) }], concatenate(), { numbered: false }) };
    expect(wiring(graph("unnumbered", [8, 8, 4], unnumbered))).toEqual(["input → mixed.one", "input → mixed.three_1", "mixed.three_1 → mixed.three_2", "mixed.one + mixed.three_2 → mixed.concatenate"]);
  });

  test("two inputs, one of them tokens", () => {
    const net = graph("two", { picture: [8, 8, 3], words: sequence(5, 100) }, {
      see: [conv(4), globalAveragePooling2d()],
      read: { start: from("words"), embed: embedding(100, 6), lstm: lstm(4, { returnSequences: false }) },
      both: branches([from("see.1"), []], concatenate()), fc: dense(2),
    });
    expect(net.inputs).toEqual({ picture: [8, 8, 3], words: { kind: "sequence", length: 5, vocabulary: 100 } });
    expect(wiring(net).slice(-2)).toEqual(["see.1 + read.lstm → both.concatenate", "both.concatenate → fc"]);
    expect(net.outputs).toEqual(["fc"]);
  });

  test("refused: an earlier value that is not there, inputs that cannot be", () => {
    expect(() => graph("from", { left: [8], right: [8] }, { a: from("lefft"), b: relu() })).toThrowErrorMatchingInlineSnapshot(`[GraphError: a: from must name a graph input or an earlier node. Received "lefft". Did you mean "left"?]`);
    expect(() => graph("none", {}, relu())).toThrowErrorMatchingInlineSnapshot(`[GraphError: none: a graph must have an input. Received none.]`);
    expect(() => graph("half", [28.5, 28, 1], relu())).toThrowErrorMatchingInlineSnapshot(`[GraphError: half: input must be [height, width, channels], another list of whole sizes of at least 1, or sequence(length, vocabulary). Received [28.5,28,1].]`);
    expect(() => graph("zero", { left: [8], right: [0] }, relu())).toThrowErrorMatchingInlineSnapshot(`[GraphError: zero: right must be [height, width, channels], another list of whole sizes of at least 1, or sequence(length, vocabulary). Received [0].]`);
    expect(() => graph("tokens", sequence(0, 100), embedding(100, 8))).toThrow("whole sizes of at least 1");
    expect(() => graph("vast", [65_536, 65_536, 1], relu())).toThrowErrorMatchingInlineSnapshot(`[GraphError: vast: input: one sample must have at most 8 axes and 2147483648 values. Received 65536×65536×1.]`);
    expect(() => graph("vast", [8_192, 8_192, 1], { conv: conv2d(64, 1) })).toThrowErrorMatchingInlineSnapshot(`[LayerError: conv (conv2d): one sample must have at most 8 axes and 2147483648 values. Received 8192×8192×64.]`);
  });
});

describe("shared blocks", () => {
  test("a second use has the weights of the first, wherever they stand", () => {
    const twin = shared({ conv: conv(4), bn: batchNormalization(), act: relu() });
    expect(wiring(graph("twin", { left: [8, 8, 3], right: [8, 8, 3] }, branches({ l: twin, r: [from("right"), twin] }, add())))).toEqual([
      "left → l.conv", "l.conv → l.bn", "l.bn → l.act",
      "right → r.1.conv (weights of l.conv)", "r.1.conv → r.1.bn (weights of l.bn)", "r.1.bn → r.1.act", "l.act + r.1.act → add",
    ]);
    const layer = shared(conv(3));
    expect(wiring(graph("layer", [8, 8, 3], { a: layer, b: layer, c: layer }))).toEqual(["input → a", "a → b (weights of a)", "b → c (weights of a)"]);
  });

  test("within each other, and at the top, where the path is empty", () => {
    const inner = shared(conv(3));
    const outer = shared({ x: inner, y: inner });
    expect(wiring(graph("nested", [8, 8, 3], { a: outer, b: outer }))).toEqual(["input → a.x", "a.x → a.y (weights of a.x)", "a.y → b.x (weights of a.x)", "b.x → b.y (weights of a.x)"]);
    const top = shared({ conv: conv(3) });
    expect(wiring(graph("top", [8, 8, 3], { "": top, again: top }))).toEqual(["input → conv", "conv → again.conv (weights of conv)"]);
    expect(wiring(graph("end", [8, 8, 3], { first: top, "": top }))).toEqual(["input → first.conv", "first.conv → conv (weights of first.conv)"]);
  });

  test("refused: inputs that would want other weights", () => {
    const twin = shared(conv(4));
    expect(() => graph("twin", [8, 8, 3], { a: twin, b: twin })).toThrowErrorMatchingInlineSnapshot(`[GraphError: b: shared weights must have one shape. Received weight 3×3×4×4, bias 4 here and weight 3×3×3×4, bias 4 at a. Give both places inputs of the same channels.]`);
  });
});

describe("several outputs", () => {
  test("the main path first, then what stands beside it", () => {
    const net = graph("aux", [8, 8, 3], { conv: conv(4), aux: side([globalAveragePooling2d(), dense(3)]), pool: globalAveragePooling2d(), fc: dense(3) });
    expect(net.outputs).toEqual(["fc", "aux.1"]);
  });

  test("heads end the graph", () => {
    const two = heads({ class: dense(3), box: [dense(4), sigmoid()] });
    expect(graph("detect", [8, 8, 3], { conv: conv(4), flatten: flatten(), "": two }).outputs).toEqual(["class", "box.1"]);
    expect(() => graph("after", [8], { ends: two, more: relu() })).toThrowErrorMatchingInlineSnapshot(`[GraphError: more: nothing may follow heads. Received another block after ends.class, ends.box.1.]`);
    expect(() => graph("within", [8], branches([two, []], concatenate()))).toThrow("nothing may follow heads");
    expect(() => graph("joined", [8], branches([two], concatenate()))).toThrowErrorMatchingInlineSnapshot(`[GraphError: concatenate: nothing may follow heads. Received another block after 0.class, 0.box.1.]`);
    expect(() => graph("none", [8], [relu(), heads({})])).toThrowErrorMatchingInlineSnapshot(`[GraphError: 1: heads must name at least one output. Received none.]`);
  });
});
