"use strict";

// A filter is applied when it is chosen; without scripts its button does it.
for (const form of document.querySelectorAll("form[data-submits]")) {
  form.querySelector("button").hidden = true;
  form.addEventListener("change", () => form.requestSubmit());
}
