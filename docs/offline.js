// A service worker: keeps the files that "Check yours" has fetched, so that the page works
// without the network too. The network comes first, and the server is asked whether a file
// that the browser has is still the same: what is shown is all of one version of the site.
//   in:  the addresses to keep    out: {kept: true}

const NAME = `check-yours ${self.registration.scope}`; // other sites may share the origin
const ASK = { cache: "no-cache" };

async function keep(addresses) {
  const cache = await caches.open(NAME);
  await cache.addAll(addresses.map((address) => new Request(address, ASK)));
  for (const request of await cache.keys()) {
    if (!addresses.includes(request.url)) await cache.delete(request);
  }
}

async function answer(request) {
  try {
    return await fetch(request, ASK);
  } catch (error) {
    const cache = await caches.open(NAME);
    const kept = await cache.match(request, { ignoreSearch: true });
    if (kept) return kept;
    throw error;
  }
}

self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("message", (event) => {
  event.waitUntil(keep(event.data).then(() => event.source.postMessage({ kept: true })));
});

self.addEventListener("fetch", (event) => {
  if (event.request.method === "GET") event.respondWith(answer(event.request));
});
