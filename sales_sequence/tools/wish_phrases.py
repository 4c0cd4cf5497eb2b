# License LGPL-3.0 or later: see LICENSE.
"""How people ask not to be contacted again, by language. Regular expressions, folded before use."""

# The line below our emails (`inbox/opt_out_link.py`), in the languages in which it is shipped. Where a mail program quotes
# without any mark, it is not the person's wish. Not folded; a space stands for any.
OWN_FOOTERS = (
    r"Prefer not to receive these emails\? Unsubscribe",
    r"Sie möchten diese E-Mails nicht mehr erhalten\? Abmelden",
    r"¿Prefiere no recibir más estos correos\? Darse de baja",
    r"Vous ne souhaitez plus recevoir ces e-mails \? Se désinscrire",
    r"Non desidera più ricevere queste e-mail\? Annulli l[’']iscrizione",
    r"Liever geen e-mails meer zoals deze\? Uitschrijven",
    r"Prefere não receber mais estes e-mails\? Cancelar subscrição",
)

# A whole line or subject with nothing else.
LINES = (
    r"stop(?: now)?|remove|delete me|stopp|löschen|parar|remover|koniec|lopeta|dur|çıkar|törlés|berhenti|dừng|yc|td|t|解除|ยกเลิก|توقف|حذف|הסר|стоп",
)

# A whole line, subject or sentence with nothing else.
WORDS = (
    # English
    r"(?:please )?(?:un-?subscribe|unsub|opt[- ]?(?:me )?out|stop (?:it|this|that)|remove me|take me off(?: (?:this|it))?)(?: me)?(?: now| immediately| asap)?",
    r"(?:please|pls|kindly) stop(?: now)?|off (?:the|your|this) list(?: please)?|do(?: not|n't) send (?:me|us) (?:any )?more(?: of (?:these|those|this))?",
    r"(?:no more (?:e-?mails?|mails?|messages)|leave me alone|do not (?:contact|e-?mail|mail)(?: me)?|don't (?:contact|e-?mail|mail) me|dnc)",
    # German, Dutch
    r"(?:bitte )?(?:newsletter |vom newsletter |mich )?(?:abmelden|abbestellen|austragen|abmeldung|abbestellung|aus dem verteiler(?: nehmen| streichen| löschen)?|keine (?:e-?mails?|mails?|werbung) mehr)(?: bitte)?",
    r"(?:graag )?(?:uitschrijven|afmelden|uitschrijving|afmelding)(?: graag| aub| a\.u\.b\.?)?",
    # French, Spanish, Italian, Portuguese, Catalan, Galician, Romanian
    r"(?:merci de )?(?:(?:me )?désinscrire|désinscription|désabonnement|(?:me )?désabonner|désabonnez[- ]moi|désinscrivez[- ]moi|stop (?:mails?|pub|svp))(?: s'il vous plaît| svp| merci)?",
    r"(?:por favor )?(?:baja|darme de baja|dar de baja|dadme de baja|deme de baja|dame de baja|cancelar (?:la )?suscripción|desuscribir(?:me)?|no más (?:correos|emails|mails))(?: por favor)?",
    r"(?:per favore )?(?:cancellami|cancellatemi|cancellazione|disiscrizione|disiscrivimi|disiscrivetemi|cancella(?:re)? (?:l')?iscrizione|rimuovimi|rimuovetemi|annulla iscrizione|basta (?:e-?mail|mail))(?: grazie| per favore)?",
    r"(?:por favor )?(?:descadastrar|descadastre-me|descadastro|cancelar (?:a )?(?:inscrição|subscrição|assinatura)|remova-me|anular subscrição|sair da lista)(?: por favor)?",
    r"(?:doneu-me de baixa|dóna'm de baixa|donar-me de baixa|cancel·lar subscripció)",
    r"(?:dezabonare|dezabonează-mă|dezabonați-mă)(?: vă rog)?",
    # Scandinavian, Finnish, Baltic
    r"(?:vänligen )?(?:avregistrera(?: mig)?|avprenumerera|avsluta prenumeration(?:en)?|avanmäl(?:an| mig)?|stopp?a(?: utskick)?)(?: tack)?",
    r"(?:venligst )?(?:afmeld(?: mig)?|afmelding|frameld(?: mig)?|framelding)(?: tak)?",
    r"(?:vennligst )?(?:avmeld(?: meg)?|avmelding|meld meg av|stopp)(?: takk)?",
    r"(?:peruuta(?: tilaus)?|poista (?:minut )?(?:listalta|postituslistalta)|peruutus|ei enää viestejä)(?: kiitos)?",
    r"(?:palun )?(?:loobu(?:n)?|eemaldage mind|eemalda mind|tühista tellimus)",
    r"(?:atrakstīties|atrakstīt|anulēt abonementu|atsisakyti(?: prenumeratos)?|atsisakau)",
    # Slavic, Hungarian, Greek, Turkish
    r"(?:proszę )?(?:mnie )?(?:wypisz(?: mnie)?|wypisać|wypisanie|rezygnuję|rezygnacja|usuń mnie|usunąć|proszę o usunięcie)",
    r"(?:prosím )?(?:odhlásit|odhlaste mě|odhlášení|odhláste ma|odhlásiť|odhlásenie|vyřadit|zrušit odběr)",
    r"(?:odjava|odjavi me|odjavite me|odjavi|odjavite|ispiši me|ispišite me|odjavljam)",
    r"(?:отпишите(?: меня)?|отписаться|отписка|отписать|удалите меня|не пишите(?: мне)?(?: больше)?|відписатися|відпишіть мене|відписка|отпишете ме|отписване|одјава|одјави ме|одјавите ме)",
    r"(?:leiratkozás|leiratkozom|leiratkoztatás|kérem töröljenek)",
    r"(?:διαγραφή|διαγράψτε με|απεγγραφή|κατάργηση εγγραφής)",
    r"(?:abonelikten çık(?:ar|mak istiyorum)?|listeden çıkar(?:ın)?|aboneliği iptal|üyelikten çık)",
    r"(?:harpidetza kendu|kendu nazazue)",
    # Semitic, Indic, East Asian
    r"(?:להסיר|הסרה|הסירו אותי|תסירו אותי|נא להסיר(?: אותי)?)",
    r"(?:إلغاء الاشتراك|الغاء الاشتراك|ألغ اشتراكي|احذفني|احذفوني|لغو اشتراک|لطفا حذف کنید)",
    r"(?:अनसब्सक्राइब|सदस्यता रद्द करें|मुझे हटाएं|मुझे हटा दें)",
    r"(?:ยกเลิก(?:การ)?(?:รับ|สมัคร|ติดตาม)\S*)",
    r"(?:hủy đăng ký|huỷ đăng ký|ngừng gửi)",
    r"(?:berhenti berlangganan|hapus saya|stop berlangganan|batal langganan|nyahlanggan)",
    r"(?:配信停止|配信停止希望|配信停止をお願いします|配信不要|退会|登録解除)",
    r"(?:退订|退訂|取消订阅|取消訂閱|拒收)",
    r"(?:수신\s?거부|수신\s?차단|구독\s?취소|구독\s?해지)(?:합니다)?",
)

