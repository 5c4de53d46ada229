"use strict";

// A form that was sent is not sent twice by a second click.
const sender = document.querySelector("#make button[type=submit]");
document.getElementById("make")?.addEventListener("submit", () => { sender.disabled = true; });
addEventListener("pageshow", () => { if (sender) sender.disabled = false; });
