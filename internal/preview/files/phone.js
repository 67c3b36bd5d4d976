// An article on a phone follows its file, and the phone's own light or dark.
"use strict";

const address = new URL(location);
const night = matchMedia("(prefers-color-scheme: dark)");

async function refresh() {
  if (night.matches) address.searchParams.set("dark", "1"); else address.searchParams.delete("dark");
  const answer = await fetch(address);
  if (!answer.ok) return;
  const next = new DOMParser().parseFromString(await answer.text(), "text/html");
  document.title = next.title;
  document.documentElement.className = next.documentElement.className;
  document.querySelector(".paper").replaceWith(next.querySelector(".paper"));
}

let stream;
function listen() {
  stream?.close();
  if (document.hidden) return;
  stream = new EventSource("events");
  stream.onmessage = () => refresh().catch(() => {});
  stream.onerror = () => { stream.close(); setTimeout(listen, 1000); };
}

document.addEventListener("visibilitychange", listen);
night.addEventListener("change", () => refresh().catch(() => {}));
listen();
