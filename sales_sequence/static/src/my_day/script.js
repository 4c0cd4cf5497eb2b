import { markup } from "@odoo/owl";

const HEADINGS = "h1, h2, h3, h4, h5, h6, p";

/** What a script says only if it is needed: a list whose items begin with what is heard, in <em>, below a heading. */
function isObjections(list) {
    const items = [...list.children];
    return (
        items.length > 0 && list.previousElementSibling?.matches(HEADINGS) && items.every((item) => whatIsHeard(item))
    );
}

function whatIsHeard(item) {
    const first = [...item.childNodes].find((node) => node.nodeType !== Node.TEXT_NODE || node.textContent.trim());
    return first?.nodeName === "EM" && first;
}

/**
 * Fold the answers to objections of a script, so that what is heard can be found at a glance.
 *
 * @param {string} html as the server has rendered and cleaned it
 * @returns {{ html: Markup, text: string, count: number }} the text is what can be pasted; count: of objections
 */
export function foldScript(html) {
    const { body } = new DOMParser().parseFromString(html || "", "text/html");
    const text = plainText(body);
    let count = 0;
    for (const list of body.querySelectorAll("ul, ol")) {
        if (!isObjections(list)) {
            continue;
        }
        const folded = body.ownerDocument.createElement("div");
        folded.className = "o_sales_sequence_objections border rounded";
        for (const item of [...list.children]) {
            folded.append(fold(item));
            count++;
        }
        list.previousElementSibling.classList.add("o_sales_sequence_if_you_hear");
        list.replaceWith(folded);
    }
    return { html: markup(body.innerHTML), text, count };
}

function fold(item) {
    const document = item.ownerDocument;
    const heard = whatIsHeard(item);
    const details = document.createElement("details");
    const summary = document.createElement("summary");
    const answer = document.createElement("div");
    summary.append(...heard.childNodes);
    heard.remove();
    answer.append(...item.childNodes);
    details.append(summary, answer);
    return details;
}

const BLOCKS = new Set(["BLOCKQUOTE", "DIV", "H1", "H2", "H3", "H4", "H5", "H6", "LI", "OL", "P", "UL"]);

/** The lines of a script as they are pasted into a message: one for each block. */
function plainText(node) {
    const lines = [""];
    const read = (one) => {
        if (one.nodeType === Node.TEXT_NODE) {
            lines[lines.length - 1] += one.textContent.replace(/\s+/g, " ");
            return;
        }
        const isBlock = BLOCKS.has(one.nodeName);
        if (isBlock || one.nodeName === "BR") {
            lines.push("");
        }
        one.childNodes.forEach(read);
        if (isBlock) {
            lines.push("");
        }
    };
    read(node);
    return lines
        .map((line) => line.trim())
        .filter(Boolean)
        .join("\n");
}
