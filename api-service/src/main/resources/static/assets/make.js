"use strict";

// A form that was sent is not sent twice by a second click.
const sender = document.querySelector("#make button[type=submit]");
document.getElementById("make")?.addEventListener("submit", () => { sender.disabled = true; });
// Who writes a prompt need not leave the keyboard.
document.getElementById("make")?.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.currentTarget.requestSubmit(sender);
});
addEventListener("pageshow", () => { if (sender) sender.disabled = false; });
