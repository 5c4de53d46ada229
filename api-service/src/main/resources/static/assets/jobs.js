"use strict";

// What is unfolded in the page of a job stays so while the page is kept up to date.
const unfolded = new Set();

document.addEventListener("toggle", (event) => {
  if (!(event.target instanceof HTMLDetailsElement) || !event.target.id) return;
  if (event.target.open) unfolded.add(event.target.id);
  else if (event.target.isConnected) unfolded.delete(event.target.id);
}, true);

document.addEventListener("htmx:afterSettle", () => {
  for (const id of unfolded) document.getElementById(id)?.setAttribute("open", "");
});
