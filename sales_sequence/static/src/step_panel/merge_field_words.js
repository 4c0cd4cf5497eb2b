/**
 * Merge fields in people's words. In a subject they are shown as "[First name]", or "[First name|there]" with what is
 * written where the field is empty; what is stored is Odoo's "{{object.sequence_first_name|||there}}".
 */

const CODE = /\{\{\s*object\.(\w+)\s*(?:\|\|\|((?:(?!\}\}).)*))?\}\}/g;
const WORDS = /\[([^[\]|]+)(?:\|([^[\]]*))?\]/g;
const FORBIDDEN = /[[\]|]/;

export function toWords(subject, fields) {
    return (subject || "").replace(CODE, (code, name, otherwise) => {
        const field = fields.find((one) => one.name === name);
        const text = otherwise?.trim();
        if (!field || FORBIDDEN.test(field.label) || FORBIDDEN.test(text || "")) {
            return code;
        }
        return text ? `[${field.label}|${text}]` : `[${field.label}]`;
    });
}

export function toCode(text, fields) {
    return (text || "").replace(WORDS, (words, label, otherwise) => {
        const field = fields.find((one) => one.label.toLowerCase() === label.trim().toLowerCase());
        return field ? codeOf(field.name, otherwise) : words;
    });
}

/**
 * @param {string} path a field, or a path of fields
 * @param {string} [otherwise] what is written where it is empty
 */
export function codeOf(path, otherwise) {
    const text = (otherwise || "").replaceAll("|||", "").trim();
    return text ? `{{object.${path}|||${text}}}` : `{{object.${path}}}`;
}

/** The chip that stands for an element that prints a field; false where the field is not one of ours. */
export function chipOf(element, fields) {
    const name = element.getAttribute("t-out")?.trim().replace("object.", "");
    const field = fields.find((one) => one.name === name);
    if (!field) {
        return false;
    }
    const otherwise = element.textContent.trim();
    return otherwise ? `${field.label} | ${otherwise}` : field.label;
}
