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