# A statement inside a text: a request to us about "me" or "us".
OPT_OUT = {
    "en": (
        r"\bun-?subscribe (?:me|us|(?:my|our|this) (?:\w+ )?(?:e-?mail|address|account|mailbox)|(?:me |us )?from (?:this|these|your|all|it))\b|\b(?:please|kindly|pls) un-?subscribe\b(?=\W*$|[,.!]| (?:now|immediately|asap|as|and|or|thanks|thank)\b)|\b(?:want|wish|like|love|prefer|need|ask(?:ed|ing)?|request(?:ed|ing)?|requested|demand)(?: you)?(?: \w+){0,2} to (?:be )?un-?subscribed?(?! (?:people|users|customers|them|our|my|contacts))\b",
        r"\b(?:remove|delete|take|get|drop|strike|scrub|exclude|purge|erase|unlist) (?:me|us|my (?:\w+ ){0,3}?(?:name|e-?mail|address|details|data|contact|information|info|account|record)s?|our (?:\w+ ){0,3}?(?:name|e-?mail|address|details|data|contact|information|company|account)s?|this (?:\w+ )?(?:e-?mail|address|mailbox))(?: (?:and|or) (?:\w+ ){1,4}?)? ?(?:(?:completely|permanently|immediately|now|please|asap) )?(?:off|from|out of|of) (?:(?:of|all|any|your|this|these|the|future|further|every|each|such) ){1,4}(?!(?:c{1,2}|bcc|invit\w*|guest|speaker|wait\w*|attendee|participant|price)\b)(?:\w+[ -]){0,3}?(?:lists?|databases?|mailings?|mails?|e-?mails?|records|crm|systems?|sequences?|campaigns?|newsletters?|contacts|communications?|distribution|outreach|cadence|messages|files|correspondence|address book|spam)\b",
        r"(?:^|, )\W*(?:(?:hi|hello|hey|dear)\b[^,]{0,30},? )?(?:(?:so|and|again|no thanks|no thank you|not interested)[,.]? )?(?:please|kindly|pls|plz)? ?(?:just )?(?:remove|delete|take) (?:me|us|my (?:e-?mail|address|details|contact))(?: off(?: it)?| from it)?(?: (?:immediately|asap|now|please|thanks|thank you|today))*\W*$",
        r"\b(?:do not|don't|dont|never|must not|stop|cease|quit)(?: (?!hesitate|forget|fail|fear)\w+){0,2}? (?:contact|e-?mail|mail|write(?: to)?|message|spam|bother|approach|solicit|harass|pester|reach out to|follow up with|send(?:ing)? (?:any ?thing |things )?to)(?:ing|ting)? (?:me|us|this address|my (?:team|staff|colleagues|company)|our (?:team|staff|company))?,? ?(?:or \w+ ){0,3}(?:(?:by e-?mail |via e-?mail |about this |with (?:this|these|such|your)[\w -]{0,25} |for (?:sales|marketing|this)[\w -]{0,20} |at this address |on this address )?(?:again|any ?more|any ?longer|further|ever|in (?:the )?future|at all|going forward|unsolicited)\b|(?:please|thanks|thank you)?\W*$)",
        r"\b(?:stop|cease|quit)(?: \w+){0,2}? (?:contact|e-?mail|mail|writ|messag|spamm|both?er|harass|pester)ing(?: (?:me|us|this address|(?:my|our)(?! (?:col+eague|co-?worker|boss|manager|husband|wife|assistant|customer|client)))\b|\W*$)|\b(?:stop|cease|quit|do not|don't|dont|no need to|never) send(?:ing)? (?:me |us )?(?:(?:any|these|your|more|further|such|this|all|the|unsolicited|other|marketing|sales|promotional|follow-?up) ){0,4}(?:e-?mails?|mails?|messages?|spam|stuff|crap|junk|offers|newsletters?|marketing|follow-?ups?|things|these|this|anything)(?: (?:any ?more|again|ever|to (?:me|us)|please))*\W*(?:$|and|or|,)|\bstop (?:the|this|these|your|with the|all)(?: \w+){0,2} (?:e-?mails?|mails?|messages|spam|spamming|e-?mailing|outreach|follow-?ups?)\b",
        r"\b(?:discontinue|cease|halt) (?:with )?(?:all |any |further |sending |your |these |this |the )+(?:\w+ ){0,2}?(?:e-?mails?|mails?|messages|mailings?|sequences?|newsletters?|follow-?ups?)\b|\b(?:cease|stop|refrain from|end|avoid) (?:all |any |further |your |this |these |the )*(?:communications?|contact(?:ing)?|correspondence|outreach|mailings?|solicitations?|following up|reaching out|sending|e-?mailing|writing)\b(?: (?:me|us|to me|to us|with me|with us|from you|again|any ?more|immediately|any further|further|more|e-?mails?|mails?|messages))*\W*$|\b(?:do not|don't|dont|never)(?: ever)? (?:reach out|follow up|get in touch|be in touch)(?: (?:to|with) (?:me|us))?(?: (?:again|any ?more|any further|ever|in (?:the )?future))+|\b(?:do[- ]not[- ](?:contact|mail|call|e-?mail)|dnc|suppression|opt-out|unsubscribe|block)[ -]?lists?\b|\bas (?:a )?(?:do not contact|opted[- ]out|unsubscribed)\b",
        r"\b(?:remov|delet|tak|unsubscrib)ing (?:me|us|my (?:\w+ ){0,2}?(?:e-?mail|address|name|details))\b(?: off)? ?(?:from|of|off)?(?: (?:your|this|the|all|any))+ (?:\w+[ -]){0,3}?(?:lists?|databases?|mailings?|e-?mails?|records|crm)|\b(?:deletion|removal|erasure) of (?:all |any )*(?:my|our) (?:\w+ ){0,3}?(?:data|information|details|address|e-?mail)\b|\b(?:delete|erase|remove)(?: \w+){0,2} (?:personal )?(?:data|information|details) (?:that )?you (?:hold|have|store|keep)|\bno (?:permission|right|consent) to (?:use|store|process|keep|have) my\b",
        r"\bno (?:more|further) (?:\w+ ){0,2}?(?:e-?mails?|mails?|messages?|follow-?ups?|contact|communications?)\b(?: (?:please|from you|thanks|thank you|to (?:me|us)))*\W*$|\b(?:lose|delete|forget) my (?:e-?mail|number|address|contact)\b",
        r"\b(?:opt|opting|opted)(?: me| us)?[ -]out(?: of (?:your|this|these|all|any|future|further|receiving|the)\b|\W*$)|\bopt (?:me|us) out\b",
        r"\b(?:do not|don't|dont|no longer|not) (?:want|wish|care|like|consent|agree|interested in)(?:ing)?(?: \w+){0,2}? (?:receiv(?:e|ing)|get(?:ting)?|hear(?:ing)? from|be(?:ing)? (?:contacted|e-?mailed|mailed|solicited)|be on|see(?:ing)?) ?(?:by you |from you |again |by e-?mail )?(?:any |more |further |these |your |such |this |of |future |marketing |sales |unsolicited |other )*(?:(?:you|them|it)\b|e-?mails?|mails?|messages?|communications?|newsletters?|mailing list|list|contact|again|any ?more|follow-?ups?|things|\W*$)",
        r"\b(?:leave me alone|off (?:of )?your (?:\w+ ){0,2}list|off your mailing|(?:be|being|get) (?:removed|deleted|taken off|unsubscribed) from (?:your|this|the|all|any|these)(?: \w+){0,3}? (?:lists?|database|mailings?|e-?mails?|records|crm|system|sequence|campaign|communications?))\b",
        r"\b(?:object|objection|opposed?) to (?:the |any |your |further )*(?:\w+ ){0,2}?(?:processing|use|using|storage|storing) (?:of )?(?:my|our)\b|\bright (?:to|of) (?:erasure|be forgotten|object|deletion|objection)\b|\b(?:delete|erase|destroy|remove|purge)(?: and \w+)? (?:all |any |of |the )*(?:my (?:\w+ ){0,3}?(?:data|information|details|records)\b(?! (?:entry|set|model|warehouse|migration|in (?:the|our)|from the))|our (?:\w+ ){0,3}?(?:data|information|details|records) (?:from|in) your\b)|\bwithdraw (?:my|our|any) consent\b|\bcease and desist\b|\b(?:gdpr|ccpa|can-?spam|casl)\b[^.]{0,80}\b(?:delete|erase|remove|object|unsubscribe|stop)\b",
    ),
    "de": (
        r"\b(?:nehmen|tragen|melden|nimm|trag|meld|werfen)(?:e|t)? (?:sie )?(?:mich|uns|meine (?:\S+ ){0,3}?(?:adresse|daten|e-?mail\S*|mailadresse|kontaktdaten)|unsere (?:\S+ ){0,3}?(?:adresse|daten)|diese (?:e-?mail-?)?adresse)\b(?: (?:bitte|sofort|umgehend|unverzüglich|sofort bitte|endlich|auch|dauerhaft|wieder|vollständig))*(?: (?:aus|von|vom)\b(?:(?! auf\b)[^.]){0,40}(?:verteiler|liste|datenbank|system|newsletter|adressliste|mailing|kontakt|e-?mail|kartei)| (?:ab|aus)(?: bitte)?\W*$)|\b(?:streichen|löschen|entfernen|streich|lösch|entfern)(?:e|t)? (?:sie )?(?:mich|uns|meine (?:\S+ ){0,3}?(?:adresse|daten|e-?mail\S*|mailadresse|kontaktdaten)|unsere (?:\S+ ){0,3}?(?:adresse|daten)|diese (?:e-?mail-?)?adresse)\b(?: (?:bitte|sofort|umgehend|unverzüglich|sofort bitte|endlich|auch|dauerhaft|wieder|vollständig))*(?: (?:aus|von|vom)\b(?:(?! auf\b)[^.]){0,40}(?:verteiler|liste|datenbank|system|newsletter|adressliste|mailing|kontakt|e-?mail|kartei)|\W*$)",
        r"\b(?:mich|uns|meine (?:\S+ ){0,3}?(?:adresse|daten|e-?mail\S*|mailadresse|kontaktdaten))(?: (?:bitte|sofort|umgehend|unverzüglich))* (?:aus|von|vom) (?:\S+ ){0,4}?(?:verteiler\w*|liste\w*|datenbank|system\w*|newsletter\w*|mailing\w*|kontakten)(?: (?:zu |bitte |wieder )*(?:nehmen|streichen|löschen|entfernen|austragen|abmelden|entfernt|gelöscht|gestrichen|genommen)|\W*$)",
        r"\b(?:schreiben|kontaktieren|schicken|senden|belästigen|mailen|schreib|kontaktier|schick|send)(?:e|t|est)? (?:sie )?(?:mir|uns|mich)(?: bitte| künftig| zukünftig| in zukunft| ab sofort)* (?:nicht mehr|nie (?:mehr|wieder)|keine (?:\S+ ){0,3}?(?:mails?|e-?mails?|nachrichten|werbung|angebote|newsletter|werbemails?|anfragen)(?: mehr)?)\b",
        r"\bkeine (?:weiteren? )?(?:\S+ )?(?:mails?|e-?mails?|nachrichten|werbung|anfragen)\W*(?:bitte|danke)?\W*$|\bkeine (?:weiteren |weitere )?(?:\S+ ){0,2}?(?:mails?|e-?mails?|nachrichten|werbung|newsletter|werbemails?|kontaktaufnahme|zusendungen|kontaktversuche)\b(?: \w+){0,3}? ?(?:mehr|erhalten|bekommen|schicken|senden|wünsch\w+|zusenden|zu erhalten|an mich|von ihnen)|\b(?:möchte|will|wünsche|wollen|möchten)(?: \S+){0,4}? (?:nicht (?:mehr|weiter|länger) (?:angeschrieben|kontaktiert|belästigt)|keine (?:weiteren |weitere )?(?:\S+ )?(?:mails?|e-?mails?|nachrichten|werbung|newsletter|kontaktaufnahme))|\bvon weiteren (?:\S+ ){0,2}?(?:mails?|e-?mails?|nachrichten|anfragen|kontaktaufnahmen|zusendungen)(?: \S+){0,3}? abzusehen|\bsehen sie (?:bitte )?von weiteren",
        r"\bbitte (?:\S+ ){0,2}?nicht (?:mehr|weiter|länger) (?:an)?(?:schreiben|geschrieben|kontaktier\w+|mailen|belästigen|anmailen)\b|\bunterlassen sie\b[^.]{0,60}(?:kontakt|mail|schreib|zusend|werbung|nachricht|anfrage|das\W*$|es\W*$)|\b(?:keine (?:weitere|erneute) kontaktaufnahme)\b|\b(?:löschung|streichung|austragung|entfernung|abmeldung) (?:aus|von|vom) (?:\S+ ){0,2}?(?:verteiler|liste|datenbank|newsletter|adress)\w*|\b(?:keine|ohne) (?:\S+ )?(?:einwilligung|erlaubnis|zustimmung) (?:erteilt|gegeben)",
        r"\b(?:hören|hör)(?: sie)?(?: bitte)? (?:endlich )?(?:auf|damit auf),? (?:mir|mich|uns)|\blassen sie mich (?:bitte )?in ruhe\b|\b(?:ich|wir) (?:melde|trage|bestelle)(?:n)? (?:mich|uns|\S+ newsletter)(?: hiermit)?(?: (?:vom|von|aus) \S+(?: \S+)?)? (?:ab|aus)\W*$|\babmelden\W*$|\bmöchte mich (?:\S+ ){0,4}?(?:abmelden|austragen)",
        r"\bwiderspr(?:eche|echen|uch)\b[^.]{0,80}(?:verarbeitung|nutzung|verwendung|speicherung|werbung|daten|direktwerbung)|\b(?:löschung|löschen|sperrung|sperren)\b[^.]{0,30}(?:meiner|unserer|meine|unsere|aller|sämtlicher) (?:\S+ ){0,3}?daten\b|\b(?:meine|alle meine|sämtliche) (?:\S+ ){0,3}?daten (?:\S+ ){0,4}?(?:zu )?löschen|\bdsgvo\b[^.]{0,80}(?:lösch|widersp|sperr)|\b(?:lösch|widersp|sperr)\w*\b[^.]{0,80}\bdsgvo\b|\b(?:widerrufe|widerrufen|widerruf)\b[^.]{0,40}einwilligung",
    ),
    "fr": (
        r"\b(?:désinscri(?:vez|re|s)|désabonne[rz]?|retire[rz]|supprime[rz]|enleve[rz]|enlève|raye[rz]|ôte[rz]|efface[rz])(?:-| )?(?:moi|nous|me|mon|mes|notre|nos|cette adresse)\b(?![^.]{0,20}\bcommande)(?: (?:adresse|e-?mail|mail|nom|coordonnées|données|contact)\w*)?[^.]{0,25}(?:\b(?:de|des|du)\b[^.]{0,25}(?:liste|fichier|base|envoi|mailing|newsletter|diffusion|contacts|mails?|e-?mails?|courriel)|\W*$)|\bme (?:désinscrire|désabonner|retirer (?:de|des)|supprimer (?:de|des)|rayer)\b|\b(?:souhaite|veux|voudrais|demande)(?: \w+){0,4}? (?:désinscription|désabonnement|être (?:retiré|supprimé|désinscrit|désabonné)\w*)",
        r"\b(?:ne|n') ?(?:me|m'|nous) ?(?:contactez|écrivez|envoyez|sollicitez|contacter|écrire|envoyer|relancez|relancer|solliciter|dérangez|démarchez) (?:plus|jamais)\b|\bne plus (?:me|m'|nous|être|recevoir)(?: |\b)?(?:contact\w*|écrire|envoyer|sollicit\w*|relanc\w*|démarch\w*|recevoir|(?:de |vos |ces |aucun )\S*)?|\b(?:ne (?:souhaite|veux|désire)|je ne souhaite) (?:plus|pas) (?:recevoir|être (?:contacté|sollicité|démarché)\w*)|\bne (?:plus|pas) (?:me|nous|m') ?(?:solliciter|contacter|relancer|écrire|démarcher|envoyer de|déranger)\b",
        r"\b(?:arrêtez|cessez|arrêter|cesser|stoppez) (?:de |d')?(?:m'|me |nous )?(?:écrire|envoyer|contacter|envoyer|spammer|harceler|relancer|ces (?:mails|e-?mails|envois|messages)|vos (?:mails|e-?mails|envois|messages|sollicitations|relances)|les (?:mails|e-?mails|envois))|\bplus (?:aucun|de) (?:mails?|e-?mails?|messages?|courriels?|sollicitation)\b|\blaissez[- ]moi tranquille",
        r"\b(?:m'oppose (?:au|à (?:l'|la|tout|ce que))\b[^.]{0,40}(?:traitement|utilisation|données|prospection|contact)|opposition au traitement|droit (?:à|d')(?: l')?(?:oubli|effacement|opposition))\b|\b(?:supprim\w+|suppression|efface\w+)\b[^.]{0,30}(?:mes|nos) données|\brgpd\b[^.]{0,80}(?:supprim|suppress|effac|oppos|retir)|\b(?:retire|révoque) mon consentement",
    ),
    "es": (
        r"\b(?:elimin|borr|quit|sáqu|saqu|retir|suprim|remuev|d[ae]r?|dén|den|exclu)\w{0,5}(?:me|nos|mi|nuestr[oa])?\b(?: (?:mi|mis|nuestros?|nuestra|este)\b[^.]{0,25})?[^.]{0,15} de (?:su|sus|la|las|esta|tu|tus|vuestras?|todas)[^.]{0,25}(?:lista|listado|base|correo|envío|mailing|newsletter|contactos|campaña)\w*|\b(?:darme|darnos|déme|deme|dame|denme|dénme|dadme|dar) de baja\b|\b(?:quiero|deseo|solicito|quisiera)(?: \w+){0,3}? (?:la )?baja\b|\bcancelar mi suscripción",
        r"\bno (?:me|nos) (?:escrib|contact|envi|mand|moleste|vuelvan a|vuelva a|sigan|siga)\w*(?: \w+){0,3}? (?:más|mas|nunca|nada más|correos?|mensajes|emails?|contactar|escribir)\b|\bno (?:me|nos) (?:escriba|contacte|moleste|escriban|contacten|molesten)n?\W*$|\bno (?:deseo|quiero|queremos|deseamos) (?:recibir|que me|seguir recibiendo)\b[^.]{0,30}(?:más|correo|mensaje|email|contact|escrib|publicidad|información|comunicaci)",
        r"\b(?:dej|par|ces)\w{1,4} de (?:enviar|mandar|escribir|contactar|molestar)\w*|\bno más (?:correos|emails|mails|mensajes)\b",
        r"\b(?:me opongo|oposición|derecho (?:de|a la?) (?:supresión|olvido|oposición|cancelación))\b|\b(?:elimin|borr|supr[ie])\w+\b[^.]{0,20}\b(?:mis|todos mis|nuestros) (?:\w+ )?datos|\brgpd\b[^.]{0,80}(?:elimin|borr|suprim|opon|baja)",
    ),
    "it": (
        r"\b(?:cancell|rimuov|toglie|togli|elimin|disiscriv|escluder|depenn)\w{0,5}(?:mi|ci)\b|\b(?:cancell|rimuov|elimin|togli)\w{0,5}(?: \w+){0,2}? (?:il mio|la mia|i miei|il nostro|questo)\b[^.]{0,30}(?:dall|dal|da)\w*[^.]{0,25}(?:list|mailing|database|newsletter|archivi|contatt|indirizz)\w*|\b(?:essere (?:cancellat|rimoss|eliminat)\w+|cancellarmi|disiscrivermi|cancellazione) (?:dall|dal|da)\w*[^.]{0,25}(?:list|mailing|database|newsletter)",
        r"\bnon (?:mi|ci) (?:scriv|contatt|invi|mand|disturb)\w*(?: \w+){0,2}? ?(?:più|mai|altro|altre|ulteriori)\b|\bnon (?:scrivetemi|scrivermi|contattatemi|contattarmi|inviatemi|inviarmi|mandatemi|mandarmi)(?: \w+){0,2}? ?(?:più|mai|altre)?|\bnon (?:desidero|voglio|vogliamo|intendo|desideriamo) (?:più )?(?:ricevere|essere contattat)\w*",
        r"\b(?:smett|cess)\w{1,6} di (?:inviar|mandar|scriver|contattar|disturbar)\w*|\bbasta (?:e-?mail|mail|messaggi|spam)\b|\blasciatemi in pace",
        r"\bmi oppongo\b|\b(?:diritto (?:all'|alla |di )(?:oblio|cancellazione|opposizione))\b|\b(?:cancell|elimin)\w+\b[^.]{0,20}(?:i miei|tutti i miei|i nostri) dati|\bgdpr\b[^.]{0,80}(?:cancell|rimuov|elimin|oppon)|\b(?:revoco|ritiro) il (?:mio )?consenso",
    ),
    "pt": (
        r"\b(?:remov|retir|exclu|elimin|apag|tir|descadastr|cancel)\w{0,5}(?:[- ]?(?:me|nos)\b| (?:o |a )?(?:meu|minha|nosso|este) [^.]{0,25})[^.]{0,15}(?:d[aeo]s?|dest[ae]|dess[ae]) (?:su[ae]s?|vossas?|sua|tua|todas? as)?[^.]{0,20}(?:lista|base|mailing|newsletter|contat|contact|e-?mail|envio|cadastro)\w*|\b(?:me (?:remov|retir|exclu|tir|descadastr)\w+|(?:remov|retir|exclu|tir|descadastr)\w+-me|me tira)\b|\b(?:quero|desejo|gostaria)(?: \w+){0,3}? (?:cancelar (?:a )?(?:inscrição|subscrição|assinatura)|ser removid|sair da (?:sua |vossa )?lista|me descadastrar)",
        r"\bnão (?:me|nos) (?:escrev|contat|contact|envi|mand|incomod|volte|voltem)\w*(?: \w+){0,3}? ?(?:mais|novamente|de novo|e-?mails?|mensagens)\b|\bnão (?:desejo|quero|queremos|pretendo|gostaria de) (?:mais |continuar a )?(?:receber|ser contat\w+|ser contact\w+)|\bnão (?:me )?(?:enviem?|mandem?|enviar|mandar|contatar|contactar|escrever)(?:-me)? mais\b",
        r"\b(?:par|deix|cess)\w{1,4} de (?:(?:me|nos) )?(?:enviar|mandar|escrever|contatar|contactar|incomodar)\w*|\bchega de (?:e-?mails?|mensagens|spam)\b",
        r"\b(?:oponho-me|me oponho|direito (?:à|ao|de) (?:eliminação|esquecimento|oposição|apagamento))\b|\b(?:apag|elimin|exclu|remov)\w+\b[^.]{0,20}(?:os )?(?:meus|todos os meus) dados|\b(?:rgpd|lgpd)\b[^.]{0,80}(?:apag|elimin|exclu|remov|opon|opo)",
    ),
    "nl": (
        r"\b(?:schrijf|schrijft|meld|haal|haalt|verwijder|verwijdert|schrap|neem)(?: u)? (?:mij|me|ons|mijn (?:\S+ ){0,3}?(?:adres|gegevens|e-?mail\S*|mailadres)|dit adres)\b(?:(?! niet\b)[^.]){0,40}(?:uit|af|van|verwijder)\b|\b(?:mij|me|ons|mijn (?:\S+ )?(?:adres|gegevens|e-?mailadres|mailadres))(?: (?!niet\b)\S+){0,2}? (?:uit te schrijven|uitschrijven|af te melden|afmelden|te verwijderen|verwijderen|van (?:de|uw|jullie) (?:\S+ )?lijst)|\b(?:wil|wens|graag)(?: \S+){0,3}? (?:uitgeschreven|afgemeld|verwijderd) worden",
        r"\b(?:gelieve|verzoek(?:e)?|graag|wilt u|kunt u)(?: \S+){0,4}? (?:uit te schrijven|uitschrijven|af te melden|afmelden|te verwijderen uit|te schrappen)|\bniet (?:meer|langer) (?:te )?(?:contacteren|mailen|benaderen|schrijven|benaderd|lastigvallen)\b",
        r"\b(?:mail|schrijf|contacteer|benader|stuur|e-?mail)(?:en|t)? (?:u )?(?:mij|me|ons) (?:a\.?u\.?b\.? |alsjeblieft |alstublieft )?(?:niet meer|nooit meer|geen (?:\S+ ){0,2}?(?:mails?|e-?mails?|berichten|reclame)(?: meer)?)\b|\bgeen (?:\S+ ){0,2}?(?:mails?|e-?mails?|berichten|nieuwsbrieven|reclame)(?: meer)? (?:meer|ontvangen|sturen|te ontvangen|van u|van jullie)\b|\b(?:wil|wens|willen|wensen)(?: \S+){0,2}? (?:niet meer|geen)[^.]{0,20}(?:benaderd|gemaild|ontvangen|gecontacteerd|mails?|e-?mails?|berichten)",
        r"\b(?:stop|hou op|houd op|stoppen) (?:\S+ )?met (?:het )?(?:mailen|sturen|e-?mailen|spammen|mij|me|deze|schrijven|contacteren)|\blaat me met rust",
        r"\b(?:maak|teken) bezwaar\b[^.]{0,50}(?:verwerking|gebruik|gegevens)|\b(?:verwijder|wis)\w*\b[^.]{0,20}(?:mijn|onze|al mijn) (?:\S+ )?gegevens|\bavg\b[^.]{0,80}(?:verwijder|wis|bezwaar)|\bmijn (?:\S+ )?gegevens (?:\S+ ){0,3}?(?:te )?(?:verwijderen|wissen)",
    ),
    "pl": (
        r"\b(?:wypisz|wypiszcie|usuń|usuńcie|wykreśl|wykreślcie|usunąć|wypisać|wykreślić|wypisanie|usunięcie|wykreślenie) (?:(?:mnie|nas|mój|moje|moich|mojego|moj\w+|ten adres|tego adresu)\b|z (?:\S+ )?(?:listy|bazy|newslettera|subskrypcji))",
        r"\bnie (?:pisz|piszcie|wysyłaj|wysyłajcie|kontaktuj|kontaktujcie|przysyłaj|przysyłajcie)\w*(?: się)?(?: (?:do|ze|z))?(?: (?:mnie|mną|mi|nam|nas))?(?: \S+){0,2}? ?(?:więcej|już|nigdy)\b|\bproszę (?:więcej |już )?(?:nie|o nie)[ -]?(?:wysyła|pisa|kontaktowa|przesyła|pisanie|wysyłanie|kontaktowanie|przesyłanie)\w*|\bnie (?:chcę|życzę sobie|chcemy|wyrażam zgody)\b[^.]{0,40}(?:otrzymywać|otrzymywania|dostawać|maili|wiadomości|kontaktu|mailingu|informacji)",
        r"\b(?:przestań|przestańcie|proszę przestać) (?:do mnie )?(?:pisać|wysyłać|mi wysyłać|spamować)|\brezygnuję z (?:subskrypcji|newslettera|otrzymywania|dalsz)",
        r"\b(?:sprzeciw|sprzeciwiam się)\b[^.]{0,60}(?:przetwarzani|danych)|\b(?:usunięci|usuńcie|usunąć|usuń)\w*\b[^.]{0,20}(?:moich|moje|wszystkich moich) danych?|\brodo\b[^.]{0,80}(?:usun|sprzeciw)|\bcofam zgodę",
    ),
    "sv": (
        r"\b(?:ta bort|avregistrera|avanmäl|stryk|plocka bort|radera) (?:mig|oss|min (?:\S+ )?(?:adress|mail|e-?post\S*|mejl\S*)|mina (?:\S+ )?uppgifter|den här adressen|denna adress)\b|\b(?:vill|önskar)(?: \S+){0,3}? (?:avregistrera|avprenumerera|avanmäla|bli borttagen|slippa (?:\S+ )?(?:mail|mejl|utskick))",
        r"\b(?:kontakta|maila|mejla|skriv|skicka)(?: inte| ej)?(?: till)?(?: mig| oss)? (?:inte (?:mer|igen|längre|fler)|ej mer|aldrig mer|inga fler|aldrig igen)\b|\b(?:kontakta|maila|mejla) (?:inte|ej) (?:mig|oss)\b|\b(?:vill|önskar)(?: \S+){0,2}? (?:inte|ej)(?: \S+){0,3}? (?:fler|mer|längre|bli kontaktad|få|ha|kontaktas)[^.]{0,20}|\binga fler (?:mail|mejl|utskick|meddelanden|e-?post)",
        r"\b(?:sluta|upphör)(?: \S+){0,2}? (?:maila|mejla|skicka|kontakta|spamma|skriva|höra av)|\bgdpr\b[^.]{0,80}(?:radera|ta bort|invänd|motsätt)|\b(?:radera|ta bort)\b[^.]{0,20}(?:mina|alla mina) (?:\S+ )?uppgifter|\bmotsätter mig\b",
    ),
    "da": (
        r"\b(?:fjern|slet|afmeld|frameld|tag) (?:mig|os|min (?:\S+ )?(?:adresse|mail\S*|e-?mail\S*)|mine (?:\S+ )?(?:oplysninger|data)|denne adresse)\b|\b(?:vil|ønsker)(?: \S+){0,3}? (?:afmeldes|frameldes|afmelde|slettes|fjernes) ?",
        r"\b(?:kontakt|skriv|mail|send)(?: venligst)?(?: til)?(?: mig| os)? (?:ikke (?:mere|igen|længere|flere)|aldrig (?:mere|igen)|ikke (?:til )?(?:mig|os))\b|\b(?:vil|ønsker)(?: \S+){0,2}? ikke(?: \S+){0,3}? (?:modtage|kontaktes|flere|mere|have)[^.]{0,25}(?:mails?|e-?mails?|henvendelser|beskeder|kontakt\w*)?|\bikke flere (?:mails|e-?mails|beskeder|henvendelser)|\bingen flere (?:mails|e-?mails|beskeder|henvendelser)",
        r"\b(?:stop|hold op)(?: \S+){0,2}? med at (?:maile|sende|skrive|kontakte|spamme)|\bgdpr\b[^.]{0,80}(?:slet|fjern|indsig)|\bgør indsigelse\b|\bslet\b[^.]{0,20}(?:mine|alle mine) (?:\S+ )?(?:oplysninger|data)",
    ),
    "no": (
        r"\b(?:fjern|slett|avmeld|meld|ta|stryk) (?:meg|oss|min (?:\S+ )?(?:adresse|e-?post\S*|mail\S*)|mine (?:\S+ )?(?:opplysninger|data)|denne adressen)\b(?: (?:av|fra|bort|vekk|ut))?|\b(?:vil|ønsker)(?: \S+){0,3}? (?:avmeldes|melde meg av|slettes|fjernes)",
        r"\b(?:kontakt|skriv|mail|send)(?: vennligst)?(?: til)?(?: meg| oss)? (?:ikke (?:mer|igen|igjen|lenger|flere)|aldri (?:mer|igjen)|ikke (?:til )?(?:meg|oss))\b|\b(?:vil|ønsker)(?: \S+){0,2}? ikke(?: \S+){0,3}? (?:motta|kontaktes|flere|mer|ha)\b[^.]{0,25}|\bikke (?:kontakt|skriv|send|mail)\w*(?: til)? (?:meg|oss|mer|flere)\b|\bikke flere (?:mailer|e-?poster|meldinger|henvendelser)|\bingen flere (?:mailer|e-?poster|meldinger|henvendelser)",
        r"\b(?:stopp|slutt)(?: \S+){0,2}? (?:med å|å) (?:maile|sende|skrive|kontakte|spamme)|\bgdpr\b[^.]{0,80}(?:slett|fjern|innsig)|\bslett\b[^.]{0,20}(?:mine|alle mine) (?:\S+ )?(?:opplysninger|data)",
    ),
    "fi": (
        r"\b(?:poista|poistakaa|ottakaa|ota) (?:minut|meidät|osoitteeni|tietoni|sähköpostiosoitteeni|yhteystietoni)\b|\b(?:haluan|haluaisin|pyydän)(?: \S+){0,3}? (?:poistamaan|pois (?:\S+ )?listalta|poistoa|poistua|peruuttaa (?:tilauksen|uutiskirjeen))",
        r"\b(?:älkää|älä|ei) (?:enää )?(?:lähettäkö|lähetä|ottako|ota|kirjoittako|kirjoita|lähettää)(?: \S+){0,3}? ?(?:enää|minulle|meille|yhteyttä|viestejä|sähköpostia)\b|\ben halua(?: \S+){0,2}? (?:enää|viestejä|sähköposteja|yhteydenottoja|vastaanottaa)|\b(?:lopettakaa|lopeta) (?:\S+ )?(?:viestien|sähköpostien|viestittely|häirintä|lähettäminen|spämm\w*)",
        r"\bgdpr\b[^.]{0,80}(?:poista|vastust)|\bvastustan\b[^.]{0,40}käsittely|\bpoistakaa\b[^.]{0,20}(?:tietoni|kaikki tietoni)",
    ),
    "cs": (
        r"\b(?:vyřaďte|vyřaď|odhlaste|odhlas|vymažte|smažte|odstraňte|vyškrtněte|odeberte|vyřadit|odhlásit|vymazat|smazat|odstranit) (?:mě|mne|nás|si|mou|moji|můj|tuto|moje)\b|\b(?:chci|přeji si|žádám|prosím)(?: \S+){0,3}? (?:odhlásit|vyřadit|vyřazení|odhlášení|o výmaz)",
        r"\b(?:ne(?:pište|piš|posílejte|posílej|kontaktujte|kontaktuj|zasílejte|obtěžujte))\b(?: \S+){0,3}? ?(?:už|již|více|víc|nikdy|dále)\b|\b(?:už|již|více)(?: \S+){0,3}? ne(?:pište|piš|posílejte|kontaktujte|zasílejte|obtěžujte)\b|\b(?:nechci|nepřeji si|nechceme)(?: \S+){0,4}? (?:dostávat|být kontaktován\w*|maily|e-?maily|zprávy|nabídky)|\bnepřeji si (?:další )?(?:kontakt|zasílání)|\bpřestaňte mi",
        r"\bgdpr\b[^.]{0,80}(?:smaž|vymaž|výmaz|námit|odstran)|\bvýmaz\b[^.]{0,20}(?:mých|osobních)|\b(?:vymažte|smažte|odstraňte)\b[^.]{0,20}(?:moje|mé|osobní) (?:\S+ )?údaje|\bnámitku\b[^.]{0,40}zpracování|\bnesouhlasím se zpracováním|^\W*(?:prosím,? )?(?:mě |mi )?ne(?:kontaktujte|pište|posílejte|zasílejte|obtěžujte) (?:mě|mi|nás|nám)\b(?: (?:už|více|nic|prosím))*\W*$",
    ),
    "sk": (
        r"\b(?:vyraďte|vyraď|odhláste|odhlás|vymažte|zmažte|odstráňte|vyčiarknite|vyradiť|odhlásiť|vymazať|odstrániť) (?:ma|mňa|nás|si|moju|môj|túto|moje)\b",
        r"\b(?:ne(?:píšte|píš|posielajte|posielaj|kontaktujte|kontaktuj|zasielajte|obťažujte))\b(?: \S+){0,3}? ?(?:už|viac|nikdy|ďalej)\b|\b(?:už|viac)(?: \S+){0,3}? ne(?:píšte|posielajte|kontaktujte|zasielajte|obťažujte)\b|\b(?:nechcem|neželám si|nechceme)(?: \S+){0,4}? (?:dostávať|byť kontaktovan\w+|maily|e-?maily|správy|ponuky)|\bprestaňte mi",
        r"\bgdpr\b[^.]{0,80}(?:zmaž|vymaž|výmaz|námiet|odstrán)|\b(?:vymažte|zmažte|odstráňte)\b[^.]{0,20}(?:moje|osobné) (?:\S+ )?údaje|\bnesúhlasím so spracovaním|^\W*(?:prosím,? )?(?:ma |mi )?ne(?:kontaktujte|píšte|posielajte|zasielajte|obťažujte) (?:ma|mi|nás|nám)\b(?: (?:už|viac|nič|prosím))*\W*$",
    ),
    "hr": (
        r"\b(?:odjavite|odjavi|uklonite|ukloni|izbrišite|izbriši|maknite|makni|ispišite|ispiši|obrišite|skinite) (?:me|nas|moj|moju|moje|ovu adresu)\b|\b(?:želim|molim)(?: \S+){0,3}? (?:odjaviti|odjavu|uklonjen|izbrisan|da me (?:uklonite|izbrišete|odjavite|maknete|skinete))",
        r"\b(?:ne|nemojte)(?: mi| nam| me)?(?: više)? (?:pišite|šaljite|kontaktirajte|pisati|slati|kontaktirati|javljajte)(?: mi| nam| me)?(?: \S+){0,2}? ?(?:više|nikad)?\b|\bne želim(?: \S+){0,3}? (?:primati|dobivati|biti kontaktiran|dobijati|vaše)|\bprestanite (?:mi )?(?:slati|pisati|kontaktirati)",
        r"\bgdpr\b[^.]{0,80}(?:izbri|obri|uklon|prigovor)|\b(?:izbrišite|obrišite|uklonite)\b[^.]{0,20}moje (?:\S+ )?podatke",
    ),
    "sr": (
        r"\b(?:одјавите|уклоните|избришите|обришите|скините|одјави|уклони) (?:ме|нас|моју|моје)\b|\b(?:odjavite|uklonite|izbrišite|obrišite|skinite) (?:me|nas|moju|moje)\b",
        r"\b(?:не|немојте)(?: ми| ме)?(?: више)? (?:пишите|шаљите|контактирајте|писати|слати|контактирати)\b|\b(?:ne|nemojte)(?: mi| me)?(?: više)? (?:pišite|šaljite|kontaktirajte|pisati|slati|kontaktirati)\b|\bне желим(?: \S+){0,3}? (?:да примам|примати|поруке|мејлове)|\bne želim(?: \S+){0,3}? (?:da primam|primati|poruke|mejlove)",
    ),
    "sl": (
        r"\b(?:odjavite|odjavi|odstranite|odstrani|izbrišite|izbriši|umaknite|črtajte) (?:me|nas|moj|mojo|moje|ta naslov)\b|\bželim se odjaviti|\bprosim za odjavo",
        r"\bne ?(?:pišite|pošiljajte|kontaktirajte|piši|pošiljaj)(?: mi| me| nam)?(?: \S+){0,2}? ?(?:več|nikoli)\b|\bne (?:želim|želimo) (?:več )?(?:prejemati|biti kontaktiran|dobivati|vaših)|\bprenehajte (?:mi )?(?:pošiljati|pisati)|\bgdpr\b[^.]{0,80}(?:izbri|odstran|ugovor)",
    ),
    "hu": (
        r"\b(?:töröljön|töröljenek|törölj|vegyenek|vegyen|iratkoztassanak|iratkoztasson)(?: \S+){0,2}? (?:engem|minket|le|ki|a listá\w+|listá\w+|az adatbázis\w+|a címem\w*|a levelezőlist\w+)|\b(?:kérem|kérjük),? (?:\S+ ){0,4}?(?:töröl\w+|vegye\w*|leiratkoz\w+)(?: \S+){0,3}? ?(?:listá\w+|adatbázis\w+|címem\w*|levelezőlist\w+|címlistá\w+)|\b(?:szeretnék|szeretnénk|kívánok) leiratkozni",
        r"\bne (?:írjon|írjanak|küldjön|küldjenek|keressen|keressenek|írj|küldj|zaklassanak)(?: \S+){0,3}? ?(?:többet|több|többé|többször|nekem|újra)\b|\b(?:többet|többé|a jövőben) ne (?:írjon|írjanak|küldjön|küldjenek|keressen|keressenek)|\bnem (?:szeretnék|kívánok|akarok)(?: \S+){0,2}? (?:több|további|ilyen)(?: \S+){0,2}? (?:e-?mailt|levelet|üzenetet|megkeresést|hírlevelet)|\b(?:hagyják|hagyja) abba",
        r"\bgdpr\b[^.]{0,80}(?:töröl|törl|tiltakoz)|\b(?:kérem|kérjük),? (?:\S+ )?(?:töröl\w+|törölni)\b[^.]{0,20}(?:adat|cím)\w*|\btöröljék\b[^.]{0,20}(?:adataimat|az adataim)|\btiltakozom\b[^.]{0,40}adat",
    ),
    "tr": (
        r"\b(?:beni|bizi|adresimi|e-?postamı|mailimi|bilgilerimi|mail adresimi|e-?posta adresimi)(?: \S+){0,4}? (?:çıkar|sil|kaldır)\w*|\b(?:listenizden|listeden|abonelikten|üyelikten)(?: \S+){0,2}? (?:çıkar|çık|ayrıl|sil)\w*",
        r"\b(?:bir daha|artık|daha fazla|lütfen)(?: \S+){0,3}? (?:yazmayın|göndermeyin|aramayın|mail atmayın|e-?posta göndermeyin|ulaşmayın|rahatsız etmeyin|iletişime geçmeyin)\w*|\b(?:almak|gelmesini) istemiyor\w*|\bkvkk\b[^.]{0,80}sil|\bkişisel verilerim\w*[^.]{0,30}sil",
    ),
    "ro": (
        r"\b(?:ștergeți|scoateți|eliminați|dezabonați|șterge|scoate|elimină|radiați)(?:-| )?(?:mă|ne|mi)\b|\b(?:ștergeți|eliminați|scoateți) (?:adresa|datele|numele) (?:mea|mele|meu)|\bsă (?:mă|ne) (?:scoateți|ștergeți|dezabonați|eliminați)|\b(?:doresc|vreau|aș dori)(?: \S+){0,3}? (?:dezabon\w+|să fiu (?:șters|eliminat|scos))",
        r"\bnu(?: îmi| ne| mă| mai| îmi mai| mă mai| ne mai)* (?:mai )?(?:scrieți|trimiteți|contactați|scrie|trimite|contacta|deranjați)(?:-mi|-ne)?\b(?: \S+){0,2}? ?(?:mesaje|emailuri|mailuri)?|\bnu (?:mai )?(?:doresc|vreau)(?: \S+){0,3}? (?:primesc|primi|fiu contactat|mesaje|emailuri|mailuri)|\b(?:încetați|opriți)(?: \S+){0,3}? (?:trimite|mesaj|mail|scrie)\w*",
        r"\bgdpr\b[^.]{0,80}(?:șterg|elimin|opun)|\bmă opun\b[^.]{0,40}(?:prelucr|date)|\bștergeți\b[^.]{0,20}datele mele",
    ),
    "ru": (
        r"\b(?:отпишите|удалите|исключите|уберите|вычеркните|отпиши|удали|убери) (?:меня|нас|мой|мою|мои|этот адрес|пожалуйста)\b|\b(?:прошу|просьба|хочу|требую)(?: \S+){0,3}? (?:отписать\w*|удалить|исключить|убрать) (?:меня|нас|мой|мою|мои|из|\S*рассылк)",
        r"\b(?:не|больше не)(?: надо| нужно)? (?:пишите|присылайте|шлите|беспокойте|отправляйте|писать|присылать|слать|отправлять|рассылайте|связывайтесь)(?: \S+){0,3}? ?(?:больше|никогда|мне|нам|сюда|со мной)\b|\b(?:больше|никогда)(?: \S+){0,3}? не (?:пишите|присылайте|шлите|беспокойте|отправляйте|связывайтесь)|\b(?:прошу|просьба) (?:больше|впредь)?(?: \S+)? ?не (?:писать|присылать|беспокоить|отправлять|связываться|звонить)|\b(?:прекратите|хватит|перестаньте)(?: \S+){0,2}? (?:писать|присылать|слать|рассылк\w*|спам\w*|отправлять|письма)|\bне (?:хочу|желаю|хотим)(?: \S+){0,3}? (?:получать|ваши|рассылк)",
        r"\b(?:возражаю|отзываю согласие|отказываюсь от (?:рассылки|обработки|получения))\b|\b(?:удалите|удалить|уничтожьте)\b[^.]{0,30}(?:мои|персональные|мои персональные) (?:\S+ )?данные",
    ),
    "uk": (
        r"\b(?:відпишіть|видаліть|виключіть|приберіть|вилучіть) (?:мене|нас|мій|мою|мої|цю адресу)\b|\b(?:прошу|хочу)(?: \S+){0,3}? (?:відписати\w*|видалити|виключити|прибрати)(?: (?:мене|нас|мою|мій|із|з|від)|\W*$)",
        r"\bне (?:пишіть|надсилайте|турбуйте|шліть|відправляйте)(?: \S+){0,3}? ?(?:більше|ніколи|мені|нам)\b|\bбільше(?: \S+){0,3}? не (?:пишіть|надсилайте|турбуйте|шліть|відправляйте)|\b(?:припиніть|досить)(?: \S+){0,2}? (?:писати|надсилати|слати|розсил\w*|спам\w*)|\bне (?:хочу|бажаю)(?: \S+){0,3}? (?:отримувати|ваші|розсил)",
    ),
    "bg": (
        r"\b(?:отпишете|махнете|изтрийте|премахнете|извадете|заличете) (?:ме|ни|имейла|адреса|моя|данните)\b|\b(?:моля|искам)(?: \S+){0,3}? (?:да ме (?:отпишете|махнете|изтриете|премахнете|извадите)|да (?:се )?отпиша)",
        r"\bне (?:ми|ни|ме|се)? ?(?:пишете|изпращайте|пращайте|търсете|безпокойте|свързвайте)(?: \S+){0,3}? ?(?:повече|никога|отново)\b|\bповече(?: \S+){0,2}? не (?:ми |ме )?(?:пишете|изпращайте|пращайте|търсете|безпокойте)|\bне (?:желая|искам)(?: \S+){0,3}? (?:получавам|получава|имейли|съобщения|бъда търсен)|\b(?:спрете|престанете) да (?:ми )?(?:пишете|пращате|изпращате)",
    ),
    "mk": (
        r"\b(?:отпишете|избришете|отстранете|тргнете) (?:ме|не|ја)\b|\bне ми (?:пишувајте|праќајте)(?: \S+){0,2}? ?(?:повеќе)?",
    ),
    "el": (
        r"\b(?:διαγράψτε|αφαιρέστε|βγάλτε|διαγράψετε|αφαιρέσετε|σβήστε) (?:με|μας|το|τη|τα|τον|την)\b|\bνα με (?:διαγράψετε|αφαιρέσετε|βγάλετε)|\b(?:θέλω|επιθυμώ|θα ήθελα)(?: \S+){0,3}? (?:διαγραφ\w+|να διαγραφώ|απεγγραφ\w+)",
        r"\b(?:μην|μη)(?: \S+){0,2}? (?:στέλνετε|ξαναστείλετε|στείλετε|γράψετε|γράφετε|επικοινωνήσετε|επικοινωνείτε|ενοχλείτε|ξαναγράψετε)(?: \S+){0,3}? ?(?:ξανά|πια|άλλο|άλλα|πλέον)?\b|\bδεν (?:θέλω|επιθυμώ)(?: \S+){0,3}? (?:λαμβάνω|λάβω|μηνύματα|e-?mail\w*|άλλα|επικοινωνία)|\bσταματήστε να (?:μου )?(?:στέλνετε|γράφετε)",
    ),
    "ca": (
        r"\b(?:elimin|esborr|trei|tragu|suprim)\w*(?:[-'](?:me|ns|m|nos))?\b[^.]{0,30}(?:de la|de les|de vostra|de la vostra|del)[^.]{0,20}(?:llist|base|mailing|contact)\w*|\b(?:doneu-me|donar-me|dona'm|dóna'm|donin-me) de baixa\b",
        r"\bno (?:m'|em |ens )(?:escri|contact|envi)\w*(?: \w+){0,3}? més\b|\bno vull (?:rebre|que em)\b[^.]{0,30}|\bdeixeu d'(?:enviar|escriure)",
    ),
    "gl": (
        r"\b(?:dádeme|darme|déanme) de baixa\b|\bnon me (?:escrib|contact|envi)\w*(?: \w+){0,2}? máis\b|\bnon quero recibir",
    ),
    "eu": (
        r"\b(?:kendu|ezabatu)(?: \S+){0,2}? (?:zerrenda\w*|nazazue|nire)|\bez (?:idatzi|bidali)(?: \S+){0,2}? (?:gehiago|berriro)",
    ),
    "et": (
        r"\b(?:eemaldage|eemalda|kustutage|kustuta|võtke) (?:mind|meid|minu|mu)\b|\b(?:soovin|palun)(?: \S+){0,3}? (?:listist (?:välja|loobuda)|loobuda|eemaldamist)",
        r"\bärge (?:kirjutage|saatke|võtke|tülitage)(?: \S+){0,3}? ?(?:enam|rohkem|mulle)\b|\bei soovi(?: \S+){0,2}? (?:rohkem|enam|kirju|teateid|pakkumisi|saada)|\blõpetage (?:\S+ )?(?:saatmine|kirjutamine)",
    ),
    "lv": (
        r"\b(?:izņemiet|izdzēsiet|dzēsiet|svītrojiet|noņemiet) (?:mani|mūs|manu|manus)\b|\b(?:vēlos|lūdzu)(?: \S+){0,3}? (?:atrakstīties|izņemt mani|izdzēst)",
        r"\bne(?:rakstiet|sūtiet|sazinieties|traucējiet)\b(?: \S+){0,3}? ?(?:vairs|vairāk|nekad|man)\b|\bvairs ne(?:rakstiet|sūtiet|sazinieties)|\bnevēlos(?: \S+){0,2}? (?:saņemt|vairs)",
    ),
    "lt": (
        r"\b(?:išbraukite|pašalinkite|ištrinkite|išimkite|atsisakau) (?:mane|mus|mano|prenumeratos)\b|\b(?:noriu|prašau)(?: \S+){0,3}? (?:atsisakyti|išbraukti|pašalinti|ištrinti)",
        r"\bne(?:be)?(?:rašykite|siųskite|trukdykite|susisiekite)\b(?: \S+){0,3}? ?(?:daugiau|niekada|man)\b|\bdaugiau(?: \S+){0,2}? ne(?:rašykite|siųskite|trukdykite|susisiekite)|\bne(?:noriu|benoriu|pageidauju)(?: \S+){0,2}? (?:gauti|daugiau|jūsų)",
    ),
    "he": (
        r"(?:^|\s)(?:הסירו|תסירו|הסר|תסיר|הסירי|להסיר|מחקו|תמחקו|למחוק|הורידו|תורידו|להוריד) (?:אותי|אותנו|את (?:הכתובת|המייל|הפרטים|השם|כתובת))",
        r"(?:^|\s)(?:אל|נא לא|לא|בבקשה אל|תפסיקו|הפסיקו|תפסיק)(?: \S+)? (?:תשלחו|לשלוח|תכתבו|לכתוב|תפנו|לפנות|תצרו|ליצור|תשלח)(?: \S+){0,3}? ?(?:יותר|שוב|לי|אליי|קשר)|(?:לא|אינני) (?:מעוניינ\S*|רוצה) (?:לקבל|בקבלת)",
    ),
    "ar": (
        r"(?:احذف|أزل|ازل|احذفوا|أزيلوا|إزالة|ازالة|حذف|يرجى حذف|يرجى إزالة|إزالتي|ازالتي|حذفي)\S*(?: \S+){0,3}? ?(?:قائمت\S*|القائمة|بريدي|عنواني|بياناتي|اسمي|من قوائم\S*)|(?:إلغاء|الغاء|ألغ|الغ)\S* (?:ال)?اشتراك\S*",
        r"(?:لا|لن|عدم|توقف\S*|كف\S*) (?:تراسل\S*|ترسل\S*|تتواصل\S*|مراسلت\S*|الإرسال|ارسال|إرسال|تكتب\S*|عن إرسال|عن مراسلت\S*|التواصل|الاتصال)(?: \S+){0,4}?|لا (?:أريد|ارغب|أرغب|اريد)(?: \S+){0,3}? (?:رسائل|تلقي|استلام|رسائلكم|في تلقي)",
    ),
    "fa": (
        r"(?:من|ایمیل من|آدرس من|نام من)(?: را)? (?:از (?:لیست|فهرست)\S*(?: \S+){0,3}? )?(?:حذف|خارج) (?:کنید|بکنید|نمایید)|لغو (?:اشتراک|عضویت)(?: من)?",
        r"(?:دیگر|لطفا)(?: \S+){0,4}? (?:نفرستید|ارسال نکنید|تماس نگیرید|ایمیل ندهید|نزنید)|نمی ?‌?خواهم(?: \S+){0,4}? (?:ایمیل|دریافت)",
    ),
    "hi": (
        r"मुझे(?: \S+){0,5}? (?:हटा|निकाल)\S*|(?:दोबारा|फिर से|और|अब|आगे से)(?: \S+){0,4}? (?:न|मत|ना|नहीं) (?:भेज|लिख|करें|करे)\S*|सदस्यता (?:रद्द|समाप्त)",
    ),
    "th": (
        r"(?:ลบ|เอา|ถอด|นำ)(?:ชื่อ|อีเมล|ผม|ฉัน|ดิฉัน|เรา|ข้อมูล)\S*\s?\S*(?:ออก|จากรายชื่อ|จากรายการ)|(?:อย่า|ไม่ต้อง|กรุณาหยุด|โปรดหยุด|หยุด|เลิก|งด)(?:ส่ง|ติดต่อ|เขียน|รบกวน)\S*|ไม่(?:ต้องการ|ประสงค์)(?:จะ)?(?:รับ|ให้ติดต่อ)\S*|ยกเลิกการ(?:รับ|สมัคร|ติดตาม)\S*",
    ),
    "vi": (
        r"(?:xóa|xoá|loại|gỡ|bỏ) (?:tôi|email|địa chỉ|tên|chúng tôi)(?: \S+){0,5}? (?:khỏi|ra khỏi)|\b(?:đừng|không|ngừng|dừng|xin đừng|vui lòng không|vui lòng ngừng)(?: \S+){0,2}? (?:gửi|liên hệ|viết|làm phiền|email)(?: \S+){0,5}? ?(?:nữa|cho tôi|với tôi|tôi)\b|\bkhông muốn nhận\b|\bhủy đăng ký\b|\bhuỷ đăng ký\b",
    ),
    "id": (
        r"\b(?:hapus|keluarkan|hilangkan|hapuskan) (?:saya|email|alamat|nama|kami|data)\b(?: \S+){0,5}? ?(?:dari|dr)?|\b(?:jangan|tolong (?:jangan|berhenti|stop)|berhenti|stop|mohon (?:jangan|berhenti|tidak))(?: \S+){0,2}? (?:kirim\w*|mengirim\w*|hubungi|menghubungi|email|mengganggu)(?: \S+){0,4}? ?(?:lagi|saya|kami)\b|\b(?:berhenti|stop) (?:mengirim|kirim|mengirimi|menghubungi)\w*|\btidak (?:ingin|mau)(?: \S+){0,2}? (?:menerima|dihubungi)",
    ),
    "ms": (
        r"\b(?:buang|keluarkan|padam|padamkan) (?:saya|e-?mel|alamat|nama|kami)\b(?: \S+){0,4}? (?:daripada|dari)|\b(?:jangan|berhenti|tolong jangan)(?: \S+){0,2}? (?:hantar|menghantar|hubungi|menghubungi)(?: \S+){0,4}? ?(?:lagi|saya)\b",
    ),
    "ja": (
        r"(?:配信|メール(?:の(?:送信|配信))?|メルマガ|送信|ご連絡|連絡|営業(?:メール)?)(?:を|は|の|も)?(?:停止|中止|解除|不要|お断り|やめ|止め|お控え|ご遠慮|遠慮|結構)(?:を|して|で|に|くだ|下さ|し|い|です)?|(?:リスト|名簿|宛先|データベース)から(?:[^。]{0,12})(?:削除|外し|除外|抹消)|(?:今後|二度と|もう)[^。]{0,20}(?:送らないで|連絡しないで|ご連絡(?:は)?(?:不要|お控え|ご遠慮|なさらない)|メール(?:し|を送ら)ないで|送信しないで|配信しないで)|個人情報[^。]{0,12}(?:削除|消去)(?:して|を)",
    ),
    "zh": (
        r"(?:请|請|麻烦|麻煩|务必|立即)?(?:把|将|將)?(?:我|我们|我們|本人|我司|我的(?:邮箱|郵箱|邮件地址|地址|信息|资料|資料|数据))[^。,，]{0,12}(?:从|從|自)[^。]{0,15}(?:删除|刪除|移除|去掉|剔除|除名|去除)|(?:从|從)[^。]{0,15}(?:列表|名单|名單|清单|通讯录|数据库|資料庫)[^。]{0,8}(?:删除|刪除|移除|去掉)[^。]{0,4}(?:我|本人)?",
        r"(?:请|請)?(?:不要|别|別|勿|停止|请勿|請勿)(?:再)?(?:给|給|向|跟|和|与|與)?(?:我|我们|我們|本人|我司)?(?:再)?(?:发|發|寄|发送|發送|联系|聯繫|聯絡|骚扰|騷擾|打扰|打擾)(?:邮件|郵件|信|我|广告|廣告|垃圾邮件|推销|任何)?|(?:不想|不希望|不愿|不願|不需要)(?:再)?(?:收到|接收)[^。]{0,10}(?:邮件|郵件|信息|推销|广告|廣告)|(?:退订|退訂|取消订阅|取消訂閱)(?:我|此|该|这|邮件|郵件|。|$)",
    ),
    "ko": (
        r"(?:저를|저희를|제\s?(?:이메일|메일|주소|정보)\S*|이\s?주소\S*)[^.]{0,25}(?:삭제|제외|빼)|(?:메일|이메일|연락|광고)\S*\s?(?:더\s?이상\s?|다시는?\s?|앞으로\s?)?(?:보내지|하지|주지|발송하지)\s?(?:마|말|않)|(?:더\s?이상|다시는?|앞으로)[^.]{0,20}(?:보내지|연락하지|연락\s?주지|발송하지)\s?(?:마|말|않)|(?:받고\s?싶지|수신을?\s?원하지|원치)\s?않|수신\s?거부|구독(?:을)?\s?(?:취소|해지)|(?:메일|이메일)\s?(?:발송|전송)?(?:을)?\s?(?:그만|중단|중지|멈춰)",
    ),
}

