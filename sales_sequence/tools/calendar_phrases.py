# License LGPL-3.0 or later: see LICENSE.
"""What calendars write into their mails, in the languages of their users.

Regular expressions, written as people write and folded before use (see ``phrases.fold_pattern``), so
that case, accents and typographic quotes do not matter; a space stands for any white space.
"""

# Fields of the event: a short label, a colon (or nothing), the value.
LABELS = (
    r"^(?:when|where|who|what|subject|organi[sz]er|attendees?|guests?|participants?|location|time(?: ?zone)?|date|calendar|title|event|description|required|optional|status|start(?:s| time)?|ends?(?: time)?|duration|joining info|meeting id|passcode|dial-in|phone|pin|meeting link|original (?:time|date)|proposed(?: new)? time|new time|current time|response|note|video call|recurrence)\s*(?:[:：]|$)",
    r"^(?:wann|wo|wer|was|betreff|organisator|teilnehmer|ort|zeit(?:zone)?|datum|kalender|titel|termin|beschreibung|beginn|ende|erforderlich)\s*(?:[:：]|$)",
    r"^(?:quand|où|qui|quoi|objet|organisateur|participants?|invités?|lieu|heure|date|agenda|calendrier|titre|événement|description|fuseau)\s*(?:[:：]|$)",
    r"^(?:cuándo|dónde|quién|qué|asunto|organizador|asistentes|invitados|lugar|ubicación|hora|fecha|calendario|título|descripción)\s*(?:[:：]|$)",
    r"^(?:quando|dove|chi|cosa|oggetto|organizzatore|partecipanti|invitati|luogo|ora|data|calendario|titolo|descrizione|onde|quem|o quê|assunto|participantes|convidados|local|hora|agenda|título|descrição|organizador)\s*(?:[:：]|$)",
    r"^(?:wanneer|waar|wie|wat|onderwerp|organisator|deelnemers|genodigden|gasten|locatie|tijd|datum|agenda|titel|beschrijving)\s*(?:[:：]|$)",
    r"^(?:kiedy|gdzie|kto|co|temat|organizator|uczestnicy|goście|miejsce|lokalizacja|czas|data|kalendarz|tytuł|opis)\s*(?:[:：]|$)",
    r"^(?:när|var|vem|vad|ämne|organisatör|deltagare|gäster|plats|tid|datum|kalender|hvornår|hvor|hvem|hvad|når|hva|emne|arrangør|deltagere|gjester|gæster|sted|dato|missä|milloin|kuka|aihe|järjestäjä|osallistujat|paikka|aika)\s*(?:[:：]|$)",
    r"^(?:kdy|kde|kdo|co|předmět|pořadatel|účastníci|hosté|místo|čas|datum|kedy|predmet|organizátor|účastníci|miesto|mikor|hol|ki|mi|tárgy|szervező|résztvevők|vendégek|helyszín|idő|ne zaman|nerede|kim|konu|düzenleyen|katılımcılar|davetliler|konum|yer|când|unde|cine|ce|subiect|organizator|participanți|invitați|locație)\s*(?:[:：]|$)",
    r"^(?:когда|где|кто|что|тема|организатор|участники|гости|место|время|дата|календарь|коли|де|хто|що|организатор|кога|къде|кой|какво|πότε|πού|ποιος|θέμα|διοργανωτής|τοποθεσία|מתי|איפה|היכן|מי|נושא|מארגן|מיקום|متى|أين|من|الموضوع|المنظم|المكان|زمان|مکان|موضوع)\s*(?:[:：]|$)",
    r"^(?:日時|場所|参加者|主催者|件名|カレンダー|時間|时间|地点|参与者|組織者|组织者|主题|主旨|地點|時間|邀请对象|일시|장소|참석자|주최자|제목|시간|캘린더|เมื่อ|ที่ไหน|ใคร|khi nào|ở đâu|địa điểm|thời gian|kapan|lokasi|waktu|di mana|bila)\s*(?:[:：]|$)",
)
# Whole sentences: who answered what, and calendar footers.
GENERATED = (
    r"^\(?(?:utc|gmt)\b|^[\w ./-]{3,40} (?:time|zeit|heure|hora|ora|tijd|czas|tid|время)(?: - [\w /]+)?$|^(?:hora|heure|ora|czas|время) [\w ./-]{3,40}$",
    r"\b(?:has |have )?(?:tentatively )?(?:accepted|declined|canceled|cancelled|proposed (?:a )?new time|replied|responded|updated|forwarded|added)\b.{0,20}\b(?:this|the|your|to this|to the|to your) (?:invitation|invite|event|meeting|appointment|calendar)",
    r"^(?:(?:tentatively )?(?:accepted|declined|canceled|cancelled)|tentative|maybe|yes, i will attend|no, i will not attend|yes, i'll attend|i might attend|i (?:have )?(?:accepted|declined)(?: your)?(?: invitation| the invitation)?|new (?:meeting )?time proposed|meeting (?:accepted|declined|canceled|cancelled|response)|this event has been (?:canceled|cancelled|changed|updated)|the following is a new meeting (?:response|request|time proposal).*)$",
    r"\b(?:invitation from google calendar|google calendar|you are receiving this (?:e-?mail|courtesy e-?mail|notification)|to stop receiving these|forwarding this invitation could|view (?:all guest info|your event)|more options|reply for|this event (?:has been|was)|you(?:'ve| have) been invited|microsoft teams|join (?:with|the|zoom|on|by|microsoft|teams|online|now|conversation)|(?:zoom|teams|webex|google meet|skype) meeting|or dial|find a local number|learn more|meeting options|reset (?:dial-in )?pin|join by phone|one tap mobile|sent from (?:outlook|google) calendar|sent by (?:the )?calendar|automatically generated)\b",
    r"\b(?:hat|haben) (?:diese|die|ihre|den|diesen|dieser|der|ihren)\b.{0,60}(?:angenommen|abgelehnt|zugesagt|abgesagt|akzeptiert|vorgeschlagen|beantwortet|unter vorbehalt|mit vorbehalt)|^(?:zugesagt|abgesagt|angenommen|abgelehnt|mit vorbehalt|unter vorbehalt|ich nehme teil|termin abgesagt)$|\b(?:einladung von google kalender|einladung aus google|sie erhalten diese (?:e-?mail|benachrichtigung))",
    r"\ba (?:accepté|refusé|décliné|répondu|annulé|proposé|provisoirement accepté)\b.{0,30}(?:invitation|réunion|événement|horaire|rendez-vous)|^(?:accepté|refusé|provisoire|peut-être|annulé)e?$|\b(?:invitation de google agenda|vous recevez (?:cet|ce) )",
    r"\bha (?:aceptado|rechazado|respondido|cancelado|propuesto|accettato|rifiutato|risposto|annullato|proposto)\b.{0,30}(?:invitaci|evento|reuni|cita|invito|riunione|appuntamento|orario|hora)|^(?:aceptad[oa]|rechazad[oa]|provisional|tentativo|accettat[oa]|rifiutat[oa]|provvisorio|cancelad[oa])$|\b(?:invitación de google calendar|invito da google calendar|has recibido este|hai ricevuto questa|ricevi questa)",
    r"\b(?:aceitou|recusou|respondeu|cancelou|propôs)\b.{0,30}(?:convite|evento|reunião|horário)|^(?:aceit[oea]|recusad[oa]|provisório|talvez|cancelad[oa])$|\b(?:convite do google|você (?:está recebendo|recebeu) est)",
    r"\bheeft (?:deze|de|je|uw)\b.{0,40}(?:geaccepteerd|geweigerd|afgewezen|geannuleerd|voorgesteld|beantwoord)|^(?:geaccepteerd|geweigerd|voorlopig|misschien|geannuleerd)$|\buitnodiging van google agenda|\bje ontvangt deze",
    r"\b(?:zaakceptował\w*|przyjął|przyjęła|odrzucił\w*|odwołał\w*|zaproponował\w*)\b.{0,40}(?:zaproszeni|spotkani|wydarzeni|termin)|^(?:zaakceptowano|odrzucono|wstępnie|odwołano|przyjęto)$|\bzaproszenie z kalendarza google",
    r"\bhar (?:accepterat|godkänt|tackat ja|tackat nej|avböjt|avvisat|ställt in|föreslagit|accepteret|afvist|aflyst|foreslået|godtatt|takket ja|takket nei|avslått|avlyst|foreslått)\b|^(?:accepterat|avböjt|preliminärt|inställt|accepteret|afvist|foreløbig|aflyst|godtatt|avslått|avlyst|hyväksytty|hylätty|alustava|peruttu)$|\bon (?:hyväksynyt|hylännyt|perunut|vastannut)\b.{0,30}(?:kutsu|kokous|tapahtum)",
    r"\b(?:přijal\w*|odmítl\w*|zrušil\w*|navrhl\w*|prijal\w*|odmietol|odmietla)\b.{0,40}(?:pozvánk|pozván|schůzk|událost|stretnut)|^(?:přijato|odmítnuto|nezávazně|zrušeno|prijaté|odmietnuté)$|\b(?:elfogadta|elutasította|lemondta)\b.{0,40}(?:meghívás|meghívó|esemény|értekezlet)|^(?:elfogadva|elutasítva|feltételes)$|\b(?:daveti|etkinliği|toplantıyı)\b.{0,20}(?:kabul etti|reddetti|iptal etti|yanıtladı)|^(?:kabul edildi|reddedildi|geçici)$|\ba (?:acceptat|refuzat|anulat)\b.{0,30}(?:invitați|eveniment|întâlnire)",
    r"(?:принял\w*|отклонил\w*|отменил\w*|прийняв|прийняла|відхилив|відхилила|прие|отхвърли)\b.{0,40}(?:приглашени|встреч|мероприяти|запрошення|зустріч|поканата|събитие)|^(?:принято|отклонено|под вопросом|отменено|прийнято|відхилено)$|приглашение из google",
    r"(?:招待|会議|予定)[^。]{0,16}(?:承諾|承認|辞退|出席|欠席|キャンセル|仮承諾)|^(?:承諾|承諾済み|辞退|仮の予定|仮承諾|キャンセル)|google カレンダー|(?:已)?(?:接受|拒绝|拒絕|暂定|暫定|取消)[^。]{0,10}(?:邀请|邀請|会议|會議|活动|活動)|^(?:已接受|已拒绝|已拒絕|暂定|暫定|已取消)|(?:초대|일정|회의)[^.]{0,12}(?:수락|거절|미정|취소)|^(?:수락|거절|미정|취소)(?:됨|함|했습니다)?",
    r"αποδέχ\w+|απέρριψε|(?:קיבל|דחה|אישר)\w* את (?:ההזמנה|הפגישה)|(?:قبل|رفض|وافق)\w* .{0,20}(?:الدعوة|الاجتماع)|(?:ตอบรับ|ปฏิเสธ)คำเชิญ|\bđã (?:chấp nhận|từ chối) (?:lời mời|thư mời)|\b(?:menerima|menolak) undangan",
)
# From here on, the mail repeats the event or the invitation.
RULES = (
    r"^[*~_=-]{8,}",
    r"^-{2,} ?(?:original appointment|original meeting|ursprünglicher termin|rendez-vous d'origine|cita original|appuntamento originale|compromisso original|oorspronkelijke afspraak)",
    r"^(?:\*~)+",
)
