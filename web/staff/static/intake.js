// Handing in files: drop, paste, choose or photograph; one request a file, so that a bad line costs one file, not all.
"use strict";

(() => {
  const form = document.querySelector("form[data-intake]");
  if (!form) return;
  const say = form.dataset;
  const zone = form.querySelector(".drop");
  const list = form.querySelector(".uploads");
  const pickers = form.querySelectorAll("input[type=file]");
  const submit = form.querySelector("[data-submit]");
  const token = form.querySelector("[name=csrf_token]").value;
  const waiting = [];
  let busy = false;
  let refused = 0;
  let address = say.files || "";   // where files of this dossier go; on a new dossier known once it is opened
  let place = say.place || "";

  function add(files) {
    for (const file of files) {
      const row = document.createElement("li");
      row.className = "upload";
      const name = document.createElement("span");
      name.className = "name";
      name.textContent = file.name;
      const amount = document.createElement("span");
      amount.className = "small quiet number nowrap";
      amount.textContent = sized(file.size);
      const bar = document.createElement("progress");
      bar.max = 1;
      bar.value = 0;
      bar.setAttribute("aria-label", file.name);
      const says = document.createElement("span");
      says.className = "says";
      says.textContent = say.waits;
      row.append(name, amount, bar, says);
      list.append(row);
      waiting.push({ file, row, bar, says });
    }
    if (submit) submit.disabled = false;
    if (address) run();
  }

  function sized(bytes) {
    const units = ["B", "KB", "MB", "GB"];
    let at = 0;
    while (bytes >= 1024 && at < 3) { bytes /= 1024; at += 1; }
    return `${bytes.toLocaleString(document.documentElement.lang, { maximumFractionDigits: at ? 1 : 0 })} ${units[at]}`;
  }

  function end(item, tone, text) {
    item.row.classList.add(tone);
    item.says.textContent = text;
    item.bar.remove();
  }

  function send(item) {
    return new Promise((resolve) => {
      const request = new XMLHttpRequest();
      const body = new FormData();
      body.append("files", item.file, item.file.name);
      request.open("POST", address);
      request.setRequestHeader("X-CSRF-Token", token);
      request.setRequestHeader("Accept", "application/json");
      request.upload.onprogress = (event) => { if (event.lengthComputable) item.bar.value = event.loaded / event.total; };
      item.says.textContent = say.sends;
      request.onload = () => {
        let answer = {};
        try { answer = JSON.parse(request.responseText); } catch { answer = {}; }
        const result = (answer.files || [])[0];
        if (request.status < 300 && result) {
          if (!result.taken) refused += 1;
          end(item, result.taken ? "sure" : "wrong", result.message);
        } else {
          refused += 1;
          end(item, "wrong", answer.message || say.fails);
        }
        resolve();
      };
      request.onerror = () => { refused += 1; end(item, "wrong", say.fails); resolve(); };
      request.send(body);
    });
  }

  async function run() {
    if (busy) return;
    busy = true;
    if (submit) submit.disabled = true;
    while (waiting.length) await send(waiting.shift());
    busy = false;
    if (refused === 0) window.location.assign(place);
    else {
      const on = form.querySelector("[data-on]");
      if (on) { on.href = place; on.hidden = false; on.focus(); }
    }
  }

  async function open() {
    const body = new FormData(form);
    body.delete("files");
    const response = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json", "X-CSRF-Token": token } });
    const answer = await response.json();
    if (!response.ok) throw new Error(answer.message);
    address = answer.files;
    place = answer.place;
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (busy) return;
    try {
      if (!address) await open();
      await run();
    } catch (problem) {
      const notice = document.createElement("div");
      notice.className = "notice wrong";
      notice.setAttribute("role", "alert");
      notice.textContent = problem.message || say.fails;
      document.getElementById("notices").replaceChildren(notice);
    }
  });

  for (const picker of pickers) {
    picker.addEventListener("change", () => { add(picker.files); picker.value = ""; });
  }
  for (const kind of ["dragenter", "dragover"]) {
    document.addEventListener(kind, (event) => { event.preventDefault(); zone.classList.add("over"); });
  }
  document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) zone.classList.remove("over"); });
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    zone.classList.remove("over");
    add(event.dataTransfer.files);
  });
  document.addEventListener("paste", (event) => {
    const files = [...event.clipboardData.files];
    if (files.length) { event.preventDefault(); add(files); }
  });
})();
