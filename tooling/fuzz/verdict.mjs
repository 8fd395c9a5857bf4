/** What a parser may throw for a file that is not what it should be. */
const foreseen = ["AugmentError", "CommandError", "DataError", "FileError", "FormatError"];

/** What JavaScript's engine says, and what it makes of values that nobody has looked at. */
const engine = /Maximum call stack|Invalid (?:array|string|typed array) length|allocation failed|Cannot (?:read|set|convert|destructure|mix)|is not (?:a function|iterable|defined|a constructor)|[Oo]ffset is out(?:side| of)|Reduce of empty|\[object |\bundefined\b/;

/** A message is read by a person. */
const longest = 2_000;

/**
 * What is wrong with an error that a parser threw; nothing if it is one to show to people.
 *
 * @param {unknown} error
 * @param {RegExp} subject what the message must name
 */
export function complaint(error, subject) {
  if (!(error instanceof Error)) return `threw ${typeof error}`;
  const said = `${error.name}: ${error.message}`;
  if (!foreseen.includes(error.name)) return said;
  if (engine.test(error.message)) return `shows words of the engine: ${said}`;
  if (error.message.length > longest) return `has ${error.message.length} letters: ${said}`;
  if (!error.message.endsWith(".")) return `does not end with a full stop: ${said}`;
  return subject.test(error.message) ? undefined : `does not name what is wrong: ${said}`;
}

/** What is wrong with the problems that a reader of many files tells and passes over. @param {unknown} result */
export function hiddenComplaint(result) {
  const problems = typeof result === "object" && result !== null && "problems" in result && Array.isArray(result.problems) ? result.problems : [];
  for (const { problem } of problems) {
    if (typeof problem !== "string") return "a problem is no text";
    if (engine.test(problem)) return `a problem shows words of the engine: ${problem}`;
    if (problem.length > longest) return `a problem has ${problem.length} letters: ${problem}`;
  }
  return undefined;
}
