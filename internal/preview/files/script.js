// The page follows its server: it fetches its own address again and changes
// itself into what comes back, so that nothing that did not change is touched.
"use strict";

const body = document.body, root = document.documentElement;
const here = () => body.dataset.here;
const $ = (selector, within = document) => within.querySelector(selector);
const $$ = (selector, within = document) => [...within.querySelectorAll(selector)];

// morph changes one element into another, child by child.
function morph(from, to) {
  if (from.hasAttribute("data-static") || to.hasAttribute("data-same")) return;
  const kept = name => name === "src" && from.localName === "iframe" || name === "open" && from.localName === "details";
  for (const { name } of [...from.attributes]) if (!to.hasAttribute(name) && !kept(name)) from.removeAttribute(name);
  for (const { name, value } of to.attributes) if (from.getAttribute(name) !== value && !kept(name)) from.setAttribute(name, value);
  if (from.localName !== "iframe") morphChildren(from, to);
}

const key = node => node.nodeType === 1 ? node.dataset.key || node.id : "";
const alike = (a, b) => a.nodeType === b.nodeType && a.nodeName === b.nodeName && key(a) === key(b);

// morphChildren keeps what is the same at both ends, finds again what has a key,
// and changes the rest in place.
function morphChildren(from, to) {
  let old = [...from.childNodes], now = [...to.childNodes];
  while (old.length && now.length && old[0].isEqualNode(now[0])) { old.shift(); now.shift(); }
  const after = [];
  while (old.length && now.length && old.at(-1).isEqualNode(now.at(-1))) { after.unshift(old.pop()); now.pop(); }
  const end = after[0] || null, keyed = new Map(old.filter(key).map(n => [key(n), n]));
  for (const next of now) {
    let was = key(next) ? keyed.get(key(next)) : old.find(n => !key(n) && alike(n, next));
    if (was && !alike(was, next)) was = null;
    if (!was) { from.insertBefore(from.ownerDocument.importNode(next, true), old[0] || end); continue; }
    if (was !== old[0]) from.insertBefore(was, old[0] || end);
    old.splice(old.indexOf(was), 1);
    if (was.nodeType === 1) morph(was, next); else if (was.data !== next.data) was.data = next.data;
  }
  for (const rest of old) rest.remove();
}

// Frames hold articles. They run no script, so this page changes them.
const shown = new WeakMap();

async function refreshFrame(frame) {
  const src = frame.dataset.src, doc = frame.contentDocument;
  const answer = await fetch(src);
  if (!answer.ok || frame.dataset.src !== src) return;
  const text = await answer.text();
  const was = shown.get(frame);
  shown.set(frame, { text, key: frame.dataset.key, doc });
  if (was && was.text === text && was.doc === doc) return;
  const next = new DOMParser().parseFromString(text, "text/html");
  doc.documentElement.className = next.documentElement.className;
  morph(doc.body, next.body);
  if (was && was.key !== frame.dataset.key) doc.scrollingElement.scrollTop = 0;
}

function watchFrame(frame) {
  if (frame.dataset.watched) return;
  frame.dataset.watched = "1";
  frame.addEventListener("load", () => { refreshFrame(frame); follow(frame); });
  if (frame.contentDocument?.readyState === "complete" && frame.contentDocument.URL !== "about:blank") follow(frame);
}

// Two phones side by side scroll together.
function follow(frame) {
  frame.contentWindow.addEventListener("scroll", () => {
    const from = frame.contentDocument.scrollingElement;
    if (follow.leader && follow.leader !== frame) return;
    follow.leader = frame;
    clearTimeout(follow.timer);
    follow.timer = setTimeout(() => { follow.leader = null; }, 120);
    for (const other of $$("iframe.article")) {
      if (other === frame) continue;
      const to = other.contentDocument.scrollingElement;
      to.scrollTop = from.scrollTop / Math.max(1, from.scrollHeight - from.clientHeight) * (to.scrollHeight - to.clientHeight);
    }
  }, { passive: true });
}

