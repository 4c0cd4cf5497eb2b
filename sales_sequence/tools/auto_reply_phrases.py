# License LGPL-3.0 or later: see LICENSE.
"""What software says about itself and about what it received, by language.

Regular expressions, written as people write and folded before use (see ``phrases.fold_pattern``), so
that case, accents and typographic quotes do not matter; a space stands for any white space.
"""

# The mail says that no person wrote it.
SAYS_AUTOMATIC = {
    "en": (
        r"^(?:\w+[ ,!.-]+){0,4}you(?:'ve| have) reached (?:the |our )(?!right|wrong)(?:\w+ ){0,4}?(?:inbox|mailbox|team|department|desk|helpdesk|switchboard)\b",
        r"\bthis (?:is|was) an? (?:\w+[ -]){0,2}?(?:auto(?:mated|matic|matically)?|auto-?generated|computer-?generated|system-?generated|machine-?generated)[ -](?:\w+ ){0,2}?(?:reply|response|e-?mail|message|notification|answer|acknowledge?ment|confirmation)",
        r"\bthis (?:e-?mail|message|reply|response|notification|mail)(?: address)? (?:is|was|has been) (?:\w+ ){0,2}?(?:auto(?:matically)?|computer|system)[ -](?:generated|sent|created|issued)|\bthis (?:e-?mail|message|reply|response|notification|mail) (?:is|was|has been) (?:generated|sent|created) (?:automatically|by (?:a|an|our|the) (?:\w+ )?(?:system|computer|machine|software))",
        r"^[\W_]*(?:auto(?:matic|mated)?[- ]?(?:reply|response|responder)|out of office (?:auto-?reply|reply|message|notification))\b",
    ),
    "de": (
        r"\b(?:dies(?:e|es)?|das|hier) (?:ist|handelt es sich um|e-?mail ist|nachricht (?:ist|wurde)|mail (?:ist|wurde)|e-?mail wurde)(?: \w+){0,2}? (?:eine |einer )?automatisch(?:e|en)?(?: \w+){0,2}? (?:antwort|nachricht|e-?mail|mail|benachrichtigung|generiert|erstellt|erzeugt|versand\w*|rückmeldung|eingangsbestätigung|abwesenheitsnotiz)",
        r"\b(?:automatisch (?:generierte|erstellte|erzeugte|versandte)|automatische) (?:antwort|e-?mail|nachricht|mail|eingangsbestätigung|empfangsbestätigung)",
    ),
    "fr": (
        r"\bceci est (?:un|une) (?:message|réponse|e-?mail|courriel|accusé)(?: de réception)? (?:généré\w* )?automatique",
        r"\b(?:ce (?:message|mail|courriel|e-?mail)|cette réponse) (?:est|a été) (?:\w+ )?(?:généré\w*|envoyé\w*|automatique)\b[^.]{0,20}(?:automatique)?",
        r"\b(?:réponse|message) automatique\b",
    ),
    "es": (
        r"\b(?:este|esta|esto) (?:es )?(?:un |una )?(?:mensaje|respuesta|correo)(?: \w+){0,3}? automátic",
        r"\b(?:respuesta|mensaje|correo) (?:generad[oa] )?automátic",
    ),
    "it": (
        r"\bquest[oa] (?:è )?(?:un[oa]? |un')?(?:messaggio|risposta|e-?mail|mail)(?: \w+){0,3}? automatic",
        r"\b(?:risposta|messaggio|e-?mail) (?:generat[oa] )?automatic",
    ),
    "pt": (
        r"\b(?:esta|este) (?:é )?(?:uma? )?(?:mensagem|resposta|e-?mail)(?: \w+){0,3}? automátic",
        r"\b(?:resposta|mensagem|e-?mail) (?:gerad[oa] )?automátic",
    ),
    "nl": (
        r"\bdit is een (?:automatisch|automatische|geautomatiseerd)\w*(?: \w+){0,2}? (?:antwoord|bericht|reactie|e-?mail|mail|bevestiging|ontvangstbevestiging)",
        r"\bautomatisch (?:gegenereerd|verzonden|verstuurd|antwoord|bericht)",
    ),
    "pl": (
        r"\b(?:to jest |ta )?(?:wiadomość|odpowiedź)(?: \w+){0,3}? (?:automatyczn|wygenerowan)|\b(?:automatyczna|wygenerowana automatycznie) (?:odpowiedź|wiadomość)",
    ),
    "sv": (
        r"\bdetta är ett (?:auto\w*)(?: \w+){0,2}? ?(?:svar|meddelande|mejl|mail|e-?post)|\bautosvar\b|\bautomatiskt (?:svar|meddelande|genererat)",
    ),
    "da": (
        r"\bdette er (?:et |en )?(?:auto\w*)(?: \w+){0,2}? ?(?:svar|besked|mail|e-?mail|kvittering)|\bautosvar\b|\bautomatisk(?:e)? (?:svar|besked|genereret)",
    ),
    "no": (
        r"\bdette er (?:et |en )?(?:auto\w*)(?: \w+){0,2}? ?(?:svar|melding|e-?post|kvittering)|\bautosvar\b|\bautomatisk (?:svar|melding|generert)",
    ),
    "fi": (
        r"\btämä on automaattinen (?:vastaus|viesti|ilmoitus|kuittaus)|\bautomaattinen (?:vastaus|viesti|poissaoloviesti|kuittaus)|\bautomaattivastaus",
    ),
    "cs": (
        r"\b(?:toto je|jedná se o|tato zpráva|tento e-?mail)(?: \w+){0,4}? automatick|\bautomatick(?:á|y|ou|é) (?:odpověď|zpráv\w*|vygenerovan\w*|generovan\w*)",
    ),
    "sk": (
        r"\b(?:toto je|táto správa|tento e-?mail)(?: \w+){0,4}? automatick|\bautomatick(?:á|y|é) (?:odpoveď|správ\w*|vygenerovan\w*)",
    ),
    "hu": (r"\bez egy automatikus|\bautomatikus (?:válasz|üzenet|értesítés)|\bautomatikusan (?:generált|küldött)",),
    "tr": (r"\b(?:bu )?(?:bir )?otomatik (?:yanıt|cevap|mesaj|olarak|bir)|\botomatik (?:yanıt|e-?posta)",),
    "ro": (
        r"\bacesta este un (?:mesaj|răspuns|e-?mail)(?: \w+){0,2}? automat|\b(?:mesaj|răspuns) (?:generat )?automat",
    ),
    "ru": (
        r"\b(?:это|данное|настоящее) (?:письмо |сообщение )?(?:является )?(?:\w+ )?автоматическ\w+|\bавтоматически(?:й|м)? (?:ответ|сформирован|отправлен|создан)\w*|\bавтоответ|\b(?:сформирован|отправлен|создан)\w* автоматически",
    ),
    "uk": (
        r"\b(?:це|цей|даний) (?:лист |повідомлення )?(?:є )?(?:\w+ )?автоматичн\w+|\bавтоматичн(?:а|у|ий) (?:відповід|повідомлен|лист)\w*|\bавтовідповід",
    ),
    "ja": (r"(?:この|本|当)(?:メール|返信|通知)は[^。]{0,30}自動|自動(?:返信|応答|送信|配信|的に)",),
    "zh": (
        r"(?:这是|此为|本邮件(?:为|是|由)|此邮件(?:为|是|由)|這是|本郵件(?:為|是|由)|此郵件)[^。]{0,16}(?:自动|自動|系统|系統)|自动(?:回复|发送|生成|应答)|自動(?:回覆|回復|發送|產生|答覆)",
    ),
    "ko": (
        r"(?:본|이)\s?메일은[^.]{0,20}(?:자동|발신\s?전용)|자동\s?(?:회신|응답|발송|으로\s?(?:발송|생성|회신))|발신\s?전용",
    ),
    "bg": (r"автоматичен (?:отговор|имейл)|автоматично (?:генериран|изпратен|съобщение)",),
    "el": (r"αυτόματ\w+ (?:απάντηση|μήνυμα|ειδοποίηση)",),
    "he": (r"(?:הודעה|תשובה|מענה) אוטומטי",),
    "ar": (r"(?:رسالة|رد|بريد) (?:آلي|تلقائي|آلية|تلقائية)",),
    "fa": (r"(?:پاسخ|پیام|ایمیل) (?:خودکار|اتوماتیک)",),
    "hr": (r"automatsk\w+ (?:odgovor|poruka|generiran\w*)",),
    "sr": (r"(?:automatsk\w+|аутоматск\w+) (?:odgovor|poruka|одговор|порука)",),
    "sl": (r"samodejn\w+ (?:odgovor|sporočilo)|avtomatsk\w+ (?:odgovor|sporočilo)",),
    "ca": (r"\b(?:resposta|missatge|correu) automàtic",),
    "et": (r"\bautomaat(?:vastus|ne (?:vastus|kiri|teade))",),
    "lv": (r"\bautomātisk\w+ (?:atbilde|ziņa|paziņojums|vēstule)",),
    "lt": (r"\bautomatin\w+ (?:atsakym|laišk|pranešim)\w*",),
    "th": (r"(?:อีเมล|ข้อความ)?(?:ตอบกลับ)?อัตโนมัติ",),
    "vi": (r"\b(?:trả lời|thư|email|tin nhắn|phản hồi) tự động",),
    "id": (r"\b(?:balasan|pesan|email|surel) otomatis|\bsecara otomatis",),
    "ms": (r"\b(?:balasan|mesej|e-?mel) automatik",),
    "hi": (r"स्वचालित (?:उत्तर|संदेश|ईमेल|जवाब)",),
}

