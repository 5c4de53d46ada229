"use strict";

// A slider says where it stands while it is moved; its form is sent when it is let go.
document.addEventListener("input", (event) => {
  const shown = document.getElementById(event.target.dataset?.shows);
  if (shown) shown.textContent = event.target.value;
});

// A form that was refused without being loaded again: its fields say so to those who do not see it.
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.detail.elt;
  if (!(form instanceof HTMLFormElement)) return;
  let first = null;
  for (const error of form.querySelectorAll(".field .error")) {
    const field = document.getElementById(error.id.replace(/-error$/, ""));
    const wrong = error.textContent.trim() !== "";
    if (wrong) field?.setAttribute("aria-invalid", "true");
    else field?.removeAttribute("aria-invalid");
    first ??= wrong ? field : null;
  }
  if (event.detail.xhr?.status >= 400) first?.focus();
});