// refresh shows what is at an address now: the open article first, then the rest.
let turn = 0, wanted = body.dataset.address; // the newest address asked for
async function refresh(address = wanted) {
  const mine = ++turn;
  try {
    if (address === body.dataset.address) await Promise.all($$("iframe.article").map(refreshFrame));
    const answer = await fetch(address, { headers: { "X-List": $("#list").dataset.hash || "" } });
    if (!answer.ok || mine !== turn) return;
    const next = new DOMParser().parseFromString(await answer.text(), "text/html");
    const boot = body.dataset.boot, list = $("#list"), hash = list.dataset.hash;
    document.title = next.title;
    morph(body, next.body);
    list.dataset.hash ||= hash;
    if (boot !== body.dataset.boot) return location.reload();
    wanted = body.dataset.address;
    history.replaceState(null, "", wanted);
    settle();
    await Promise.all($$("iframe.article").filter(f => shown.get(f)?.key !== f.dataset.key || shown.get(f)?.src !== f.dataset.src).map(async f => {
      await refreshFrame(f);
      if (shown.get(f)) shown.get(f).src = f.dataset.src;
    }));
  } catch { /* the stream notices that the server is away */ }
}

// settle puts right what only this page knows.
function settle() {
  root.dataset.pane ||= "stage";
  for (const b of $$(".panes button")) b.setAttribute("aria-pressed", b.dataset.pane === root.dataset.pane);
  root.dataset.filter ||= "all";
  for (const b of $$(".filters button")) b.setAttribute("aria-pressed", b.dataset.filter === root.dataset.filter);
  const filter = root.dataset.filter, words = $("#search").value.toLowerCase().split(/\s+/).filter(Boolean);
  let any = false;
  for (const section of $$("#list section")) {
    let some = false;
    for (const row of $$(".row", section)) {
      const fits = filter === "all" || filter === "wrong" && row.hasAttribute("data-wrong") || row.classList.contains(filter);
      const found = fits && (!words.length || (text => words.every(w => text.includes(w)))(row.textContent.toLowerCase()));
      if (row.hidden === found) row.hidden = !found;
      some ||= found;
      const current = row.dataset.key === here();
      if (row.hasAttribute("aria-current") !== current) current ? row.setAttribute("aria-current", "page") : row.removeAttribute("aria-current");
    }
    if (section.hidden === some) section.hidden = !some;
    any ||= some;
  }
  const none = $("#list .none");
  if (none) none.hidden = any || !$("#list section");
  for (const frame of $$("iframe.article")) watchFrame(frame);
  fit();
}

// fit makes phones smaller that are wider than the stage.
function fit() {
  const stage = $(".phones");
  if (!stage) return;
  const all = $$(".phone", stage), style = getComputedStyle(stage);
  const room = stage.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight) - 36 * (all.length - 1);
  for (const p of all) {
    const width = parseFloat(getComputedStyle(p).getPropertyValue("--w")) + 22;
    p.style.setProperty("--zoom", Math.min(1, Math.floor(room / all.length / width * 1000) / 1000));
  }
}

// The stream says that there is something new. A tab that nobody looks at
// lets it go, because browsers open few connections to one server.
let stream;
function listen() {
  stream?.close();
  stream = null;
  if (document.hidden) return;
  stream = new EventSource("/events");
  stream.onmessage = event => {
    const news = JSON.parse(event.data), first = root.classList.contains("away");
    away(false);
    if (news.boot !== body.dataset.boot || news.number !== Number(body.dataset.number) || first) refresh();
  };
  stream.onerror = () => {
    away(true);
    stream.close();
    setTimeout(listen, 400);
  };
}

function away(is) {
  root.classList.toggle("away", is);
  const said = $(".live span"), now = is ? body.dataset.away : body.dataset.live;
  if (said.textContent !== now) said.textContent = now; // else it is read aloud with every save
}

function toast(text) {
  const out = $("#toast");
  out.textContent = text;
  out.classList.add("on");
  clearTimeout(toast.timer);
  toast.timer = setTimeout(() => out.classList.remove("on"), 3200);
}

const send = (path, fields) => fetch(path + new URL(body.dataset.address, location).search, {
  method: "POST", body: new URLSearchParams({ token: body.dataset.token, at: here(), ...fields }),
});

// go shows another address of this page.
function go(address, push = true) {
  wanted = address;
  if (push) history.pushState(null, "", address);
  if (matchMedia("(max-width: 860px)").matches && new URL(address, location).searchParams.get("at") !== here()) root.dataset.pane = "stage";
  for (const menu of $$("details.menu[open]")) menu.open = false;
  return refresh(address);
}

// follow a link of the page: what it changes is changed in what is wanted.
function toLink(href) {
  const from = new URL(body.dataset.address, location), to = new URL(href, location), url = new URL(wanted, location);
  for (const name of new Set([...from.searchParams.keys(), ...to.searchParams.keys()])) {
    const value = to.searchParams.get(name);
    if (value === from.searchParams.get(name)) continue;
    if (value === null) url.searchParams.delete(name); else url.searchParams.set(name, value);
  }
  return go(url.pathname + url.search);
}

