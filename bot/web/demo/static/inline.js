// Inline mode: `@bot words` asks for results while one types; the newest question wins.
import { button, element, word } from "./words.js";

const PAUSE_MS = 250;

export class InlineSearch {
  constructor(panel, composer) {
    Object.assign(this, { panel, composer, n_asked: 0 });
  }

  async search(text) {
    const query = this.query(text);
    const number = (this.n_asked += 1);
    if (query === null) {
      this.panel.hidden = true;
      return;
    }
    await new Promise((pause) => setTimeout(pause, PAUSE_MS));
    if (number !== this.n_asked) return;
    this.show([element("p", { role: "status" }, word("waiting"))]);
    const { composer } = this;
    const found = await composer.attempt(() => composer.phone.deed("inline", { query }));
    if (number !== this.n_asked) return;
    const results = found?.results ?? null;
    if (results?.length) this.show(results.map((result) => this.resultNode(result)));
    else this.show([element("p", { role: "status" }, word(results ? "no_results" : "bot_gone"))]);
  }

  // The words after `@bot `, or null for an ordinary message.
  query(text) {
    const begun = `@${this.composer.username} `.toLowerCase();
    return text.toLowerCase().startsWith(begun) ? text.slice(begun.length).trim() : null;
  }

  show(nodes) {
    this.panel.replaceChildren(...nodes);
    this.panel.hidden = false;
  }

  resultNode(result) {
    const { composer } = this;
    const choose = async () => {
      const asked = { chat: composer.place(), result: result.id };
      const chosen = await composer.attempt(() => composer.phone.deed("choose", asked));
      if (chosen !== null) composer.fill("");
    };
    const node = button(element("strong", { dir: "auto" }, result.title), choose);
    if (result.description) node.append(element("span", { dir: "auto" }, result.description));
    return node;
  }
}