# "Do not reply to this mail": people also write this about an address that they no longer use.
DO_NOT_REPLY = {
    "en": (
        r"\b(?:please )?do not (?:reply|respond) (?:directly )?to this (?:automated |automatic )?(?:e-?mail|message|mail|address|notification)|\bplease (?:do not|don't) reply\b",
    ),
    "de": (
        r"\bbitte (?:antworten sie )?nicht auf diese (?:e-?mail|mail|nachricht)(?: antworten)?|\bauf diese (?:e-?mail|nachricht) (?:kann|bitte) nicht",
    ),
    "fr": (r"\b(?:merci de|veuillez|prière de) ne pas répondre (?:à ce|directement)",),
    "es": (r"\b(?:por favor,? )?no (?:responda|conteste|respondas) a este",),
    "it": (r"\b(?:si prega di |per favore )?non rispondere a quest",),
    "pt": (r"\b(?:por favor,? )?não responda a (?:este|esta)",),
    "nl": (r"\bniet (?:te )?(?:beantwoorden|reageren op dit|antwoorden op dit)",),
    "pl": (r"\b(?:prosimy|proszę) nie odpowiadać na t",),
    "sv": (r"\bgår (?:ej|inte) att (?:svara|besvara)|\bsvara (?:inte|ej) på (?:detta|det här)",),
    "da": (r"\bkan ikke besvares|\bsvar (?:venligst )?ikke på denne",),
    "no": (r"\bikke svar på denne|\bkan ikke besvares",),
    "fi": (r"\bälä(?:kää)? vastaa(?:tko)? tähän",),
    "cs": (r"\b(?:prosíme|prosím)?,? ?neodpovídejte na t",),
    "sk": (r"\bneodpovedajte na t",),
    "hu": (r"\bne válaszoljon erre|\bnem szükséges válaszolni",),
    "tr": (r"\b(?:bu )?(?:e-?postayı|mesajı|maili) (?:lütfen )?(?:yanıtlamayın|cevaplamayın)",),
    "ro": (r"\bnu răspundeți la acest",),
    "ru": (r"\bне отвечайте на (?:это|данное)|\bотвечать на (?:это|него) не (?:нужно|надо|требуется)",),
    "uk": (r"\bне відповідайте на (?:цей|це)",),
    "ja": (
        r"(?:この|本|当)(?:メール|アドレス)[^。]{0,20}(?:返信|ご返信)(?:でき|いただいて|されて|しない)|返信(?:は)?(?:不要|なさらない|しないで)",
    ),
    "zh": (r"(?:请|請)(?:勿|不要)(?:直接)?(?:回复|回覆)",),
    "ko": (r"회신(?:이|하지|은)\s?(?:불가|되지|마|처리)",),
    "bg": (r"не отговаряйте на (?:това|този)",),
    "el": (r"μην απαντ\w+ σε αυτό",),
    "he": (r"(?:אין להשיב|נא לא להשיב)",),
    "ar": (r"(?:عدم|لا) (?:الرد|ترد) على هذ",),
    "fa": (r"به این (?:ایمیل|پیام) پاسخ ندهید",),
    "hr": (r"ne odgovarajte na ov",),
    "sr": (r"(?:ne odgovarajte na ov|не одговарајте на ов)",),
    "sl": (r"ne odgovarjajte na t",),
    "ca": (r"\bno respongueu a aquest",),
    "et": (r"\bärge vastake sellele",),
    "lv": (r"\bneatbildiet uz šo",),
    "lt": (r"\bneatsakykite į šį",),
    "th": (r"(?:กรุณา|โปรด)อย่าตอบกลับ",),
    "vi": (r"\bkhông (?:trả lời|phản hồi) (?:thư|email) này",),
    "id": (r"\b(?:mohon )?(?:jangan|tidak) membalas (?:email|pesan|surel) ini",),
    "ms": (r"\bjangan balas",),
    "hi": (r"इस (?:ईमेल|संदेश) का (?:उत्तर|जवाब) न",),
}

