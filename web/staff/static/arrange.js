// Arranging pages: dragging, keys, ranges. Everything here ends in the form's own buttons; without it they do as well.
"use strict";

(() => {
  const form = () => document.getElementById("arrange");
  const picks = () => [...form().querySelectorAll("input[name=page]:not(:disabled)")];
  const picked = () => picks().filter((one) => one.checked);
  const leafOf = (element) => element.closest(".leaf");
  let last = null;
  let dragged = false;
  let settling = false;  // between an answer's coming and its form's being ready
  let waiting = null;

  function count() {
    const number = picked().length;
    const place = form().querySelector("[data-picked]");
    if (place) place.textContent = String(number);
    for (const button of form().querySelectorAll("[data-needs-pages]")) button.disabled = number === 0;
    for (const one of picks()) leafOf(one).classList.toggle("picked", one.checked);
  }

  function press(value, fill = {}) {
    if (settling) { waiting = [value, fill]; return; }
    const button = form().querySelector(`button[name=act][value="${CSS.escape(value)}"]`);
    for (const [name, content] of Object.entries(fill)) form().elements[name].value = content;
    if (button) { button.disabled = false; button.click(); }
  }

  function range(to) {
    const all = picks();
    const [from, until] = [all.indexOf(last), all.indexOf(to)].sort((a, b) => a - b);
    if (from >= 0) for (const one of all.slice(from, until + 1)) one.checked = to.checked;
  }

  document.addEventListener("click", (event) => {
    const pick = event.target.closest?.("#arrange input[name=page]");
    if (!pick) return;
    if (event.shiftKey && last && last !== pick) range(pick);
    last = pick;
    count();
  });

  // --- keys ---
  document.addEventListener("keydown", (event) => {
    if (!form() || event.target.closest("select, textarea, input:not([type=checkbox])")) return;
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z") { event.preventDefault(); press("undo"); return; }
    if (event.key === "Escape") { for (const one of picks()) one.checked = false; count(); return; }
    const pick = event.target.closest("#arrange input[name=page]");
    if (!pick || event.ctrlKey || event.metaKey) return;
    const all = picks();
    const at = all.indexOf(pick);
    const own = (act) => (picked().length ? act : `${act}:${pick.value}`);
    const keys = {
      ArrowRight: () => all[at + 1]?.focus(),
      ArrowDown: () => all[at + 1]?.focus(),
      ArrowLeft: () => all[at - 1]?.focus(),
      ArrowUp: () => all[at - 1]?.focus(),
      "[": () => press(own("left")),
      "]": () => press(own("right")),
      t: () => press(`split:${pick.value}`),
      g: () => { const merges = pick.closest(".group").querySelector("[data-merges]"); if (merges) press(merges.value); },
    };
    if (event.altKey) return;  // Alt with an arrow is the browser's own: a page back or forward
    if (event.shiftKey && event.key.startsWith("Arrow")) {
      const way = { ArrowLeft: "earlier", ArrowRight: "later" }[event.key];
      if (!way) return;
      event.preventDefault();
      if (!picked().length) { pick.checked = true; count(); }
      press(way);
      return;
    }
    const act = keys[event.key] || keys[event.key.toLowerCase()];
    if (act) { event.preventDefault(); event.stopImmediatePropagation(); act(); }
  }, true);

  // --- dragging ---
  document.addEventListener("dragstart", (event) => {
    const leaf = event.target.closest?.("#arrange .leaf");
    if (!leaf) return;
    const own = leaf.querySelector("input[name=page]");
    if (!own.checked) { for (const one of picks()) one.checked = one === own; count(); }
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", String(picked().length));
    dragged = true;
    form().classList.add("dragging");
    form().querySelector(".fresh").hidden = false;
  });

  function target(event) {
    const group = dragged && event.target.closest?.("#arrange .group[data-document]:not([data-document=''])");
    if (!group) return null;
    const leaf = event.target.closest(".leaf");
    if (!leaf) return { group, leaf: null, before: "" };
    const box = leaf.getBoundingClientRect();
    const behind = event.clientX > box.left + box.width / 2;
    const stand = behind ? leaf.nextElementSibling : leaf;
    return { group, leaf, behind, before: stand ? stand.dataset.page : "" };
  }

  function mark(found) {
    for (const one of form().querySelectorAll(".over, .over-before, .over-behind")) one.classList.remove("over", "over-before", "over-behind");
    if (!found) return;
    found.group.classList.add("over");
    if (found.leaf) found.leaf.classList.add(found.behind ? "over-behind" : "over-before");
  }

  document.addEventListener("dragover", (event) => {
    const found = target(event);
    if (found) { event.preventDefault(); event.dataTransfer.dropEffect = "move"; }
    if (dragged) mark(found);
  });

  document.addEventListener("drop", (event) => {
    const found = target(event);
    if (!found) return;
    event.preventDefault();
    const moving = new Set(picked().map((one) => one.value));
    let before = found.before;
    // Dropped before a page that moves along: before the next one that stays.
    let stand = before && form().querySelector(`.leaf[data-page="${CSS.escape(before)}"]`);
    while (stand && moving.has(stand.dataset.page)) stand = stand.nextElementSibling;
    before = stand ? stand.dataset.page : "";
    const to = found.group.dataset.document;
    press("move", { to, before: to === "apart" || to === "new" ? "" : before });
  });

  document.addEventListener("dragend", () => {
    dragged = false;
    if (!form()) return;
    mark(null);
    form().classList.remove("dragging");
    const fresh = form().querySelector(".fresh");
    if (fresh) fresh.hidden = true;
  });

  // What is ticked or dragged is not swept away by the look for news.
  document.body.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.elt.matches?.("[data-polls]") && (dragged || picked().length)) event.preventDefault();
  });
  document.body.addEventListener("htmx:beforeSwap", (event) => { if (event.detail.shouldSwap) settling = true; });
  document.body.addEventListener("htmx:afterSettle", () => {
    settling = false;
    if (!form()) return;
    last = null;
    count();
    if (waiting) { const next = waiting; waiting = null; press(...next); }
  });
  if (form()) count();
})();
