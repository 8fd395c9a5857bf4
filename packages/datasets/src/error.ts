/** A data set whose files are missing, wrong, or not where they were said to be. The message names the file and says what to do. */
export class DataError extends Error {
  override readonly name = "DataError";
}
