import { cookie } from "@web/core/browser/cookie";
import { getCustomColor } from "@web/core/colors/colors";

/** The color of each meaning, as `[bright, dark]`: charts take it from here, the stylesheet as `--sales-sequence-…`. */
const COLORS = {
    answered: ["#0B6B74", "#45B8C2"],
    went_on: ["#968091", "#8C7587"],
    people: ["#8A7386", "#A58DA0"],
    ended: ["#E1E4E8", "#3C3E4B"],
    ended_line: ["#9AA1A8", "#7C858E"],
    open: ["#7C858E", "#9AA1A8"],
    email: ["#714B67", "#CBA9C1"],
    call: ["#A34300", "#F2995A"],
    linkedin: ["#005A8D", "#62B4EA"],
    todo: ["#6B4F00", "#E6B422"],
    action: ["#495057", "#CED4DA"],
    first: ["#0B6B74", "#45B8C2"],
    second: ["#C45100", "#F2995A"],
    third: ["#0072B2", "#62B4EA"],
    fourth: ["#714B67", "#CBA9C1"],
    text: ["#212529", "#E4E4E4"],
    muted: ["#5F6770", "#ADB5BD"],
    grid: ["#E9ECEF", "#3C3E4B"],
    paper: ["#FFFFFF", "#262A36"],
};

/** @returns {string} the color of a meaning in the color scheme of the user */
export function colorOf(meaning) {
    return getCustomColor(cookie.get("color_scheme"), ...COLORS[meaning]);
}

/** All colors as custom properties, for the `style` of the page's root. */
export function colorVariables() {
    return Object.keys(COLORS)
        .map((meaning) => `--sales-sequence-${meaning.replace("_", "-")}: ${colorOf(meaning)}`)
        .join("; ");
}

/** Lines that tell people who are still open from the others, without a color. */
export function hatch(context) {
    const tile = document.createElement("canvas");
    tile.width = tile.height = 6;
    const pen = tile.getContext("2d");
    pen.strokeStyle = colorOf("open");
    pen.lineWidth = 1.5;
    for (const offset of [-6, 0, 6]) {
        pen.moveTo(offset, 6);
        pen.lineTo(offset + 6, 0);
    }
    pen.stroke();
    return context.createPattern(tile, "repeat");
}