// toArticle keeps what the page shows and changes the article.
function toArticle(path) {
  const url = new URL(wanted, location);
  url.searchParams.set("at", path);
  url.searchParams.delete("theme");
  url.searchParams.delete("with");
  return go(url.pathname + url.search);
}

async function copyArticle(button) {
  const answer = fetch(button.dataset.copy).then(r => { if (!r.ok) throw new Error(r.statusText); return r.text(); });
  const blob = (type, make) => answer.then(text => new Blob([make(text)], { type }));
  try {
    await navigator.clipboard.write([new ClipboardItem({
      "text/html": blob("text/html", text => text),
      "text/plain": blob("text/plain", text => new DOMParser().parseFromString(text, "text/html").body.textContent),
    })]);
    toast(body.dataset.copied);
  } catch { toast(body.dataset.failed); }
}

async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    toast(body.dataset.place.replace("§", text));
  } catch { toast(body.dataset.failed); }
}

// apply shows the plan and carries it out when it is confirmed.
async function apply() {
  const dialog = $("#plan");
  const show = async answer => {
    const text = await answer.text();
    if (!answer.ok) return toast(text);
    dialog.replaceChildren(...new DOMParser().parseFromString(text, "text/html").body.childNodes);
    if (!dialog.open) dialog.showModal();
  };
  await show(await send("/plan", {}));
  dialog.onclose = async () => {
    const plan = $("[data-plan]", dialog)?.dataset.plan;
    if (dialog.returnValue !== "apply" || !plan) return;
    dialog.returnValue = "";
    toast(body.dataset.working);
    await show(await send("/apply", { plan }));
  };
}

document.addEventListener("click", event => {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  const at = selector => event.target.closest?.(selector);
  if (!at("details.menu")) for (const menu of $$("details.menu[open]")) menu.open = false;
  const row = at(".row"), link = at("a[data-go]"), button = at("button");
  if (row) { event.preventDefault(); toArticle(row.dataset.key); return; }
  if (link) { event.preventDefault(); toLink(link.getAttribute("href")); return; }
  if (!button) return;
  const { pane, filter, text, theme, dialog } = button.dataset;
  if (pane) { root.dataset.pane = pane; settle(); }
  if (filter) { root.dataset.filter = filter; settle(); }
  if (text) copyText(text);
  if (dialog) $("#" + dialog).showModal();
  if (button.id === "copy") copyArticle(button);
  if (theme) send("/theme", { theme, for: button.dataset.for }).then(async answer => {
    if (!answer.ok) return toast(await answer.text());
    const url = new URL(body.dataset.address, location);
    url.searchParams.delete("theme");
    go(url.pathname + url.search);
  });
  if ("look" in button.dataset) send("/look", {}).then(() => refresh());
  if ("apply" in button.dataset) apply();
});

document.addEventListener("input", event => { if (event.target.id === "search") settle(); });

document.addEventListener("keydown", event => {
  if (event.ctrlKey || event.metaKey || event.altKey || $("dialog[open]")) return;
  const search = $("#search");
  if (event.target === search) {
    if (event.key === "Escape") { search.value = ""; search.blur(); settle(); }
    return;
  }
  const rows = $$("#list .row:not([hidden])"), i = rows.findIndex(r => r.dataset.key === here());
  const step = n => { const row = rows[Math.min(rows.length - 1, Math.max(0, i + n))]; if (row) { toArticle(row.dataset.key); row.scrollIntoView({ block: "nearest" }); } };
  const press = { j: () => step(1), k: () => step(-1), d: () => $("#dark")?.click(), c: () => $("#copy")?.click(), "/": () => search.focus(),
    t: () => { const menu = $("#themes"); if (menu) menu.open = !menu.open; }, s: () => $(".seg a:not([aria-current])")?.click(),
    "?": () => $("#keys").showModal(),
    Escape: () => { for (const menu of $$("details.menu[open]")) { menu.open = false; $("summary", menu).focus(); } } }[event.key];
  if (event.key === " " && event.target.matches?.("[role=switch]")) { event.preventDefault(); event.target.click(); }
  if (press) { event.preventDefault(); press(); }
});

addEventListener("popstate", () => go(location.pathname + location.search, false));
addEventListener("resize", fit);
document.addEventListener("visibilitychange", listen);
settle();
$("#list .row[aria-current]")?.scrollIntoView({ block: "nearest" });
listen();
