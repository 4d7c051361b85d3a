// A long list of which only what is near the view exists. Items are drawn by the chunk; a chunk out
// of sight keeps the height it had, so that the scroll bar stays true.

import { h } from "./dom.js";

export class LongList {
  // make(index) gives an item's element; wrap() a chunk's; root is what scrolls (null: the page).
  constructor(container, { make, wrap, perChunk, estimate, root = null, margin = "900px" }) {
    Object.assign(this, { container, make, wrap, perChunk, estimate });
    this.chunks = [];
    this.observer = new IntersectionObserver((seen) => seen.forEach((entry) => this.#follow(entry)), {
      root,
      rootMargin: `${margin} 0px`,
    });
  }

  show(count) {
    this.observer.disconnect();
    this.count = count;
    this.chunks = [];
    const all = document.createDocumentFragment();
    for (let from = 0; from < count; from += this.perChunk) {
      const to = Math.min(from + this.perChunk, count);
      const element = this.wrap(from);
      element.style.minHeight = `${(to - from) * this.estimate}px`;
      const chunk = { element, from, to, drawn: false };
      element.chunk = chunk;
      this.chunks.push(chunk);
      all.append(element);
    }
    this.container.replaceChildren(all);
    this.chunks.forEach((chunk, n) => {
      if (n < 1) this.#draw(chunk);
      this.observer.observe(chunk.element);
    });
  }

  // The element of an item, drawn if it was not; those before it too, so that it stays in its place.
  reveal(index) {
    const at = Math.floor(index / this.perChunk);
    if (!this.chunks[at]) return null;
    for (const chunk of this.chunks.slice(Math.max(0, at - 1), at + 2)) this.#draw(chunk);
    return this.element(index);
  }

  // The element of an item that exists at present.
  element(index) {
    const chunk = this.chunks[Math.floor(index / this.perChunk)];
    return chunk?.drawn ? chunk.element.children[index - chunk.from] : null;
  }

  redraw(index) {
    this.element(index)?.replaceWith(this.make(index));
  }

  redrawAll() {
    for (const chunk of this.chunks) if (chunk.drawn) this.#draw(chunk, true);
  }

  // Everything at once, for paper.
  drawAll(most) {
    for (const chunk of this.chunks) if (chunk.from < most) this.#draw(chunk);
  }

  #draw(chunk, again = false) {
    if (chunk.drawn && !again) return;
    const items = [];
    for (let index = chunk.from; index < chunk.to; index += 1) items.push(this.make(index));
    chunk.element.replaceChildren(...items);
    chunk.element.style.minHeight = "";
    chunk.drawn = true;
  }

  #follow({ target, isIntersecting, boundingClientRect }) {
    const { chunk } = target;
    if (isIntersecting) this.#draw(chunk);
    // A list that fits a few screens stays whole: the browser's own search finds all of it.
    else if (chunk.drawn && this.count > 200 && !target.contains(document.activeElement)) {
      target.style.minHeight = `${boundingClientRect.height}px`;
      target.replaceChildren();
      chunk.drawn = false;
    }
  }
}

export const chunkOf = (name) => () => h("ol", { class: name });