# After a statement: a request not to be called is not about mail.
BY_PHONE = (
    r"^[^.!?,;]{0,12}\b(?:by (?:tele)?phone|on (?:the|my) (?:phone|mobile|cell)|over the phone|telefonisch|per telefoon|par téléphone|au téléphone|por tel[eé]fono|al telefono|per telefono|por telefone|telefonicznie|telefonicky|telefonon|pr\.? telefon|per telefon|på telefon|puhelimitse|по телефону|телефоном)\b",
)

# Before a statement in its sentence: it is denied, about others, or only a condition.
NOT_MEANT = (
    r"\b(?:do not|don't|dont|not|never|won't|didn't|no need to|needn't|without|rather than|instead of|before (?:you|we)|keep|unless|if you|if they|whether|(?:we|i) (?:need|plan|try|tried|have|had) to (?!ask|tell|repeat)|may ask to|when (?:we|i)|should (?:we|i)|how (?:do|does|can|could|would|to|should)(?! i (?:get |be |opt )?$)|in case you|when (?:people|users|customers|they|someone|recipients)|can (?:people|users|customers|they|recipients|it)|does (?:it|your)|they|he|she|customers|users|people|who|competitors?)(?: \w+){0,3} ?$",
    r"\b(?:nicht|kein\w*|ohne|statt|wenn sie|falls sie|sofern|sollten sie|ob (?:sie|man)|wie (?:kann|können|lässt)|kunden|nutzer|man)(?: [^\s,]+){0,3} ?$",
    r"\b(?:ne (?:pas |me |m'|nous )?|si vous|sans|comment|clients|au lieu de|pas)(?: [^\s,]+){0,3} ?$",
    r"\b(?:no|si usted|si ustedes|si no|si quiere|sin|cómo|clientes)(?: [^\s,]+){0,2} ?$",
    r"\b(?:non|se (?:lei|voi|non|vuoi|volete)|senza|come|clienti)(?: [^\s,]+){0,2} ?$",
    r"\b(?:não|se (?:você|não|quiser)|sem|como|clientes)(?: [^\s,]+){0,2} ?$",
    r"\b(?:niet|als u|als je|indien u|zonder|hoe|klanten)(?: [^\s,]+){0,3} ?$",
    r"\b(?:nie|jeśli|jeżeli|jak|bez|klienci|klientów)(?: [^\s,]+){0,2} ?$",
    r"\b(?:inte|ej|om (?:du|ni)|utan|hur|kunder|ikke|hvis (?:du|i|de)|uden|uten|hvordan|dersom)(?: [^\s,]+){0,3} ?$",
    r"\b(?:ne|není|pokud|bez|jak|ak|ako|ако|если|если вы|якщо|не|без|как|як|клиенты|nu|dacă|fără|cum)(?: [^\s,]+){0,2} ?$",
    r"\b(?:ha|nélkül|hogyan|ne|eğer|nasıl|jika|kalau|bagaimana|nếu|làm sao|älä|älkää|jos|miten|kui|kuidas|ja|kā|jei|kaip|αν|εάν|πώς|μην|χωρίς)(?: [^\s,]+){0,2} ?$",
    r"(?:אם|איך|אל|إذا|اذا|كيف|لا|اگر|چگونه|यदि|अगर|कैसे|ถ้า|หาก|อย่า|如果|若|如何|怎么|怎麼|不要|もし|場合)[^。]{0,12}$",
)

