import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { basename, dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

/** The sources of these entries, bundled for a browser, by their names in the page. */
async function bundled(...entries: readonly string[]): Promise<ReadonlyMap<string, Uint8Array>> {
  const { outputFiles } = await build({
    entryPoints: entries.map(here), bundle: true, write: false, format: "esm", platform: "browser", target: "es2022", outdir: "/", entryNames: "[name]",
    splitting: true, conditions: ["@convscope/source"], logLevel: "error",
  });
  return new Map(outputFiles.map(({ path, contents }) => [`/${basename(path)}`, contents]));
}

const types: { readonly [extension: string]: string } = { ".js": "text/javascript", ".wasm": "application/wasm" };

/** Serves a page that runs `page.ts`. `/isolated` has the headers that threads need, `/` has not. */
export async function serveBundle(): Promise<{ readonly url: string; readonly server: Server }> {
  const files = await bundled("page.ts", "worker.ts");
  const wasm = join(dirname(createRequire(import.meta.url).resolve("@tensorflow/tfjs-backend-wasm/package.json")), "wasm-out");
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    const isolated = { "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp" };
    const fromIsolated = pathname === "/isolated" || /\/isolated$/.test(request.headers.referer ?? "");
    const reply = (type: string, body: string | Uint8Array): void => void response.writeHead(200, { "Content-Type": type, "Cache-Control": "no-store", ...(fromIsolated && isolated) }).end(body);
    const file = files.get(pathname);
    if (file) reply(types[".js"] ?? "", file);
    else if (pathname.startsWith("/wasm/")) void readFile(join(wasm, basename(pathname))).then((body) => reply(types[extname(pathname)] ?? "", body), () => response.writeHead(404).end());
    else if (pathname === "/" || pathname === "/isolated") reply("text/html", '<!doctype html><title>convscope</title><script type="module" src="/page.js"></script>');
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://localhost:${(server.address() as AddressInfo).port}`, server };
}
