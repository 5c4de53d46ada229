"use strict";

// Keeps a board as it is now: each event holds elements that take the place of those of the same id. Times tick on
// what is on the screen alone.
(() => {
  const SOONEST = 500; // after a connection was lost, in milliseconds
  const LATEST = 5000;
  const LONGEST_SILENCE = 40000; // the server says something at least each 15 s
  const SUMMARY = 5000; // how often a screen reader is told how much runs and waits
  const MOST_MOVES = 12;

  const board = document.getElementById("board");
  const now = board?.dataset.now ? Date.parse(board.dataset.now) : Date.now();
  const ahead = now - Date.now(); // of this machine's clock
  const still = matchMedia("(prefers-reduced-motion: reduce)");

  // Times

  const onScreen = new Set();
  const watcher = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (entry.isIntersecting) {
        onScreen.add(entry.target);
        tick(entry.target);
      } else {
        onScreen.delete(entry.target);
      }
    }
  }, { rootMargin: "100px" });

  function watch(root) {
    for (const gone of [...onScreen].filter((part) => !part.isConnected)) {
      onScreen.delete(gone);
      watcher.unobserve(gone);
    }
    if (root.matches?.(".ticking")) watcher.observe(root);
    for (const part of root.querySelectorAll(".ticking")) watcher.observe(part);
  }

  function span(seconds) {
    if (seconds < 60) return `${seconds} s`;
    const minutes = Math.floor(seconds / 60);
    if (minutes < 60) return `${minutes} min ${seconds % 60} s`;
    const hours = Math.floor(minutes / 60);
    return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} days`;
  }

  function tick(part) {
    for (const time of part.querySelectorAll("time")) {
      if (!time.title) time.title = time.textContent;
      const seconds = Math.max(0, Math.floor((Date.now() + ahead - Date.parse(time.dateTime)) / 1000));
      const text = span(seconds) + (time.dataset.tail ?? "");
      if (time.textContent !== text) time.textContent = text;
    }
  }

  setInterval(() => { if (!document.hidden) onScreen.forEach(tick); }, 1000);
  watch(document);
  document.addEventListener("htmx:load", (event) => watch(event.detail.elt));

  if (!board) return; // the operator's page asks again by itself

  // What is told

  // The picture that is shown stays until the sharper one is there.
  function keepPictures(shown, fresh) {
    for (const image of fresh.querySelectorAll("img[data-preview]")) {
      const before = shown.querySelector(`img[data-preview="${image.dataset.preview}"]`);
      if (!before) continue;
      const source = image.getAttribute("src");
      const isSeen = isOnScreen(before) && before.naturalWidth > 0 && !before.classList.contains("missing");
      image.replaceWith(before);
      if (isSeen) sharpen(before, source);
      else if (before.getAttribute("src") !== source) before.src = source; // loaded once it comes into sight
    }
  }

  // Where somebody reads or is about to press stays where it was. Only what is on the screen is asked for its place:
  // asking would lay out what is not.
  function keepPlace(shown) {
    const inside = "a[href], button";
    const at = shown.contains(document.activeElement)
      ? [...shown.querySelectorAll(inside)].indexOf(document.activeElement) : -1;
    const lists = isOnScreen(shown) ? [...shown.querySelectorAll("ol, .strip")] : [];
    const scrolled = lists.map((list) => [list.scrollLeft, list.scrollTop]);
    return (fresh) => {
      fresh.querySelectorAll("ol, .strip").forEach((list, i) => {
        if (scrolled[i]?.some((offset) => offset > 0)) list.scrollTo(...scrolled[i]);
      });
      if (at >= 0) fresh.querySelectorAll(inside)[at]?.focus({ preventScroll: true });
    };
  }

  function isOnScreen(part) {
    const ticking = part.closest(".ticking");
    return ticking !== null && onScreen.has(ticking);
  }

  function places(roots) {
    const found = new Map();
    for (const root of roots) {
      for (const job of root.querySelectorAll("[data-job]")) {
        found.set(job.dataset.job, { list: job.dataset.list, at: job.getBoundingClientRect() });
      }
    }
    return found;
  }

  // A job that went on is seen to go there.
  function showMoves(before, fresh) {
    let moves = 0;
    for (const part of fresh) {
      for (const job of part.querySelectorAll("[data-job]")) {
        const from = before.get(job.dataset.job);
        if (!from || from.list === job.dataset.list || ++moves > MOST_MOVES) continue;
        const to = job.getBoundingClientRect();
        job.animate([
          { transform: `translate(${from.at.left - to.left}px, ${from.at.top - to.top}px)`, opacity: .3 },
          { transform: "none", opacity: 1 },
        ], { duration: 400, easing: "ease-out" });
      }
    }
  }

  // A part that has asked for something stays until the answer: htmx finds no place for one whose part is gone.
  const late = new Map();
  function isAsking(part) {
    if (!part.shown?.querySelector(".htmx-request")) return false;
    late.set(part.fresh.id, part.fresh.outerHTML);
    return true;
  }
  document.addEventListener("htmx:afterRequest", () => {
    const parts = [...late.values()];
    late.clear();
    parts.forEach(replace); // what still asks is late again
  });

  function replace(html) {
    const template = document.createElement("template");
    template.innerHTML = html;
    const newest = new Map([...template.content.children].map((fresh) => [fresh.id, fresh]));
    const parts = [...newest.values()].map((fresh) => ({ fresh, shown: document.getElementById(fresh.id) }))
      .filter((part) => !isAsking(part));
    const isGone = (part) => part.fresh.dataset.gone !== undefined;
    if (parts.some((part) => !part.shown && !isGone(part))) {
      connect(board.dataset.whole); // a card that is new here: its place is known with the whole
      return;
    }
    parts.filter(isGone).forEach((part) => part.shown?.remove());
    const changed = parts.filter((part) => !isGone(part));
    for (const part of changed) part.isSeen = isOnScreen(part.shown);
    // A job goes only from a part that changes to another one: where all others are need not be asked.
    const seen = changed.filter((part) => part.isSeen).map((part) => part.shown);
    const before = still.matches || document.hidden ? new Map() : places(seen);
    for (const part of changed) part.putBack = keepPlace(part.shown);
    for (const { fresh, shown } of changed) {
      keepPictures(shown, fresh);
      shown.replaceWith(fresh);
    }
    for (const { fresh, isSeen, putBack } of changed) {
      if (fresh.querySelector("[hx-post]")) htmx.process(fresh);
      watch(fresh);
      putBack(fresh);
      if (isSeen) tick(fresh);
    }
    if (before.size) showMoves(before, changed.map((part) => part.fresh));
    summarise();
  }

  // What comes together is shown together: each by itself would have the page laid out anew.
  let told = "";
  let showing = 0;
  function show(html) {
    told += html;
    showing ||= setTimeout(showTold);
  }
  function showTold() {
    clearTimeout(showing);
    showing = 0;
    const html = told;
    told = "";
    if (html) replace(html);
  }

  let summary = 0;
  function summarise() {
    summary ||= setTimeout(() => {
      summary = 0;
      let running = 0;
      let waiting = 0;
      for (const head of board.querySelectorAll(".queue-head")) {
        running += Number(head.dataset.running);
        waiting += Number(head.dataset.waiting);
      }
      const text = `${running} running, ${waiting} waiting`;
      const shown = document.getElementById("board-summary");
      if (shown.textContent !== text) shown.textContent = text;
    }, SUMMARY);
  }

  // The stream

  let stream = null;
  let pause = SOONEST;
  let again = 0;
  let heard = 0;

  function connect(address) {
    clearTimeout(again);
    stream?.close();
    heard = Date.now();
    const own = new EventSource(address);
    stream = own;
    const hear = (event, use) => own.addEventListener(event, (message) => {
      if (own !== stream) return;
      heard = Date.now();
      use?.(message.data);
    });
    hear("parts", show);
    hear("whole", (html) => {
      showTold();
      replace(html);
    });
    hear("alive");
    own.onopen = () => {
      heard = Date.now();
      pause = SOONEST;
      tellConnection(false, "board");
    };
    own.onerror = () => { if (own === stream) lose(); };
  }

  // Comes back for the whole: what was missed is not known.
  function lose() {
    stream?.close();
    stream = null;
    tellConnection(true, "board");
    clearTimeout(again);
    again = setTimeout(async () => {
      if (await isSignedOut()) return location.reload(); // which asks for a key
      connect(board.dataset.whole);
    }, pause * (1 + Math.random()));
    pause = Math.min(LATEST, pause * 2);
  }

  async function isSignedOut() {
    try {
      const answer = await fetch(board.dataset.whole, { method: "HEAD", headers: { Accept: "text/event-stream" } });
      return answer.status === 401;
    } catch {
      return false; // nobody answers
    }
  }

  function rest() {
    clearTimeout(again);
    stream?.close();
    stream = null;
  }

  setInterval(() => { if (stream && Date.now() - heard > LONGEST_SILENCE) lose(); }, 5000);
  // A browser opens few connections to one server: a page that nobody sees holds none for long.
  let hiding = 0;
  document.addEventListener("visibilitychange", () => {
    clearTimeout(hiding);
    if (document.hidden) hiding = setTimeout(rest, 10000);
    else if (!stream) connect(board.dataset.whole);
  });
  addEventListener("pagehide", rest);
  addEventListener("pageshow", (event) => { if (event.persisted) connect(board.dataset.whole); });
  connect(board.dataset.events);

  // Asking before all that waits is cancelled

  const dialog = document.getElementById("cancel-waiting");
  board.addEventListener("click", (event) => {
    const asked = event.target.closest("[data-cancel]");
    if (!asked) return;
    event.preventDefault();
    const { count, name } = asked.dataset;
    for (const place of dialog.querySelectorAll("[data-say]")) place.textContent = { count, name }[place.dataset.say];
    dialog.querySelector("form").setAttribute("action", asked.getAttribute("href"));
    dialog.showModal();
  });
})();