# Beginnings of a refusal: its negation does not negate the statement.
REFUSED = r"\b(?:not interested|no interest|no thanks?|no thank you|pas intéressée?s?|aucun intérêt|nicht interessiert|keine?n? (?:interesse|bedarf)|no (?:me|nos) interesa|non (?:mi|ci) interessa|não (?:tenho|temos) interesse|geen interesse|niet geïnteresseerd|nie jestem zainteresowan\w*|inte intresserad\w*|ikke interesser(?:et|t)|nemám zájem|nemáme zájem|nemám záujem|не интересует|не интересно|nein danke|no gracias|non merci|no grazie|não obrigad[oa]|nee bedankt|nej tack|nej tak|nei takk)\b"

# After a statement: a question about how it works, or about later.
ASKS = (
    r"\b(?:how|why|what|which|does|do|is|are|did|when|where|who)\b",
    r"\b(?:wie|warum|was|welche\w*|kann man|können kunden|gibt es|hat)\b",
    r"\b(?:comment|pourquoi|est-ce que|quel\w*)\b",
    r"\b(?:cómo|por qué|qué|cuál)\b|\b(?:come|perché|cosa)\b|\b(?:como|por que|qual)\b|\b(?:hoe|waarom|wat)\b",
)
# … unless it asks us to act: "Could you take me off your list?"
ASKS_US = (
    r"\b(?:please|kindly|can you|could you|would you|will you|can i|could i|may i|can we|how (?:do|can|could) i (?:get|be|opt|un-?subscribe)|how many times|why (?:do|are) you (?:keep|still))\b|\b(?:bitte|können sie|könnten sie|würden sie|kannst du|könntest du)\b|\b(?:merci de|pouvez-vous|pourriez-vous|veuillez|s'il vous plaît|svp)\b|\b(?:puede|podría|pueden|podrían|por favor)\b|\b(?:può|potete|potrebbe|potreste|per favore|cortesemente)\b|\b(?:pode|poderia|podem)\b|\b(?:kunt u|kun je|wilt u|zou u|graag|alstublieft)\b",
)

# What mail programs write for someone who clicks "unsubscribe" in them.
BY_PROGRAM = (
    r"\bsent this (?:e-?mail|message) to unsubscribe\b|\bautomatically generated by (?:gmail|yahoo|outlook|apple)\b|\bthis (?:message|e-?mail) was (?:automatically )?(?:sent|generated)[^.]{0,60}unsubscribe|\bunsubscribe request\b|\brequest(?:s|ed|ing)? to (?:be )?unsubscribed?\b",
    r"\b(?:um|zum)\b[^.]{0,40}(?:abzumelden|abmelden|abzubestellen)\b|\bvon gmail automatisch (?:generiert|erstellt)|\bautomatisch von gmail\b",
    r"\bpour (?:se |vous |me )?(?:désabonner|désinscrire)\b|\bpara (?:cancelar|anular|darse)[^.]{0,30}(?:suscripci|inscri|subscri|baja)|\bper annullare[^.]{0,30}iscrizione|\bafmelden\b|\bom (?:u|je|zich)[^.]{0,20}(?:uit te schrijven|af te melden)|\bgenerado automáticamente por gmail|\bgénéré automatiquement par gmail|\bgenerato automaticamente da gmail|\bautomatisch gegenereerd door gmail",
)
