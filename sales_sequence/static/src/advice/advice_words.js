import { deserializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { formatList } from "@web/core/l10n/utils";
import { inLanguageOfWords } from "../desk/moments";

/** From bad to harmless. A shape and a word as well as a color: each tells them apart by itself. */
export const SEVERITIES = {
    act: { icon: "fa-times-circle", word: _t("To act on") },
    warning: { icon: "fa-exclamation-triangle", word: _t("Warning") },
    hint: { icon: "fa-lightbulb-o", word: _t("Hint") },
};

/** @returns {string} "1 to act on, 2 warnings, 2 hints"; empty where there is nothing */
export function countsInWords({ act, warning, hint }) {
    const warnings = warning === 1 ? _t("1 warning") : _t("%s warnings", warning);
    const hints = hint === 1 ? _t("1 hint") : _t("%s hints", hint);
    const words = [act && _t("%s to act on", act), warning && warnings, hint && hints].filter(Boolean);
    return formatList(words.map(String), { style: "unit" });
}

export function dismissedInWords({ dismissed_at: at, dismissed_by: name, dismiss_note: note }) {
    const date = inLanguageOfWords(deserializeDateTime(at)).toLocaleString({
        day: "numeric",
        month: "short",
        year: "numeric",
    });
    return name
        ? _t("Dismissed by %(name)s on %(date)s: %(note)s", { name, date, note })
        : _t("Dismissed on %(date)s: %(note)s", { date, note });
}
