"use strict";
// Each map is moved by dragging or arrow keys and enlarged by wheel, keys or buttons: its viewBox changes, so it stays sharp.
for (const figure of document.querySelectorAll("figure.map")) {
  const view = figure.querySelector(".view");
  const svg = view.querySelector("svg");
  const whole = svg.getAttribute("viewBox").split(" ").map(Number);
  let seen = whole.slice();
  let held = null;
  const show = () => svg.setAttribute("viewBox", seen.join(" "));
  const at = (event) => {
    const box = svg.getBoundingClientRect();
    return [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
  };
  const zoom = (factor, [x, y]) => {
    const width = Math.min(whole[2], Math.max(whole[2] / 64, seen[2] / factor));
    const height = (width * whole[3]) / whole[2];
    move(seen[0] + (seen[2] - width) * x, seen[1] + (seen[3] - height) * y, width, height);
  };
  const move = (left, top, width, height) => {
    const kept = (value, low, room) => Math.min(low + room, Math.max(low, value));
    seen = [kept(left, whole[0], whole[2] - width), kept(top, whole[1], whole[3] - height), width, height];
    show();
  };
  view.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && document.activeElement !== view) return;
    event.preventDefault();
    zoom(event.deltaY < 0 ? 1.25 : 0.8, at(event));
  }, { passive: false });
  view.addEventListener("pointerdown", (event) => {
    view.focus({ preventScroll: true });
    view.setPointerCapture(event.pointerId);
    held = { from: [event.clientX, event.clientY], seen: seen.slice() };
  });
  view.addEventListener("pointermove", (event) => {
    if (!held) return;
    const scale = held.seen[2] / svg.getBoundingClientRect().width;
    const by = [(event.clientX - held.from[0]) * scale, (event.clientY - held.from[1]) * scale];
    move(held.seen[0] - by[0], held.seen[1] - by[1], held.seen[2], held.seen[3]);
  });
  for (const end of ["pointerup", "pointercancel"]) view.addEventListener(end, () => { held = null; });
  view.addEventListener("dblclick", (event) => zoom(2, at(event)));
  view.addEventListener("keydown", (event) => {
    const step = seen[2] / 10;
    const steps = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] };
    if (steps[event.key]) move(seen[0] + steps[event.key][0], seen[1] + steps[event.key][1], seen[2], seen[3]);
    else if (event.key === "+" || event.key === "=") zoom(1.5, [0.5, 0.5]);
    else if (event.key === "-") zoom(1 / 1.5, [0.5, 0.5]);
    else if (event.key === "0") { seen = whole.slice(); show(); }
    else return;
    event.preventDefault();
  });
  for (const button of figure.querySelectorAll("button")) {
    button.addEventListener("click", () => {
      const factor = Number(button.dataset.zoom);
      if (factor) zoom(factor, [0.5, 0.5]);
      else { seen = whole.slice(); show(); }
    });
  }
}
