import { existsSync, readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";

const built = fileURLToPath(new URL("../../.vitepress/dist", import.meta.url));
const types: Readonly<Record<string, string>> = { ".css": "text/css", ".html": "text/html", ".js": "text/javascript", ".json": "application/json", ".png": "image/png", ".svg": "image/svg+xml", ".wasm": "application/wasm" };

/** Why the site cannot be opened. */
export const missingSite = (): string | undefined => (existsSync(join(built, "index.html")) ? undefined : "the site is not built: npm run build");

/** The path of every page there is. */
export const builtPaths = (): readonly string[] => readdirSync(built, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".html")).map((file) => `/${file.replace(/\.html$/, "").replace(/(^|\/)index$/, "$1")}`);

/** The file that stands for a path of the site, as any host with clean addresses finds it. */
async function fileFor(path: string): Promise<{ readonly body: Uint8Array; readonly type: string } | undefined> {
  for (const file of [path, `${path}.html`, join(path, "index.html")]) {
    const full = join(built, file);
    if (!full.startsWith(built)) return undefined;
    const body = await readFile(full).catch(() => undefined);
    if (body) return { body, type: types[extname(file)] ?? "application/octet-stream" };
  }
  return undefined;
}

/** Serves the built site; `isolated` with the headers that threads need. */
export async function serveSite({ isolated = false } = {}): Promise<{ readonly url: string; readonly server: Server }> {
  const headers = isolated ? { "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp" } : {};
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    void fileFor(decodeURIComponent(pathname)).then((found) => (found ? response.writeHead(200, { "Content-Type": found.type, ...headers }).end(found.body) : response.writeHead(404, { "Content-Type": "text/plain" }).end()));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://localhost:${(server.address() as AddressInfo).port}`, server };
}
