/** Quoted text, which nobody wrote now. */
const QUOTED = "[data-o-mail-quote], blockquote";

/** The marks that the server puts around and into what it cut. */
const TRIMMED = /^[\s“”"…]+|[\s“”"…]+$/g;

/**
 * Let the line breaks between quoted lines of a mail in plain text be folded with them: Odoo folds the lines only, and
 * leaves a hole as tall as the quote.
 *
 * @param {HTMLElement} pre
 */
export function quoteBreaks(pre) {
    for (const node of [...pre.childNodes]) {
        const isBreak = node.nodeType === Node.TEXT_NODE && !node.data.trim();
        if (isBreak && node.previousElementSibling?.matches(QUOTED)) {
            const span = document.createElement("span");
            span.dataset.oMailQuote = "1";
            span.textContent = node.data;
            node.replaceWith(span);
        }
    }
}

function textNodes(root) {
    const nodes = [];
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        if (!walker.currentNode.parentElement?.closest(QUOTED)) {
            nodes.push(walker.currentNode);
        }
    }
    return nodes;
}

/** The characters of these nodes without white space, each with where it stands: markup breaks lines anywhere. */
function characters(nodes) {
    const found = [];
    for (const node of nodes) {
        for (let offset = 0; offset < node.data.length; offset++) {
            if (/\S/.test(node.data[offset])) {
                found.push({ node, offset, character: node.data[offset] });
            }
        }
    }
    return found;
}

/**
 * Mark the first place where `root` says `words`, outside quoted text. The words may run over several elements.
 *
 * @param {HTMLElement} root
 * @param {string} words
 * @param {string} className of the `<mark>` elements
 * @returns {boolean} whether they were found
 */
export function markText(root, words, className) {
    const wanted = (words || "").replace(TRIMMED, "").replace(/\s+/g, "");
    const found = characters(textNodes(root));
    const start = wanted ? found.map(({ character }) => character).join("").indexOf(wanted) : -1;
    if (start === -1) {
        return false;
    }
    const spans = new Map();
    for (const { node, offset } of found.slice(start, start + wanted.length)) {
        const span = spans.get(node);
        spans.set(node, { from: span ? span.from : offset, to: offset + 1 });
    }
    for (const [node, { from, to }] of spans) {
        const range = document.createRange();
        range.setStart(node, from);
        range.setEnd(node, to);
        const mark = document.createElement("mark");
        mark.className = className;
        range.surroundContents(mark);
    }
    return true;
}
