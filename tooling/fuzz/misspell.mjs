/** @typedef {import("./random.mjs").Random} Random */

const tokens = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:e[+-]?\d+)?|[\p{L}_][\p{L}\p{N}_]*|\s+|[^]/giu;

/** @param {string} opening @param {string} closing @param {number} depth */
const nested = (opening, closing, depth) => opening.repeat(depth) + closing.repeat(depth);

const numbers = ["0", "-0", "-1", "1", "2", "0.5", "1e308", "-1e308", "1e400", "1e-320", "NaN", "Infinity", "255", "256", "65536", "2147483647", "2147483648", "4294967295", "9007199254740993", "1e21"];

/** What nobody writes by mistake, and nobody must be harmed by. */
const oddities = [
  '""', '"\\u0000"', '"\\ud800"', '"../../etc/passwd"', '"__proto__"', '"constructor"', '"toString"', '"kind"', "null", "true", "false", "[]", "{}", "[[]]", "[null]", '{"kind":"mirror"}', "\t", "\n", ",", '"', "\0", "<", "&", "&amp;",
];

/** The same, but long; rare, as they take long. */
const longOddities = [
  () => `"${"a".repeat(100_000)}"`, () => "b".repeat(100_000), () => "9".repeat(1_000), () => `[${"0,".repeat(20_000)}0]`,
  () => nested("[", "]", 5_000), () => nested("[", "]", 200), () => `${'{"steps":['.repeat(100)}${"]}".repeat(100)}`, () => nested('{"a":', "}", 3_000).replace(":}", ":0}"), () => nested("<a>", "</a>", 5_000), () => "\n".repeat(5_000), () => ",".repeat(5_000),
];

/** @param {Random} random */
const odd = (random) => (random.chance(0.05) ? random.pick(longOddities)() : random.chance(0.5) ? random.pick(numbers) : random.pick(oddities));

/** @type {readonly ((list: string[], random: Random) => string[])[]} */
const kinds = [
  function replaced(list, random) {
    // What parts tokens is more often than not what makes the text readable at all.
    const values = [...list.keys()].filter((i) => /[\p{L}\p{N}"]/u.test(list[i] ?? ""));
    if (values.length > 0) list[random.pick(values)] = odd(random);
    return list;
  },
  function number(list, random) {
    const values = [...list.keys()].filter((i) => /\d/.test(list[i] ?? ""));
    if (values.length > 0) list[random.pick(values)] = random.pick(numbers);
    return list;
  },
  function inserted(list, random) {
    list.splice(random.below(list.length + 1), 0, odd(random));
    return list;
  },
  function leftOut(list, random) {
    list.splice(random.below(list.length + 1), 1 + random.below(5));
    return list;
  },
  // Keys twice, lines twice, more steps than anyone has.
  function repeated(list, random) {
    const from = random.below(list.length + 1);
    const run = list.slice(from, from + 1 + random.below(12));
    const times = random.chance(0.98) ? 1 : Math.min(2_000, Math.ceil(200_000 / (1 + run.join("").length)));
    return [...list.slice(0, from), ...Array.from({ length: times }, () => run).flat(), ...list.slice(from)];
  },
  function swapped(list, random) {
    const [a, b] = [random.below(list.length), random.below(list.length)];
    [list[a], list[b]] = [list[b] ?? "", list[a] ?? ""];
    return list;
  },
];

/** A good text with some of its words and numbers changed, left out or repeated. @param {readonly Uint8Array[]} good @param {Random} random @returns {Uint8Array} */
export function misspelt(good, random) {
  /** @type {string[]} */
  let list = [...(new TextDecoder().decode(random.pick(good)).match(tokens) ?? [])];
  do list = random.pick(kinds)(list, random);
  while (random.chance(0.35));
  return new TextEncoder().encode(list.join(""));
}

/** Values that JSON can hold, as text. */
const values = [
  ...numbers.filter((number) => !/[NI]/.test(number)), "null", "true", "false", '""', '"a"', '"\\u0000"', '"\\ud800"', '"__proto__"', '"constructor"', '"mirror"', '"../../etc/passwd"', "[]", "{}", "[[]]", "[null]", "[0]", "[1,2]", "[3,2]", '{"kind":"mirror"}',
];
const longValues = [() => `"${"a".repeat(100_000)}"`, () => `[${"0,".repeat(20_000)}0]`, () => nested("[", "]", 5_000), () => `${'{"kind":"compose","steps":['.repeat(30)}${"]}".repeat(30)}`, () => nested('{"a":', "}", 3_000).replace(":}", ":0}")];

/** Where values stand within a record or list, whatever their depth. @param {unknown} value @returns {readonly (readonly [owner: Record<string, unknown>, key: string])[]} */
function placesIn(value) {
  if (typeof value !== "object" || value === null) return [];
  const owner = /** @type {Record<string, unknown>} */ (value);
  return Object.keys(owner).flatMap((key) => [/** @type {const} */ ([owner, key]), ...placesIn(owner[key])]);
}

/** Good JSON that is still JSON, with some of its values and keys others. @param {readonly Uint8Array[]} good @param {Random} random @returns {Uint8Array} */
export function reshaped(good, random) {
  const whole = { value: /** @type {unknown} */ (JSON.parse(new TextDecoder().decode(random.pick(good)))) };
  /** By what stands for them. @type {Map<string, string>} */
  const odd = new Map();
  do {
    const places = placesIn(whole);
    if (places.length === 0) break;
    const [owner, key] = random.pick(places);
    const [other, otherKey] = random.pick(places);
    const standIn = `odd ${odd.size}`;
    random.pick([
      () => (owner[key] = standIn),
      () => (owner[key] = standIn),
      () => (owner[key] = structuredClone(other[otherKey])),
      () => (Array.isArray(owner) ? owner.push(standIn) : (owner[random.pick([otherKey, "kind", "p", "label", "constructor", standIn])] = owner[key])),
      () => (Array.isArray(owner) ? owner.splice(Number(key), random.below(3), structuredClone(owner[Number(key)])) : delete owner[key]),
    ])();
    odd.set(`"${standIn}"`, random.chance(0.9) ? random.pick(values) : random.pick(longValues)());
  } while (random.chance(0.35));
  let text = JSON.stringify(whole.value) ?? "null";
  // As a key a stand-in stays one: no option is called so.
  for (const [standIn, value] of odd) text = text.replaceAll(new RegExp(`${standIn}(?!:)`, "g"), () => value);
  return new TextEncoder().encode(text);
}