# "We have received your request": ticket systems and shared mailboxes. The last pattern of each
# language is an accompaniment of such mails, the others are the statement itself.
RECEIVED = {
    "en": (
        r"\bwe(?:'ve| have)?(?: successfully| now| just)? (?:received|got|registered|logged|opened|created|recorded)(?: \w+){0,4}? (?:request|message|e-?mail|enquiry|inquiry|ticket|case|question|submission|query|support|feedback|application|report|mail)\b",
        r"\byour (?:\w+ ){0,3}?(?:request|message|e-?mail|enquiry|inquiry|ticket|case|question|submission|query|report|mail)(?: [(\[#]?[\w#:\])-]*\d[\w\])-]*)? ?(?:[\w#:()\[\]-]+ ){0,5}?(?:has been|was|is being|have been|is) (?:\w+ )?(?:received|registered|logged|opened|created|recorded|submitted|assigned|forwarded|acknowledged|under review|reviewed|raised|queued)",
        r"\b(?:a|the|this|new) (?:\w+ ){0,3}?(?:ticket|case|request|issue|incident)(?: [\w#:()\[\]-]+){0,4}? (?:has been|was|is) (?:\w+ )?(?:created|opened|received|registered|logged|generated|raised|submitted)",
        r"\bthis (?:\w+[ -]){0,4}?(?:acknowledges|confirms|is to (?:confirm|acknowledge|let you know|inform you))(?: \w+){0,4}? (?:receipt|received|receive)|\b(?:acknowledge?ment|confirmation) of (?:receipt|your)",
        r"\b(?:a|one of our|our) (?:\w+ ){0,4}?(?:agent|team|representative|specialist|colleague|advisor|member|expert|staff)s? (?:\w+ ){0,6}?will (?:\w+ )?(?:be in touch|get back|respond|reply|contact|review|reach|answer|look|follow)|\bthank(?:s| you) for (?:contacting|reaching out|getting in touch with|writing to|submitting|e-?mailing|your (?:enquiry|inquiry|request))\b|\bas soon as (?:possible|we can)|\b(?:will|shall) be (?:processed|handled|reviewed|answered|dealt with|forwarded|attended)|\bwithin (?:the next )?(?:\d+|one|two|three)(?:[ -]\d+)? (?:business |working )?(?:hours?|days?)|\b(?:get back to|reply to|respond to|contact) you (?:soon|shortly)|\b(?:will|shall) (?:\w+ )?(?:reply|respond|be in touch) (?:soon|shortly)|\bat our earliest",
    ),
    "de": (
        r"\b(?:wir haben|haben wir) (?:ihre|deine) (?:\w+ )?(?:anfrage|nachricht|e-?mail|mail|meldung|anliegen|support-?anfrage|mitteilung)(?: \w+){0,3}? (?:erhalten|empfangen|registriert|aufgenommen|bekommen)|\b(?:ihre|deine|ihr|dein) (?:\w+ )?(?:anfrage|nachricht|e-?mail|mail|meldung|anliegen|ticket|mitteilung|vorgang)(?: \S+){0,5}? (?:ist|wurde)(?: \w+){0,4}? (?:eingegangen|erhalten|registriert|aufgenommen|erfasst|angelegt|erstellt|weitergeleitet)",
        r"\b(?:ein|das|unter) (?:\w+ )?(?:ticket|vorgang|vorgangsnummer|ticketnummer)\b[^.]{0,50}(?:erstellt|angelegt|eröffnet|registriert|lautet)|\b(?:eingangs|empfangs)bestätigung",
        r"\bwir (?:werden )?(?:\w+ ){0,5}?(?:schnellstmöglich|umgehend|so schnell wie möglich|zeitnah|in kürze|innerhalb|baldmöglichst)|\bvielen dank für ihre (?:kontaktaufnahme|anfrage)",
    ),
    "fr": (
        r"\b(?:nous avons|a|ont) (?:bien )?(?:reçu|enregistré|pris en compte) (?:votre|la) (?:demande|message|e-?mail|mail|courriel|requête)|\bvotre (?:demande|message|e-?mail|mail|courriel|requête|ticket)(?: \S+){0,5}? (?:a (?:bien )?été|est) (?:\w+ )?(?:reçue?|enregistrée?|créée?|pris\w*|transmise?)",
        r"\b(?:un|le) ticket\b[^.]{0,40}(?:créé|ouvert)|\baccusé de réception|\baccusons réception",
        r"\bdans les (?:meilleurs|plus brefs) délais|\bmerci d(?:e nous avoir|'avoir) (?:contacté|écrit)|\bun (?:conseiller|agent|technicien)\b[^.]{0,30}(?:répondra|contactera)|\bnotre équipe\b[^.]{0,60}(?:répondra|contact|traite|reviendra)",
    ),
    "es": (
        r"\bhemos (?:recibido|registrado) (?:su|tu) (?:solicitud|mensaje|correo|consulta|petición|email|e-mail|incidencia)|\b(?:su|tu) (?:solicitud|mensaje|correo|consulta|petición|ticket|incidencia|caso)(?: \S+){0,5}? (?:ha sido|fue|se ha|está siendo) (?:\w+ )?(?:recibid|registrad|cread|abiert|asignad)\w*",
        r"\bse ha (?:creado|abierto|registrado)(?: \w+){0,3}? (?:ticket|caso|solicitud|incidencia)|\bacuse de recibo",
        r"\b(?:a la mayor|lo antes posible|en breve|a la brevedad|en el menor tiempo)\b|\bgracias por (?:contactar|ponerse en contacto|comunicarse|escribirnos)|\bnuestro equipo\b[^.]{0,60}(?:responder|contactar|revis)",
    ),
    "it": (
        r"\babbiamo (?:ricevuto|registrato|preso in carico) (?:la (?:tua|sua|vostra)|il (?:tuo|suo|vostro))(?: \w+)? (?:richiesta|messaggio|e-?mail|mail|segnalazione)|\b(?:la (?:tua|sua|vostra)|il (?:tuo|suo|vostro)) (?:richiesta|messaggio|e-?mail|mail|segnalazione|ticket)(?: \S+){0,5}? (?:è stat[ao]|è) (?:\w+ )?(?:ricevut|registrat|pres|creat|apert|inoltrat)\w*",
        r"\b(?:un|il|nuovo) ticket\b[^.]{0,40}(?:creat|apert)|\bconferma di ricezione",
        r"\b(?:al più presto|nel più breve tempo|il prima possibile)|\b(?:grazie|la ringraziamo|vi ringraziamo) per (?:averci|aver) (?:contattat|scritt)\w*|\bnostro (?:team|staff)\b[^.]{0,60}(?:risponder|contatter)",
    ),
    "pt": (
        r"\b(?:recebemos|registámos|registramos) (?:o |a )?(?:seu|sua|teu|tua)(?: \w+)? (?:pedido|mensagem|e-?mail|solicitação|contacto|contato|questão)|\b(?:o seu|a sua|seu|sua) (?:pedido|mensagem|e-?mail|solicitação|chamado|ticket|questão|contato)(?: \S+){0,5}? foi (?:\w+ )?(?:recebid|registad|registrad|criad|abert|encaminhad)\w*",
        r"\b(?:foi (?:criado|aberto)|abrimos|criámos|criamos) (?:um |o )?(?:novo )?(?:ticket|chamado|pedido|protocolo)|\bconfirmação de (?:receção|recebimento|recepção)",
        r"\b(?:o mais (?:breve|rapidamente) possível|em breve|assim que possível)\b|\bobrigado por (?:nos )?contact?ar|\bobrigado por entrar em contato|\bnossa equipe?a?\b[^.]{0,60}(?:responder|contact|entrar)",
    ),
    "nl": (
        r"\b(?:wij|we) hebben (?:uw|je) (?:\w+ )?(?:verzoek|bericht|e-?mail|mail|vraag|aanvraag|melding)(?: \w+){0,3}? (?:ontvangen|geregistreerd)|\b(?:uw|je) (?:\w+ )?(?:verzoek|bericht|e-?mail|mail|vraag|aanvraag|melding|ticket)(?: \S+){0,5}? (?:is|werd)(?: \w+){0,4}? (?:ontvangen|geregistreerd|aangemaakt|binnengekomen|in goede orde)",
        r"\b(?:een|het|nieuw) (?:\w+ )?ticket\b[^.]{0,40}(?:aangemaakt|geopend)|\bontvangstbevestiging",
        r"\bzo (?:spoedig|snel) mogelijk|\bbinnen \d+ (?:werk)?(?:dagen|uur|uren)|\bbedankt voor (?:het contact|uw aanvraag|uw vraag)",
    ),
    "pl": (
        r"\b(?:otrzymaliśmy|przyjęliśmy|zarejestrowaliśmy) (?:państwa |twoje |twoją |pana |pani )?(?:zgłoszenie|wiadomość|zapytanie|e-?mail)|\b(?:państwa|twoje|twoja|pana|pani|twój) (?:zgłoszenie|wiadomość|zapytanie|e-?mail)(?: \S+){0,5}? (?:został[oa]?|jest) (?:\w+ )?(?:przyjęt|zarejestrowan|otrzyman|utworzon)\w*",
        r"\b(?:zostało|został[oa]?) (?:utworzon|zarejestrowan)\w* (?:nowe )?(?:zgłoszenie|ticket)|\bpotwierdz\w+ (?:otrzymanie|odbiór|przyjęcie)",
        r"\bnajszybciej|\bdziękujemy za (?:kontakt|zgłoszenie|wiadomość)|\bnasz zespół\b[^.]{0,60}(?:odpowie|skontaktuje)",
    ),
    "sv": (
        r"\bvi har (?:mottagit|tagit emot|registrerat|fått) (?:ditt|din|ert|er) (?:\w+ )?(?:ärende|meddelande|mejl|mail|e-?post|förfrågan|fråga)|\b(?:ditt|din|ert) (?:ärende|meddelande|mejl|mail|förfrågan|fråga)(?: \S+){0,5}? (?:har|är) (?:\w+ )?(?:mottagits?|registrerats?|registrerat|mottagit|mottaget|skapats)",
        r"\bett (?:nytt )?ärende\b[^.]{0,40}(?:skapats|registrerats|öppnats)|\bmottagningsbekräftelse|\bärendenummer",
        r"\bså snart (?:som möjligt|vi kan)|\binom \d+ (?:arbetsdagar|timmar)|\btack för att du kontakta",
    ),
    "da": (
        r"\bvi har modtaget (?:din|jeres|deres) (?:\w+ )?(?:henvendelse|mail|e-?mail|besked|forespørgsel|sag)|\b(?:din|jeres) (?:henvendelse|mail|besked|sag)(?: \S+){0,5}? er (?:\w+ )?(?:modtaget|registreret|oprettet)",
        r"\b(?:en|der er) (?:\w+ )?sag\b[^.]{0,40}oprettet|\bkvittering for modtag\w+|\bsagsnummer",
        r"\bhurtigst muligt|\bså hurtigt (?:som muligt|vi kan)",
    ),
    "no": (
        r"\bvi har mottatt (?:din|deres) (?:\w+ )?(?:henvendelse|e-?post|melding|forespørsel|sak)|\b(?:din|deres) (?:henvendelse|e-?post|melding|sak)(?: \S+){0,5}? er (?:\w+ )?(?:mottatt|registrert|opprettet)",
        r"\ben (?:ny )?sak\b[^.]{0,40}opprettet|\bsaksnummer",
        r"\bså (?:snart|raskt) (?:som mulig|vi kan)|\bsnarest mulig",
    ),
    "fi": (
        r"\bolemme vastaanottaneet (?:\w+ )?(?:viestisi|viestinne|pyyntösi|tukipyyntösi|yhteydenottosi|sähköpostisi)|\b(?:viestisi|viestinne|pyyntösi|yhteydenottosi|tukipyyntösi|sähköpostisi) on (?:vastaanotettu|kirjattu|rekisteröity)",
        r"\b(?:tiketti|tapaus|tukipyyntö)\b[^.]{0,40}(?:luotu|avattu|kirjattu)|\bpalvelupyyntö",
        r"\bmahdollisimman pian|\bniin pian kuin",
    ),
    "cs": (
        r"\b(?:obdrželi jsme|přijali jsme|zaregistrovali jsme) (?:váš|vaši|vaše)(?: \w+)? (?:požadavek|dotaz|zpráv\w|e-?mail|žádost)|\b(?:váš|vaše) (?:požadavek|dotaz|zpráva|e-?mail|žádost)(?: \S+){0,5}? (?:byla?|byl) (?:\w+ )?(?:přijat|zaregistrován|zaevidován|vytvořen|doručen)\w*",
        r"\b(?:byl|bylo) (?:založen|vytvořen)\w* (?:nový )?(?:ticket|tiket|požadavek)|\bpotvrz\w+ (?:přijetí|doručení)",
        r"\bco nejdříve|\bv nejbližší (?:možné )?době|\bděkujeme za (?:kontaktování|váš dotaz|vaši zprávu|zprávu)",
    ),
    "sk": (
        r"\b(?:prijali sme|dostali sme|obdržali sme|zaregistrovali sme) (?:váš|vašu|vaše)(?: \w+)? (?:požiadavk\w|dotaz|správ\w|e-?mail|žiadosť)|\bvaša? (?:požiadavka|správa|žiadosť|e-?mail)(?: \S+){0,5}? (?:bola?|bol) (?:prijat|zaregistrovan|vytvoren)\w*",
        r"\bčo najskôr|\bďakujeme za (?:kontaktovanie|vašu správu)",
    ),
    "hu": (
        r"\b(?:megkaptuk|rögzítettük|fogadtuk|regisztráltuk) (?:az? )?(?:ön )?(?:megkeresését|levelét|üzenetét|kérését|bejelentését|e-?mail\w*)|\b(?:megkeresése|bejelentése|kérése|üzenete)(?: \S+){0,4}? (?:megérkezett|rögzítésre került|regisztrál\w+)",
        r"\b(?:hibajegy|ügyszám|jegy)\b[^.]{0,40}(?:létrejött|létrehoz|azonosító|száma)|\bhamarosan (?:válaszol|jelentkez|felvessz)\w*|\blehető leghamarabb",
    ),
    "tr": (
        r"\b(?:talebiniz|mesajınız|e-?postanız|başvurunuz|sorunuz)(?: \S+){0,5}? (?:alınmıştır|ulaşmıştır|kaydedilmiştir|oluşturulmuştur|alındı|bize ulaştı)|\b(?:talebinizi|mesajınızı|e-?postanızı|başvurunuzu) aldık",
        r"\bdestek talebi\w*\b[^.]{0,40}oluştur|\ben kısa sürede",
    ),
    "ro": (
        r"\bam (?:primit|înregistrat) (?:mesajul|solicitarea|cererea|e-?mail\w*) (?:dumneavoastră|dvs|ta|tău)|\b(?:solicitarea|cererea|mesajul)(?: \S+){0,6}? a fost (?:primit|înregistrat|recepționat)\w*",
        r"\b(?:tichet|ticket)\w*\b[^.]{0,40}(?:creat|deschis|înregistrat)|\bîn cel mai scurt timp|\bcât mai curând",
    ),
    "ru": (
        r"\b(?:мы получили|нами получено|мы приняли|получили) (?:ваш\w* )?(?:запрос|обращение|письмо|сообщение|заявк\w)|\bваш\w* (?:запрос|обращение|письмо|сообщение|заявка)(?: \S+){0,5}? (?:был\w* )?(?:\w+ )?(?:принят|получен|зарегистрирован|создан|передан)\w*",
        r"\b(?:создан\w*|открыт\w*|зарегистрирован\w*) (?:новы\w+ )?(?:заявк\w+|тикет|обращени\w+|запрос)|\bномер (?:вашего )?(?:обращения|заявки|тикета|запроса)",
        r"\bв ближайшее время|\bв кратчайшие сроки|\bспасибо за (?:ваше )?обращение|\bблагодарим (?:вас )?за (?:ваше )?обращение",
    ),
    "uk": (
        r"\b(?:ми отримали|отримано) (?:ваш\w* )?(?:запит|звернення|лист|повідомлення|заявк\w)|\bваш\w* (?:запит|звернення|лист|повідомлення|заявка)(?: \S+){0,5}? (?:\w+ )?(?:прийнят|отриман|зареєстрован|створен)\w*",
        r"\bнайближчим часом|\bномер (?:вашого )?(?:звернення|заявки|запиту)|\bдякуємо за (?:ваше )?звернення",
    ),
    "ja": (
        r"お問い?合わ?せ(?:を|内容を)?[^。]{0,20}(?:受け付け|受付|受領|承り|承っ|いただき|頂き|ありがとう)|(?:メール|ご連絡|ご依頼|リクエスト|お問合せ)を(?:受信|受け付け|受領|承り)|受付(?:番号|いたし|完了|け)|受け付けました|受付いたしました",
        r"(?:担当者?|弊社|サポート)(?:より|から|が)?[^。]{0,30}(?:ご連絡|回答|返信|ご返答|ご回答|連絡)(?:いた|差し上げ|させて|を|申し上げ)|(?:問い合わせ|受付|チケット)番号",
    ),
    "zh": (
        r"(?:我们|我們)?(?:已|已经|已經)(?:收到|接收|受理|登记|登記)(?:到)?您?(?:的|發送的|发送的|提交的)?(?:邮件|来信|郵件|來信|请求|請求|问题|問題|咨询|諮詢|反馈|工单|留言|申请|申請)|您的(?:请求|邮件|工单|咨询|問題|问题|郵件|請求|申请|留言|反馈)[^。]{0,20}(?:已|已经|已經)(?:收到|受理|提交|创建|建立|生成|登记)",
        r"(?:工单|工單|案件|服務單|服务单|票)(?:号|編號|编号|已)|(?:我们|我們|客服|工作人员|專員|专员)(?:会|將|将|會)(?:尽快|儘快|在)[^。]{0,24}(?:回复|回覆|联系|聯絡|处理|處理|答复|與您|与您)|感谢您(?:的咨询|联系我们|聯絡我們)|感謝您(?:的諮詢|聯絡我們|聯繫我們)",
    ),
    "ko": (
        r"(?:문의|요청|메일|티켓|접수)(?:가|이|를|을|하신|사항이|내용이)?[^.]{0,16}(?:접수(?:되었|하였|됐|완료|되어)|등록되|수신되|생성되)|접수\s?번호|문의해\s?주셔서",
        r"(?:빠른\s?시일|최대한\s?빨리|빠르게|신속)[^.]{0,20}(?:답변|연락|회신|처리)|담당자가[^.]{0,24}(?:답변|연락|회신)",
    ),
    "bg": (
        r"(?:получихме|получено е|приехме) (?:\w+ )?(?:ваш\w+|запитван\w+|съобщени\w+|имейл\w*)|ваш\w+ (?:запитване|съобщение|заявка|имейл)(?: \S+){0,5}? (?:е|беше) (?:\w+ )?(?:получен|приет|регистриран)\w*",
        r"възможно най-скоро|в най-кратък срок|номер на (?:заявка|запитване)|благодарим (?:ви )?(?:за|че)",
    ),
    "el": (
        r"(?:λάβαμε|έχουμε λάβει|παραλάβαμε) (?:\w+ ){0,2}(?:μήνυμα|αίτημα|email|e-mail|ερώτημα)|(?:μήνυμά|αίτημά|ερώτημά) σας(?: \S+){0,5}? (?:ελήφθη|έχει ληφθεί|καταχωρ\w+|παραλήφθηκε)",
        r"το συντομότερο δυνατό\w*|σύντομα θα|αριθμός αιτήματος|ευχαριστούμε (?:που|για)",
    ),
    "he": (
        r"(?:קיבלנו את|התקבלה|התקבל) (?:\S+ ){0,2}(?:פניית|הודעת|בקשת|המייל|פנייה)|פניית\w* (?:התקבלה|נקלטה)",
        r"(?:בהקדם|בהקדם האפשרי|נחזור אלי|מספר פנייה)|תודה (?:שפנית|על פניית)",
    ),
    "ar": (
        r"(?:لقد )?(?:استلمنا|تلقينا|تم استلام) (?:\S+ ){0,2}?(?:رسالت|طلب|استفسار|بريد)|(?:رسالتكم|طلبكم|رسالتك|طلبك)[^.]{0,30}(?:تم استلام|قيد)",
        r"في أقرب وقت|سنرد عليك|سيتم الرد|رقم (?:الطلب|التذكرة)|شكرا? ل(?:تواصل|اتصال)",
    ),
    "fa": (
        r"(?:پیام|درخواست|ایمیل) شما (?:\S+ ){0,4}(?:دریافت|ثبت) شد",
        r"در اسرع وقت|شماره (?:پیگیری|درخواست)|به زودی",
    ),
    "hr": (
        r"\b(?:zaprimili|primili|dobili) smo (?:vaš\w*|tvoj\w*) (?:\w+ )?(?:upit|poruk|zahtjev|e-?mail|mail)\w*|\bvaš\w* (?:upit|poruka|zahtjev)(?: \S+){0,5}? (?:je )?(?:zaprimljen|primljen|evidentiran)\w*",
        r"\bu (?:najkraćem|što kraćem) (?:mogućem )?(?:roku|vremenu)|\bšto prije|\bbroj (?:upita|zahtjeva)|\bhvala (?:vam )?(?:što ste|na upitu)",
    ),
    "sr": (
        r"(?:primili smo|примили смо|zaprimili smo) (?:vaš\w*|ваш\w*) (?:\w+ )?(?:upit|poruk|zahtev|mejl|упит|порук|захтев)\w*|(?:vaš|ваш)\w* (?:upit|poruka|zahtev|упит|порука|захтев)(?: \S+){0,5}? (?:primljen|evidentiran|примљен)\w*",
        r"(?:u najkraćem roku|у најкраћем року|što pre|što je pre moguće)",
    ),
    "sl": (
        r"\b(?:prejeli|dobili) smo (?:vaše|vaš|tvoje)\w* (?:\w+ )?(?:sporočilo|povpraševanje|zahtevek|vprašanje|e-?pošto|mail)|\bvaš\w* (?:sporočilo|zahtevek|povpraševanje)(?: \S+){0,4}? (?:prejet|zabeležen)\w*",
        r"\bv najkrajšem (?:možnem )?(?:času|roku)|\bčim prej|\bkmalu\b|\bštevilka zahtevka",
    ),
    "ca": (
        r"\bhem rebut (?:el|la) (?:vostre?|vostra|seu|seva|teu|teva) (?:\w+ )?(?:missatge|correu|sol·licitud|consulta|petició)",
        r"\bel més aviat possible|\baviat|\bgràcies per (?:contactar|posar-vos)",
    ),
    "et": (
        r"\b(?:oleme|saime) (?:\w+ ){0,3}(?:kirja|päringu|sõnumi|pöördumise|taotluse)(?: \w+){0,2}? (?:kätte|vastu|registreerinud)\w*|\b(?:teie|sinu) (?:kiri|päring|pöördumine|sõnum)(?: \S+){0,4}? (?:on )?(?:kätte saadud|registreeritud|vastu võetud|jõudnud)",
        r"\besimesel võimalusel|\bniipea kui võimalik|\bpeagi\b|\btäname (?:teid )?(?:pöördumise|kirja)",
    ),
    "lv": (
        r"\b(?:esam|mēs esam) saņēmuši (?:jūsu )?(?:\w+ )?(?:vēstuli|pieteikumu|ziņu|pieprasījumu)|\bjūsu (?:vēstule|pieteikums|pieprasījums|ziņa)(?: \S+){0,4}? (?:ir )?(?:saņemt|reģistrēt)\w*",
        r"\bcik (?:drīz|ātri) vien iespējams|\btuvākajā laikā|\bpaldies, ka",
    ),
    "lt": (
        r"\b(?:gavome|užregistravome) (?:jūsų )?(?:\w+ )?(?:užklausą|laišką|žinutę|prašymą)|\bjūsų (?:užklausa|laiškas|žinutė|prašymas)(?: \S+){0,4}? (?:gaut|užregistruot|priimt)\w*",
        r"\bkuo greičiau|\bartimiausiu metu|\bkuo skubiau|\bdėkojame, kad",
    ),
    "vi": (
        r"\b(?:chúng tôi )?(?:đã )?(?:nhận được|tiếp nhận) (?:\w+ ){0,3}(?:email|thư|yêu cầu|tin nhắn|liên hệ|thông tin)|\byêu cầu (?:\w+ ){0,4}đã được (?:tiếp nhận|ghi nhận|tạo)",
        r"\bsớm nhất có thể|\btrong thời gian sớm nhất|\bsẽ (?:phản hồi|liên hệ) (?:lại )?(?:với )?(?:bạn|quý khách|anh)|\bcảm ơn (?:bạn|quý khách) đã liên hệ",
    ),
    "id": (
        r"\b(?:kami )?(?:telah|sudah) (?:menerima|terima) (?:pesan|email|permintaan|pertanyaan|surel|laporan)|\b(?:pesan|permintaan|email|tiket) (?:anda )?(?:\w+ ){0,3}telah (?:kami )?(?:diterima|terima|dibuat)",
        r"\bsesegera mungkin|\bakan segera (?:membalas|menghubungi|merespon)|\bterima kasih telah menghubungi",
    ),
    "ms": (
        r"\b(?:kami )?telah menerima (?:mesej|e-?mel|permintaan|pertanyaan)|\b(?:mesej|permintaan) anda telah diterima",
        r"\bsecepat mungkin|\bakan menghubungi anda|\bterima kasih kerana menghubungi",
    ),
    "th": (
        r"(?:เรา|ทางเรา|บริษัท)?(?:ได้รับ|รับ)(?:อีเมล|ข้อความ|คำขอ|เรื่อง|แจ้ง)[^.]{0,20}(?:แล้ว|เรียบร้อย)|ได้รับ(?:อีเมล|ข้อความ|คำขอ)ของ(?:ท่าน|คุณ)",
        r"โดยเร็วที่สุด|จะติดต่อกลับ|หมายเลข(?:คำขอ|ตั๋ว)|ขอบคุณที่ติดต่อ",
    ),
    "hi": (
        r"(?:आपका|आपकी) (?:संदेश|अनुरोध|ईमेल|शिकायत)[^.।]{0,20}(?:प्राप्त|मिल|दर्ज)",
        r"यथाशीघ्र|जल्द से जल्द|जल्द ही",
    ),
}

