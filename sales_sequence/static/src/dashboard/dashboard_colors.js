import { cookie } from "@web/core/browser/cookie";
import { getCustomColor } from "@web/core/colors/colors";

const color = (bright, dark) => getCustomColor(cookie.get("color_scheme"), bright, dark);

/** What the charts of the dashboard are drawn with, in the order of lightness of the scheme. */
export const COLORS = {
    answered: color("#0B6B74", "#5CC4CE"),
    answeredBefore: color("#6BA5AB", "#3B8087"),
    answeredRest: color("#D9E9EA", "#24474B"),
    average: color("#212529", "#E4E4E4"),
    call: color("#C45100", "#F08A3C"),
    linkedin: color("#0072B2", "#4DA8DA"),
    todo: color("#E6B422", "#E6B422"),
    todoOutline: color("#7A5B00", "#F5DA8B"),
    email: color("#968091", "#B9A3B4"),
    fell: color("#B02A37", "#F1959E"),
    grid: color("#E9ECEF", "#3C3E4B"),
    label: color("#495057", "#CED4DA"),
    value: color("#212529", "#FFFFFF"),
};
