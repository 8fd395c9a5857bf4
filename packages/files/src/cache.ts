import { homedir } from "node:os";
import { isAbsolute, join, resolve } from "node:path";

export interface CacheOptions {
  /** The environment; `process.env` unless given. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** The operating system; this one unless given. */
  readonly platform?: NodeJS.Platform;
  /** The home directory; the user's unless given. */
  readonly home?: string;
}

/**
 * Where downloads are kept: `$CONVSCOPE_CACHE`, else `$XDG_CACHE_HOME/convscope` (which counts only if absolute, as the XDG Base Directory
 * Specification says), else the system's usual place: `~/.cache/convscope`, `~/Library/Caches/convscope`,
 * `%LOCALAPPDATA%\convscope\cache`. The folder is not created.
 */
export function cacheDirectory(options: CacheOptions = {}): string {
  const { env = process.env, platform = process.platform, home = homedir() } = options;
  const own = env["CONVSCOPE_CACHE"];
  if (own !== undefined && own !== "") return resolve(own);
  const xdg = env["XDG_CACHE_HOME"];
  if (xdg !== undefined && isAbsolute(xdg)) return join(xdg, "convscope");
  if (platform === "darwin") return join(home, "Library", "Caches", "convscope");
  if (platform === "win32") return join(env["LOCALAPPDATA"] ?? join(home, "AppData", "Local"), "convscope", "cache");
  return join(home, ".cache", "convscope");
}