# How long an answer takes: a promise to everyone. People say when, not how long.
ANSWER_TIME = (
    r"\b\d+(?: ?(?:-|to|bis|a|à|tot|till|til|do|–) ?\d+)? ?(?:(?:business|working|werk|arbeits|arbets) ?)?(?:h|hours?|days?|stunden|tage?n?|werktagen?|heures?|jours?|horas?|días?|dias?|ore|giorni|uur|uren|dagen|dagar|timmar|timer|dage|dager|tunnin|päivän|godzin|dni|hodin|dnů|hodín|dní|napon|óra|órán|ore|zile|часов|дней|годин|днів|часа|дни|saat|gün)\b"
    r"|\b(?:within|in|innerhalb von|sous|dentro de|en|entro|em|binnen|inom|inden for|innen) (?:the next )?(?:one|two|three|four|five|a few|zwei|drei|deux|trois|dos|tres|due|tre|dois|três|twee|drie|två|tre|to) (?:business |working )?(?:hours|days|werktag\w*|arbeitstag\w*|stunden|tagen|jours|heures|días|horas|giorni|ore|dias|dagen|werkdagen|dagar|arbetsdagar|dage|timer|dager)\b"
    r"|\d+ ?(?:営業日|時間以内|日以内|个工作日|個工作天|小时内|小時內|영업일|시간 이내|일 이내)",
    r"\bdue to (?:a |the )?(?:high|large|increased) (?:volume|number)",
    r"\b(?:en cours de traitement|est en traitement|in bearbeitung|wird (?:\S+ ){0,5}bearbeitet|en (?:proceso|trámite)|in lavorazione|em (?:análise|processamento)|in behandeling|under behandling|käsittelyssä|w trakcie realizacji|в обработке)\b",
)

