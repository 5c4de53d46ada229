"use strict";

// What is chosen is seen before it is sent; what is too large is told while it still is chosen.
const MIB = 1024 * 1024;
const files = document.querySelector("#make input[type=file]");
const shown = document.createElement("ul");
shown.className = "chosen";
shown.setAttribute("aria-label", "Chosen files");

function tooLarge() {
  if (!files) return "";
  const chosen = [...files.files];
  const { each, together } = files.dataset;
  const large = chosen.filter((file) => file.size > each * MIB).map((file) => `"${file.name}" must not exceed ${each} MiB.`);
  if (large.length > 0) return large.join(" ");
  const all = chosen.reduce((sum, file) => sum + file.size, 0);
  return all > together * MIB ? `All files together must not exceed ${together} MiB.` : "";
}

function showChosen() {
  shown.replaceChildren(...[...files.files].map((file) => {
    const preview = new Image();
    preview.alt = "";
    if (file.size <= files.dataset.each * MIB) {
      preview.src = URL.createObjectURL(file);
      preview.addEventListener("load", () => URL.revokeObjectURL(preview.src));
    }
    const name = document.createElement("span");
    name.className = "cut";
    name.textContent = name.title = file.name;
    const item = document.createElement("li");
    item.append(preview, name);
    return item;
  }));
  if (shown.hasChildNodes()) files.after(shown);
  else shown.remove();
  const wrong = tooLarge();
  document.getElementById(`${files.id}-again`).textContent = "";
  const error = document.getElementById(`${files.id}-error`);
  error.setAttribute("role", "alert");
  error.textContent = wrong;
  if (wrong) files.setAttribute("aria-invalid", "true");
  else files.removeAttribute("aria-invalid");
}
files?.addEventListener("change", showChosen);
if (files?.files.length > 0) showChosen(); // who comes back to a page may find them still chosen

// A form that was sent is not sent twice by a second click.
const sender = document.querySelector("#make button[type=submit]");
document.getElementById("make")?.addEventListener("submit", (event) => {
  if (tooLarge()) {
    event.preventDefault();
    files.focus();
  } else {
    sender.disabled = true;
  }
});
// Who writes a prompt need not leave the keyboard.
document.getElementById("make")?.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.currentTarget.requestSubmit(sender);
});
addEventListener("pageshow", () => { if (sender) sender.disabled = false; });
