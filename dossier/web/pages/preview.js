// Puts each problem beside what it concerns, and loads the page anew when the case has changed.
"use strict";
const panel = document.getElementById("preview");
for (const problem of panel.querySelectorAll("[data-at]")) {
  const at = document.getElementById(problem.dataset.at);
  if (!at) continue;
  const note = document.createElement("div");
  note.className = problem.className + " beside";
  note.setAttribute("role", "note");
  note.append(...Array.from(problem.childNodes, (node) => node.cloneNode(true)));
  if (/^H[1-6]$/.test(at.tagName)) at.after(note);
  else (at.querySelector("h2, h3, h4") || at.firstElementChild || at)[at.firstElementChild ? "after" : "append"](note);
}
const changes = new EventSource("/changes");
changes.onmessage = (event) => {
  if (event.data !== panel.dataset.state) location.reload();
};
changes.onerror = () => {
  if (panel.classList.contains("lost")) return;
  panel.classList.add("lost");
  const said = document.createElement("p");
  said.setAttribute("role", "alert");
  said.textContent = "The preview has ended or cannot be reached: this page no longer follows the case.";
  panel.prepend(said);
};
changes.onopen = () => {
  if (panel.classList.contains("lost")) location.reload();
};
