"use strict";

// What every page does: dialogs, notices that are dismissed, pictures that come bit by bit, and a word where Easel does
// not answer or the session is over.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-open]");
  if (opener) document.getElementById(opener.dataset.open)?.showModal();
  const closer = event.target.closest("dialog [data-close]");
  if (closer) {
    event.preventDefault(); // a link, on a page of its own
    closer.closest("dialog").close();
  }
  if (event.target.closest("[data-dismiss]")) event.target.closest(".notice")?.remove();
  const copier = event.target.closest("[data-copy]");
  if (copier) copy(copier, document.getElementById(copier.dataset.copy));
});

// Browsers copy for pages that come over HTTPS or from the same machine alone: elsewhere the text is selected, to be copied.
function copy(button, shown) {
  const copied = navigator.clipboard?.writeText(shown.textContent.trim()) ?? Promise.reject();
  copied.then(() => { button.textContent = "Copied"; }, () => {
    getSelection().selectAllChildren(shown);
    button.textContent = "Selected";
  });
}

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
  tellConnection((await ask()) === null);
}

// Asks for a page that needs all that pages need, and that who is signed in may see as well as who is not. Null where
// nobody answers; what says nothing about a session leaves this page for what it is.
async function ask() {
  try {
    const answer = await fetch("/sign-in", { redirect: "manual", cache: "no-store", signal: AbortSignal.timeout(LOOK_FOR) });
    if (AWAY.includes(answer.status)) return null;
    return answer.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : document;
  } catch {
    return null;
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
function tellKept(element, id, text) {
  document.getElementById(id)?.remove();
  const made = notice(id, "notice warn", text);
  made.setAttribute("role", "alert");
  (element.closest("dialog[open]") ?? notices).append(made);
  return made;
}

function tellUnsent(form) {
  tellKept(form, UNSENT,
    "Easel does not answer, so nothing was sent. What you typed is kept here: send it once Easel answers again.");
  tellConnection(true);
}

function tellSendable() {
  const told = document.getElementById(UNSENT);
  if (!told) return;
  told.className = "notice";
  told.textContent = "Easel answers again: what you typed can be sent now.";
}

// Whether the session still holds

const SIGNED_OUT = "signed-out";

function isSignedIn(page) {
  return page.querySelector("form[action='/sign-out']") !== null;
}

function isTypedInto(form) {
  return form.querySelector("input:not([type=hidden]), select, textarea") !== null;
}

function tellSignedOut(element) {
  tellKept(element, SIGNED_OUT, "Your session is over: sign in in another tab; what you typed is kept. ")
    .insertAdjacentHTML("beforeend", '<a href="/sign-in" target="_blank">Sign in</a>');
}

// Forms hold a token of the session in which their page was made; another one has another.
function takeTokens(page) {
  const token = page.querySelector("[name=_csrf]")?.value;
  if (!token) return;
  for (const field of document.querySelectorAll("[name=_csrf]")) field.value = token;
  document.body.setAttribute("hx-headers", page.body.getAttribute("hx-headers"));
}

// Whether what is in the form would be taken now; if not, that is told, and nothing is sent. Asked for once at a time.
const waiting = new WeakSet();
async function isTaken(form) {
  if (waiting.has(form)) return false;
  waiting.add(form);
  const page = await ask();
  waiting.delete(form);
  if (page === null) {
    tellUnsent(form);
    return false;
  }
  document.getElementById(UNSENT)?.remove();
  tellConnection(false);
  if (isTypedInto(form) && isSignedIn(document) && !isSignedIn(page)) {
    tellSignedOut(form);
    return false;
  }
  document.getElementById(SIGNED_OUT)?.remove();
  takeTokens(page);
  return true;
}

// Sending

// A form is sent only where it is taken: else the browser would leave the page, and what was typed in it.
const sendable = new WeakSet();
document.addEventListener("submit", async (event) => {
  const { target: form, submitter } = event;
  if (form.method !== "post" || form.hasAttribute("hx-post") || sendable.delete(form)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (!(await isTaken(form))) return;
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

// Of htmx, too: it would go to the sign-in.
document.addEventListener("htmx:confirm", async (event) => {
  const { verb, elt, issueRequest } = event.detail;
  if (verb === "get" || !isTypedInto(elt)) return;
  event.preventDefault();
  if (await isTaken(elt)) issueRequest();
});

// Nor does what a page asks for by itself take it away while something typed is in it.
document.addEventListener("htmx:beforeOnLoad", (event) => {
  const { elt, xhr } = event.detail;
  if (!xhr.getResponseHeader("HX-Redirect")?.startsWith("/sign-in")) return;
  const isTyped = [...document.querySelectorAll("main input:not([type=hidden]), main textarea")]
    .some((field) => field.value !== field.defaultValue);
  if (!isTyped) return;
  event.preventDefault();
  if (!document.getElementById(SIGNED_OUT)) tellSignedOut(elt);
});

// While Easel is known not to answer nothing is asked of it but whether it does; what asks again goes on once it does.
document.addEventListener("htmx:beforeRequest", (event) => {
  const isGet = event.detail.requestConfig.verb === "get";
  if (isGet && lost.has("easel")) event.preventDefault();
  // What was told of what was sent before is over with what is sent now.
  if (!isGet) notices.querySelectorAll("[role=alert]:not([id])").forEach((told) => told.remove());
});

// That nobody answers is told here: htmx, which asks its logger before it writes an error to the console, need not.
const UNANSWERED = 0;
if (window.htmx) htmx.logger = (_, _name, detail) => { if (detail.xhr?.status === UNANSWERED) delete detail.error; };

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
