// Review at the speed of the eye: the box of the field in hand lights up, its place is shown magnified, Enter keeps the
// value and moves on at once; the answer comes in behind.
"use strict";

(() => {
  const desk = document.getElementById("desk");
  if (!desk) return;
  const scroll = desk.querySelector(".viewer-scroll");
  const values = () => [...desk.querySelectorAll("[data-value]")];
  const entryOf = (element) => element.closest("[data-entry]");
  let zoom = 1;

  // Pages far down are fetched when the eye comes near.
  const near = new IntersectionObserver((seen) => {
    for (const one of seen) if (one.isIntersecting) show(one.target);
  }, { root: scroll, rootMargin: "800px" });
  function show(sheet) {
    const image = sheet.querySelector("image[data-later]");
    if (image) { image.setAttribute("href", image.dataset.later); image.removeAttribute("data-later"); }
    near.unobserve(sheet);
  }
  for (const sheet of desk.querySelectorAll(".sheet-view")) near.observe(sheet);

  function light(name) {
    for (const box of desk.querySelectorAll(".box.on")) box.classList.remove("on");
    const box = name && desk.querySelector(`.box[data-box="${CSS.escape(name)}"]`);
    if (!box) return null;
    box.classList.add("on");
    const place = box.getBoundingClientRect();
    const frame = scroll.getBoundingClientRect();
    scroll.scrollBy({
      top: place.top + place.height / 2 - (frame.top + frame.height / 2),
      left: place.left + place.width / 2 - (frame.left + frame.width / 2),
    });
    return box;
  }

  // The place on the page, larger, right above the input: the page's own picture, clipped; nothing is fetched anew.
  function magnify(entry, box) {
    const crop = entry.querySelector("[data-crop]");
    if (!crop) return;
    if (!box) { crop.remove(); return; }
    const sheet = box.closest("svg");
    show(sheet);
    const number = (name) => Number(box.getAttribute(name));
    const page = sheet.viewBox.baseVal;
    const pad = Math.max(12, number("height") * 0.4);
    const width = Math.min(page.width, Math.max(number("width") + 2 * pad, number("height") * 9));
    const height = number("height") + 2 * pad;
    const left = Math.min(Math.max(0, number("x") - pad), page.width - width);
    crop.setAttribute("viewBox", `${left} ${Math.max(0, number("y") - pad)} ${width} ${height}`);
    if (!crop.firstChild) crop.append(sheet.querySelector("image").cloneNode());
  }

  desk.addEventListener("focusin", (event) => {
    const entry = entryOf(event.target);
    if (!entry) return;
    magnify(entry, light(entry.dataset.entry));
    if (event.target.matches("input[data-value]")) event.target.select();
  });

  desk.addEventListener("click", (event) => {
    const box = event.target.closest(".box");
    if (box) desk.querySelector(`#value-${CSS.escape(box.dataset.box)}`)?.focus();
    const tool = event.target.closest("[data-zoom]");
    if (tool) setZoom(tool.dataset.zoom);
  });

  function setZoom(way) {
    zoom = way === "fit" ? 1 : Math.min(5, Math.max(0.4, zoom * (way === "in" ? 1.25 : 0.8)));
    for (const sheet of desk.querySelectorAll(".sheet-view")) {
      sheet.style.width = zoom === 1 ? "" : `${(scroll.clientWidth - 24) * zoom}px`;
      sheet.style.maxWidth = "none";
    }
  }

  // Onward from a doubtful value leads to the next doubtful one, and from the last of them to "confirm".
  let confirmNext = false;
  function move(from, by, decided = false) {
    const all = values();
    const at = all.indexOf(from);
    const wasDoubtful = entryOf(from).classList.contains("doubt");
    const next = decided && wasDoubtful
      ? all.slice(at + 1).find((one) => entryOf(one).classList.contains("doubt"))
      : all[at + by];
    if (next) next.focus();
    else if (by > 0) { confirmNext = true; focusConfirm(); }
  }
  function focusConfirm() {
    const button = desk.querySelector("[data-confirm]");
    if (confirmNext && button && !button.disabled) { confirmNext = false; button.focus(); }
  }

  desk.addEventListener("keydown", (event) => {
    const field = event.target.closest("[data-value]");
    if (!field) return;
    if (event.altKey && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      move(field, event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Escape") {
      if (field instanceof HTMLInputElement) { field.value = field.defaultValue; field.select(); }
      else for (const option of field.options) option.selected = option.defaultSelected;
    } else if (event.key === "Enter" && field instanceof HTMLSelectElement) {
      event.preventDefault();
      field.form.requestSubmit();
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea")) return;
    if (event.key === "+" || event.key === "=") setZoom("in");
    else if (event.key === "-") setZoom("out");
    else if (event.key === "0") setZoom("fit");
  });

  // Move on before the answer is there.
  desk.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-field-form]")) return;
    const field = event.target.querySelector("[data-value]");
    window.queueMicrotask(() => move(field, 1, true));
  });

  // One version for all forms of the page: what the last answer said. Read when a request leaves, not when it queues.
  document.body.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.parameters.has?.("version")) event.detail.parameters.set("version", desk.dataset.version);
    else if ("version" in event.detail.parameters) event.detail.parameters.version = desk.dataset.version;
  });
  document.body.addEventListener("htmx:beforeOnLoad", (event) => {
    const version = event.detail.xhr.getResponseHeader("X-Document-Version");
    if (version) desk.dataset.version = version;
  });
  document.body.addEventListener("htmx:afterSettle", () => {
    for (const one of desk.querySelectorAll("[data-version]")) one.value = desk.dataset.version;
    focusConfirm();
  });
  document.body.addEventListener("htmx:afterRequest", (event) => {
    const entry = event.detail.elt.closest?.("[data-entry]");
    if (!entry) return;
    const box = desk.querySelector(`.box[data-box="${CSS.escape(entry.dataset.entry)}"]`);
    if (event.detail.successful && box) { box.classList.remove("doubt"); box.classList.add("decided"); }
    if (event.detail.xhr.status >= 400) confirmNext = false;
    if (event.detail.xhr.status === 422) window.setTimeout(() => desk.querySelector(`#value-${CSS.escape(entry.dataset.entry)}`)?.focus(), 0);
  });

  if ("works" in desk.dataset && !window.location.hash) {
    const first = desk.querySelector(".entry.doubt [data-value]");
    if (first && window.innerWidth > 900) first.focus({ preventScroll: true });
  }
})();
