# License LGPL-3.0 or later: see LICENSE.
"""What absence notes, ticket systems and abandoned mailboxes say, by language.

Regular expressions, written as people write and folded before use (see ``phrases.fold_pattern``), so
that case, accents and typographic quotes do not matter; a space stands for any white space.

Each list holds general forms of a statement rather than whole sentences: a form that only fits one
product's wording is worth little.
"""

# The whole subject, or its prefix, of an automatic answer. Nobody types these.
SUBJECT_PREFIX = (
    # English
    r"auto(?:matic|mated|-generated)?[- ]?(?:reply|response|responder|answer|respond|replied)\b",
    r"autorepl(?:y|ied)\b",
    r"autorespon(?:se|der)\b",
    r"auto\s?:\s",
    r"(?:yahoo!? )?auto response\b",
    r"vacation (?:auto-?)?(?:reply|response|responder|message|notice|alert)\b",
    r"out[- ]of[- ](?:the )?office[- ](?:auto|reply|response|notification|notice|message|alert|assistant|re:|fw:|aw:)",
    # German
    r"auto(?:matische)?[- ]?(?:antwort|rückantwort|beantwortung|benachrichtigung)\b",
    r"automatisch generierte",
    r"abwesenheits(?:notiz|nachricht|meldung|mitteilung|assistent|benachrichtigung|info|hinweis)",
    r"abwesenheit\s*[:|(-]",
    # French
    r"réponse auto(?:matique)?\b",
    r"(?:message|notification|avis|note) d'absence",
    r"absence du bureau",
    r"répondeur automatique",
    # Spanish, Italian, Portuguese, Catalan, Romanian
    r"respuesta automátic",
    r"mensaje (?:de ausencia|automático)",
    r"contestación automática",
    r"autorespuesta",
    r"risposta automatic",
    r"risponditore automatico",
    r"(?:messaggio|avviso|notifica) di assenza",
    r"risposta di assenza",
    r"respostas? automátic",
    r"mensagem (?:de ausência|automática)",
    r"aviso de ausência",
    r"resposta automàtica",
    r"răspuns automat",
    # Dutch, Scandinavian, Finnish
    r"automatisch(?:e)? (?:antwoord|reactie|bericht|beantwoording)",
    r"afwezigheids(?:bericht|melding|assistent)",
    r"autoreactie",
    r"auto(?:matisk)?(?:t)?[- ]?(?:svar|besked|melding|meddelande|fråga)\b",
    r"frånvaro(?:meddelande|assistent|besked)",
    r"fravær(?:s)?(?:melding|besked|assistent)",
    r"automaattinen (?:vastaus|vastausviesti)",
    r"automaattivastaus",
    r"poissaolo(?:viesti|ilmoitus)",
    # Slavic, Hungarian, Greek, Turkish
    r"(?:odpowiedź automatyczna|automatyczna odpowiedź|autoodpowiedź|auto odpowiedź|autoresponder)",
    r"(?:automatická|automatické) odpove[dď]",
    r"automatická odpověď",
    r"oznámení o nepřítomnosti",
    r"(?:автоматический ответ|автоответ|автоматичний відповідь|автоматична відповідь|автовідповід|автоматичен отговор)",
    r"(?:samodejni odgovor|automatski odgovor|аутоматски одговор)",
    r"automatikus (?:válasz|valasz)",
    r"(?:αυτόματη απάντηση)",
    r"otomatik (?:yanıt|cevap)",
    r"automaatvastus",
    r"automātiskā atbilde",
    r"automatinis atsak",
    # Asian, Semitic
    r"自動(?:応答|返信|回答|回覆|回复|答复)",
    r"自动(?:回复|答复|应答|回覆)",
    r"不在(?:通知|連絡|のお知らせ|のご連絡|応答)",
    r"(?:外出|休假|离开|假期)(?:通知|自动回复|自动答复|回复)",
    r"(?:자동\s?(?:회신|응답|답장)|부재\s?중\s?(?:자동|알림|안내|응답))",
    r"balasan otomatis",
    r"trả lời tự động",
    r"ตอบกลับอัตโนมัติ",
    r"(?:رد تلقائي|الرد التلقائي)",
    r"(?:תשובה אוטומטית|מענה אוטומטי)",
    r"स्वचालित (?:उत्तर|जवाब)",
)

# Subjects that people may also type: they count when nothing but a date, a name or the original
# subject follows ("Out of office: …", "Urlaub bis 14.08."), not inside a sentence.
SUBJECT_ABSENCE = (
    r"(?:i am |i'm |i will be )?(?:currently )?(?:out[- ]of[- ](?:the )?office|away from (?:the |my )?(?:office|desk))",
    r"ooo",
    r"oof",
    r"(?:i am |i'm )?(?:currently )?(?:on )?(?:annual leave|vacation|maternity leave|parental leave|paternity leave|holidays?|sick leave)",
    r"(?:i am |i'm )?(?:currently )?on leave",
    r"[^:]{2,60} is (?:currently )?(?:out of (?:the )?office|on (?:vacation|leave|holiday)|away)",
    r"(?:ich bin )?(?:derzeit |zur ?zeit )?(?:abwesend|nicht im (?:büro|haus)|außer haus|im urlaub)",
    r"abwesenheit",
    r"urlaub",
    r"(?:elternzeit|mutterschutz)",
    r"absen(?:t|te|ce)(?: du bureau)?",
    r"(?:je suis )?(?:actuellement )?en (?:congés?|vacances)",
    r"congés?(?: annuels)?",
    r"hors du bureau",
    r"(?:estoy )?fuera de (?:la )?oficina",
    r"ausen(?:te|cia)",
    r"(?:estoy )?(?:de |en )?vacaciones",
    r"(?:sono )?fuori (?:ufficio|sede)",
    r"assen(?:te|za)",
    r"(?:in )?ferie",
    r"fora do escritório",
    r"ausênci?a",
    r"(?:estou )?(?:de |em )?férias",
    r"(?:estou )?ausente",
    r"(?:ik ben )?(?:afwezig|niet (?:op kantoor|aanwezig))",
    r"afwezigheid",
    r"(?:op )?vakantie",
    r"(?:inte på plats|ej på plats|frånvarande|frånvaro|semester|på semester)",
    r"(?:ikke til stede|fraværende|ferie|på ferie|ude af kontoret|ikke på kontoret)",
    r"(?:poissa(?: toimistolta)?|lomalla|vuosiloma|poissaolo)",
    r"(?:poza biurem|nieobecność|nieobecny|nieobecna|urlop|jestem na urlopie)",
    r"(?:mimo kancelář|nepřítomnost|dovolená|mimo kanceláriu|neprítomnosť|dovolenka)",
    r"(?:házon kívül|irodán kívül|szabadságon|távollét)",
    r"(?:ofis dışında|ofis dışındayım|izinde(?:yim)?)",
    r"(?:plecat din birou|în concediu|absent din birou)",
    r"(?:нет на (?:рабочем )?месте|отсутствую|отсутствие|в отпуске|отпуск|вне офиса)",
    r"(?:немає на місці|відсутн(?:ій|я|ість)|у відпустці|відпустка)",
    r"(?:不在|休暇中?|外出中?|出張中?|夏季休業|休業)(?:です|中|のお知らせ|のため)?",
    r"(?:我)?(?:目前|现在)?(?:正在|在)?(?:外出|休假中?|出差中?|请假|不在办公室|离开办公室|年假)",
    r"(?:부재\s?중|휴가\s?중?|출장\s?중?)",
)