# What only a ticket system writes: case numbers, reply separators.
TICKET_MARK = (
    r"(?:\[|\(|#|\b)(?:ticket|case|request|incident|issue|support request|ref|reference|anfrage|vorgang|aktenzeichen|geschäftszeichen|demande|solicitud|caso|richiesta|pratica|chamado|protocolo|pedido|verzoek|zgłoszeni[ea]|ärende|sag|sak|tiketti|požadav\w+|hibajegy|talep|tichet|заявк\w|обращени\w|тикет|запрос|звернення)(?:s?(?:[ -]?(?:id|no|n[.°º]?|number|nr|nummer|numéro|número|numero|numer|číslo|szám\w*|номер|reference|ref))?)(?: is| lautet| est| es| jest| je| är| er| on)?[\s.:#№°º=()\[-]{0,5}[a-z]{0,5}[-#]?\d[\w/-]{2,}",
    r"\b(?:unter (?:der )?(?:nummer|nr\.?)|under (?:the )?(?:number|no\.?)|onder (?:het )?nummer|numéro de dossier|sous le numéro|con el número|com o número|(?:con|al) (?:il )?numero|pod numerem|pod číslem|под номером)[\s:.#№-]{0,3}[a-z]{0,5}-?\d[\w/-]{2,}",
    r"(?:##|--)-? ?(?:please )?(?:type|reply|write|bitte|veuillez|escriba|please|responda|add)[^#\n]{0,60}(?:above|oberhalb|au-dessus|encima|sopra|acima) (?:this|dieser|cette|de esta|questa|desta)? ?(?:line|zeile|ligne|línea|riga|linha)",
    r"\[[\w .-]{1,30} ?#\d{2,}\]",
    r"\b(?:[a-z]{2,8}-\d{2,6}|ref:_[\w.]+:ref)\b(?=.{0,40}(?:created|received|opened|erstellt|reported))",
    r"(?:お問い?合わ?せ|受付|受付け|チケット|案件|管理)(?:番号|no|id)[:：.\s]*[\w-]*\d",
    r"(?:工单|工單|案件|受理|服务单|服務單|单)(?:号|編號|编号)[:：\s]*[\w-]*\d",
    r"(?:접수|문의|티켓)\s?번호[:：\s]*[\w-]*\d",
)

