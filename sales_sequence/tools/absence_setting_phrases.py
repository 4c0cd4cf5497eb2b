# License LGPL-3.0 or later: see LICENSE.
"""What surrounds the statement of an absence in a note to everyone, by language.

Regular expressions, written as people write and folded before use (see ``phrases.fold_pattern``), so
that case, accents and typographic quotes do not matter; a space stands for any white space.

Each pattern of a language is one thing that such notes say: whom to contact, what happens to the mail,
when it is answered, thanks to the sender.
"""

# These are counted: the more there are, the more certain it is.
ABSENCE_SETTING = {
    "en": (
        r"(?:limited|no|little|intermittent|restricted|sporadic|infrequent|irregular) (?:or no )?(?:access|ability) to (?:\w+ ){0,3}(?:e-?mails?|mail|phone|internet|messages|inbox)|without (?:\w+ )?access to (?:my )?e-?mail",
        r"\b(?:for|in|if|should|on) [^.]{0,60}?(?:urgent|urgency|immediate|emergenc|time-sensitive|pressing|assistance|cannot wait|can't wait)[^.]{0,120}?\b(?:contact|call|reach|e-?mail|write|get in touch|refer|turn to|dial|speak)\b",
        r"\b(?:will|shall|'ll) (?:\w+ ){0,4}(?:reply|respond|answer|get back|be in touch|read|attend|follow up|come back|handle|deal)\b[^.]{0,80}(?:return|when i'm back|when i am back|am back|once i|as soon as|upon|after)",
        r"\b(?:not|nor|n't) (?:be )?(?:forwarded|read|checking|monitor|monitored|checked|check|reading|reply|responding)\b[^.]{0,30}(?:e-?mails?|messages?|inbox|during|while|until|forwarded)",
        r"\b(?:your )?(?:e-?mail|message)s? (?:will|is|are) (?:not )?(?:be )?(?:forwarded|redirected|deleted)",
        r"^(?:\w+[ ,!.-]+){0,4}thank(?:s| you)(?: very much| so much)? for (?:your (?:e-?mail|message|mail|note|interest)|contacting|reaching|getting in touch|writing|emailing)",
        r"\b(?:during|in) (?:my|this|our) (?:absence|time away|period|closure)|(?:up)?on my return|when i return\b",
        r"\bmy colleagues?\b[^.]{0,80}(?:help|assist|contact|available)",
        r"\b(?:limited|no|little|intermittent|patchy|poor|spotty|limited or no) (?:\w+ ){0,2}?(?:connectivity|internet|email access|e-mail access|access|signal|reception|laptop)\b|\b(?:not|won't|n't) (?:be )?(?:\w+ )?(?:checking|check|reading|monitoring) (?:my |any |this )?(?:e-?mails?|inbox|messages|mail)|\bchecking (?:my )?e-?mails? (?:only|infrequently|occasionally|periodically|sporadically|intermittently)",
        r"\b(?:expect (?:a |some )?(?:\w+ )?delays?|slow (?:replies|responses?|to (?:respond|reply))|slower (?:than usual|to (?:respond|reply))|(?:responses?|replies|reply|answer) (?:may|will|might|could) be (?:\w+ )?(?:delayed|slow|slower|limited)|delay(?:ed)? (?:in )?(?:my )?(?:response|reply|responding|replying)|high volume of (?:e-?mails?|messages|inquiries))",
        r"\b(?:if|for|should) [^.!?]{0,40}(?:can't wait|cannot wait|urgent|emergency|on fire|time[- ]sensitive|immediate (?:help|assistance|attention))|\b(?:urgent|emergency)[ :,-][^.]{0,40}(?:contact|call|@|ping|text)",
        r"\b(?:will|'ll|shall) (?:\w+ ){0,4}(?:reply|respond|answer|get back|be in touch)\b[^.]{0,60}(?:tomorrow|tonight|evening|monday|tuesday|wednesday|thursday|friday|next (?:working|business) day|next week|soon as|as soon|when|upon|after)",
        r"\bin my (?:absence|stead|place)|\b(?:is|are) (?:covering|standing in|filling in|taking care)|\b(?:reach out to|ping|contact|e-?mail|call) (?:my (?:teammate|colleague|manager|assistant|team)|[a-z]+ (?:[a-z]+ )?(?:at|on|\(|via))",
        r"\b(?:re-?send|write again|send (?:it|your e-?mail) again)\b[^.]{0,60}\b(?:after|once|when|if)\b|\b(?:see|read) your (?:message|e-?mail)s? (?:first thing|tomorrow|in the morning|when)|\bdifferent time ?zone|\b(?:for an? (?:quick|faster|prompt) (?:answer|reply|response))",
    ),
    "de": (
        r"\bin (?:dringenden|eiligen|wichtigen|akuten) (?:fällen|angelegenheiten)|\bbei (?:dringenden|wichtigen|eiligen|akuten) |\bfalls (?:es )?dringend|\bin notfällen|\bin der zwischenzeit\b",
        r"\b(?:nachricht|e-?mail|mail|mails|e-?mails|nachrichten)(?: \w+){0,4}? (?:nicht (?:weitergeleitet|gelesen|bearbeitet|automatisch)|weitergeleitet|gelöscht|nach meiner rückkehr|beantwortet)",
        r"\bnach meiner (?:rückkehr|abwesenheit)|\bwährend meiner abwesenheit|\bin meiner abwesenheit|\bmeine vertretung|\bvertret(?:en|ung|er|erin)\b",
        r"\b(?:wenden|kontaktieren) sie (?:sich )?(?:bitte )?(?:an|meine|unser)?|\bbitte (?:wenden|kontaktieren|richten) sie",
        r"\b(?:vielen|herzlichen|besten) dank für (?:ihre|deine|die) (?:nachricht|e-?mail|mail|anfrage)|\bdanke für (?:ihre|deine) (?:nachricht|e-?mail|mail)",
        r"\b(?:kein(?:en)?|eingeschränkt\w*|nur (?:bedingt|sporadisch|unregelmäßig|eingeschränkt)\w*) (?:\w+ ){0,2}?(?:zugriff|zugang|lesen|erreichbar)",
        r"\bvertritt mich|\bvertreten (?:werde|wird)|\bwährend (?:dieser|meiner) (?:zeit|abwesenheit)|\bhilft ihnen|\bsteht ihnen\b|\bmeine (?:kollegin|kollegen)|\bmein kollege\b",
        r"\b(?:melde mich|antworte|beantworte|bearbeite|lese)\b[^.!?]{0,50}(?:morgen|danach|später|wieder|nach|am nächsten|sobald|keine|nicht|abends|montag|dann)|\bkeine (?:e-?mails|mails)\b",
        r"\bnur (?:sporadisch|unregelmäßig|eingeschränkt|bedingt|selten|gelegentlich)\w*\b|\bantworte (?:ich )?(?:\w+ )?(?:verzögert|später|nur|erst)|\bverzögerte antwort|\bgelöscht\b",
    ),
    "fr": (
        r"\ben cas d'urgence|\bpour (?:toute|les|une) (?:\w+ )?(?:urgences?|demandes? urgentes?|questions? urgentes?|question)|\bsi (?:votre demande est |c'est )?urgent|\ben mon absence|\bdurant (?:mon absence|cette période)|\bpendant (?:mon absence|cette période)|\bdurant mes congés",
        r"\b(?:à|dès) mon retour|\bje (?:vous )?(?:répondrai|reviendrai|traiterai|prendrai connaissance)",
        r"\bne (?:sera|seront|seront) pas (?:transféré|lu|traité|transmis)|\baccès (?:limité|restreint)|\bpas (?:accès|transféré|lu)\b",
        r"\b(?:merci|je vous remercie) (?:de|pour) votre (?:message|mail|e-?mail|courriel)|\bj'ai bien reçu votre",
        r"\b(?:veuillez|merci de|vous pouvez) (?:\w+ )?(?:contacter|vous adresser|joindre|écrire)",
        r"\bje (?:consulterai|consulte|lirai|traiterai|répondrai)\b[^.]{0,50}(?:irrégulièrement|ponctuellement|retour|dès|occasionnellement)|\b(?:mes )?réponses? (?:peut|peuvent|pourra|pourront|risque|sera|seront)\b|\bdès que possible|\bme remplace|\bassure l'intérim|\b(?:contacter|contactez) (?:ma|mon|notre|le|la|mes)\b",
    ),
    "es": (
        r"\ben caso de (?:urgencia|emergencia|ser urgente|necesitar)|\bpara (?:cualquier )?(?:asuntos?|temas?|cuestion\w*|consultas?) urgentes?|\bsi es urgente|\bdurante (?:mi ausencia|este período|este periodo|estos días)|\ben mi ausencia",
        r"\b(?:a|al) mi (?:regreso|vuelta|retorno)|\bcuando (?:regrese|vuelva)|\ble responderé|\bresponderé (?:a )?",
        r"\bacceso (?:limitado|restringido)|\bsin acceso|\bno (?:será|serán) (?:reenviado|leído)",
        r"\bgracias por (?:su|tu|contactar|escribir|ponerse)|\bpóngase en contacto|\bpuede (?:contactar|ponerse|dirigirse|escribir)|\bcontacte (?:con|a)\b|\bpor favor,? (?:contacte|diríjase|póngase|escriba|comuníquese)",
        r"\brespuestas? (?:puede|podría)n? (?:\w+ )?(?:demorar|tardar|retras)\w*|\btardaré en (?:contestar|responder)|\b(?:contestaré|contestaremos|responderemos)\b|\batenderá (?:sus|tus|las)|\burgencias?\b|\bmi compañer[oa]\b|\ble atenderá",
    ),
    "it": (
        r"\bper (?:urgenze|questioni urgenti|comunicazioni urgenti|richieste urgenti|qualsiasi urgenza|emergenze)|\bin caso di (?:urgenza|necessità|emergenza)|\bse urgente|\b(?:durante|in) (?:la )?mia assenza|\bin tale periodo",
        r"\bal mio (?:rientro|ritorno)|\brisponderò|\bvi risponder",
        r"\baccesso (?:limitato|ridotto)|\bnon (?:verrà|sarà|saranno|verranno) (?:inoltrat|lett)\w*|\bnon avrò accesso",
        r"\bgrazie per (?:il|la|aver|avermi|avere)|\b(?:si prega di|potete|può|vi prego di|prego) (?:\w+ )?(?:contattare|rivolger|scrivere)",
        r"\brisposte? (?:può|potrebbe|potrà|potranno)\b|\bappena possibile|\bper (?:urgenze|necessità|emergenze)\b|\bmi sostituisce|\bil (?:mio|mia) colleg|\bcontattare (?:la|il|i|le)\b",
    ),
    "pt": (
        r"\bem caso de (?:urgência|emergência|necessidade)|\bpara (?:assuntos|questões|casos|temas) urgentes|\bse (?:for )?urgente|\b(?:durante|na) (?:a )?minha ausência|\bdurante (?:este|esse) período",
        r"\b(?:no|após o|quando) (?:meu )?(?:regresso|retorno|regressar|retornar|voltar)|\bresponderei|\bassim que (?:regressar|retornar|voltar|possível)",
        r"\bacesso (?:limitado|restrito)|\bsem acesso|\bnão (?:será|serão) (?:reencaminhad|encaminhad|lid)\w*",
        r"\bobrigad[oa] (?:pelo|pela|por)|\bagradeço (?:o|a) (?:seu|sua) (?:e-?mail|mensagem|contacto|contato)|\b(?:por favor,? )?(?:contacte|contate|entre em contat?o|dirija-se|queira contactar)",
        r"\brespostas? (?:pode|poderá|podem)\b|\bassim que (?:puder|possível|regressar)|\b(?:fale|contactar|contatar|falar) com\b|\bem caso de\b|\bsubstitui-me|\brespondere?i\b",
    ),
    "nl": (
        r"\b(?:voor|bij|in) (?:dringende|urgente|spoedeisende) |\bin geval van (?:nood|spoed)|\bbij spoed|\bindien (?:dringend|het dringend)|\b(?:tijdens|gedurende) (?:mijn afwezigheid|deze periode)|\bbij mijn afwezigheid",
        r"\bbij (?:mijn )?terugkomst|\bna (?:mijn )?terugkeer|\bbij terugkeer|\bzodra ik terug",
        r"\b(?:niet|beperkt|geen) (?:doorgestuurd|gelezen|toegang)|\bbeperkte? toegang",
        r"\b(?:bedankt|dank|hartelijk dank|dank u)(?: u| je)? (?:voor|wel voor) (?:uw|je) (?:e-?mail|bericht|mail)|\b(?:kunt u|kun je|gelieve|u kunt|neem) (?:\w+ ){0,3}(?:contact|terecht|mailen|bellen|opnemen)",
        r"\b(?:lees|beantwoord|reageer) (?:ik )?(?:je|uw|jouw|op)\b[^.]{0,40}|\b(?:je|u) hoort? (?:\w+ )?van m(?:e|ij)\b|\bneem (?:dan )?contact op|\bmijn collega|\bzo spoedig mogelijk",
    ),
    "pl": (
        r"\bw (?:sprawach|przypadkach?|razie) (?:pilnych|pilnej|nagłych|potrzeby|pilnego)|\bw pilnych sprawach|\bw (?:czasie|trakcie) mojej nieobecności|\bpodczas mojej nieobecności|\bw przypadku spraw",
        r"\bpo (?:moim )?powrocie|\bodpowiem|\budzielę odpowiedzi|\bskontaktuję się",
        r"\bdziękuję za (?:wiadomość|kontakt|e-?mail|maila|przesłan)|\bproszę o kontakt|\bproszę (?:się )?kontakt|\bbardzo proszę o kontakt",
        r"\b(?:ograniczony|brak) dostęp\w*|\bnie będzie (?:przekazywan|przekierowan|czytan)",
        r"\bzastępuje mnie|\bodpowiem\b|\bw razie pilnej|\bpilne sprawy|\bproszę (?:dzwonić|pisać) (?:do|na)",
    ),
    "sv": (
        r"\b(?:vid|i|för) (?:brådskande|akuta|akut|angelägna) |\bom (?:det är|ditt ärende är|ärendet är) (?:brådskande|akut)|\bunder (?:min frånvaro|min ledighet|semestern|tiden|denna (?:tid|period))",
        r"\bnär jag (?:är|kommer) tillbaka|\bnär jag återkommer|\bvid (?:min )?återkomst|\bsvarar (?:jag|på)|\båter(?:kommer|vänder|komma) (?:jag|till)",
        r"\btack för (?:ditt|ert|din|er) (?:mail|mejl|meddelande|e-?post)|\b(?:vänligen )?kontakta|\b(?:vidarebefordras|läses) inte|\binte (?:att )?(?:vidarebefordras|läsas)|\bbegränsad (?:tillgång|åtkomst)",
        r"\bi mitt ställe|\bmin kollega|\bsvarar (?:på|så)\b|\bbrådskande\b",
    ),
    "da": (
        r"\b(?:ved|i|for) (?:hastende|akutte|presserende|hastetilfælde)|\bhvis det (?:haster|er vigtigt)|\bi mit fravær|\bunder mit fravær",
        r"\bnår jeg (?:er|kommer) tilbage|\bved min tilbagekomst|\bjeg (?:vender tilbage|svarer|besvarer)",
        r"\btak for (?:din|jeres|deres) (?:mail|e-?mail|besked|henvendelse)|\bkontakt venligst|\bvenligst kontakt|\bkan du kontakte|\b(?:videresendes|læses) ikke|\bbegrænset adgang",
        r"\b(?:mails|mail) læses ikke|\bskriv (?:venligst )?til\b|\bmin kollega|\bsvarer (?:i|på|når)\b|\bhaster\b",
    ),
    "no": (
        r"\b(?:ved|i|for) (?:hastesaker|haste\w*|akutte|presserende)|\bhvis det haster|\bi mitt fravær|\bunder mitt fravær",
        r"\bnår jeg (?:er|kommer) tilbake|\bjeg (?:svarer|besvarer)|\better (?:min )?(?:hjemkomst|ferien)",
        r"\btakk for (?:din|deres|e-?posten|henvendelsen|meldingen|mailen)|\bvennligst (?:kontakt|ta kontakt)|\bta kontakt med|\bbegrenset tilgang|\bvideresendes ikke|\bblir ikke (?:lest|videresendt)",
        r"\bring (?:sentralbordet|kontoret)|\bta kontakt med|\bmin kollega|\bsvarer (?:i|på|når)\b|\bhaster\b",
    ),
    "fi": (
        r"\bkiireelli(?:sissä|sessä|set|nen)|\bkiire(?:asioissa|tapauksissa)|\bpoissaoloni aikana|\blomani aikana",
        r"\b(?:palattuani|palaan|vastaan)\b|\bpaluuni jälkeen",
        r"\bkiitos (?:viestistä|sähköpostista|viestistäsi|sähköpostistasi|viestistänne|yhteydenotosta)|\bota(?:than|kaa)? yhteyttä|\bvoit(?:te)? ottaa yhteyttä|\brajoitetusti|\bei (?:lueta|välitetä|ohjata)",
        r"\bsoita(?:thaan)? vaihteeseen|\bkiireelli\w+|\bsijaisen\w*|\bvastaan (?:huomenna|palattuani|viestei)",
    ),
    "cs": (
        r"\bv (?:naléhavých|urgentních|neodkladných|nutných|případě) |\bv nutném případě|\b(?:po dobu|během|v době|v čase) (?:mé|mojí|této) ?(?:nepřítomnosti|dovolené|doby)?",
        r"\bpo (?:svém |mém )?návratu|\bodpovím|\bozvu se|\bbudu se vám věnovat",
        r"\bděkuji za (?:váš|vaši|zprávu|e-?mail|vaši zprávu)|\b(?:prosím )?(?:kontaktujte|obraťte se|obracejte se|volejte)|\bomezený přístup|\b(?:nebude|nejsou|není) (?:přeposílán|přeposlán|čten|přesměrován)\w*",
        r"\bzastupuje mě|\bnaléhav\w+|\bv případě (?:nutnosti|potřeby)|\bodpovím\b",
    ),
    "sk": (
        r"\bv (?:naliehavých|urgentných|neodkladných|súrnych|prípade) |\bpočas (?:mojej|tejto) (?:neprítomnosti|doby)",
        r"\bpo (?:svojom |mojom )?návrate|\bodpoviem|\bozvem sa",
        r"\bďakujem za (?:váš|vašu|správu|e-?mail)|\b(?:prosím )?(?:kontaktujte|obráťte sa|volajte)",
        r"\bzastupuje ma|\bnaliehav\w+|\bv prípade (?:nutnosti|potreby)|\bodpoviem\b",
    ),
    "hu": (
        r"\bsürgős (?:esetben|ügyben|ügyekben|esetekben|kérdés\w*)|\btávollétem (?:alatt|ideje alatt|idején)|\bszabadságom (?:alatt|ideje alatt)",
        r"\b(?:visszatérésem|visszaérkezésem) után|\bválaszol(?:ok|ni)\b",
        r"\bköszönöm (?:a |az )?(?:levelét|üzenetét|megkeresését|e-?mail\w*|leveled)|\b(?:kérem|kérjük),? (?:forduljon|keresse|hívja|írjon|vegye fel)",
        r"\b(?:leveleim|e-?mailjeim|üzeneteim)\w* (?:nem|csak)\b|\bhelyettesem|\bhelyettesít\w*|\bsürgős\w*|\bkollégá(?:mat|mhoz|m)\b",
    ),
    "tr": (
        r"\bacil (?:durum\w*|konular\w*|işler\w*|hallerde)|\byokluğumda|\bbu süre(?:de| içinde| zarfında)",
        r"\bdöndüğümde|\bdönüşümde|\bdönüş tarih|\byanıtlayacağım|\bcevaplayacağım|\bdönüş yapacağım",
        r"\b(?:e-?postanız|mesajınız|mailiniz) için teşekkür|\biletişime geç|\bile (?:iletişim|irtibat)|\bsınırlı erişim|\birtibata geç",
        r"\bgeç (?:dönebilirim|cevap|yanıt)|\bacil\b|\bofisi arayın\w*|\bçalışma arkadaşım",
    ),
    "ro": (
        r"\b(?:pentru|în caz de|în cazuri?) (?:urgențe|urgență|urgent|probleme urgente|situații urgente|solicitări urgente)|\bîn (?:lipsa|absența) mea|\bpe durata (?:absenței|concediului)",
        r"\bla întoarcere|\bcând mă (?:întorc|voi întoarce)|\bvoi răspunde|\bvă voi răspunde",
        r"\b(?:vă )?mulțumesc pentru (?:mesaj|e-?mail)|\bvă rog să (?:contactați|vă adresați|luați legătura)|\bacces limitat",
        r"\bpentru urgențe|\burgent\w*|\bcoleg(?:ul|a) me\w+|\bsunați la\b",
    ),
    "ru": (
        r"\bпо срочным|\bв срочных|\bесли (?:ваш )?вопрос срочный|\bв случае (?:срочно|необходимости|крайней)|\bпо (?:всем |неотложным )?вопросам|\bв мо[её] отсутствие|\bна время моего отсутствия",
        r"\bпосле (?:моего )?возвращения|\bотвечу|\bпо возвращении|\bкогда вернусь",
        r"\b(?:спасибо|благодарю) (?:вас )?за (?:ваше )?(?:письмо|сообщение|обращение)|\b(?:обращайтесь|обратитесь|свяжитесь|пишите|звоните)\b|\bограниченн\w+ доступ|\bнет доступа|\bне (?:пересыла|перенаправля|просматрива)\w+",
        r"\bменя замещает|\bсрочн\w+|\bотвечу\b|\bмой коллега|\bмоему коллеге",
    ),
    "uk": (
        r"\bз (?:термінових|невідкладних|усіх) питань|\bу (?:термінових|невідкладних) |\bпід час моєї відсутності|\bна час моєї відсутності|\bу разі (?:термінов|потреби)",
        r"\bпісля (?:мого )?повернення|\bвідповім|\bпо поверненн",
        r"\bдякую за (?:ваш|лист|повідомлення)|\b(?:звертайтеся|звертайтесь|зверніться|зв'яжіться|пишіть|телефонуйте)\b",
        r"\bмене заміщ\w+|\bтермінов\w+|\bвідповім\b|\bколег\w+",
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
    "bg": (
        r"при спешност|за спешни|спешн\w+|колега\w* ми|благодар\w+ за (?:съобщението|писмото|имейла)|обърнете се|свържете се|ще отговоря",
    ),
    "mk": (r"за итн\w+|итн\w+ (?:работи|случаи)|колега\w*|јавете се",),
    "sr": (
        r"(?:za hitne|за хитне|hitn\w+ sluča|хитн\w+ случај)\w*|(?:obratite se|обратите се|kontaktirajte|контактирајте)|(?:po povratku|по повратку)|(?:hvala na poruci|хвала на поруци)",
    ),
    "hr": (
        r"\bza hitne|\bhitn\w+ (?:sluča|upit|stvar)\w*|\b(?:obratite se|kontaktirajte|nazovite ured|javite se)|\bpo povratku|\bhvala (?:vam )?na (?:poruci|upitu|mailu|e-?mailu|javljanju)",
    ),
    "sl": (
        r"\bv nujnih primer\w*|\bnujn\w+|\b(?:obrnite se|kontaktirajte|pokličite pisarno)|\bpo vrnitvi|\bhvala za (?:vaše )?sporočilo",
    ),
    "ca": (
        r"\bper a? ?(?:qualsevol )?(?:urgènci\w+|temes urgents)|\bpodeu (?:contactar|trucar|adreçar)|\btruqueu a\b|\bgràcies (?:pel|per el|per) (?:vostre|teu|contactar)|\ben la meva absència",
    ),
    "gl": (r"\bpara (?:urxencias|asuntos urxentes)|\bpode(?:n)? contactar|\bchame á",),
    "eu": (r"\bpremia\w*|\bjarri (?:zaitez )?harremanetan|\bdeitu\b",),
    "et": (
        r"\bkiirete(?:s|l)?\b|\bkiireloomuli\w+|\b(?:pöörduge|võtke ühendust|helistage kontorisse)|\btänan (?:kirja|teie kirja)|\bpärast naasmist|\bminu kolleeg",
    ),
    "lv": (
        r"\bsteidzam\w+|\b(?:sazinieties|zvaniet|vērsieties)|\bpaldies par (?:jūsu )?(?:vēstuli|ziņu)|\bmana kolēģe",
    ),
    "lt": (
        r"\bskubi\w+|\b(?:kreipkitės|susisiekite|skambinkite)|\bdėkoju už (?:jūsų )?(?:laišką|žinutę)|\bačiū už (?:jūsų )?(?:laišką|žinutę)|\bkolegę|\bkolegą",
    ),
    "el": (
        r"(?:για (?:\w+ )?επειγο\w+|επειγο\w+|κατεπειγο\w+)|επικοινωνηστε|καλεστε στο|απευθυνθειτε|ευχαριστω (?:\w+ )?για το (?:μηνυμα|email|e-mail)|κατα την απουσια",
    ),
    "he": (
        r"(?:דחופ|בדחיפות|מקרה חירום)|(?:ניתן לפנות|אנא פנו|פנו ל|ניתן ליצור קשר|ניתן להתקשר|נא לפנות)|תודה על (?:פנייתך|הודעתך|פנייתכם|המייל)|בהיעדרי",
    ),
    "ar": (
        r"(?:للأمور|للامور|في الحالات|للحالات|المسائل) (?:العاجلة|الطارئة)|(?:العاجلة|الطارئة|عاجل)|(?:يرجى|الرجاء) (?:التواصل|الاتصال|مراسلة)|(?:شكرا|شكراً|أشكرك|نشكركم) (?:على|ل)\s?(?:رسالت|تواصل|مراسلت|بريد)|لرسالتكم",
    ),
    "fa": (
        r"(?:موارد|مسائل|کارهای) (?:فوری|ضروری)|(?:با همکار|تماس بگیرید)|از (?:پیام|ایمیل) شما (?:متشکر|سپاسگزار|ممنون)",
    ),
    "th": (r"(?:เรื่องด่วน|กรณีเร่งด่วน|เร่งด่วน|กรณีฉุกเฉิน)|(?:กรุณาติดต่อ|โปรดติดต่อ|ติดต่อคุณ)|ขอบคุณสำหรับ(?:อีเมล|ข้อความ)",),
    "vi": (
        r"\b(?:nếu (?:cần )?(?:gấp|khẩn)|việc gấp|trường hợp khẩn|cần gấp|khẩn cấp)|\b(?:vui lòng|xin) liên hệ|\bcảm ơn (?:bạn |anh |chị |quý khách )?(?:đã )?(?:gửi|liên hệ|vì)",
    ),
    "id": (
        r"\b(?:hal|keperluan|urusan) (?:yang )?(?:mendesak|penting|darurat)|\b(?:silakan|mohon|harap) (?:menghubungi|hubungi)|\bterima kasih atas (?:email|pesan|surel)|\brekan (?:kerja )?saya",
    ),
    "ms": (r"\burusan (?:segera|penting)|\bsila hubungi|\bterima kasih (?:atas|kerana) e",),
    "hi": (r"(?:अत्यावश्यक|तत्काल|आपातकालीन|ज़रूरी|जरूरी|अर्जेंट)|(?:से )?संपर्क करें|(?:आपके )?(?:ईमेल|संदेश) के लिए धन्यवाद",),
    "is": (r"\b(?:vinsamleg\w+|hafið|hafa) (?:\w+ )?samband|\báríðandi|\bbrýn\w* (?:mál|erindi)",),
    "sq": (r"\bpër (?:raste|çështje) (?:urgjente|emergjente)|\bkontaktoni|\burgjent\w*",),
    "af": (r"\bvir dringende|\bdringend\w*|\bskakel (?:die|asb)|\bkontak asseblief",),
    "sw": (r"\bdharura\b|\bwasiliana na",),
    "tl": (r"\burgent na|\btawagan (?:ang|si)|\bmakipag-?ugnayan",),
    "ka": (r"გადაუდებელ|დარეკეთ|დაუკავშირდით",),
    "hy": (r"հրատապ|զանգահարեք|դիմեք",),
    "az": (r"\btəcili|\bhəmkarım\w*|\bəlaqə saxla\w*",),
    "kk": (r"шұғыл|хабарлас\w+|әріптес\w+",),
    "bn": (r"জরুরি|যোগাযোগ করুন",),
    "ta": (r"அவசர|தொடர்பு கொள்ளவும்",),
    "ur": (r"فوری|رابطہ کریں",),
}
