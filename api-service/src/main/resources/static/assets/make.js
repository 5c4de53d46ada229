"use strict";

// A form that was sent is not sent twice by a second click.
document.getElementById("make")?.addEventListener("submit", (event) => {
  event.target.querySelector("button[type=submit]").disabled = true;
});
addEventListener("pageshow", () => {
  document.querySelector("#make button[type=submit]").disabled = false;
});
