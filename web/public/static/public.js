/* The file's SHA-256 is computed here and asked about first; the file itself is sent only when its owner presses the button.
   Without this script, or where the browser has no crypto (a page without TLS), the form simply sends the file. */
"use strict";
(() => {
  const form = document.getElementById("file-form");
  if (!form) return;
  const input = document.getElementById("file");
  const drop = document.getElementById("drop");
  const says = document.getElementById("says");
  const send = document.getElementById("send");
  const say = (text, wrong = false) => {
    says.textContent = text;
    says.classList.toggle("wrong", wrong);
    says.hidden = !text;
  };
  const tooLarge = (file) => file.size > Number(form.dataset.limit);
  const hashOf = async (file) => {
    const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
    return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
  };

  let turn = 0;
  const ask = async () => {
    const mine = ++turn;
    const file = input.files[0];
    if (!file) return say("");
    if (tooLarge(file)) return say(form.dataset.large, true);
    if (!globalThis.crypto || !crypto.subtle) return say("");
    say(form.dataset.reading);
    try {
      const address = form.dataset.hash.replace("HASH", await hashOf(file));
      if (mine !== turn) return;
      say(form.dataset.asking);
      const answer = await fetch(address, { headers: { Accept: "application/json" }, credentials: "omit" });
      if (mine !== turn) return;
      const { found, message } = await answer.json();
      if (found) location.assign(address);
      else say(answer.ok ? form.dataset.unknown : message, !answer.ok);
    } catch {
      if (mine === turn) say(form.dataset.offline, true);
    }
  };

  input.addEventListener("change", ask);
  for (const kind of ["dragenter", "dragover"]) {
    drop.addEventListener(kind, (event) => {
      event.preventDefault();
      drop.classList.add("over");
    });
  }
  for (const kind of ["dragleave", "drop"]) drop.addEventListener(kind, () => drop.classList.remove("over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    ask();
  });
  form.addEventListener("submit", (event) => {
    const file = input.files[0];
    if (file && tooLarge(file)) {
      event.preventDefault();
      return say(form.dataset.large, true);
    }
    say(form.dataset.sending);
    send.disabled = true;
  });
  addEventListener("pageshow", () => {
    send.disabled = false;
    say("");
    if (input.files.length) ask();
  });
})();
