// A service worker: keeps the files that "Check yours" has fetched, so that the page works
// without the network too. The network comes first, so nothing kept is ever out of date.
//   in:  the addresses to keep    out: {kept: true}

const NAME = "check-yours";

async function keep(addresses) {
  const cache = await caches.open(NAME);
  await cache.addAll(addresses);
  for (const request of await cache.keys()) {
    if (!addresses.includes(request.url)) await cache.delete(request);
  }
}

async function answer(request) {
  try {
    return await fetch(request);
  } catch (error) {
    const kept = await caches.match(request, { ignoreSearch: true });
    if (kept) return kept;
    throw error;
  }
}

self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("message", (event) => {
  event.waitUntil(keep(event.data).then(() => event.source.postMessage({ kept: true })));
});

self.addEventListener("fetch", (event) => {
  if (event.request.method === "GET") event.respondWith(answer(event.request));
});