# Read receipts without a report part.
READ_RECEIPT_SUBJECT = (
    r"^(?:read|not read|read receipt|return receipt(?: \(displayed\))?|disposition notification|gelesen|ungelesen|nicht gelesen|lesebestätigung|lu|non lu|accusé de lecture|leído|no leído|confirmación de lectura|letto|non letto|conferma di lettura|lida|lido|não lida|recibo de leitura|gelezen|niet gelezen|leesbevestiging|przeczytano|przeczytane|nieprzeczytane|läst|oläst|läskvitto|læst|ulæst|lest|ulest|lesebekreftelse|luettu|lukukuittaus|přečteno|nepřečteno|potvrzení o přečtení|prečítané|olvasott|elolvasva|okundu|citit|прочитано|прочтено|не прочитано|уведомление о прочтении|開封済み|開封通知|未開封|已读|已讀|未读|읽음|읽지 않음)\s?[:：-]",
)

READ_RECEIPT_TEXT = (
    r"\b(?:your message|message)\b.{0,300}\b(?:was (?:read|displayed|opened|deleted without being read)|has been (?:read|displayed|opened))",
    r"\bthis is a (?:return|read) receipt|\breturn receipt\b",
    r"\b(?:ihre nachricht|die nachricht)\b.{0,300}\b(?:wurde .{0,60}gelesen|gelesen|gelöscht)",
    r"\b(?:votre message|le message)\b.{0,300}\ba été (?:lu|ouvert|supprimé|affiché)",
    r"\b(?:su mensaje|el mensaje)\b.{0,300}\b(?:fue leído|se leyó|ha sido leído|leído)",
    r"\b(?:il messaggio|messaggio)\b.{0,300}\b(?:è stato letto|letto|visualizzato)",
    r"\b(?:a sua mensagem|sua mensagem)\b.{0,300}\b(?:foi lida|lida)",
    r"\b(?:uw bericht|bericht)\b.{0,300}\b(?:is gelezen|werd gelezen|gelezen)",
    r"\b(?:wiadomość|państwa wiadomość)\b.{0,300}\b(?:została (?:przeczytana|wyświetlona)|przeczytan)",
    r"\b(?:ditt meddelande|meddelandet)\b.{0,300}\blästes|\bhar lästs",
    r"\b(?:zpráva|vaše zpráva)\b.{0,300}\bpřečten",
    r"\b(?:ваше сообщение|сообщение)\b.{0,300}\bпрочитано",
    r"(?:メッセージ|メール).{0,200}(?:開封|表示)され",
    r"(?:邮件|郵件).{0,200}(?:已被阅读|已读|已閱讀|已讀)",
)
