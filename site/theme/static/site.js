// The look (light or dark) is kept where the browser allows it; without it, the system's is used.
"use strict";
const page = document.documentElement;
const kept = (() => { try { return localStorage.getItem("look"); } catch { return null; } })();
if (kept) page.dataset.look = kept;

document.addEventListener("DOMContentLoaded", () => {
  const button = document.querySelector("[data-look]");
  button.hidden = false;
  button.addEventListener("click", () => {
    const dark = page.dataset.look
      ? page.dataset.look === "dark"
      : matchMedia("(prefers-color-scheme: dark)").matches;
    page.dataset.look = dark ? "light" : "dark";
    try { localStorage.setItem("look", page.dataset.look); } catch { /* not kept, then */ }
  });
  // On a narrow screen, the list of lessons is folded so that the lesson comes first.
  const book = document.querySelector(".book details");
  if (book && matchMedia("(max-width: 60rem)").matches) book.open = false;
  document.querySelectorAll("[data-print]").forEach((one) => {
    one.hidden = false;
    one.addEventListener("click", () => print());
  });
});
// On paper nothing can be unfolded.
addEventListener("beforeprint", () =>
  document.querySelectorAll("main details:not(.parts)").forEach((one) => {
    if (!one.open) { one.open = true; one.dataset.wasFolded = ""; }
  }));
addEventListener("afterprint", () =>
  document.querySelectorAll("[data-was-folded]").forEach((one) => {
    one.open = false;
    delete one.dataset.wasFolded;
  }));
