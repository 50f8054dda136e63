// The only place that talks to the program. A fault is an Error whose message is a key of the page's words.
export class Fault extends Error {}

async function post(address, body, type) {
  let answer;
  try {
    answer = await fetch(address, { method: "POST", body, headers: { "Content-Type": type } });
  } catch {
    throw new Fault("lost");
  }
  if (answer.ok) return answer.json();
  if (answer.status === 413) throw new Fault("too_big");
  throw new Fault(answer.status === 404 ? "gone" : "refused");
}

export const startOver = () => post("start-over", "{}", "application/json");

export function phone(person) {
  const deed = (name, asked) => post(`chats/${person}/${name}`, JSON.stringify(asked), "application/json");
  const sendFile = (file, kind, caption) => {
    const about = new URLSearchParams({ kind, name: file.name, caption });
    return post(`chats/${person}/file?${about}`, file, file.type || "application/octet-stream");
  };
  return { deed, sendFile };
}

const nextEvent = (target, name) => new Promise((seen) => target.addEventListener(name, seen, { once: true }));

// Calls `show(people)` at once and after every change, for as long as the page is open. A hidden page asks nothing.
export async function follow(show, lost) {
  let version = -1;
  for (;;) {
    if (document.hidden) await nextEvent(document, "visibilitychange");
    try {
      const answer = await fetch(`changes?after=${version}`, { cache: "no-store" });
      if (!answer.ok) throw new Fault("lost");
      lost(false);
      if (answer.status === 204) continue;
      const state = await answer.json();
      version = state.version;
      show(state.people);
    } catch (error) {
      if (!(error instanceof TypeError || error instanceof Fault || error instanceof SyntaxError)) throw error;
      version = -1;
      lost(true);
      await new Promise((later) => setTimeout(later, 1000));
    }
  }
}
