"use strict";
(() => {
  const form = document.querySelector(".filters");
  if (!form) return;
  form.hidden = false;
  const cards = [...document.querySelectorAll(".card")];
  const shapes = [...document.querySelectorAll("[data-incident]")];
  const rows = [...document.querySelectorAll("[data-row]")];
  const shown = form.querySelector("output");
  const fits = (card) =>
    ["type", "country", "year"].every((name) => !form.elements[name].value || card.dataset[name] === form.elements[name].value);
  const update = () => {
    const words = form.elements.words.value.trim().toLocaleLowerCase().split(/\s+/).filter(Boolean);
    const seen = new Set();
    for (const card of cards) {
      const text = card.textContent.toLocaleLowerCase();
      card.hidden = !(fits(card) && words.every((word) => text.includes(word)));
      if (!card.hidden) seen.add(card.dataset.id);
    }
    for (const shape of shapes) shape.hidden = !seen.has(shape.dataset.incident);
    for (const shape of shapes) shape.style.display = shape.hidden ? "none" : "";
    for (const row of rows) row.hidden = !seen.has(row.dataset.row);
    shown.value = `${seen.size} of ${cards.length} incidents shown`;
  };
  form.addEventListener("input", update);
  form.addEventListener("reset", () => setTimeout(update));
  form.addEventListener("submit", (event) => event.preventDefault());
  // On paper nothing can be opened: the words behind the figures and the sources are printed.
  let opened = [];
  window.addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details.key:not([open])")];
    opened.forEach((one) => { one.open = true; });
  });
  window.addEventListener("afterprint", () => opened.forEach((one) => { one.open = false; }));
  update();
})();
