// Comparing with the original at the speed of the hand: one page at a time, large; the space bar ticks it and moves on.
// What was not shown cannot be ticked, and no page is passed over. Without this script the pages stand below each other.
"use strict";

(() => {
  const place = document.querySelector("[data-compare]");
  if (!place) return;
  const form = place.closest("form");
  const sheets = [...place.querySelectorAll("[data-sheet]")];
  const questions = document.querySelector("[data-questions]");
  const tickOf = (sheet) => sheet.querySelector("[data-tick]");
  const imageOf = (sheet) => sheet.querySelector("img");
  let at = 0;
  let zoom = 1;

  place.classList.add("single");
  for (const hidden of document.querySelectorAll("[data-tools], [data-keys]")) hidden.hidden = false;
  for (const sheet of sheets) {
    const image = imageOf(sheet);
    image.addEventListener("error", () => { place.querySelector("[data-broken]").hidden = false; });
    image.addEventListener("load", ready);
  }

  function shown(sheet) {
    const image = imageOf(sheet);
    return image.complete && image.naturalWidth > 0;
  }

  // A page whose picture is not there cannot have been compared.
  function ready() {
    for (const sheet of sheets) {
      const tick = tickOf(sheet);
      if (tick) tick.disabled = !tick.checked && !(sheet.classList.contains("seen") && shown(sheet));
    }
    place.querySelector("[data-loading]").hidden = shown(sheets[at]);
  }

  function show(index) {
    at = Math.min(Math.max(0, index), sheets.length - 1);
    for (const [number, sheet] of sheets.entries()) {
      sheet.classList.toggle("current", number === at);
      if (Math.abs(number - at) <= 2) imageOf(sheet).loading = "eager";
    }
    sheets[at].classList.add("seen");
    place.querySelector("[data-at]").textContent = `${at + 1} / ${sheets.length}`;
    const pane = sheets[at].querySelector("[data-pane]");
    pane.scrollTo(0, 0);
    enlarge(zoom);
    ready();
  }

  function enlarge(to) {
    zoom = Math.min(5, Math.max(0.4, to));
    for (const sheet of sheets) imageOf(sheet).style.width = `${zoom * 100}%`;
  }

  function toThePages() {
    place.closest(".comparing")?.scrollIntoView({ block: "start" });
    sheets[at].querySelector("[data-pane]").focus({ preventScroll: true });
  }

  function ticked() {
    const tick = tickOf(sheets[at]);
    if (!tick) { show(at + 1); return; }
    if (tick.disabled) return;
    tick.checked = true;
    tick.dispatchEvent(new Event("change", { bubbles: true }));
    const next = sheets.findIndex((sheet) => !tickOf(sheet).checked);
    if (next >= 0) show(next);
    else onward();
  }

  function onward() {
    const first = questions && firstOpen();
    if (first) first.focus();
    else form?.querySelector("button:not([type=button])")?.focus();
  }

  const groups = () => [...questions.querySelectorAll("fieldset")];
  const answered = (group) => group.querySelector("input:checked");
  const firstOpen = () => groups().find((group) => !answered(group))?.querySelector("input");

  function answer(group, value) {
    const radio = group.querySelector(`input[value="${value}"]`);
    radio.checked = true;
    radio.dispatchEvent(new Event("change", { bubbles: true }));
    const next = groups()[groups().indexOf(group) + 1];
    const following = next ? next.querySelector("input") : firstOpen();
    const last = document.getElementById(questions.querySelector('input[value="yes"]:checked') ? "reason" : "pin");
    (following || last).focus();
  }

  const keys = {
    ArrowLeft: () => show(at - 1), ArrowRight: () => show(at + 1), PageUp: () => show(at - 1), PageDown: () => show(at + 1),
    "+": () => enlarge(zoom * 1.25), "=": () => enlarge(zoom * 1.25), "-": () => enlarge(zoom * 0.8), 0: () => enlarge(1),
    " ": ticked,
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const target = event.target instanceof HTMLElement ? event.target : document.body;
    const group = target.closest("[data-questions] fieldset");
    if (group) {
      const key = event.key.toUpperCase();
      if (key === questions.dataset.no) { event.preventDefault(); answer(group, "no"); }
      else if (key === questions.dataset.yes) { event.preventDefault(); answer(group, "yes"); }
      return;
    }
    if (event.key === "Enter" && target.closest("[data-first]") && target.matches("input:not([form])")) {
      event.preventDefault();
      toThePages();
      return;
    }
    if (target.closest("input, select, textarea, button, a, summary, dialog")) return;
    const act = keys[event.key];
    if (act) { event.preventDefault(); act(); }
  });

  place.addEventListener("click", (event) => {
    const turn = event.target.closest("[data-turn]");
    if (turn) show(at + Number(turn.dataset.turn));
    const tool = event.target.closest("[data-zoom]");
    if (tool) enlarge(tool.dataset.zoom === "fit" ? 1 : zoom * (tool.dataset.zoom === "in" ? 1.25 : 0.8));
  });
  place.addEventListener("wheel", (event) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    enlarge(zoom * (event.deltaY < 0 ? 1.1 : 0.9));
  }, { passive: false });

  // Drag the page as one would push a sheet of paper.
  let held = null;
  place.addEventListener("pointerdown", (event) => {
    const pane = event.target.closest("[data-pane]");
    if (!pane || event.button !== 0) return;
    held = { pane, x: event.clientX + pane.scrollLeft, y: event.clientY + pane.scrollTop };
    pane.focus({ preventScroll: true });
  });
  document.addEventListener("pointermove", (event) => {
    if (held) held.pane.scrollTo(held.x - event.clientX, held.y - event.clientY);
  });
  document.addEventListener("pointerup", () => { held = null; });

  // What is missing is shown, not only refused: the first page that was not ticked.
  form?.addEventListener("submit", (event) => {
    if (event.submitter?.matches("[formaction]")) return;
    const missing = sheets.findIndex((sheet) => tickOf(sheet) && !tickOf(sheet).checked);
    if (missing < 0) return;
    event.preventDefault();
    event.stopPropagation();
    show(missing);
    toThePages();
  });

  // An item that applies: nothing is signed, and the way to refuse lies open.
  function refuses() {
    if (!questions) return;
    const applies = questions.querySelector('input[value="yes"]:checked') !== null;
    for (const button of form.querySelectorAll("[data-signing] button, [data-default]")) {
      if (!("blocked" in button.dataset)) button.dataset.blocked = button.disabled ? "yes" : "";
      button.disabled = applies || button.dataset.blocked === "yes";
    }
    if (applies) document.querySelector("[data-refusal]").open = true;
  }
  questions?.addEventListener("change", refuses);

  const copies = document.querySelector("[data-copies]");
  const price = document.querySelector("[data-fee]");
  copies?.addEventListener("input", () => {
    const sum = Number(price.dataset.fee) * Math.max(1, Number(copies.value) || 1);
    price.textContent = sum.toLocaleString(document.documentElement.lang === "en" ? "en" : "vi");
  });

  show(Math.max(0, sheets.findIndex((sheet) => tickOf(sheet) && !tickOf(sheet).checked)));
  refuses();
  if (!document.querySelector("[autofocus], .notice.wrong")) toThePages();
})();
