"use strict";

// What every page does: dialogs, notices that are dismissed, pictures that come bit by bit, and a word where Easel does not answer.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-open]");
  if (opener) document.getElementById(opener.dataset.open)?.showModal();
  if (event.target.closest("[data-close]")) event.target.closest("dialog")?.close();
  if (event.target.closest("[data-dismiss]")) event.target.closest(".notice")?.remove();
  const copier = event.target.closest("[data-copy]");
  if (copier) {
    navigator.clipboard?.writeText(document.getElementById(copier.dataset.copy).textContent.trim())
      .then(() => { copier.textContent = "Copied"; });
  }
});

// What was refused in a dialog is shown in it again, before the page.
for (const dialog of document.querySelectorAll("dialog[open]")) {
  dialog.close();
  dialog.showModal();
}

// What was typed wrong is gone to at once; of a long navigation the entry of this page is in sight.
document.querySelector("main [aria-invalid=true]")?.focus();
const current = document.querySelector(".bar [aria-current=page]");
if (current) {
  const nav = current.parentElement;
  nav.scrollLeft = current.offsetLeft - nav.offsetLeft - (nav.clientWidth - current.offsetWidth) / 2;
}

// What a form made and is shown once would be made again by loading the page anew.
document.addEventListener("DOMContentLoaded", () => {
  const page = document.querySelector("[data-page]")?.dataset.page;
  if (page) history.replaceState(null, "", page);
});

// A picture that cannot be had leaves its place as it is.
for (const [kind, isMissing] of [["error", true], ["load", false]]) {
  document.addEventListener(kind, (event) => {
    if (event.target.tagName === "IMG") event.target.classList.toggle("missing", isMissing);
  }, true);
}

// The picture that is shown stays until the sharper one is there.
function sharpen(shown, source) {
  if (shown.getAttribute("src") === source) return;
  shown.wanted = source;
  const sharper = new Image();
  sharper.src = source;
  sharper.decode().then(() => { if (shown.wanted === source) shown.src = source; }, () => {});
}

// So it does where the part of the page that it is in is put in anew.
let pictures = [];
document.addEventListener("htmx:beforeSwap", () => { pictures = [...document.querySelectorAll("img[data-preview]")]; });
document.addEventListener("htmx:afterSwap", () => {
  for (const shown of pictures.splice(0)) {
    const fresh = document.querySelector(`img[data-preview="${shown.dataset.preview}"]`);
    if (!fresh || shown.isConnected) continue;
    fresh.replaceWith(shown);
    sharpen(shown, fresh.getAttribute("src"));
  }
});

// Whether Easel answers

const LOST = "connection-lost";
const UNSENT = "unsent";
const AWAY = [502, 503, 504]; // of a proxy before Easel, of Easel without its database
const LOOK_AGAIN = 2000; // in milliseconds
const LOOK_FOR = 10000;
const notices = document.getElementById("notices");
const lost = new Set(); // what does not answer: "easel" is looked for here, all else by whoever lost it
let looking = 0;

// Says so until all that was lost is back.
function tellConnection(isLost, what = "easel") {
  if (isLost) lost.add(what);
  else lost.delete(what);
  const shown = document.getElementById(LOST);
  if (lost.size === 0) {
    shown?.remove();
    tellSendable();
  } else if (!shown) {
    notices.append(notice(LOST, "notice bad", "Connection lost; trying again…"));
  }
  if (lost.has("easel")) looking ||= setTimeout(look, LOOK_AGAIN);
}

async function look() {
  looking = 0;
  tellConnection(!(await answers()));
}

// Asks for what needs all that pages need, and follows it nowhere.
async function answers() {
  try {
    const answer = await fetch("/", { method: "HEAD", redirect: "manual", cache: "no-store", signal: AbortSignal.timeout(LOOK_FOR) });
    return !AWAY.includes(answer.status);
  } catch {
    return false;
  }
}

function notice(id, look, text) {
  const made = document.createElement("p");
  made.id = id;
  made.className = look;
  made.textContent = text;
  return made;
}

// Said where it is seen: what is behind an open dialog is not.
function tellUnsent(form) {
  document.getElementById(UNSENT)?.remove();
  const made = notice(UNSENT, "notice warn",
    "Easel does not answer, so nothing was sent. What you typed is kept here: send it once Easel answers again.");
  made.setAttribute("role", "alert");
  (form.closest("dialog[open]") ?? notices).append(made);
  tellConnection(true);
}

function tellSendable() {
  const told = document.getElementById(UNSENT);
  if (!told) return;
  told.className = "notice";
  told.textContent = "Easel answers again: what you typed can be sent now.";
}

// A form is sent only where somebody answers: else the browser would leave the page, and what was typed in it. One of
// htmx stays on its page in any case.
const sendable = new WeakSet();
const waiting = new WeakSet();
document.addEventListener("submit", async (event) => {
  const { target: form, submitter } = event;
  if (form.method !== "post" || form.hasAttribute("hx-post") || sendable.delete(form)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (waiting.has(form)) return;
  waiting.add(form);
  const isAnswered = await answers();
  waiting.delete(form);
  if (!isAnswered) return tellUnsent(form);
  document.getElementById(UNSENT)?.remove();
  tellConnection(false);
  if (form.isConnected) {
    sendable.add(form);
    form.requestSubmit(submitter);
    return;
  }
  // Its part of the page was put in anew meanwhile.
  const anew = [...document.forms].find((other) => other.getAttribute("action") === form.getAttribute("action"));
  if (!anew) return;
  sendable.add(anew);
  anew.requestSubmit();
}, true);

document.addEventListener("htmx:sendError", ({ detail }) => {
  if (detail.requestConfig.verb === "get") tellConnection(true);
  else tellUnsent(detail.elt);
});

// A part that cannot be had leaves the one that is shown; what was sent is answered with words in any case.
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.requestConfig.verb === "get" && AWAY.includes(detail.xhr.status)) detail.shouldSwap = false;
});
document.addEventListener("htmx:afterOnLoad", ({ detail }) => {
  const isAway = AWAY.includes(detail.xhr.status);
  if (!isAway) tellConnection(false);
  else if (detail.requestConfig.verb === "get") tellConnection(true);
});