# "I am away": the statement itself.
ABSENCE = {
    "en": (
        r"\b(?:i am|i will be|i shall be|we are|we will be|our offices? (?:is|are|will be))(?: \w+){0,3}? (?:out of (?:the |my |our )?(?:office|town|country)"
        r"|away from (?:the |my )?(?:office|desk|email|e-mail|work|computer)|away (?:until|from|on|between)\b|on (?:\w+ ){0,2}(?:leave|vacation|holidays?|sabbatical|pto|break)\b"
        r"|on a business trip|travell?ing|unavailable|not (?:be )?(?:available|in the office|at my desk)|out until|closed)",
        r"\b(?:i have (?:left the office|started my)|i will have (?:limited|no) access|you have reached me (?:while|during)|i am (?:currently )?(?:enjoying|taking) (?:some |my |a )?(?:time off|vacation|leave|holiday|break))",
        r"^(?:currently |presently )?(?:out of (?:the )?office|on (?:annual leave|vacation|holiday|leave))\b",
        r"\b(?:currently|presently|temporarily) (?:out of (?:the |my )?office|away|on (?:\w+ )?(?:leave|vacation|holidays?)|unavailable)\b",
        r"^[\w .'-]{2,60} is out of the office\b",
    ),
    "de": (
        r"\b(?:ich bin|ich befinde mich|wir sind|bin|befinde mich)(?: [\w.,-]+){0,8}? (?:nicht (?:im (?:büro|haus|dienst)|erreichbar|am arbeitsplatz|anwesend|da)|abwesend|außer haus|außerhalb des büros|im (?:\w+)?urlaub|auf (?:dienst|geschäfts)reise|in (?:elternzeit|mutterschutz|urlaub)|in den ferien|unterwegs|auf (?:einer )?(?:dienst|geschäfts)reise)\b",
        r"\b(?:unser büro|unsere praxis|unser betrieb|unser unternehmen|unsere büros)(?: [\w.,-]+){0,8}? geschlossen\b",
        r"\bmein(?:e)? (?:büro|abwesenheit|urlaub)\b.{0,40}?\b(?:nicht besetzt|bis|vom)\b",
        r"^(?:derzeit |zur ?zeit )?(?:abwesend|außer haus|im urlaub|nicht im (?:büro|haus))\b",
        r"\bbin ich(?: [\w.,-]+){0,6}? (?:nicht (?:im (?:büro|haus)|erreichbar)|abwesend|außer haus|im urlaub|auf dienstreise)\b",
        r"\b(?:habe|haben) (?:ich|wir) (?:\w+ ){0,2}(?:urlaub|ferien|betriebsferien)\b",
        r"\bvon .{3,60} ist (?:derzeit )?(?:abwesend|außer haus)\b",
    ),
    "fr": (
        r"\b(?:je (?:suis|serai)|nous (?:sommes|serons)|étant)(?: [\w'-]+){0,4}? (?:absente?s?|en (?:congés?|vacances|déplacement|arrêt|rtt|formation)|hors (?:du )?bureau|indisponible|injoignable|en congé)\b",
        r"\b(?:actuellement|temporairement) (?:absente?|en (?:congés?|vacances|déplacement)|indisponible)\b",
        r"\bnos bureaux (?:sont|seront) fermés\b",
        r"^(?:absente?|en (?:congés?|vacances))\b",
        r"\bde retour (?:au bureau )?(?:le|à partir|lundi|mardi|mercredi|jeudi|vendredi)\b",
        r"\bje n(?:e |')(?:suis|serai) pas (?:au bureau|disponible|joignable|présente?)",
    ),
    "es": (
        r"\b(?:estoy|estaré|me encuentro|estamos|estaremos|me encontraré)(?: \w+){0,4}? (?:fuera (?:de (?:la |mi )?oficina|del país)|de (?:vacaciones|viaje|baja|permiso|licencia)|ausente|en (?:vacaciones|un viaje))\b",
        r"\b(?:no (?:estoy|estaré|me encuentro|estamos))(?: \w+){0,3}? (?:en (?:la |mi )?oficina|disponible|accesible)\b",
        r"\bactualmente (?:fuera de|ausente|de vacaciones)\b",
        r"^(?:fuera de (?:la )?oficina|de vacaciones|ausente)\b",
        r"\bnuestras? oficinas? (?:está|permanecer|estar)\w* cerrad",
    ),
    "it": (
        r"\b(?:sono|sarò|mi trovo|siamo|saremo)(?: \w+){0,4}? (?:fuori (?:ufficio|sede|dall'ufficio|città)|assente|in (?:ferie|vacanza|trasferta|congedo|maternità|malattia|viaggio)|non (?:in ufficio|disponibile|reperibile))\b",
        r"\bnon (?:sono|sarò|siamo)(?: \w+){0,3}? (?:in ufficio|disponibile|reperibile|in sede)\b",
        r"\battualmente (?:fuori|assente|in ferie|in congedo)\b",
        r"^(?:fuori ufficio|in ferie|assente)\b",
        r"\b(?:i nostri uffici|l'ufficio|l'azienda) (?:sono|saranno|è|sarà|resterà|rimarr)\w*(?: \w+){0,2} chius",
    ),
    "pt": (
        r"\b(?:estou|estarei|encontro-me|encontrar-me-ei|estamos|estaremos|me encontro)(?: \w+){0,4}? (?:fora (?:do |de )?(?:escritório|gabinete|país)|ausente|(?:de|em) (?:férias|licença|viagem|baixa)|em gozo de férias|indisponível)\b",
        r"\bnão (?:estou|estarei|me encontro)(?: \w+){0,3}? (?:no escritório|disponível|presente)\b",
        r"\b(?:de momento|no momento|atualmente)(?: \w+){0,2} (?:ausente|fora do escritório|de férias)\b",
        r"^(?:fora do escritório|ausente|de férias|em férias)\b",
    ),
    "nl": (
        r"\b(?:ik ben|wij zijn|ben ik|we zijn|ons kantoor is)(?: [\w.,-]+){0,8}? (?:afwezig|niet (?:op (?:het )?kantoor|aanwezig|bereikbaar|beschikbaar|in de gelegenheid)|op (?:vakantie|reis|zakenreis|verlof)|met (?:\w+)?(?:verlof|vakantie)|vrij|buiten (?:het )?kantoor|gesloten|uit (?:het )?kantoor)\b",
        r"^(?:momenteel )?(?:afwezig|niet op kantoor|op vakantie)\b",
        r"\bmomenteel (?:afwezig|niet op kantoor|met verlof|op vakantie)\b",
    ),
    "pl": (
        r"\b(?:jestem|będę|przebywam|jesteśmy|obecnie|aktualnie)(?: \w+){0,4}? (?:poza biurem|nieobecn[ay]|na (?:urlopie|zwolnieniu|wakacjach|delegacji)|w (?:podróży|delegacji)|niedostępn[ay])\b",
        r"\b(?:nie ma mnie|nie będzie mnie|nie będę)(?: \w+){0,3}? (?:w (?:biurze|pracy)|dostępn[ay]|obecn[ay])",
        r"\bprzebywam na urlopie\b",
        r"^(?:poza biurem|nieobecność|urlop)\b",
        r"\bw dniach .{3,60} (?:jestem|będę|przebywam)\b.{0,40}(?:urlop|nieobecn|poza biurem|niedostępn)",
    ),
    "sv": (
        r"\b(?:jag (?:är|kommer att vara|har)|är jag|vi (?:är|har))(?: [\w.,-]+){0,8}? (?:inte (?:på (?:plats|kontoret)|anträffbar|tillgänglig)|borta(?: från kontoret)?|frånvarande|på (?:semester|tjänsteresa|resande fot|affärsresa)|ledig|föräldraledig|semester|utanför kontoret|stängt|bortrest|tjänstledig)\b",
        r"^(?:inte på kontoret|ej på plats|på semester|semester|frånvarande)\b",
    ),
    "da": (
        r"\b(?:jeg (?:er|vil være|holder)|er jeg|vi (?:er|holder)|holder jeg)(?: [\w.,-]+){0,8}? (?:ikke (?:på kontoret|til stede|at træffe|tilgængelig)|fraværende|på (?:ferie|forretningsrejse|barsel|barselsorlov|orlov)|væk fra kontoret|ude af (?:kontoret|huset)|ferie|bortrejst|ferielukket|lukket)\b",
        r"^(?:på ferie|ikke på kontoret|ikke til stede|fraværende)\b",
    ),
    "no": (
        r"\b(?:jeg (?:er|vil være|har)|er jeg|vi (?:er|har))(?: [\w.,-]+){0,8}? (?:ikke (?:på (?:kontoret|plass|jobb)|til stede|tilgjengelig)|fraværende|borte fra kontoret|på (?:ferie|reise|tjenestereise|permisjon)|ute av kontoret|ferie|bortreist|i (?:foreldrepermisjon|permisjon)|stengt)\b",
    ),
    "fi": (
        r"\b(?:olen|en ole|olemme|toimistomme on|poissa|oon)(?: [\w.,-]+){0,6}? (?:poissa|lomalla|vuosilomalla|työmatkalla|matkoilla|tavoitettavissa|toimistolla|paikalla|vanhempainvapaalla|äitiyslomalla|suljettu|vapaalla|kesälomalla|talvilomalla)\b",
        r"^(?:poissa toimistolta|lomalla|olen lomalla)\b",
    ),
    "cs": (
        r"\b(?:jsem|budu|jsme|nejsem|nebudu|čerpám|momentálně|aktuálně|toho času)(?: [\w.,-]+){0,8}? (?:mimo (?:kancelář|pracoviště|ordinaci)|nepřítom(?:en|na)|na (?:dovolené|služební cestě|mateřské|nemocenské)|dovolenou|k zastižení|v kanceláři|dostupn[ýá]|na pracovišti)\b",
        r"^(?:mimo kancelář|nepřítomnost|dovolená)\b",
    ),
    "sk": (
        r"\b(?:som|budem|sme|nie som|nebudem|čerpám|momentálne|aktuálne)(?: [\w.,-]+){0,8}? (?:mimo (?:kanceláriu|kancelárie|pracoviska)|neprítomn[ýáa]|na (?:dovolenke|služobnej ceste|pracovnej ceste|materskej)|dovolenku|v kancelárii|k dispozícii|dostupn[ýá])\b",
    ),
    "hu": (
        r"\b(?:házon kívül (?:vagyok|leszek|tartózkodom)|szabadságon (?:vagyok|leszek)|szabadságomat töltöm|nem vagyok (?:elérhető|az irodában|bent)|nem leszek (?:elérhető|az irodában)|irodán kívül (?:vagyok|leszek|tartózkodom)|irodánk zárva|távol vagyok)\b",
    ),
    "tr": (
        r"\b(?:ofis(?:in)? dışında(?:yım| olacağım| bulunuyorum| bulunacağım)?|(?:yıllık )?izin(?:de|li)(?:yim| olacağım)?|izinde olacağım|tatilde(?:yim)?|seyahatte(?:yim)?|ofiste (?:değilim|olmayacağım|bulunmuyorum|bulunmayacağım)|doğum iznindeyim)\b",
    ),
    "ro": (
        r"\b(?:sunt|voi fi|mă aflu|suntem|vom fi|nu sunt|nu voi fi)(?: [\w.,-]+){0,6}? (?:plecat[ăa]?(?: din birou| în concediu)?|în (?:concediu|vacanță|delegație|deplasare)|absent[ăa]?|indisponibil[ăa]?|la birou|disponibil[ăa]?|în afara biroului)\b",
    ),
    "ru": (
        r"(?:\b(?:я|мы|буду|нахожусь|сейчас|временно)(?: [\w.,-]+){0,6}? (?:в (?:ежегодном |очередном |декретном )?(?:отпуске|командировке|отъезде)|отсутству(?:ю|ем|ет)|отсутствовать|не на (?:рабочем )?месте|вне офиса|недоступ(?:ен|на)|на больничном)\b)",
        r"\bменя (?:\w+ ){0,3}(?:нет|не будет) (?:на (?:рабочем )?месте|в офисе)",
        r"^(?:нахожусь|отсутствую|в отпуске|нет на месте|сейчас отсутствую)",
        r"\bнахожусь в (?:\w+ )?(?:отпуске|командировке)",
    ),
    "uk": (
        r"(?:\b(?:я|ми|буду|перебуваю|зараз|наразі|тимчасово)(?: [\w.,-]+){0,6}? (?:у відпустці|в відпустці|у відрядженні|в відрядженні|відсутн(?:ій|я|і)|не на (?:робочому )?місці|поза офісом)\b)",
        r"\bмене (?:\w+ ){0,3}(?:немає|не буде) (?:на (?:робочому )?місці|в офісі)",
        r"\bперебуваю у (?:\w+ )?(?:відпустці|відрядженні)",
    ),
    "ja": (
        r"(?:休暇|休み|お休み|有給|出張|外出|夏季休業|休業|育児休業|産休|育休|不在|長期休暇|夏休み|冬期休業|年末年始休業|冬季休業)(?:を(?:いただ|頂|取得|取ら)|中|に入|のため|とさせて|とな[っりる]|して(?:おり|い)|で(?:す|ござい|不在)|により)",
        r"不在(?:に|と|で|です|のため|期間)",
        r"(?:席|オフィス|会社)を(?:外して|離れて|空けて|不在)",
        r"(?:休業|休暇|不在)期間",
    ),
    "zh": (
        r"(?:我|本人|目前|现|現|正|将|將|于|於|自|从|從|因)[^。！!?？]{0,40}?(?:休假|出差|外出|请假|請假|放假|度假|年假|产假|產假|休息|不在(?:办公室|辦公室|公司|岗|崗|国内|座位)|离开办公室|離開辦公室|不在办公|无法(?:及时)?(?:查看|回复|处理)|無法(?:即時)?(?:查看|回覆|處理))",
        r"^(?:休假|出差|外出|请假|請假|不在办公室)",
        r"(?:正在|在)(?:休假|休年假|出差|度假|外出|休產假|休产假|放假)",
    ),
    "ko": (
        r"(?:휴가|연차|출장|부재|외근|육아\s?휴직|출산\s?휴가|여름\s?휴가|교육)\s?(?:중|입니다|로|인해|이며|기간|관계로|예정|을|를)",
        r"자리를\s?비우",
        r"부재\s?중",
        r"사무실에?\s?(?:없|부재)",
    ),
}

