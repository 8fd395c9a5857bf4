import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What one request is answered with. */
export type Answer = (request: IncomingMessage, response: ServerResponse, nth: number) => void;

/** A server on the loopback interface, for tests: it answers with the given function and remembers every request. */
export interface TestServer {
  readonly base: string;
  readonly requests: readonly { readonly url: string; readonly range?: string; readonly ifRange?: string }[];
  readonly close: () => Promise<void>;
}

export async function serve(answer: Answer): Promise<TestServer> {
  const requests: { url: string; range?: string; ifRange?: string }[] = [];
  const server = createServer((request, response) => {
    const { range, "if-range": ifRange } = request.headers;
    requests.push({ url: request.url ?? "", ...(range === undefined ? {} : { range }), ...(ifRange === undefined ? {} : { ifRange: String(ifRange) }) });
    answer(request, response, requests.length);
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address() as AddressInfo;
  return {
    base: `http://127.0.0.1:${port}`,
    requests,
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

/** Serves some bytes as a file server does: ranges, If-Range, ETag. `cutAfter` ends the connection after so many bytes of the body. */
export function file(bytes: Uint8Array, request: IncomingMessage, response: ServerResponse, options: { etag?: string; cutAfter?: number } = {}): void {
  const { etag = '"one"', cutAfter } = options;
  const asked = /^bytes=(\d+)-$/.exec(request.headers.range ?? "");
  const ifRange = request.headers["if-range"];
  const start = asked !== null && (ifRange === undefined || ifRange === etag) ? Number(asked[1]) : 0;
  if (start >= bytes.length && asked !== null) {
    response.writeHead(416, { "content-range": `bytes */${bytes.length}` }).end();
    return;
  }
  const body = bytes.subarray(start);
  response.writeHead(start > 0 ? 206 : 200, {
    etag,
    "content-length": body.length,
    ...(start > 0 ? { "content-range": `bytes ${start}-${bytes.length - 1}/${bytes.length}` } : {}),
  });
  if (cutAfter === undefined) response.end(body);
  else response.write(body.subarray(0, cutAfter), () => setTimeout(() => response.destroy(), 20));
}
