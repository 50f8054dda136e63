// Columns side by side on a wide screen, tabs on a narrow one.
import { Column } from "./column.js";
import { isSure, notice } from "./dialogs.js";
import { Fault, follow, startOver } from "./server.js";
import { word } from "./words.js";

const tabs = [...document.querySelectorAll("[role=tab]")];
const sections = tabs.map((tab) => document.getElementById(tab.getAttribute("aria-controls")));
const unread = tabs.map((tab) => tab.querySelector(".unread"));
const columns = new Map(
  sections.map((section, place) => {
    const arrived = () => { unread[place].hidden = section.offsetParent !== null; };
    return [section.dataset.person, new Column(section, arrived)];
  }),
);

function choose(place) {
  tabs.forEach((tab, other) => {
    tab.setAttribute("aria-selected", String(other === place));
    tab.tabIndex = other === place ? 0 : -1;
    sections[other].classList.toggle("chosen", other === place);
  });
  unread[place].hidden = true;
}

tabs.forEach((tab, place) => {
  tab.addEventListener("click", () => choose(place));
  tab.addEventListener("keydown", ({ key }) => {
    const last = tabs.length - 1;
    const moves = { ArrowRight: place === last ? 0 : place + 1, ArrowLeft: place === 0 ? last : place - 1, Home: 0, End: last };
    const target = moves[key];
    if (target === undefined) return;
    choose(target);
    tabs[target].focus();
  });
});

const again = document.getElementById("start-over");
again?.addEventListener("click", async () => {
  if (!(await isSure())) return;
  again.disabled = true;
  try {
    await startOver();
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    notice(word(error.message));
  }
  again.disabled = false;
});

const lost = document.querySelector(".lost");
follow(
  (people) => Object.entries(people).forEach(([key, state]) => columns.get(key)?.show(state)),
  (isLost) => { lost.hidden = !isLost; },
);
