// What makes the page quicker: keys, counts, and a word when the case changes underneath. All of it works without.
"use strict";
const live = document.getElementById("live");
const decision = document.getElementById("decision");
const question = document.getElementById("question");
const signing = document.getElementById("signing");
const note = document.getElementById("note");
const keysOn = document.getElementById("keys-on");

function say(words) {
  live.textContent = "";
  setTimeout(() => { live.textContent = words; }, 50);
}

// --- ticks

const ticks = Array.from(document.querySelectorAll("input[name='claim']"));

function countTicks() {
  const number = ticks.filter((tick) => tick.checked).length;
  for (const place of document.querySelectorAll("button .count")) place.textContent = ` ${number}`;
  return number;
}

function tickOnly(chosen, words) {
  for (const tick of ticks) tick.checked = chosen.includes(tick);
  say(`${countTicks()} ${words}`);
}

for (const tick of ticks) tick.addEventListener("change", countTicks);
if (decision) countTicks();
for (const link of document.querySelectorAll("a.only")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    const tick = link.closest(".claim").querySelector("input");
    tickOnly([tick], "claim is ticked.");
    tick.focus();
  });
}
const tickAll = document.querySelector("a.tick-all");
if (tickAll) {
  tickAll.addEventListener("click", (event) => {
    event.preventDefault();
    tickOnly(ticks, "claims are ticked.");
  });
}

// --- decisions

function decide(what) {
  if (!decision) return;
  if (question) {
    say("Answer first who did it.");
    question.querySelector("input[type='radio']").focus();
    return;
  }
  if (countTicks() === 0) {
    say("Nothing is ticked: tick the claims that you mean.");
    if (ticks.length) ticks[0].focus();
    return;
  }
  if (what !== "approve" && note.value.trim() === "") {
    say(`Say why in the note, then press ${what === "reject" ? "Reject" : "Question"}.`);
    note.focus();
    return;
  }
  decision.requestSubmit(decision.querySelector(`button[value='${what}']`));
}

function answer(number) {
  if (!question) return;
  const choice = question.querySelectorAll("input[name='vote']")[number - 1];
  choice.checked = true;
  choice.focus();
}

// --- keys

function follow(selector) {
  const link = document.querySelector(selector);
  if (link) link.click();
  else say("There is no further card.");
}

const keys = {
  a: () => decide("approve"),
  r: () => decide("reject"),
  q: () => decide("question"),
  j: () => follow("a[rel='next']"),
  k: () => follow("a[rel='prev']"),
  n: () => note && note.focus(),
  S: () => (signing ? signing.requestSubmit() : follow("#sign")),
  "?": () => {
    const list = document.getElementById("keys");
    list.open = true;
    list.querySelector("summary").focus();
  },
};
for (let number = 1; number <= 5; number += 1) keys[number] = () => answer(number);

if (keysOn) {
  try { keysOn.checked = localStorage.getItem("keys") !== "off"; } catch { /* a browser that keeps nothing */ }
  keysOn.addEventListener("change", () => {
    try { localStorage.setItem("keys", keysOn.checked ? "on" : "off"); } catch { /* as above */ }
  });
}
document.addEventListener("keydown", (event) => {
  const at = event.target;
  if (event.key === "Escape" && at === note) note.blur();
  const writes = at.closest("textarea, select, input:not([type='checkbox']):not([type='radio'])");
  if (writes || event.ctrlKey || event.altKey || event.metaKey || event.repeat || !keysOn || !keysOn.checked) return;
  const does = keys[event.key];
  if (!does) return;
  event.preventDefault();
  does();
});

// --- the case changed on disk while the page was open

const stale = document.getElementById("stale");
const claims = Array.from(document.querySelectorAll(".claim[data-digest]"));

async function compare() {
  const path = location.pathname.replace(/^\/card\//, "/digests/");
  const answered = await fetch(path, { credentials: "same-origin" });
  const now = answered.ok ? await answered.json() : null;
  const changed = claims.filter((claim) => now === null || now[claim.dataset.key] !== claim.dataset.digest);
  const more = now === null ? 0 : Object.keys(now).length - claims.length;
  if (changed.length === 0 && more <= 0) return;
  for (const claim of claims) claim.classList.toggle("gone", changed.includes(claim));
  const words = changed.length === 1 ? "1 claim" : `${changed.length} claims`;
  const link = document.createElement("a");
  link.href = location.pathname + location.search;
  link.textContent = "Show the card as it is now";
  stale.replaceChildren(
    now === null
      ? "The case was changed and cannot be read now. "
      : changed.length
        ? `Stale: the case was changed on disk, and ${words} on this card ${changed.length === 1 ? "is" : "are"} no longer what you see. Decisions on the old words are refused. `
        : "The case was changed on disk: more rests on this sentence now. ",
    link,
  );
  stale.hidden = false;
}

if (stale) {
  const changes = new EventSource("/changes");
  changes.onmessage = () => compare().catch(() => {});
  changes.onerror = () => {
    if (changes.readyState === EventSource.CLOSED || !stale.hidden) return;
    stale.textContent = "The review page has ended or cannot be reached. Start it again with: dossier review";
    stale.hidden = false;
  };
  changes.onopen = () => { if (stale.textContent.startsWith("The review page")) stale.hidden = true; };
}
const refused = document.getElementById("refused");
if (refused) {
  refused.tabIndex = -1;
  refused.focus();
}
