"use strict";

// Marks a region of a picture: what is painted becomes a mask, white on black, of the picture's own size. It hears the
// document, so that it serves a result that is put into the page later, too.
(() => {
  const INK = "rgb(90 62 230)";

  function regionOf(element) {
    const form = element.closest?.("form[data-region]");
    if (!form) return null;
    const canvas = form.querySelector("canvas");
    const picture = form.querySelector("img");
    if (!form.region && picture.naturalWidth > 0) {
      canvas.width = picture.naturalWidth;
      canvas.height = picture.naturalHeight;
      form.region = { form, canvas, ink: canvas.getContext("2d"), painted: false, x: canvas.width / 2, y: canvas.height / 2 };
    }
    return form.region ?? null;
  }

  // What was painted is there again where it was sent and refused.
  async function paintAgain(picture) {
    const region = regionOf(picture);
    const sent = region?.form.querySelector("[data-painted]");
    if (!sent) return;
    const mask = new Image();
    mask.src = sent.value;
    sent.remove();
    try {
      await mask.decode();
    } catch {
      return; // it is no picture, and has to be painted anew
    }
    region.ink.drawImage(mask, 0, 0, region.canvas.width, region.canvas.height);
    const all = region.ink.getImageData(0, 0, region.canvas.width, region.canvas.height);
    for (let at = 0; at < all.data.length; at += 4) all.data[at + 3] = all.data[at] > 127 ? 255 : 0; // white is painted
    region.ink.putImageData(all, 0, 0);
    region.ink.globalCompositeOperation = "source-in";
    region.ink.fillStyle = INK;
    region.ink.fillRect(0, 0, region.canvas.width, region.canvas.height);
    region.ink.globalCompositeOperation = "source-over";
    region.painted = true;
  }

  document.addEventListener("load", (event) => {
    if (event.target.matches?.("form[data-region] img")) paintAgain(event.target);
  }, true);
  for (const picture of document.querySelectorAll("form[data-region] img")) if (picture.complete) paintAgain(picture);

  function brushOf(region) {
    return Number(region.form.querySelector("[data-brush]").value) / 100;
  }

  // Where the brush is that the keyboard moves: a pointer shows its place itself.
  function showBrush(region) {
    const brush = region.form.querySelector(".brush");
    brush.style.left = `${100 * region.x / region.canvas.width}%`;
    brush.style.top = `${100 * region.y / region.canvas.height}%`;
    brush.style.width = `${100 * brushOf(region)}%`;
    brush.hidden = false;
  }

  function hideBrush(canvas) {
    canvas.parentElement.querySelector(".brush").hidden = true;
  }

  function paint(region, x, y) {
    const share = brushOf(region);
    region.ink.fillStyle = INK;
    region.ink.beginPath();
    region.ink.arc(x, y, region.canvas.width * share / 2, 0, 2 * Math.PI);
    region.ink.fill();
    region.painted = true;
    region.form.querySelector("[data-unpainted]").hidden = true;
  }

  function paintAt(event) {
    const region = regionOf(event.target);
    if (!region) return;
    const shown = region.canvas.getBoundingClientRect();
    paint(region,
      (event.clientX - shown.left) * region.canvas.width / shown.width,
      (event.clientY - shown.top) * region.canvas.height / shown.height);
  }

  document.addEventListener("pointerdown", (event) => {
    if (event.target.matches?.("form[data-region] canvas")) {
      event.target.setPointerCapture(event.pointerId);
      hideBrush(event.target);
      paintAt(event);
    }
  });
  document.addEventListener("pointermove", (event) => {
    if (event.buttons > 0 && event.target.matches?.("form[data-region] canvas")) paintAt(event);
  });
  document.addEventListener("keydown", (event) => {
    if (!event.target.matches?.("form[data-region] canvas")) return;
    const region = regionOf(event.target);
    if (!region) return;
    const step = region.canvas.width / 40;
    const by = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step], " ": [0, 0] }[event.key];
    if (!by) return;
    event.preventDefault();
    region.x = Math.min(region.canvas.width, Math.max(0, region.x + by[0]));
    region.y = Math.min(region.canvas.height, Math.max(0, region.y + by[1]));
    showBrush(region);
    if (event.key === " " || event.shiftKey) paint(region, region.x, region.y);
  });
  document.addEventListener("focusout", (event) => {
    if (event.target.matches?.("form[data-region] canvas")) hideBrush(event.target);
  });
  document.addEventListener("click", (event) => {
    const region = event.target.matches?.("[data-clear]") ? regionOf(event.target) : null;
    if (!region) return;
    region.ink.clearRect(0, 0, region.canvas.width, region.canvas.height);
    region.painted = false;
  });
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-region]")) return;
    const region = regionOf(event.target);
    if (!region?.painted) {
      event.preventDefault();
      event.target.querySelector("[data-unpainted]").hidden = false;
      return;
    }
    event.target.elements.mask.value = maskOf(region);
  });

  function maskOf(region) {
    const mask = document.createElement("canvas");
    mask.width = region.canvas.width;
    mask.height = region.canvas.height;
    const ink = mask.getContext("2d");
    ink.drawImage(region.canvas, 0, 0);
    ink.globalCompositeOperation = "source-in";
    ink.fillStyle = "white";
    ink.fillRect(0, 0, mask.width, mask.height);
    ink.globalCompositeOperation = "destination-over";
    ink.fillStyle = "black";
    ink.fillRect(0, 0, mask.width, mask.height);
    return mask.toDataURL("image/png");
  }
})();