# What surrounds such a statement in a note that was written for everybody.
ABSENCE_SETTING = {
    "en": (
        r"(?:limited|no|little|intermittent|restricted|sporadic|infrequent|irregular) (?:or no )?(?:access|ability) to (?:\w+ ){0,3}(?:e-?mails?|mail|phone|internet|messages|inbox)|without (?:\w+ )?access to (?:my )?e-?mail",
        r"\b(?:for|in|if|should|on) [^.]{0,60}?(?:urgent|urgency|immediate|emergenc|time-sensitive|pressing|assistance|cannot wait|can't wait)[^.]{0,120}?\b(?:contact|call|reach|e-?mail|write|get in touch|refer|turn to|dial|speak)\b",
        r"\b(?:will|shall|'ll) (?:\w+ ){0,4}(?:reply|respond|answer|get back|be in touch|read|attend|follow up|come back|handle|deal)\b[^.]{0,80}(?:return|when i'm back|when i am back|am back|once i|as soon as|upon|after)",
        r"\b(?:not|nor|n't) (?:be )?(?:forwarded|read|checking|monitor|monitored|checked|check|reading|reply|responding)\b[^.]{0,30}(?:e-?mails?|messages?|inbox|during|while|until|forwarded)",
        r"\b(?:your )?(?:e-?mail|message)s? (?:will|is|are) (?:not )?(?:be )?(?:forwarded|redirected|deleted)",
        r"^(?:\w+[ ,!.-]+){0,4}thank(?:s| you)(?: very much| so much)? for (?:your (?:e-?mail|message|mail|note|interest)|contacting|reaching|getting in touch|writing|emailing)",
        r"\b(?:during|in) (?:my|this|our) (?:absence|time away|period|closure)|(?:up)?on my return|when i return\b",
        r"\b(?:returning|return|back)(?: \w+){0,4}? (?:on|to the office|in the office|to work)\b",
        r"\bmy colleagues?\b[^.]{0,80}(?:help|assist|contact|available)",
    ),
    "de": (
        r"\bin (?:dringenden|eiligen|wichtigen|akuten) (?:fällen|angelegenheiten)|\bbei (?:dringenden|wichtigen|eiligen|akuten) |\bfalls (?:es )?dringend|\bin notfällen|\bin der zwischenzeit\b",
        r"\b(?:nachricht|e-?mail|mail|mails|e-?mails|nachrichten)(?: \w+){0,4}? (?:nicht (?:weitergeleitet|gelesen|bearbeitet|automatisch)|weitergeleitet|gelöscht|nach meiner rückkehr|beantwortet)",
        r"\bnach meiner (?:rückkehr|abwesenheit)|\bwährend meiner abwesenheit|\bin meiner abwesenheit|\bmeine vertretung|\bvertret(?:en|ung|er|erin)\b",
        r"\b(?:wenden|kontaktieren) sie (?:sich )?(?:bitte )?(?:an|meine|unser)?|\bbitte (?:wenden|kontaktieren|richten) sie",
        r"\b(?:vielen|herzlichen|besten) dank für (?:ihre|deine|die) (?:nachricht|e-?mail|mail|anfrage)|\bdanke für (?:ihre|deine) (?:nachricht|e-?mail|mail)",
        r"\b(?:kein(?:en)?|eingeschränkt\w*|nur (?:bedingt|sporadisch|unregelmäßig|eingeschränkt)\w*) (?:\w+ ){0,2}?(?:zugriff|zugang|lesen|erreichbar)",
    ),
    "fr": (
        r"\ben cas d'urgence|\bpour (?:toute|les|une) (?:\w+ )?(?:urgences?|demandes? urgentes?|questions? urgentes?|question)|\bsi (?:votre demande est |c'est )?urgent|\ben mon absence|\bdurant (?:mon absence|cette période)|\bpendant (?:mon absence|cette période)|\bdurant mes congés",
        r"\b(?:à|dès) mon retour|\bje (?:vous )?(?:répondrai|reviendrai|traiterai|prendrai connaissance)",
        r"\bne (?:sera|seront|seront) pas (?:transféré|lu|traité|transmis)|\baccès (?:limité|restreint)|\bpas (?:accès|transféré|lu)\b",
        r"\b(?:merci|je vous remercie) (?:de|pour) votre (?:message|mail|e-?mail|courriel)|\bj'ai bien reçu votre",
        r"\b(?:veuillez|merci de|vous pouvez) (?:\w+ )?(?:contacter|vous adresser|joindre|écrire)",
    ),
    "es": (
        r"\ben caso de (?:urgencia|emergencia|ser urgente|necesitar)|\bpara (?:cualquier )?(?:asuntos?|temas?|cuestion\w*|consultas?) urgentes?|\bsi es urgente|\bdurante (?:mi ausencia|este período|este periodo|estos días)|\ben mi ausencia",
        r"\b(?:a|al) mi (?:regreso|vuelta|retorno)|\bcuando (?:regrese|vuelva)|\ble responderé|\bresponderé (?:a )?",
        r"\bacceso (?:limitado|restringido)|\bsin acceso|\bno (?:será|serán) (?:reenviado|leído)",
        r"\bgracias por (?:su|tu|contactar|escribir|ponerse)|\bpóngase en contacto|\bpuede (?:contactar|ponerse|dirigirse|escribir)|\bcontacte (?:con|a)\b|\bpor favor,? (?:contacte|diríjase|póngase|escriba|comuníquese)",
    ),
    "it": (
        r"\bper (?:urgenze|questioni urgenti|comunicazioni urgenti|richieste urgenti|qualsiasi urgenza|emergenze)|\bin caso di (?:urgenza|necessità|emergenza)|\bse urgente|\b(?:durante|in) (?:la )?mia assenza|\bin tale periodo",
        r"\bal mio (?:rientro|ritorno)|\brisponderò|\bvi risponder",
        r"\baccesso (?:limitato|ridotto)|\bnon (?:verrà|sarà|saranno|verranno) (?:inoltrat|lett)\w*|\bnon avrò accesso",
        r"\bgrazie per (?:il|la|aver|avermi|avere)|\b(?:si prega di|potete|può|vi prego di|prego) (?:\w+ )?(?:contattare|rivolger|scrivere)",
    ),
    "pt": (
        r"\bem caso de (?:urgência|emergência|necessidade)|\bpara (?:assuntos|questões|casos|temas) urgentes|\bse (?:for )?urgente|\b(?:durante|na) (?:a )?minha ausência|\bdurante (?:este|esse) período",
        r"\b(?:no|após o|quando) (?:meu )?(?:regresso|retorno|regressar|retornar|voltar)|\bresponderei|\bassim que (?:regressar|retornar|voltar|possível)",
        r"\bacesso (?:limitado|restrito)|\bsem acesso|\bnão (?:será|serão) (?:reencaminhad|encaminhad|lid)\w*",
        r"\bobrigad[oa] (?:pelo|pela|por)|\bagradeço (?:o|a) (?:seu|sua) (?:e-?mail|mensagem|contacto|contato)|\b(?:por favor,? )?(?:contacte|contate|entre em contat?o|dirija-se|queira contactar)",
    ),
    "nl": (
        r"\b(?:voor|bij|in) (?:dringende|urgente|spoedeisende) |\bin geval van (?:nood|spoed)|\bbij spoed|\bindien (?:dringend|het dringend)|\b(?:tijdens|gedurende) (?:mijn afwezigheid|deze periode)|\bbij mijn afwezigheid",
        r"\bbij (?:mijn )?terugkomst|\bna (?:mijn )?terugkeer|\bbij terugkeer|\bzodra ik terug",
        r"\b(?:niet|beperkt|geen) (?:doorgestuurd|gelezen|toegang)|\bbeperkte? toegang",
        r"\b(?:bedankt|dank|hartelijk dank|dank u)(?: u| je)? (?:voor|wel voor) (?:uw|je) (?:e-?mail|bericht|mail)|\b(?:kunt u|kun je|gelieve|u kunt|neem) (?:\w+ ){0,3}(?:contact|terecht|mailen|bellen|opnemen)",
    ),
    "pl": (
        r"\bw (?:sprawach|przypadkach?|razie) (?:pilnych|pilnej|nagłych|potrzeby|pilnego)|\bw pilnych sprawach|\bw (?:czasie|trakcie) mojej nieobecności|\bpodczas mojej nieobecności|\bw przypadku spraw",
        r"\bpo (?:moim )?powrocie|\bodpowiem|\budzielę odpowiedzi|\bskontaktuję się",
        r"\bdziękuję za (?:wiadomość|kontakt|e-?mail|maila|przesłan)|\bproszę o kontakt|\bproszę (?:się )?kontakt|\bbardzo proszę o kontakt",
        r"\b(?:ograniczony|brak) dostęp\w*|\bnie będzie (?:przekazywan|przekierowan|czytan)",
    ),
    "sv": (
        r"\b(?:vid|i|för) (?:brådskande|akuta|akut|angelägna) |\bom (?:det är|ditt ärende är|ärendet är) (?:brådskande|akut)|\bunder (?:min frånvaro|min ledighet|semestern|tiden|denna (?:tid|period))",
        r"\bnär jag (?:är|kommer) tillbaka|\bnär jag återkommer|\bvid (?:min )?återkomst|\bsvarar (?:jag|på)|\båter(?:kommer|vänder|komma) (?:jag|till)",
        r"\btack för (?:ditt|ert|din|er) (?:mail|mejl|meddelande|e-?post)|\b(?:vänligen )?kontakta|\b(?:vidarebefordras|läses) inte|\binte (?:att )?(?:vidarebefordras|läsas)|\bbegränsad (?:tillgång|åtkomst)",
    ),
    "da": (
        r"\b(?:ved|i|for) (?:hastende|akutte|presserende|hastetilfælde)|\bhvis det (?:haster|er vigtigt)|\bi mit fravær|\bunder mit fravær",
        r"\bnår jeg (?:er|kommer) tilbage|\bved min tilbagekomst|\bjeg (?:vender tilbage|svarer|besvarer)",
        r"\btak for (?:din|jeres|deres) (?:mail|e-?mail|besked|henvendelse)|\bkontakt venligst|\bvenligst kontakt|\bkan du kontakte|\b(?:videresendes|læses) ikke|\bbegrænset adgang",
    ),
    "no": (
        r"\b(?:ved|i|for) (?:hastesaker|haste\w*|akutte|presserende)|\bhvis det haster|\bi mitt fravær|\bunder mitt fravær",
        r"\bnår jeg (?:er|kommer) tilbake|\bjeg (?:svarer|besvarer)|\better (?:min )?(?:hjemkomst|ferien)",
        r"\btakk for (?:din|deres|e-?posten|henvendelsen|meldingen|mailen)|\bvennligst (?:kontakt|ta kontakt)|\bta kontakt med|\bbegrenset tilgang|\bvideresendes ikke|\bblir ikke (?:lest|videresendt)",
    ),
    "fi": (
        r"\bkiireelli(?:sissä|sessä|set|nen)|\bkiire(?:asioissa|tapauksissa)|\bpoissaoloni aikana|\blomani aikana",
        r"\b(?:palattuani|palaan|vastaan)\b|\bpaluuni jälkeen",
        r"\bkiitos (?:viestistä|sähköpostista|viestistäsi|sähköpostistasi|viestistänne|yhteydenotosta)|\bota(?:than|kaa)? yhteyttä|\bvoit(?:te)? ottaa yhteyttä|\brajoitetusti|\bei (?:lueta|välitetä|ohjata)",
    ),
    "cs": (
        r"\bv (?:naléhavých|urgentních|neodkladných|nutných|případě) |\bv nutném případě|\b(?:po dobu|během|v době|v čase) (?:mé|mojí|této) ?(?:nepřítomnosti|dovolené|doby)?",
        r"\bpo (?:svém |mém )?návratu|\bodpovím|\bozvu se|\bbudu se vám věnovat",
        r"\bděkuji za (?:váš|vaši|zprávu|e-?mail|vaši zprávu)|\b(?:prosím )?(?:kontaktujte|obraťte se|obracejte se|volejte)|\bomezený přístup|\b(?:nebude|nejsou|není) (?:přeposílán|přeposlán|čten|přesměrován)\w*",
    ),
    "sk": (
        r"\bv (?:naliehavých|urgentných|neodkladných|súrnych|prípade) |\bpočas (?:mojej|tejto) (?:neprítomnosti|doby)",
        r"\bpo (?:svojom |mojom )?návrate|\bodpoviem|\bozvem sa",
        r"\bďakujem za (?:váš|vašu|správu|e-?mail)|\b(?:prosím )?(?:kontaktujte|obráťte sa|volajte)",
    ),
    "hu": (
        r"\bsürgős (?:esetben|ügyben|ügyekben|esetekben|kérdés\w*)|\btávollétem (?:alatt|ideje alatt|idején)|\bszabadságom (?:alatt|ideje alatt)",
        r"\b(?:visszatérésem|visszaérkezésem) után|\bválaszol(?:ok|ni)\b",
        r"\bköszönöm (?:a |az )?(?:levelét|üzenetét|megkeresését|e-?mail\w*|leveled)|\b(?:kérem|kérjük),? (?:forduljon|keresse|hívja|írjon|vegye fel)",
    ),
    "tr": (
        r"\bacil (?:durum\w*|konular\w*|işler\w*|hallerde)|\byokluğumda|\bbu süre(?:de| içinde| zarfında)",
        r"\bdöndüğümde|\bdönüşümde|\bdönüş tarih|\byanıtlayacağım|\bcevaplayacağım|\bdönüş yapacağım",
        r"\b(?:e-?postanız|mesajınız|mailiniz) için teşekkür|\biletişime geç|\bile (?:iletişim|irtibat)|\bsınırlı erişim|\birtibata geç",
    ),
    "ro": (
        r"\b(?:pentru|în caz de|în cazuri?) (?:urgențe|urgență|urgent|probleme urgente|situații urgente|solicitări urgente)|\bîn (?:lipsa|absența) mea|\bpe durata (?:absenței|concediului)",
        r"\bla întoarcere|\bcând mă (?:întorc|voi întoarce)|\bvoi răspunde|\bvă voi răspunde",
        r"\b(?:vă )?mulțumesc pentru (?:mesaj|e-?mail)|\bvă rog să (?:contactați|vă adresați|luați legătura)|\bacces limitat",
    ),
    "ru": (
        r"\bпо срочным|\bв срочных|\bесли (?:ваш )?вопрос срочный|\bв случае (?:срочно|необходимости|крайней)|\bпо (?:всем |неотложным )?вопросам|\bв мо[её] отсутствие|\bна время моего отсутствия",
        r"\bпосле (?:моего )?возвращения|\bотвечу|\bпо возвращении|\bкогда вернусь",
        r"\b(?:спасибо|благодарю) (?:вас )?за (?:ваше )?(?:письмо|сообщение|обращение)|\b(?:обращайтесь|обратитесь|свяжитесь|пишите|звоните)\b|\bограниченн\w+ доступ|\bнет доступа|\bне (?:пересыла|перенаправля|просматрива)\w+",
    ),
    "uk": (
        r"\bз (?:термінових|невідкладних|усіх) питань|\bу (?:термінових|невідкладних) |\bпід час моєї відсутності|\bна час моєї відсутності|\bу разі (?:термінов|потреби)",
        r"\bпісля (?:мого )?повернення|\bвідповім|\bпо поверненн",
        r"\bдякую за (?:ваш|лист|повідомлення)|\b(?:звертайтеся|звертайтесь|зверніться|зв'яжіться|пишіть|телефонуйте)\b",
    ),
    "ja": (
        r"(?:緊急|お急ぎ|至急|急ぎ)(?:の|で|を)?(?:場合|際|用件|ご用件|連絡|要件|方)",
        r"(?:返信|返答|ご連絡|対応|回答|お返事|確認)(?:が|は|を|に|いた|は、)[^。]{0,20}(?:遅|できません|できかね|戻|以降|後日|次第)|(?:復帰|出社|帰社|戻り)(?:後|次第|しまし|いたし|予定)",
        r"メール(?:を)?(?:ありがとう|有難う|いただき|頂き)|ご連絡(?:いただき)?ありがとう|(?:代理|代わり|別の担当|同僚)[^。]{0,30}(?:連絡|対応|まで)|メール(?:の)?(?:確認|閲覧)(?:が)?(?:でき|限)",
    ),
    "zh": (
        r"(?:如有|若有|如遇|有|如)(?:紧急|緊急|急)(?:事|情况|事项|事務|事务|需要|情況)?|(?:紧急|緊急)(?:事项|事務|事务|联系|聯絡|情况|事宜)",
        r"(?:回来|返回|回到|返工|返岗|回公司|上班|假期结束|回國|回国)[^。]{0,12}(?:后|後|尽快|儘快|再|处理|回复|回覆)|(?:尽快|儘快|稍后|稍後|及时)(?:回复|回覆|给您|與您|与您|处理)",
        r"(?:感谢|感謝|谢谢|謝謝)您?的?(?:来信|來信|来函|邮件|郵件|来邮|联系)|(?:请|請)(?:联系|聯絡|致电|聯繫|联络|与|拨打|直接)|(?:无法|無法|不能|不便)(?:及时|即時|立即)?(?:回复|查看|回覆|处理)",
    ),
    "ko": (
        r"(?:급한|긴급한?|급하신)\s?(?:용무|업무|사항|연락|문의|일|경우|건)",
        r"(?:복귀|돌아온?)\s?(?:후|하는|하여|하면|즉시|예정)|(?:회신|답변|답장|확인)(?:이|은|을)?\s?(?:늦|드리|어려|불가|지연|하겠)",
        r"(?:메일|연락|이메일)(?:을)?\s?(?:주셔서|보내\s?주셔서|감사)|(?:에게|으로|로|께)\s?(?:연락|문의)",
    ),
}

