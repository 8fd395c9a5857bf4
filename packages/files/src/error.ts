/** A file that is not what it should be: damaged, too large, or something else. The message names it and says what to do. */
export class FileError extends Error {
  override readonly name = "FileError";
}
