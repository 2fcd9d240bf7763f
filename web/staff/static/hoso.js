// Small help on every page: keys, menus, dialogs, ticks. Pages work without it, only slower to use.
"use strict";

(() => {
  const typing = (target) => target instanceof HTMLElement && target.closest("input, select, textarea, [contenteditable]");

  function showShortcuts() {
    const dialog = document.getElementById("shortcuts");
    if (dialog && !dialog.open) dialog.showModal();
  }

  let afterG = false;
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const goTo = (selector) => {
      const link = document.querySelector(selector);
      if (link) { event.preventDefault(); link.click(); }
    };
    if (event.key === "?") { event.preventDefault(); showShortcuts(); }
    else if (event.key === "/") {
      const field = document.querySelector("[data-find]");
      if (field) { event.preventDefault(); field.focus(); field.select(); }
    }
    else if (event.key === "n") goTo("[data-key='n']");
    else if (afterG && event.key === "h") goTo(".brand");
    afterG = event.key === "g";
  });

  // A menu closes when the eye has moved on.
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
    const opener = event.target.closest("[data-opens]");
    if (opener) document.getElementById(opener.dataset.opens)?.showModal();
    const closer = event.target.closest("[data-closes]");
    if (closer) closer.closest("dialog")?.close();
    if (event.target.closest("[data-prints]")) window.print();
    const copier = event.target.closest("[data-copies]");
    if (copier && navigator.clipboard) {
      navigator.clipboard.writeText(copier.dataset.copies).then(() => { copier.querySelector("[data-said]").hidden = false; });
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });

  // A grave act asks once more, in the page's own words.
  document.addEventListener("submit", (event) => {
    const question = event.submitter?.dataset.asks || event.target.dataset.asks;
    if (question && !window.confirm(question)) { event.preventDefault(); event.stopPropagation(); }
  }, true);

  // Ticks of a page comparison colour their page and are counted.
  function countTicks(form) {
    const ticks = [...form.querySelectorAll("input[data-tick]")];
    for (const tick of ticks) tick.closest("figure")?.classList.toggle("ticked", tick.checked);
    const counter = form.querySelector("[data-ticked]");
    if (counter) counter.textContent = String(ticks.filter((tick) => tick.checked).length);
  }
  document.addEventListener("change", (event) => {
    if (event.target.matches("input[data-tick]")) countTicks(event.target.form);
    if (event.target.matches("[data-sends]")) event.target.form.requestSubmit();
  });
  document.addEventListener("DOMContentLoaded", () => {
    for (const form of document.querySelectorAll("form[data-compares]")) countTicks(form);
  });

  // A lost line is said, not swallowed.
  document.addEventListener("htmx:sendError", () => {
    const place = document.getElementById("notices");
    const words = document.body.dataset.offline;
    if (place && words) {
      const notice = document.createElement("div");
      notice.className = "notice wrong";
      notice.setAttribute("role", "alert");
      notice.textContent = words;
      place.replaceChildren(notice);
    }
  });
})();
