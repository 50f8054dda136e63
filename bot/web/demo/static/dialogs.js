// Dialogs that must be answered.
import { button, element } from "./words.js";

const closed = (dialog) =>
  new Promise((done) => dialog.addEventListener("close", () => done(dialog.returnValue), { once: true }));

let before = Promise.resolve();

// Shows a text until it is closed; one waits for the other.
export function notice(text) {
  before = before.then(() => {
    const dialog = document.getElementById("notice");
    document.getElementById("notice-text").textContent = text;
    dialog.showModal();
    return closed(dialog);
  });
}

// Returns the number of the chosen chat, or null.
export async function chooseChat(titles) {
  const dialog = document.getElementById("where");
  const places = titles.map((title, place) => button(element("bdi", {}, title), () => dialog.close(String(place))));
  dialog.querySelector(".places").replaceChildren(...places);
  dialog.returnValue = "";
  dialog.showModal();
  const answer = await closed(dialog);
  return answer === "" ? null : Number(answer);
}

export async function isSure() {
  const dialog = document.getElementById("sure");
  dialog.returnValue = "no";
  dialog.showModal();
  return (await closed(dialog)) === "yes";
}
