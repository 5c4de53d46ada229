"use strict";

// The page asks for a key and shows, each second, what runs and waits in each queue.
const KEY = "easel-key";
const LOOK_MILLIS = 1000;
const MOST_EMPTY_SLOTS = 12;
const by = (id) => document.getElementById(id);
let timer;

by("enter").addEventListener("submit", (event) => {
  event.preventDefault();
  sessionStorage.setItem(KEY, by("key").value.trim());
  by("key").value = "";
  look();
});

by("leave").addEventListener("click", () => leave(""));

function leave(why) {
  clearTimeout(timer);
  sessionStorage.removeItem(KEY);
  by("board").hidden = true;
  by("leave").hidden = true;
  by("enter").hidden = false;
  tell(why, why !== "");
  by("key").focus();
}

function tell(text, isBad) {
  if (by("state").textContent !== text) by("state").textContent = text;
  by("state").classList.toggle("bad", isBad);
}

async function look() {
  clearTimeout(timer);
  const key = sessionStorage.getItem(KEY);
  if (!key) return leave("");
  try {
    const answer = await fetch("/board", { headers: { Authorization: `Bearer ${key}` }, cache: "no-store" });
    if (answer.status === 401) return leave("This key is not known.");
    if (!answer.ok) throw new Error(String(answer.status));
    show((await answer.json()).items);
    tell("live", false);
  } catch (failure) {
    tell("Easel does not answer; trying again…", true);
  }
  timer = setTimeout(look, LOOK_MILLIS);
}

function show(queues) {
  by("enter").hidden = true;
  by("leave").hidden = false;
  by("board").hidden = false;
  if (queues.length === 0) {
    by("board").replaceChildren(text("p", "hint", "No queue yet: link a Discord account first."));
    return;
  }
  by("board").replaceChildren(...queues.map(card));
}

function card(queue) {
  const card = by("queue").content.cloneNode(true);
  card.querySelector(".name").textContent = queue.label ? `${queue.id} · ${queue.label}` : queue.id;
  card.querySelector(".paused").hidden = !queue.paused;
  card.querySelector(".facts").textContent = facts(queue);
  card.querySelector(".slots").append(...slots(queue));
  card.querySelector(".waiting").append(...queue.waiting.map(waiting));
  return card;
}

function facts(queue) {
  const facts = [`${queue.running.length} of ${queue.limit} running`, `${queue.waitingCount} waiting`];
  if (queue.oldestWaitSeconds !== null) facts.push(`oldest for ${span(queue.oldestWaitSeconds)}`);
  if (queue.expectedWaitSeconds) facts.push(`a new job waits about ${span(queue.expectedWaitSeconds)}`);
  return facts.join(" · ");
}

function slots(queue) {
  const running = queue.running.map((job) => {
    const slot = document.createElement("li");
    const bar = document.createElement("progress");
    bar.max = 100;
    bar.value = job.progress;
    const where = job.account.label || `account ${job.account.id}`;
    slot.append(text("span", "prompt", job.prompt || "…"), text("span", "note", `${where} · ${job.progress} %`), bar);
    return slot;
  });
  const free = Math.max(0, Math.min(queue.limit, MOST_EMPTY_SLOTS) - running.length);
  return running.concat(Array.from({ length: free }, () => text("li", "free", "free")));
}

function waiting(job) {
  const item = document.createElement("li");
  item.append(text("span", "place", String(job.position)), text("span", "prompt", job.prompt || "…"));
  return item;
}

function text(tag, name, content) {
  const element = document.createElement(tag);
  element.className = name;
  element.textContent = content;
  return element;
}

function span(seconds) {
  if (seconds < 90) return `${seconds} s`;
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
}

look();
