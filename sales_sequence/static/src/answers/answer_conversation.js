import { Component, useRef, useState, useSubEnv } from "@odoo/owl";
import { Composer } from "@mail/core/common/composer";
import { Message } from "@mail/core/common/message";
import { Thread } from "@mail/core/common/thread";
import { RecipientsInput } from "@mail/core/web/recipients_input";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { markText, quoteBreaks } from "./marked_text";

/** A class of Odoo's: ours would not reach into the shadow root of an email. */
const MARK = "o-mail-Message-searchHighlight";

/** A message of the thread, in which the sentence that a suggestion rests on is marked. */
export class AnswerMessage extends Message {
    prepareMessageBody(body) {
        for (const pre of body?.querySelectorAll("pre") || []) {
            quoteBreaks(pre);
        }
        super.prepareMessageBody(body);
        const { messageId, quote } = this.env.answerMark;
        // A mail in plain text has lines as long as its paragraphs.
        for (const pre of body?.querySelectorAll("pre") || []) {
            Object.assign(pre.style, { fontFamily: "inherit", whiteSpace: "pre-wrap" });
        }
        if (body && this.message.id === messageId && !body.querySelector(`.${MARK}`)) {
            markText(body, quote, MARK);
        }
    }
}

export class AnswerThread extends Thread {
    static components = { ...Thread.components, Message: AnswerMessage };
}

/** The thread of the lead or contact with Odoo's own composer in it; one instance for each answer. */
export class AnswerConversation extends Component {
    static template = "sales_sequence.AnswerConversation";
    static components = { AnswerThread, Composer, RecipientsInput };
    static props = {
        answer: Object,
        thread: { type: Object, shape: { model: String, id: Number } },
        /** How often somebody has asked for the cursor in the composer. */
        focusRequests: Number,
        onReplied: Function,
    };

    setup() {
        const store = useService("mail.store");
        this.rootRef = useRef("root");
        this.state = useState({ isWriting: false });
        this.thread = useState(store.Thread.insert(this.props.thread));
        const { message_id: messageId, suggestion, quote } = this.props.answer;
        useSubEnv({
            answerMark: { messageId, quote: suggestion && (suggestion.quote || quote) },
            // As in the chatter: Enter is a new line in an email to a customer, and only Ctrl+Enter sends.
            inChatter: { aside: false, disabled: false, toggleComposer: () => this.startWriting() },
        });
        this.thread.fetchThreadData(["suggestedRecipients"]);
    }

    get placeholder() {
        return _t("Reply to %s in the same thread. Type :: for a canned response", this.props.answer.name);
    }

    startWriting() {
        this.state.isWriting = true;
    }

    stopWriting() {
        this.rootRef.el?.querySelector(":focus")?.blur();
    }

    onPosted() {
        this.state.isWriting = false;
        this.thread.fetchNewMessages();
        this.props.onReplied();
    }

    onFullComposerClosed(isDiscarded) {
        this.thread.fetchNewMessages();
        if (!isDiscarded) {
            this.props.onReplied();
        }
    }
}
