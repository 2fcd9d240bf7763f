// What is pointed at or tapped is told beside the picture. Without this, a browser tells it when the pointer rests.
"use strict";
(() => {
  let lit = null;
  const tell = (event) => {
    const spot = event.target.closest && event.target.closest(".spot");
    if (!spot) return;
    if (lit) lit.classList.remove("on");
    lit = spot;
    spot.classList.add("on");
    const place = spot.closest(".look").querySelector(".told");
    place.textContent = spot.querySelector("title").textContent;
  };
  document.addEventListener("mouseover", tell);
  document.addEventListener("click", tell);
})();
