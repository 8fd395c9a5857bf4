/** Words of praise, and as many of blame: each sentence for one class is one for the other with these exchanged. */
const adjectives = {
  good: ["good", "great", "funny", "clever", "warm", "moving", "lovely", "fresh", "honest", "bright", "gentle", "witty", "brave", "rich", "tender"],
  bad: ["bad", "awful", "dull", "silly", "cold", "boring", "ugly", "stale", "false", "dim", "cruel", "clumsy", "lazy", "poor", "bitter"],
} as const;
const comparatives = {
  better: ["better", "warmer", "smarter", "stronger", "sharper"],
  worse: ["worse", "colder", "slower", "weaker", "flatter"],
} as const;

/** What stands for a symbol in braces. `good`, `bad`, `better` and `worse` depend on the class, and are not here. */
const neutral: Readonly<Record<string, readonly string[]>> = {
  opener: ["", "", "", "honestly ,", "well ,", "my friend says", "we all agreed :", "after a long day ,", "in the end ,", "i think"],
  closer: ["", "", "", "", "we saw it on a monday", "the hall was full", "with my sister beside me", "and then we went home", "in two hours", "so much for that"],
  part: ["the film", "the plot", "the acting", "the music", "the ending", "the script", "the lead", "the second half", "the camera work", "the dialogue"],
  rival: ["the book", "the trailer", "the original", "the sequel", "the play"],
  stop: ["", "", "!", "."],
};

/** For a good review; how many parts of the whole each kind makes. */
export const kinds = {
  /** The words alone tell. */
  plain: { share: 9, patterns: ["{part} is {good}", "{part} is {good} and {good}", "what a {good} film", "{part} and the cast are {good}"] },
  /** The word says the one thing, and "not" before it the other. */
  negated: { share: 4, patterns: ["{part} is not {bad}", "{part} isn't {bad}", "not a {bad} film", "{part} was never {bad}"] },
  /** Both classes have the same words; only their order tells. */
  contrast: {
    share: 5,
    patterns: ["{part} is {good} , not {bad}", "{part} is not {bad} but {good}", "i expected {bad} scenes and got {good} ones", "they call {part} {bad} , yet i find it {good}", "{part} looks {bad} at first and grows {good} later"],
  },
  /** Who surpasses whom. */
  compared: { share: 2, patterns: ["the film is {better} than {rival}", "{rival} is {worse} than the film", "the film feels {better} than {rival} ever did"] },
} as const;

export type Kind = keyof typeof kinds;

/** The sentence around what it claims. */
export const frame = "{opener} {claim} {closer} {stop}";

/** What may stand for a symbol in a sentence of this class: 0 blames, 1 praises. */
export function choices(symbol: string, label: number): readonly string[] {
  const praises = label === 1;
  switch (symbol) {
    case "good": return praises ? adjectives.good : adjectives.bad;
    case "bad": return praises ? adjectives.bad : adjectives.good;
    case "better": return praises ? comparatives.better : comparatives.worse;
    case "worse": return praises ? comparatives.worse : comparatives.better;
    default: return neutral[symbol] ?? [];
  }
}

/** Everything that a sentence can be made of. */
export const material: readonly string[] = [
  ...Object.values(kinds).flatMap(({ patterns }) => patterns.map((pattern) => pattern.replace(/\{\w+\}/g, " "))),
  ...Object.values(neutral).flat(), ...Object.values(adjectives).flat(), ...Object.values(comparatives).flat(),
];