# A mail that says of itself that no person wrote it.
SAYS_AUTOMATIC = {
    "en": (
        r"\bthis (?:is|was) an? (?:\w+[ -]){0,2}?(?:auto(?:mated|matic|matically)?|auto-?generated|computer-?generated|system-?generated|machine-?generated)[ -](?:\w+ ){0,2}?(?:reply|response|e-?mail|message|notification|answer|acknowledge?ment|confirmation)",
        r"\bthis (?:e-?mail|message|reply|response|notification|mail)(?: address)? (?:is|was|has been) (?:\w+ ){0,2}?(?:auto(?:matically)?|computer|system)[ -](?:generated|sent|created|issued)",
        r"\b(?:please )?do not (?:reply|respond) (?:directly )?to this (?:automated |automatic )?(?:e-?mail|message|mail|address|notification)|\bplease (?:do not|don't) reply\b",
        r"^[\W_]*(?:auto(?:matic|mated)?[- ]?(?:reply|response|responder)|out of office (?:auto-?reply|reply|message|notification))\b",
    ),
    "de": (
        r"\b(?:dies(?:e|es)?|das|hier) (?:ist|handelt es sich um|e-?mail ist|nachricht (?:ist|wurde)|mail (?:ist|wurde)|e-?mail wurde)(?: \w+){0,2}? (?:eine |einer )?automatisch(?:e|en)?(?: \w+){0,2}? (?:antwort|nachricht|e-?mail|mail|benachrichtigung|generiert|erstellt|erzeugt|versand\w*|rückmeldung|eingangsbestätigung|abwesenheitsnotiz)",
        r"\b(?:automatisch (?:generierte|erstellte|erzeugte|versandte)|automatische) (?:antwort|e-?mail|nachricht|mail|eingangsbestätigung|empfangsbestätigung)",
        r"\bbitte (?:antworten sie )?nicht auf diese (?:e-?mail|mail|nachricht)(?: antworten)?|\bauf diese (?:e-?mail|nachricht) (?:kann|bitte) nicht",
    ),
    "fr": (
        r"\bceci est (?:un|une) (?:message|réponse|e-?mail|courriel|accusé)(?: de réception)? (?:généré\w* )?automatique",
        r"\b(?:ce (?:message|mail|courriel|e-?mail)|cette réponse) (?:est|a été) (?:\w+ )?(?:généré\w*|envoyé\w*|automatique)\b[^.]{0,20}(?:automatique)?",
        r"\b(?:réponse|message) automatique\b|\b(?:merci de|veuillez) ne pas répondre à ce",
    ),
    "es": (
        r"\b(?:este|esta|esto) (?:es )?(?:un |una )?(?:mensaje|respuesta|correo)(?: \w+){0,3}? automátic",
        r"\b(?:respuesta|mensaje|correo) (?:generad[oa] )?automátic",
        r"\b(?:por favor,? )?no (?:responda|conteste|respondas) a este",
    ),
    "it": (
        r"\bquest[oa] (?:è )?(?:un[oa]? |un')?(?:messaggio|risposta|e-?mail|mail)(?: \w+){0,3}? automatic",
        r"\b(?:risposta|messaggio|e-?mail) (?:generat[oa] )?automatic",
        r"\b(?:si prega di |per favore )?non rispondere a quest",
    ),
    "pt": (
        r"\b(?:esta|este) (?:é )?(?:uma? )?(?:mensagem|resposta|e-?mail)(?: \w+){0,3}? automátic",
        r"\b(?:resposta|mensagem|e-?mail) (?:gerad[oa] )?automátic",
        r"\b(?:por favor,? )?não responda a (?:este|esta)",
    ),
    "nl": (
        r"\bdit is een (?:automatisch|automatische|geautomatiseerd)\w*(?: \w+){0,2}? (?:antwoord|bericht|reactie|e-?mail|mail|bevestiging|ontvangstbevestiging)",
        r"\bautomatisch (?:gegenereerd|verzonden|verstuurd|antwoord|bericht)",
        r"\bniet (?:te )?(?:beantwoorden|reageren op dit|antwoorden op dit)",
    ),
    "pl": (
        r"\b(?:to jest |ta )?(?:wiadomość|odpowiedź)(?: \w+){0,3}? (?:automatyczn|wygenerowan)|\b(?:automatyczna|wygenerowana automatycznie) (?:odpowiedź|wiadomość)",
        r"\b(?:prosimy|proszę) nie odpowiadać na t",
    ),
    "sv": (
        r"\bdetta är ett (?:auto\w*)(?: \w+){0,2}? ?(?:svar|meddelande|mejl|mail|e-?post)|\bautosvar\b|\bautomatiskt (?:svar|meddelande|genererat)",
        r"\bgår (?:ej|inte) att (?:svara|besvara)|\bsvara (?:inte|ej) på (?:detta|det här)",
    ),
    "da": (
        r"\bdette er (?:et |en )?(?:auto\w*)(?: \w+){0,2}? ?(?:svar|besked|mail|e-?mail|kvittering)|\bautosvar\b|\bautomatisk(?:e)? (?:svar|besked|genereret)",
        r"\bkan ikke besvares|\bsvar (?:venligst )?ikke på denne",
    ),
    "no": (
        r"\bdette er (?:et |en )?(?:auto\w*)(?: \w+){0,2}? ?(?:svar|melding|e-?post|kvittering)|\bautosvar\b|\bautomatisk (?:svar|melding|generert)",
        r"\bikke svar på denne|\bkan ikke besvares",
    ),
    "fi": (
        r"\btämä on automaattinen (?:vastaus|viesti|ilmoitus|kuittaus)|\bautomaattinen (?:vastaus|viesti|poissaoloviesti|kuittaus)|\bautomaattivastaus",
        r"\bälä(?:kää)? vastaa(?:tko)? tähän",
    ),
    "cs": (
        r"\b(?:toto je|jedná se o|tato zpráva|tento e-?mail)(?: \w+){0,4}? automatick|\bautomatick(?:á|y|ou|é) (?:odpověď|zpráv\w*|vygenerovan\w*|generovan\w*)",
        r"\b(?:prosíme|prosím)?,? ?neodpovídejte na t",
    ),
    "sk": (
        r"\b(?:toto je|táto správa|tento e-?mail)(?: \w+){0,4}? automatick|\bautomatick(?:á|y|é) (?:odpoveď|správ\w*|vygenerovan\w*)",
        r"\bneodpovedajte na t",
    ),
    "hu": (
        r"\bez egy automatikus|\bautomatikus (?:válasz|üzenet|értesítés)|\bautomatikusan (?:generált|küldött)",
        r"\bne válaszoljon erre|\bnem szükséges válaszolni",
    ),
    "tr": (
        r"\b(?:bu )?(?:bir )?otomatik (?:yanıt|cevap|mesaj|olarak|bir)|\botomatik (?:yanıt|e-?posta)",
        r"\b(?:bu )?(?:e-?postayı|mesajı|maili) (?:lütfen )?(?:yanıtlamayın|cevaplamayın)",
    ),
    "ro": (
        r"\bacesta este un (?:mesaj|răspuns|e-?mail)(?: \w+){0,2}? automat|\b(?:mesaj|răspuns) (?:generat )?automat",
        r"\bnu răspundeți la acest",
    ),
    "ru": (
        r"\b(?:это|данное|настоящее) (?:письмо |сообщение )?(?:является )?(?:\w+ )?автоматическ\w+|\bавтоматически(?:й|м)? (?:ответ|сформирован|отправлен|создан)\w*|\bавтоответ|\b(?:сформирован|отправлен|создан)\w* автоматически",
        r"\bне отвечайте на (?:это|данное)|\bотвечать на (?:это|него) не (?:нужно|надо|требуется)",
    ),
    "uk": (
        r"\b(?:це|цей|даний) (?:лист |повідомлення )?(?:є )?(?:\w+ )?автоматичн\w+|\bавтоматичн(?:а|у|ий) (?:відповід|повідомлен|лист)\w*|\bавтовідповід",
        r"\bне відповідайте на (?:цей|це)",
    ),
    "ja": (
        r"(?:この|本|当)(?:メール|返信|通知)は[^。]{0,30}自動|自動(?:返信|応答|送信|配信|的に)",
        r"(?:この|本|当)(?:メール|アドレス)[^。]{0,20}(?:返信|ご返信)(?:でき|いただいて|されて|しない)|返信(?:は)?(?:不要|なさらない|しないで)",
    ),
    "zh": (
        r"(?:这是|此为|本邮件(?:为|是|由)|此邮件(?:为|是|由)|這是|本郵件(?:為|是|由)|此郵件)[^。]{0,16}(?:自动|自動|系统|系統)|自动(?:回复|发送|生成|应答)|自動(?:回覆|回復|發送|產生|答覆)",
        r"(?:请|請)(?:勿|不要)(?:直接)?(?:回复|回覆)",
    ),
    "ko": (
        r"(?:본|이)\s?메일은[^.]{0,20}(?:자동|발신\s?전용)|자동\s?(?:회신|응답|발송|으로\s?(?:발송|생성|회신))|발신\s?전용",
        r"회신(?:이|하지|은)\s?(?:불가|되지|마|처리)",
    ),
}

