/* global settings -- written above this script when the site is built: { cache, base, files } */

/** Pages need these so that several threads may share memory. */
const isolated = { "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp" };

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(settings.cache).then((cache) => cache.addAll(settings.files)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const old = caches.keys().then((names) => Promise.all(names.filter((name) => name.startsWith("convscope-") && name !== settings.cache).map((name) => caches.delete(name))));
  event.waitUntil(old.then(() => self.clients.claim()));
});

/** What is kept of an address: hosts with clean addresses leave the ending out. */
async function kept(url) {
  const cache = await caches.open(settings.cache);
  const path = url.pathname;
  for (const name of [path, `${path}.html`, `${path.replace(/\/?$/, "/")}index.html`]) {
    const found = await cache.match(name);
    if (found) return found;
  }
  return undefined;
}

/** Files whose names hold their content's hash never change; everything else is asked for first, and taken as it was kept where there is no network. */
async function answer(request, url) {
  const first = url.pathname.startsWith(`${settings.base}assets/`) ? await kept(url) : undefined;
  const response = first ?? (await fetch(request).catch(() => kept(url))) ?? Response.error();
  if (response.type === "error" || response.status === 0 || response.redirected) return response;
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(isolated)) headers.set(name, value);
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method === "GET" && url.origin === self.location.origin) event.respondWith(answer(event.request, url));
});
