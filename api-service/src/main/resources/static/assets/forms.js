"use strict";

// A form that is sent is not sent once more by a second click: its buttons rest until somebody comes back to the page.
(() => {
  let sent = new WeakSet();

  function rest(form, rests) {
    for (const element of form.elements) if (element.type === "submit") element.disabled = rests;
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (sent.has(form)) {
      event.preventDefault();
      return;
    }
    sent.add(form);
    // Later: a button that rests would not be sent with its form, and whoever hears of it next may prevent it.
    setTimeout(() => {
      if (event.defaultPrevented) sent.delete(form);
      else rest(form, true);
    });
  });

  addEventListener("pageshow", () => {
    sent = new WeakSet();
    for (const form of document.forms) if (form.method === "post") rest(form, false);
  });
})();