# "We have received your request": ticket systems and shared mailboxes. The last pattern of each
# language is what such mails also say, the others are the statement itself.
RECEIVED = {
    "en": (
        r"\bwe(?:'ve| have)?(?: successfully| now| just)? (?:received|got|registered|logged|opened|created|recorded)(?: \w+){0,4}? (?:request|message|e-?mail|enquiry|inquiry|ticket|case|question|submission|query|support|feedback|application|report|mail)\b",
        r"\byour (?:\w+ ){0,3}?(?:request|message|e-?mail|enquiry|inquiry|ticket|case|question|submission|query|report|mail)(?: [(\[#]?[\w#:\])-]*\d[\w\])-]*)? ?(?:[\w#:()\[\]-]+ ){0,5}?(?:has been|was|is being|have been|is) (?:\w+ )?(?:received|registered|logged|opened|created|recorded|submitted|assigned|forwarded|acknowledged|under review|reviewed|raised|queued)",
        r"\b(?:a|the|this|new) (?:\w+ ){0,3}?(?:ticket|case|request|issue|incident)(?: [\w#:()\[\]-]+){0,4}? (?:has been|was|is) (?:\w+ )?(?:created|opened|received|registered|logged|generated|raised|submitted)",
        r"\bthis (?:\w+[ -]){0,4}?(?:acknowledges|confirms|is to (?:confirm|acknowledge|let you know|inform you))(?: \w+){0,4}? (?:receipt|received|receive)|\b(?:acknowledge?ment|confirmation) of (?:receipt|your)",
        r"\b(?:a|one of our|our) (?:\w+ ){0,4}?(?:agent|team|representative|specialist|colleague|advisor|member|expert|staff)s? (?:\w+ ){0,6}?will (?:\w+ )?(?:be in touch|get back|respond|reply|contact|review|reach|answer|look|follow)|\bthank(?:s| you) for (?:contacting|reaching out|getting in touch with|writing to|submitting|e-?mailing|your (?:enquiry|inquiry|request))\b|\bas soon as (?:possible|we can)|\bwithin (?:the next )?(?:\d+|one|two|three)(?:[ -]\d+)? (?:business |working )?(?:hours?|days?)|\bget back to you (?:soon|shortly)|\bat our earliest",
    ),
    "de": (
        r"\b(?:wir haben|haben wir) (?:ihre|deine) (?:\w+ )?(?:anfrage|nachricht|e-?mail|mail|meldung|anliegen|support-?anfrage|mitteilung)(?: \w+){0,3}? (?:erhalten|empfangen|registriert|aufgenommen|bekommen)|\b(?:ihre|deine|ihr|dein) (?:\w+ )?(?:anfrage|nachricht|e-?mail|mail|meldung|anliegen|ticket|mitteilung|vorgang)(?: \S+){0,5}? (?:ist|wurde)(?: \w+){0,4}? (?:eingegangen|erhalten|registriert|aufgenommen|erfasst|angelegt|erstellt|weitergeleitet)",
        r"\b(?:ein|das|unter) (?:\w+ )?(?:ticket|vorgang|vorgangsnummer|ticketnummer)\b[^.]{0,50}(?:erstellt|angelegt|eröffnet|registriert|lautet)|\b(?:eingangs|empfangs)bestätigung",
        r"\bwir (?:werden )?(?:\w+ ){0,5}?(?:schnellstmöglich|umgehend|so schnell wie möglich|zeitnah|in kürze|innerhalb|baldmöglichst)|\bvielen dank für ihre (?:kontaktaufnahme|anfrage)",
    ),
    "fr": (
        r"\b(?:nous avons|a|ont) (?:bien )?(?:reçu|enregistré|pris en compte) (?:votre|la) (?:demande|message|e-?mail|mail|courriel|requête)|\bvotre (?:demande|message|e-?mail|mail|courriel|requête|ticket)(?: \S+){0,5}? (?:a (?:bien )?été|est) (?:\w+ )?(?:reçue?|enregistrée?|créée?|pris\w*|transmise?)",
        r"\b(?:un|le) ticket\b[^.]{0,40}(?:créé|ouvert)|\baccusé de réception|\baccusons réception",
        r"\bdans les (?:meilleurs|plus brefs) délais|\bmerci d(?:e nous avoir|'avoir) contacté|\bnotre équipe\b[^.]{0,60}(?:répondra|contact|traite|reviendra)",
    ),
    "es": (
        r"\bhemos (?:recibido|registrado) (?:su|tu) (?:solicitud|mensaje|correo|consulta|petición|email|e-mail|incidencia)|\b(?:su|tu) (?:solicitud|mensaje|correo|consulta|petición|ticket|incidencia|caso)(?: \S+){0,5}? (?:ha sido|fue|se ha|está siendo) (?:\w+ )?(?:recibid|registrad|cread|abiert|asignad)\w*",
        r"\bse ha (?:creado|abierto|registrado)(?: \w+){0,3}? (?:ticket|caso|solicitud|incidencia)|\bacuse de recibo",
        r"\b(?:a la mayor|lo antes posible|en breve|a la brevedad|en el menor tiempo)\b|\bgracias por (?:contactar|ponerse en contacto|comunicarse|escribirnos)|\bnuestro equipo\b[^.]{0,60}(?:responder|contactar|revis)",
    ),
    "it": (
        r"\babbiamo (?:ricevuto|registrato|preso in carico) (?:la (?:tua|sua|vostra)|il (?:tuo|suo|vostro))(?: \w+)? (?:richiesta|messaggio|e-?mail|mail|segnalazione)|\b(?:la (?:tua|sua|vostra)|il (?:tuo|suo|vostro)) (?:richiesta|messaggio|e-?mail|mail|segnalazione|ticket)(?: \S+){0,5}? (?:è stat[ao]|è) (?:\w+ )?(?:ricevut|registrat|pres|creat|apert|inoltrat)\w*",
        r"\b(?:un|il|nuovo) ticket\b[^.]{0,40}(?:creat|apert)|\bconferma di ricezione",
        r"\b(?:al più presto|nel più breve tempo|il prima possibile)|\bgrazie per (?:averci|aver) (?:contattat|scritt)\w*|\bnostro (?:team|staff)\b[^.]{0,60}(?:risponder|contatter)",
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
}

# What only a ticket system would write: numbers of cases, reply separators.
TICKET_MARK = (
    r"(?:\[|\(|#|\b)(?:ticket|case|request|incident|issue|support request|ref|reference|anfrage|vorgang|demande|solicitud|caso|richiesta|chamado|protocolo|pedido|verzoek|zgłoszeni[ea]|ärende|sag|sak|tiketti|požadav\w+|hibajegy|talep|tichet|заявк\w|обращени\w|тикет|запрос|звернення)(?:s?(?:[ -]?(?:id|no|number|nr|nummer|numéro|número|numero|numer|číslo|szám\w*|номер|reference|ref))?)(?: is| lautet| est| es| jest| je| är| er| on)?[\s.:#№=()\[-]{0,5}[a-z]{0,5}[-#]?\d[\w-]{2,}",
    r"(?:##|--)-? ?(?:please )?(?:type|reply|write|bitte|veuillez|escriba|please|responda|add)[^#\n]{0,60}(?:above|oberhalb|au-dessus|encima|sopra|acima) (?:this|dieser|cette|de esta|questa|desta)? ?(?:line|zeile|ligne|línea|riga|linha)",
    r"\[[\w .-]{1,30} ?#\d{2,}\]",
    r"\b(?:[a-z]{2,8}-\d{2,6}|ref:_[\w.]+:ref)\b(?=.{0,40}(?:created|received|opened|erstellt|reported))",
    r"(?:お問い?合わ?せ|受付|受付け|チケット|案件|管理)(?:番号|no|id)[:：.\s]*[\w-]*\d",
    r"(?:工单|工單|案件|受理|服务单|服務單|单)(?:号|編號|编号)[:：\s]*[\w-]*\d",
    r"(?:접수|문의|티켓)\s?번호[:：\s]*[\w-]*\d",
)
TICKET_SUBJECT = (
    r"^(?:your )?(?:request|ticket|case|message|enquiry|inquiry|e-?mail|support request).{0,40}(?:has been |was )(?:received|created|opened|registered|logged)",
    r"^(?:we(?:'ve| have) received|we received|received:|thank(?:s| you) for (?:contacting|your (?:request|enquiry|inquiry|message|email|e-mail)|getting in touch|reaching)|acknowledge?ment|confirmation of receipt|request received|ticket (?:created|opened|received))",
    r"^(?:new ticket|neue anfrage|eingangsbestätigung|empfangsbestätigung|ihre anfrage|wir haben ihre|ihr ticket|accusé de réception|votre demande|nous avons bien reçu|acuse de recibo|hemos recibido|su solicitud|conferma di ricezione|abbiamo ricevuto|la tua richiesta|confirmação de|recebemos|ontvangstbevestiging|wij hebben uw|potwierdzenie|otrzymaliśmy|vi har mottagit|mottagningsbekräftelse|vi har modtaget|kvittering|vi har mottatt|potvrzení|obdrželi jsme|megkaptuk|talebiniz|am primit|мы получили|ваше? (?:обращение|заявка|запрос)|подтверждение получения|受付|お問い?合わ?せ(?:を)?(?:受付|受け付け|ありがとう)|【自動返信】お問|我们已收到|工单|已收到|접수|문의)",
)

# A person talks to a person: asks, offers, agrees, refuses.
ENGAGEMENT = {
    "en": (
        r"\b(?:let's|let us|shall we|can we|could we|could you|can you|would you|will you|do you|did you|are you|have you|does (?:it|this|that|your|the)|how about|what about|how much|what is|what's|who |why |which (?:plan|day|time|one)|when (?:can|could|would|do|are))\b",
        r"\b(?:send me|please send|please remove|remove me|take me off|unsubscribe|stop (?:e-?mailing|sending|contacting)|do not contact|not interested|interested|sounds (?:good|great|interesting|fine)|looks (?:good|great|interesting)|works for (?:me|us)|see you|talk (?:then|soon|next|on|to you (?:then|on|next))|speak (?:then|soon|next|on)|happy to|glad to|love to|keen to|would like to|i'd like|we'd like|i would prefer|i think|i have (?:read|looked|seen|a question)|we (?:already|decided|use|don't)|i already|good idea|as discussed|as agreed|attached|thanks for the)\b",
        r"\b(?:call|ring|ping|try|catch|reach|write|email) me (?:then|back|when|next|after|tomorrow|later|again|on (?:mon|tue|wed|thu|fri)|in (?:the|a|two)|at \d|anytime|any time)\b",
        r"\b(?:next week|after that|afterwards|then|when i(?:'m| am) back) (?:works|is (?:fine|better|good)|would|we (?:can|could)|i (?:can|could))\b",
        r"\b(?:your|the) (?:offer|proposal|quote|product|demo|slides|deck|question|suggestion|pricing|price|brochure|tool|solution|pitch|webinar)\b",
        r"\bbut (?:let|we|i can|i could|happy|please|call|my colleague (?:and|will join)|sure)\b",
    ),
    "de": (
        r"\b(?:können (?:wir|sie)|könnten (?:wir|sie)|kannst du|haben sie|gibt es|lassen sie uns|lass uns|wie wäre|wollen wir|was kostet|wann (?:können|passt)|bitte (?:senden|schicken) sie|schicken sie mir|rufen sie mich|ruf mich|melden sie sich|kein interesse|nicht interessiert|interesse|interessant|klingt gut|passt (?:mir|gut|uns)|gerne|gern|einverstanden|bis dann|freue mich auf|ihr(?:em|es)? angebot|austragen|löschen sie|keine weiteren|anbei|wie besprochen|danach (?:können|passt|melde))\b",
    ),
    "fr": (
        r"\b(?:pouvez-vous|pourriez-vous|pouvons-nous|avez-vous|est-ce|qu'est-ce|quand|combien|pourquoi|envoyez-moi|rappelez-moi|appelez-moi|rappelez|intéressée?|intéresse|pas intéressé|d'accord|volontiers|avec plaisir|ça me va|me convient|parfait|votre (?:offre|proposition|produit|solution|démo|question)|désinscri\w+|ci-joint|comme convenu|à bientôt|discut\w+|rendez-vous|on peut|je préfère|je vous propose)\b",
    ),
    "es": (
        r"\b(?:puede(?:s|n)? (?:enviar|llamar|mandar)\w*|podemos|podríamos|podría|tiene(?:s|n)? |cuánto|cuándo|por qué|qué |envíeme|envíame|llámeme|llámame|me interesa|interesad[oa]|no me interesa|de acuerdo|perfecto|me parece|me va bien|con gusto|su (?:oferta|propuesta|producto|solución)|darme de baja|adjunto|hablamos|quedamos|prefiero|reunión)\b",
    ),
    "it": (
        r"\b(?:possiamo|potremmo|potrebbe|puoi|avete|quanto costa|quando (?:possiamo|potete)|perché|mi mandi|mi invii|inviatemi|mi chiami|chiamami|interessat[oa]|mi interessa|non (?:mi interessa|siamo interessati)|d'accordo|va bene|perfetto|volentieri|mi sembra|vostra (?:offerta|proposta|soluzione)|cancellami|cancellatemi|in allegato|sentiamoci|ci sentiamo|preferisco|incontro)\b",
    ),
    "pt": (
        r"\b(?:podemos|poderíamos|poderia|pode(?:m)? (?:enviar|ligar|mandar)\w*|tem(?:os)? (?:interesse|alguma)|quanto custa|quando (?:podemos|pode)|por que|envie-me|me envie|me ligue|ligue-me|interessad[oa]|não (?:tenho|temos) interesse|interesse|de acordo|perfeito|combinado|parece(?:-me)? bem|com prazer|sua (?:oferta|proposta|solução)|remova|anexo|falamos|conversar|prefiro|reunião)\b",
    ),
    "nl": (
        r"\b(?:kunnen we|kunt u (?:mij|me|dit|de|een)|zou(?:den)? |heeft u|heb je|wat kost|wanneer (?:kunnen|kunt|past)|waarom|stuur (?:mij|me)|bel (?:mij|me)|geïnteresseerd|geen interesse|interesse|interessant|klinkt goed|akkoord|prima|graag|past (?:mij|goed)|uw (?:aanbod|voorstel|offerte|product)|uitschrijven|bijgevoegd|zoals besproken|laten we|liever)\b",
    ),
    "pl": (
        r"\b(?:czy (?:może|możemy|mógł|mają|jest)|możemy|proszę (?:o przesłanie|przesłać|wysłać|zadzwonić|usunąć)|ile kosztuje|kiedy|dlaczego|interesuje|zainteresowan\w+|nie jestem zainteresowan\w+|zgoda|świetnie|chętnie|pasuje|państwa (?:oferta|propozycja|ofertę)|wypisać|w załączeniu|porozmawiajmy|wolę|spotkanie)\b",
    ),
    "sv": (
        r"\b(?:kan vi|kan du (?:skicka|ringa)|kan ni|skulle (?:vi|du)|har ni|vad kostar|när (?:kan|passar)|varför|skicka (?:mig|gärna)|ring mig|intresserad\w*|inte intresserad|intresse|intressant|låter bra|gärna|passar (?:bra|mig)|ert (?:förslag|erbjudande)|avregistrera|bifogat|vi hörs|hellre|möte)\b",
    ),
    "da": (
        r"\b(?:kan vi|kan du (?:sende|ringe)|kan i|skal vi|har i|hvad koster|hvornår|hvorfor|send mig|ring til mig|interesseret|ikke interesseret|lyder godt|gerne|passer (?:fint|mig|godt)|jeres (?:tilbud|forslag)|afmeld|vedhæftet|møde)\b",
    ),
    "no": (
        r"\b(?:kan vi|kan du (?:sende|ringe)|kan dere|skal vi|har dere|hva koster|når (?:kan|passer)|hvorfor|send meg|ring meg|interessert|ikke interessert|høres bra ut|gjerne|passer (?:fint|meg|bra)|deres (?:tilbud|forslag)|vedlagt|møte)\b",
    ),
    "fi": (
        r"\b(?:voimmeko|voitko|voisitteko|voisimmeko|onko|paljonko|milloin|miksi|lähet(?:ä|tä)\w* minulle|soita minulle|kiinnosta\w*|en ole kiinnostunut|kuulostaa hyvältä|mielelläni|sopii|tarjouksenne|liitteenä|tapaaminen)\b",
    ),
    "cs": (
        r"\b(?:můžeme|můžete (?:mi|poslat|zavolat)|mohli bychom|máte|kolik|kdy|proč|pošlete mi|zavolejte mi|zájem|zajímá|nemám zájem|souhlasím|rád|ráda|hodí se|vaše (?:nabídka|nabídku)|vaši nabídku|odhlásit|v příloze|schůzka|schůzku)\b",
    ),
    "sk": (
        r"\b(?:môžeme|môžete mi|máte|koľko|kedy|prečo|pošlite mi|zavolajte mi|záujem|zaujíma|nemám záujem|súhlasím|rád|rada|vašu ponuku|v prílohe|stretnutie)\b",
    ),
    "hu": (
        r"\b(?:tudnánk|tudna|lehetne|mennyibe|mikor|miért|küldjön|hívjon (?:fel|vissza)|érdekel|érdeklődöm|nem érdekel|rendben|szívesen|megfelel|ajánlatuk|mellékelten|találkozó)\b",
    ),
    "tr": (
        r"\b(?:misiniz|mısınız|musunuz|mıyız|miyiz|ne kadar|ne zaman|neden|gönderir|bana (?:gönderin|ulaşın)|beni arayın|ilgileniyor\w*|ilgilenmiyor\w*|olur|uygun|memnuniyetle|teklifiniz|görüşelim|toplantı)\b",
    ),
    "ro": (
        r"\b(?:putem|puteți (?:să-mi|trimite)|ați putea|aveți|cât costă|când|de ce|trimiteți-mi|sunați-mă|interesat\w*|nu sunt interesat|de acord|cu plăcere|oferta|atașat|întâlnire)\b",
    ),
    "ru": (
        r"\b(?:можем|можете (?:прислать|отправить|ли)|могли бы|есть ли|сколько|когда (?:можем|удобно|вам)|почему|пришлите|вышлите|перезвоните|позвоните мне|давайте|интересно|интересует|не интересует|заинтересован\w*|согласен|согласна|подходит|с удовольствием|ваше (?:предложение|коммерческое)|отпишите|отписать|во вложении|созвонимся|встреч\w+|предпочитаю)\b",
    ),
    "uk": (
        r"\b(?:можемо|чи (?:можете|можемо|є)|скільки|чому|надішліть|зателефонуйте мені|давайте|цікаво|цікавить|не цікавить|згоден|згодна|підходить|із задоволенням|вашу пропозицію|у вкладенні|зустріч)\b",
    ),
    "ja": (
        r"(?:でしょうか|ませんか|いただけますか|頂けますか|可能ですか|いかがですか|ますか|ですか)|(?:資料|見積|提案|打ち?合わ?せ|面談)(?:を|の|は|書)(?!.{0,10}(?:自動|受付))|興味(?:が|は)|検討(?:いた|し|中|させ)|配信停止|承知(?:いた|し)",
    ),
    "zh": (
        r"(?:吗|呢|嗎)[?？。]?|(?:请|請)(?:发|發|把|提供|寄)|报价|報價|感兴趣|感興趣|没兴趣|不需要|可以(?:的|谈|聊|约|見|见)|好的|没问题|約(?:時間)|约(?:时间|个)|退订|方案|附件",
    ),
    "ko": (
        r"(?:까요|나요|을까요|습니까|가요|주세요\?|될까요)|관심(?:이|은|없)|견적|제안서|미팅|좋습니다|보내\s?주(?:세요|시면|실)|수신\s?거부",
    ),
}

# "Dear customer" is for everybody; "Hi Anna" is for one.
GREETING = (
    r"^(?:hi|hello|hey|dear|good (?:morning|afternoon|day)|hallo|lieber?|guten (?:tag|morgen)|servus|moin|sehr geehrte[r]?(?: (?:herr|frau))?|bonjour|cher|chère|salut|hola|estimad[oa]|querid[oa]|buenos días|ciao|gentile|salve|buongiorno|caro|cara|olá|car[oa]|prezad[oa]|beste|geachte|dag|cześć|dzień dobry|szanown[yai]\w*(?: pani[e]?)?|hej|hei|moi|dobrý den|ahoj|kedves|tisztelt|merhaba|sayın|bună(?: ziua)?|stimat[eă]|здравствуйте|добрый день|привет|уважаем\w+|добрий день|вітаю|шановн\w+) "
    r"(?!(?:there|all|team|everyone|everybody|colleagues?|sir|madam|sender|customers?|friends?|partners?|valued|client|reader|visitor|and|thank|you|i|this|we|contact|sirs|ladies|user|alle|zusammen|damen|kolleg\w*|kund\w*|leser\w*|absender\w*|ich|vielen|danke|à|a|tou[st]\w*|madame|monsieur|client\w*|expéditeur|collègues?|merci|je|bonjour|todos|cliente\w*|señor\w*|colegas?|amig\w*|remitente|gracias|soy|tutti|colleghi|utente|mittente|grazie|signor\w*|senhor\w*|obrigad\w*|heer|mevrouw|klant\w*|collega\w*|relatie\w*|afzender|lezer|państw\w*|pani[e]?|nadawco|dziękuj\w*|och|og|tack|tak|takk|kund|kunde|kiitos|děkuj\w*|vážen\w+|kollég\w*|ügyfel\w*|feladó|köszön\w*|hölg\w*|müşteri\w*|ilgili|yetkili|gönderen|client\w*|domn\w*|коллег\w*|клиент\w*|отправител\w*|партн[её]р\w*|господа|друзья|спасибо|клієнт\w*|колег\w*|відправник\w*|пан\w*|дякую)\b)"
    r"(?!.{0,1}$)([\w'-]{2,30})\b",
)
CLOSING = r"(?:best|kind|warm|kindest|warmest|many)? ?regards|best wishes|all the best|cheers|sincerely|yours(?: truly| sincerely| faithfully)?|thanks(?: again)?|best|mit (?:freundlichen|besten|herzlichen|lieben) grüßen|(?:viele|beste|liebe|herzliche|freundliche) grüße|gruß|mfg|lg|vg|(?:bien )?cordialement|bien à vous|salutations|sincères salutations|(?:un )?(?:cordial )?saludos?(?: cordiales)?|atentamente|cordiali saluti|distinti saluti|saluti|(?:com os melhores )?cumprimentos|atenciosamente|abraços?|(?:met )?(?:vriendelijke|hartelijke) groet(?:en)?|groet(?:en|jes)?|pozdrawiam|z poważaniem|(?:med )?vänliga? hälsning(?:ar)?|mvh|(?:med )?(?:venlig|vennlig) hilsen|(?:ystävällisin )?terveisin|s pozdravem|s pozdravom|üdvözlettel|saygılarımla|iyi çalışmalar|cu stimă|(?:с )?уважением|с уважением|з повагою|以上、?よろしくお願い.{0,12}|よろしくお願い.{0,12}|此致|祝好|敬礼|감사합니다"

# "Prove that you are a person, then your mail will be delivered".
CHALLENGE = (
    r"\b(?:please )?(?:confirm|verify|prove)[^.]{0,60}(?:you are (?:a )?(?:human|real|person)|your (?:e-?mail|message|address|identity)[^.]{0,60}(?:deliver|sender|so that))",
    r"\b(?:click|reply|respond)[^.]{0,80}(?:to have your (?:message|e-?mail) delivered|to be added to (?:my|the) (?:allowed|approved|white)|to complete the verification|to release your (?:message|e-?mail)|before (?:your|it) (?:message|e-?mail|can be) (?:\w+ )?deliver)",
    r"\b(?:spam ?arrest|boxbe|tmda|choicemail|challenge.response|sender verification|approved senders? list|guest list|whitelist (?:request|confirmation)|allowed senders? list|uol antispam|mailinblack|knowspam|bluebottle)\b",
    r"\byour (?:e-?mail|message)(?: \w+){0,6}? (?:is |has been )?(?:being )?(?:held|quarantined|on hold|pending|waiting)[^.]{0,80}(?:confirm|verif|approv|authenticat|click)",
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
