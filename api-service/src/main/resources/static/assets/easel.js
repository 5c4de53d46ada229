"use strict";

// What every page does: notices that can be closed, dialogs, and a word when the connection is lost.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-open]");
  if (opener) document.getElementById(opener.dataset.open)?.showModal();
  if (event.target.closest("[data-close]")) event.target.closest("dialog")?.close();
  const copier = event.target.closest("[data-copy]");
  if (copier) {
    navigator.clipboard?.writeText(document.getElementById(copier.dataset.copy).textContent.trim())
      .then(() => { copier.textContent = "Copied"; });
  }
});

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

const LOST = "connection-lost";

function tellConnection(isLost) {
  const shown = document.getElementById(LOST);
  if (!isLost) return shown?.remove();
  if (shown) return;
  const notice = document.createElement("p");
  notice.id = LOST;
  notice.className = "notice bad";
  notice.textContent = "Connection lost; trying again…";
  document.getElementById("notices").append(notice);
}

document.addEventListener("htmx:sendError", () => tellConnection(true));
document.addEventListener("htmx:afterOnLoad", () => tellConnection(false));
document.addEventListener("htmx:sseError", () => tellConnection(true));
document.addEventListener("htmx:sseOpen", () => tellConnection(false));
