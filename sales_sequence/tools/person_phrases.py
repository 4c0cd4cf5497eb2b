# License LGPL-3.0 or later: see LICENSE.
"""What people write to a person, by language.

Regular expressions, written as people write and folded before use (see ``phrases.fold_pattern``), so
that case, accents and typographic quotes do not matter; a space stands for any white space.
"""

# A person talking to a person: asking, offering, agreeing, refusing, requesting a call.
ENGAGEMENT = {
    "en": (
        r"\b(?:let's|let us|shall we|can we|could we|could you|can you|would you(?! like to (?:speak|contact|reach))|will you|did you|are you (?!unable|in need|experiencing|receiv|looking for (?:immediate|urgent))|have you|does (?:it|this|that|your)|how about|what about|how much|how many|what is|what's|why (?:do|did|not|are|is|should|would)|which (?:plan|day|time|one)|when (?:can|could|would|do|are) (?:we|you))\b|(?:^|[.!?] )(?:who|why|what|where|how) ",
        r"\b(?:send me|send (?:it|them|us) |please send (?:me|us|it|them|the|over|a|an|your)|please remove|remove me|take me off|unsubscribe|stop (?:e-?mailing|sending|contacting|bothering)|do not (?:contact|e-?mail|write to) (?:me|us|our)|not interested|interested|sounds (?:good|great|interesting|fine)|looks (?:good|great|interesting|fine)|(?:works for|suits) (?:me|us)|see you (?:then|there|on|at)|talk (?:soon,|then|next|on|to you (?:then|on|next|in))|speak (?:then|soon|next|on)|happy to (?:talk|chat|discuss|join|meet|see|jump|hop|have a)|glad to|love to|keen to|(?:i|we) would like|i'd like|we'd like|i would prefer|i think|i have (?:read|looked|seen|a question)|we (?:already|decided|don't need|use |prefer|have decided)|i already|good idea|as discussed|as agreed|attached (?:is|are|you|please)|is attached|i(?:'ve| have) (?:attached|cc'?d|copied)|thanks for the|come (?:by|over|visit|to our)|no budget|discuss (?:it|this)|no need|we do not (?:need|buy|use|want|work with)|go ahead|book something|another vendor|(?:please )?find attached|(?:i'm|i am) (?:his|her|their) (?:successor|assistant|replacement)|will (?:look at|read|check) (?:this|it)|fill (?:it|this) in|(?:good|fine|best|better|ok|okay|perfect) for (?:me|us)|(?:can't|cannot|can) decide|i decide|in charge of (?:this|that|it)|(?:is|was|isn't) (?:relevant|interesting|not for us)|(?:circle|loop) back|reconnect|snowed under)\b",
        r"\b(?:call|ring|ping|try|catch|reach|write|(?<!your )(?<!my )(?<!the )(?<!this )(?<!on )(?<!up )e-?mail|text|remind|follow up with|get back to|check back with|reach out to|contact) (?:to )?(?:me|us)? ?(?:again |back )?(?:then\b|when (?:i|we)|next|after|tomorrow|later|again\b|on (?:mon|tue|wed|thu|fri)|in (?:the|a|two|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|at \d|anytime|any time|there\b|(?:the )?\d{1,2}\b(?![ -]?\d))|\bwrite (?:me )?again\b|\bget back to me\b",
        r"\b(?:next week|after that|afterwards|then|tomorrow|(?:mon|tues|wednes|thurs|fri)day(?: the)?(?: \d{1,2}(?:st|nd|rd|th)?)?|when i(?:'m| am) back|either|both|that) (?:works|suits|is (?:fine|better|good|bad|perfect|ok)|would (?:work|be|suit)|we (?:can|could)|i (?:can|could))\b|\b(?:i|we) (?:can|could) (?:do|meet|talk|make it|take a call|join|call)\b|\bcould do\b",
        r"\b(?:your|the) (?:offer|proposal|quote|product|demo|slides|deck|suggestion|pricing|price|brochure|tool|solution|pitch|webinar)\b",
        r"\bbut (?:let|we|i can|i could|i would|i'd|happy|please|call|my colleague (?:and|will join)|sure|yes|go|feel|would)\b",
        r"(?:^|[.!,:] )(?:yes|yep|yeah|sure|ok|okay|no,? thanks?|no,? thank you|nope|sorry,|fine|great|perfect|agreed|noted|understood|otherwise fine|got it)\b[ ,.!]",
    ),
    "de": (
        r"\b(?:können (?:wir|sie (?:mir|uns|bitte|das|die))|könnten (?:wir|sie)|kannst du|haben sie (?!einen schönen|vielen|dank|bitte|in)|gibt es|lassen sie uns|lass uns|wie wäre|wollen wir|was kostet|wann (?:können|passt)|bitte (?:senden|schicken) sie (?:mir|uns)|(?:schicken|senden|mailen) sie (?:mir|uns|mal|bitte|das|die)|rufen sie (?:mich|uns)|ruf mich|kommen sie (?:doch|gern|bitte|vorbei|uns)|besuchen sie (?:uns|mich) (?:am|auf|an|doch)|sehen wir uns|treffen wir uns|melden sie sich (?:bitte )?(?:dann|danach|noch ?mal|wieder|im|nach|ab|nächste)|kein interesse|nicht interessiert|interesse an|interessiert|interessant|spannend|klingt (?:\w+ )?(?:gut|spannend|interessant|vernünftig)|(?:ich|wir) (?:gebe|geben|leite|leiten) (?:das|es|dies)|dafür (?:ist|sind) (?:[\w.]+ ){1,5}zuständig|passt (?:mir|gut|uns)|ja,? ger\w+|gerne? (?:telefonieren|am|einen termin|mehr|nehme|können)|dann gern|einverstanden|bis dann|ihr(?:em|es)? angebot|das angebot|austragen|löschen sie|keine weiteren|anbei|wie besprochen|danach (?:können|passt|melde)|kein bedarf|anderen anbieter|termin vereinbaren|schreiben sie mir (?:dann|danach|noch|bitte)|noch ?mal (?:schreiben|melden|anrufen))\b",
        r"\b(?:was|wer|warum|wieso|weshalb|woher) (?:ist|sind|haben|hat|soll|kostet)\b|(?:^|[.!,] )(?:ja|nein|ok|okay|passt|danke,|alles klar|super|gut)(?:[,.!]|$)|\baber (?:wir|ich|gern|ja|bitte|rufen|schicken|das)\b",
    ),
    "fr": (
        r"\b(?:pouvez-vous (?:me|nous|m')|pourriez-vous|pouvons-nous|avez-vous|est-ce (?:que|qu')|qu'est-ce|combien|pourquoi|envoyez[- ](?:moi|nous)|rappelez(?:-moi)?|appelez-moi|recontactez|écrivez-moi (?:après|à|en|plus)|relancez|intéressée?s?|intéresse|d'accord|volontiers|avec plaisir|ça me va|me convient|parfait|votre (?:offre|proposition|produit|solution|démo)|désinscri\w+|ci-joint|comme convenu|on se (?:rappelle|parle|voit)|(?:on (?:en|s'en) )?(?:reparl\w+|recause)|renvoyez[- ](?:moi|nous|le|la|les)|remontrez[- ]moi|je (?:le |la |vous |lui )?(?:transmets|transfère)|(?:je suis|nous sommes) preneurs?|on peut|je préfère|je vous propose|voyez avec|prenons|rendez-vous (?:le|à|jeudi|lundi|mardi|mercredi|vendredi))\b|(?:^|[.!,] )(?:oui|non|ok|parfait|merci mais)(?:[,.!]|$)|\bmais (?:(?:je|nous) (?!ne )|on|vous|oui|disponible|rappel)",
    ),
    "es": (
        r"\b(?:puede(?:s|n)? (?:enviarme|enviarnos|llamarme|mandarme)|podemos|podríamos|podría (?:enviar|llamar|mandar|usted|decirme)|cuánto (?:cuesta|vale)|por qué|envíeme|envíame|envíenme|llámeme|llámame|llame(?:me)? (?:el|la|después)|escríbame|escríbeme|contácteme|me interesa|nos interesa|interesad[oa]s?|de acuerdo|perfecto|me parece (?:bien|bueno)|me va bien|con gusto|su (?:oferta|propuesta|producto|solución)|darme de baja|adjunto|hablamos|quedamos|lo (?:vemos|hablamos|comento|reviso|veo)|agend(?:emos|amos)|mánda(?:me|nos|melo)|manda(?:me|dme)|prefiero|nos vemos|hable con mi)\b|(?:^|[.!,] )(?:sí|no|vale|ok)(?:[,.!]|$)|\bpero (?:podemos|llam|puede|sí|me|nos|hable|envíe|escrib)",
    ),
    "it": (
        r"\b(?:possiamo|potremmo|potrebbe (?:inviar|mandar|chiamar|dirmi)\w*|avete|quanto costa|quando (?:possiamo|potete)|perché (?:non|mi)|mi (?:mandi|invii|chiami|scriva|richiami|ricontatti)|inviatemi|mandatemi|chiamami|chiamatemi|scrivetemi|richiam\w+ (?:dopo|a|il|lunedì)|interessat[oaie]|interessa|d'accordo|va bene|perfetto|volentieri|mi sembra|vostra (?:offerta|proposta|soluzione)|cancellami|cancellatemi|in allegato|(?:ri)?sentiamoci|ci (?:ri)?sentiamo|riparliamo\w*|(?:gli|le|lo|la) inoltro|preferisco|ci vediamo)\b|(?:^|[.!,] )(?:sì|no|ok)(?:[,.!]|$)|\bma (?:possiamo|mi|ci|può|sì|chiam)",
    ),
    "pt": (
        r"\b(?:podemos|poderíamos|poderia (?:enviar|mandar|ligar)|pode(?:m)? (?:ligar-me|enviar-me|me (?:ligar|enviar|mandar)|ligar|mandar)|temos? interesse|quanto custa|quando podemos|por que|envie-(?:me|nos)|me envie|me ligue|ligue-me|ligue (?:na|no|depois)|escreva-me|interessad[oa]s?|interesse|de acordo|perfeito|combinado|parece(?:-me)? bem|com prazer|sua (?:oferta|proposta|solução)|remova|em anexo|falamos|conversar|prefiro)\b|(?:^|[.!,] )(?:sim|não|ok)(?:[,.!]|$)|\bmas (?:pode|podemos|sim|ligue|envie|gostaria)",
    ),
    "nl": (
        r"\b(?:kunnen we|kunt u (?:mij|me|dit|ons)|zou(?:den)? (?:u|je|we|ik)|heeft u (?!vragen|een dringende|dringend)|heb je (?!een dringende|haast)|wat kost|wanneer (?:kunnen|past)|waarom|stuur (?:mij|me|ons|maar)|bel (?:mij|me|dan)|mail me (?:dan|daarna)|geïnteresseerd|geen interesse|interesse|interessant|klinkt goed|akkoord|prima|graag (?:een|meer|de|het|ontvang)|past (?:mij|goed)|uw (?:aanbod|voorstel|offerte|product)|uitschrijven|zoals besproken|daar gaat|gaat daarover|laten we|liever|bespreek|intern)\b|(?:^|[.!,] )(?:ja|nee|ok|oké|prima)(?:[,.!]|$)|\bmaar (?:bel|we|ik|stuur|ja|graag)\b|\bvolgende week maar\b",
    ),
    "pl": (
        r"\b(?:czy (?:może|możemy|mógł|mają|jest)|możemy|proszę (?:o przesłanie|o ofertę|przesłać|wysłać|zadzwonić|usunąć|przysłać|napisać|odezwać)|ile kosztuje|dlaczego|interesuje|zainteresowan\w+|zgoda|świetnie|chętnie|pasuje|państwa (?:oferta|propozycja|ofertę)|wypisać|w załączeniu|porozmawiajmy|zapytam|przekażę|wolę|spotkanie|kontakt po (?:tym|urlopie|powrocie)|zadzwoń|odezwij się|odezwać)\b|(?:^|[.!,] )(?:tak|nie|ok)(?:[,.!]|$)|\bale (?:możemy|proszę|chętnie|tak)",
    ),
    "sv": (
        r"\b(?:kan vi|kan du (?:skicka|ringa) (?:mig|till|över)|kan ni|skulle (?:vi|du)|har ni|vad kostar|när (?:kan vi|passar)|varför|skicka (?:mig|gärna|över)|ring mig|hör av (?:dig|er)|återkom (?:gärna|till mig|efter|då)|intresserad\w*|intresse|intressant|låter bra|gärna (?:en|ett|prata|veta|träffas|höras)|passar (?:bra|mig)|ert (?:förslag|erbjudande)|avregistrera|vi hörs|höras|hellre)\b|(?:^|[.!,] )(?:ja|nej|ok)(?:[,.!]|$)|\bmen (?:vi|jag kan|ring|gärna|skicka)",
    ),
    "da": (
        r"\b(?:kan vi|kan du (?:sende|ringe) (?:mig|til)|skal vi|har i\b|hvad koster|hvornår kan|hvorfor|send (?:mig|gerne)|ring til mig|skriv (?:igen|til mig) (?:efter|når)|vend tilbage|interesseret|lyder godt|gerne (?:et|en|høre|mødes|se|vide|tale)|passer (?:fint|mig|godt)|jeres (?:tilbud|forslag)|afmeld)\b|(?:^|[.!,] )(?:ja|nej|ok)(?:[,.!]|$)|\bmen (?:ring|vi|send|jeg kan|gerne)",
    ),
    "no": (
        r"\b(?:kan vi|kan du (?:sende|ringe) (?:meg|til)|kan dere|skal vi|har dere|hva koster|når kan vi|hvorfor|send (?:meg|gjerne)|ring (?:til )?meg|ta kontakt (?:igjen|da|etter)|interessert|høres bra ut|gjerne (?:et|en|tilbudet|høre|møtes|se|vite|snakke)|passer (?:fint|meg|bra)|deres (?:tilbud|forslag))\b|(?:^|[.!,] )(?:ja|nei|ok)(?:[,.!]|$)|\bmen (?:ring|vi|send|jeg kan|gjerne)",
    ),
    "fi": (
        r"\b(?:voimmeko|voitko (?:lähettää|soittaa)|voisitteko|voisimmeko|onko|paljonko|milloin voi|miksi|lähet(?:ä|tä)\w* (?:minulle|meille|tarjous)|soita(?:tko)? (?:minulle|sitten|uudelleen|ensi|maanantaina)|palaa asiaan|ota yhteyttä uudelleen|kiinnosta\w*|kiinnostun\w+|kuulostaa hyvältä|mielelläni|sopii|tarjouksenne|tapaaminen)\b|(?:^|[.!,] )(?:kyllä|ei kiitos|ok)(?:[,.!]|$)|\bmutta (?:soita|voi|lähet)",
    ),
    "cs": (
        r"\b(?:můžeme|můžete mi|mohli bychom|máte (?:zájem|nějak|čas|k)|kolik stojí|proč|pošlete (?:mi|nám)|zavolejte(?: (?:mi|mně|pak|potom|v|po))?|ozvěte se|napište mi|kontaktujte mě|zájem|zajímá|souhlasím|hodí se|vaše (?:nabídka|nabídku)|vaši nabídku|odhlásit|v příloze|schůzk\w+)\b|(?:^|[.!,] )(?:ano|ne|ok|dobře)(?:[,.!]|$)|\bale (?:ozvu|můžeme|rád|ráda|zavolejte|pošlete)",
    ),
    "sk": (
        r"\b(?:môžeme|môžete mi|máte (?:záujem|nejak)|koľko stojí|prečo|pošlite (?:mi|nám)|zavolajte mi|ozvite sa|napíšte mi|záujem|zaujíma|súhlasím|vašu ponuku|v prílohe|stretnutie)\b|(?:^|[.!,] )(?:áno|nie|ok|dobre)(?:[,.!]|$)|\bale (?:môžeme|rád|zavolajte|pošlite|ozv)",
    ),
    "hu": (
        r"\b(?:tudnánk|tudna|lehetne|mennyibe|miért|küldjön|küldjék|hívjon (?:fel|vissza)?|írjon (?:újra|nekem|utána)|keressen (?:utána|újra)|érdekel|érdeklődöm|rendben|szívesen|megfelel|ajánlatuk\w*|beszélhetünk|találkozó)\b|(?:^|[.!,] )(?:igen|nem,|ok)(?:[,.!]|$)|\bde (?:hétfőn|szívesen|beszél|hív)",
    ),
    "tr": (
        r"\b(?:misiniz|mısınız|musunuz|mıyız|miyiz|ne kadar|neden|bana (?:gönderin|ulaşın|yazın)|sonra (?:arayın|yazın)|beni arayın|tekrar (?:yazın|arayın)|ilgileniyor\w*|ilgilenmiyor\w*|memnuniyetle|teklifiniz\w*|teklif gönder\w*|görüşelim|görüşebiliriz)\b|(?:^|[.!,] )(?:evet|hayır|tamam)(?:[,.!]|$)",
    ),
    "ro": (
        r"\b(?:putem|puteți (?:să-mi|trimite|să ne)|ați putea|aveți o|cât costă|de ce|trimiteți-(?:mi|ne)|sunați-mă|scrieți-mi|reveniți|interesa(?:t|tă|ți|nt)|de acord|cu plăcere|oferta (?:dvs|dumneavoastră|voastră)|o ofertă|întâlnire)\b|(?:^|[.!,] )(?:da|nu|ok)(?:[,.!]|$)|\bdar (?:putem|sun|trimite|da)",
    ),
    "ru": (
        r"\b(?:можем|можете (?:прислать|отправить|ли|мне|позвонить)|могли бы|есть ли|сколько (?:стоит|это)|когда (?:можем|удобно|вам)|почему|пришлите|вышлите|перезвоните|позвоните мне|напишите мне|напишите (?:потом|после|позже)|свяжитесь со мной|давайте|интересно|интересует|заинтересован\w*|согласен|согласна|подходит|с удовольствием|ваше (?:предложение|коммерческое)|отпишите|отписать|созвонимся|(?:я )?(?:ему|ей|им) (?:передам|перешлю)|встреч\w+|предпочитаю)\b|(?:^|[.!,] )(?:да|нет|ок|хорошо)(?:[,.!]|$)|\bно (?:можете|можем|позвон|пришлите|готов)",
    ),
    "uk": (
        r"\b(?:можемо|чи (?:можете|можемо|є)|скільки (?:коштує|це)|чому|надішліть|зателефонуйте мені|напишіть мені|давайте|цікаво|цікавить|згоден|згодна|підходить|із задоволенням|вашу пропозицію|зустріч)\b|(?:^|[.!,] )(?:так|ні|добре)(?:[,.!]|$)|\bале (?:надішл|можемо|зателефон)",
    ),
    "ja": (
        r"(?:でしょうか|ませんか|いただけますか|頂けますか|可能ですか|いかがですか|ますか|ですか)|(?:資料|見積|提案|打ち?合わ?せ|面談)(?:を|の|は|書)(?!.{0,10}(?:自動|受付))|興味(?:が|は|あり|ござ)|検討(?:いた|し|中|させ)|配信停止|承知(?:いた|し)|(?:また|改めて|後日)(?:ご連絡ください|連絡してください|お電話ください)|(?:お)?電話(?:いただければ|ください)|送ってください",
    ),
    "zh": (
        r"(?:吗|呢|嗎)[?？。]?|(?:请|請)(?:发|發|把|提供|寄)|报价|報價|感兴趣|感興趣|(?:没|没有|沒|沒有)(?:兴趣|興趣)|不需要|可以(?:的|谈|聊|约|見|见|给我|給我)|好的|没问题|約(?:時間)|约(?:时间|个)|退订|方案|(?:给|給|跟)我(?:打|发|發|打电话|联系)|但(?:是)?(?:可以|请|請|周)",
    ),
    "ko": (
        r"(?:까요|나요|을까요|습니까|가요|주세요\?|될까요)|관심(?:이|은|없|있)|견적|제안서|미팅|좋습니다|(?:보내|전화|연락)\s?(?:해)?\s?주(?:세요|시면|실)|수신\s?거부",
    ),
    "bg": (
        r"(?:изпратете|пратете|обадете (?:ми )?се|ми се обадете|интересува|интересувам\w*|оферт\w+|можем|можете ли|не,? благодар|напишете ми|съгласен|съгласна|колко струва)|(?:^|[.!,] )(?:да|не|добре)(?:[,.!]|$)",
    ),
    "mk": (r"(?:испратете|јавете ми|заинтересиран\w*|понуда|можеме)|(?:^|[.!,] )(?:да|не)(?:[,.!]|$)",),
    "sr": (
        r"(?:pošaljite|пошаљите|nazovite me|pozovite me|позовите ме|javite mi|јавите ми|zainteresovan\w*|заинтересован\w*|ponud\w+|понуд\w+|možemo|можемо)|(?:^|[.!,] )(?:da|ne|да|не)(?:[,.!]|$)",
    ),
    "hr": (
        r"\b(?:pošaljite|nazovite me|javite mi|zainteresiran\w*|ponud\w+|možemo|zanima|koliko košta|slažem se)\b|(?:^|[.!,] )(?:da|ne)(?:[,.!]|$)|\bali (?:nazovite|možemo|pošalj)",
    ),
    "sl": (
        r"\b(?:pošljite|pokličite me|me lahko pokličete|zanima|zainteresiran\w*|ponudb\w+|lahko se|koliko stane|pišite mi)\b|(?:^|[.!,] )(?:da|ne)(?:[,.!]|$)",
    ),
    "ca": (
        r"\b(?:envieu-me|envia'm|truqueu-me|truca'm|interessa|interessat\w*|podem|d'acord|oferta|pressupost)\b|(?:^|[.!,] )(?:sí|no)(?:[,.!]|$)",
    ),
    "gl": (r"\b(?:envíeme|chámeme|interesa|podemos|de acordo)\b",),
    "eu": (r"\b(?:bidali|deitu niri|interesa|ados)\b",),
    "et": (
        r"\b(?:saatke|helistage mulle|helistage esmaspäeval|kirjutage mulle|huvita\w+|pakkumi\w+|saame|sobib|palju maksab|aga (?:helistage|võite|saatke))\b|(?:^|[.!,] )(?:jah|ei)(?:[,.!]|$)",
    ),
    "lv": (
        r"\b(?:atsūtiet|piezvaniet man|interes\w+|piedāvājum\w+|varam|der\b|cik maksā|bet (?:piezvaniet|varat))\b|(?:^|[.!,] )(?:jā|nē)(?:[,.!]|$)",
    ),
    "lt": (
        r"\b(?:atsiųskite|paskambinti|paskambinkite man|parašykite man|domina|nedomina|pasiūlym\w+|galime|tinka|kiek kainuoja|bet galite)\b|(?:^|[.!,] )(?:taip|ne)(?:[,.!]|$)",
    ),
    "el": (
        r"(?:στειλτε|καλεστε με|τηλεφωνηστε μου|γραψτε μου|ενδιαφερ\w+|προσφορα|μπορουμε|συμφων\w+|ποσο κοστιζει|αλλα μπορ)|(?:^|[.!,] )(?:ναι|οχι)(?:[,.!]|$)",
    ),
    "he": (
        r"(?:תשלח|שלחו|תתקשר|התקשרו אלי|מעוניי|אשמח|הצעת מחיר|נוכל|אפשר לקבוע|כמה עולה|אבל)|(?:^|[.!,] )(?:כן|לא)(?:[,.!]|$)",
    ),
    "ar": (
        r"(?:أرسل|ارسل|اتصل بي|الاتصال بي|مهتم|عرض (?:السعر|الأسعار)|هل يمكن|يمكننا|موافق|كم سعر|ولكن|لكن)|(?:^|[.!,،] )(?:نعم|لا)(?:[,.!،]|$)",
    ),
    "fa": (r"(?:ارسال کنید|بفرستید|با من تماس|علاقه ?مند|پیش ?فاکتور|پیشنهاد قیمت|می ?توانیم|قیمت)",),
    "th": (r"(?:ส่ง(?:ใบเสนอราคา|ข้อมูล|รายละเอียด)|โทรหา|สนใจ|ใบเสนอราคา|นัด|ได้ไหม|ราคาเท่า|แต่)",),
    "vi": (
        r"\b(?:gửi (?:cho )?(?:tôi|mình|chúng tôi)|gọi (?:cho )?tôi|quan tâm|báo giá|có thể (?:gặp|hẹn|trao đổi)|bao nhiêu|đồng ý|nhưng)\b",
    ),
    "id": (
        r"\b(?:kirim(?:kan)?|telepon saya|hubungi saya (?:lagi|kembali|hari|setelah)|tertarik|penawaran|bisa (?:kita|bertemu)|berapa|setuju|tapi|tetapi)\b",
    ),
    "ms": (r"\b(?:hantar(?:kan)?|telefon saya|berminat|sebut harga|bolehkah|berapa|setuju|tetapi|tapi)\b",),
    "hi": (r"(?:भेज(?:ें|िए|ो)|मुझे (?:फोन|फ़ोन|कॉल)|रुचि|कीमत|प्रस्ताव|लेकिन|परंतु)",),
    "is": (r"\b(?:sendið (?:mér|okkur)|hringdu|hringið í mig|áhuga?|tilboð|getum við|en (?:hringdu|sendu))\b",),
}

# "Dear customer" is for everyone, "Hi Anna" for one person: a greeting not followed by one of these words.
_GREETINGS = (
    r"hi|hello|hey|dear|good (?:morning|afternoon|day|evening)|hallo|lieber?|guten (?:tag|morgen)|servus|moin|grüezi"
    r"|sehr geehrte[r]?(?: (?:herr|frau))?|bonjour|cher|chère|salut|hola|estimad[oa]|querid[oa]|buenos días|buenas tardes"
    r"|ciao|gentile|salve|buongiorno|caro|cara|olá|bom dia|boa tarde|prezad[oa]|beste|geachte|dag|goedemorgen|cześć"
    r"|dzień dobry|szanown[yai]\w*(?: pani[e]?)?|hej|hei|moi|dobrý den|dobrý deň|ahoj|kedves|tisztelt|merhaba|sayın"
    r"|bună(?: ziua)?|stimat[eă]|здравствуйте|добрый день|привет|уважаем\w+|добрий день|вітаю|шановн\w+|здравейте"
    r"|здравей|уважаем[аи]?|poštovan[ia]|bok|pozdravljen[ai]?|γεια σ(?:ου|ας)|αγαπητ[ηέ]|שלום|היי|مرحبا|عزيزتي|عزيزي"
    r"|tere|labdien|sveiki|laba diena|xin chào|chào|halo|hai|bon dia|benvolgu(?:t|da)"
)
_NOT_A_NAME = (
    r"there|ziua|buenas|buenos|good|all|team|everyone|everybody|colleagues?|sir|madam|sender|customers?|friends?|partners?|valued|client|reader"
    r"|visitor|and|thank|thanks|you|i|i'm|im|this|we|contact|sirs|ladies|user|from|to|supplier\w*|vendor\w*"
    r"|applicant|candidate|member|guest|sales|support|business|alle|zusammen|damen|kolleg\w*|kund\w*|leser\w*"
    r"|absender\w*|ich|wir|vielen|danke|geschäfts\w*|partner\w*|lieferant\w*|interessent\w*|besucher\w*"
    r"|mitglied\w*|und|liebe\w*|sehr|damen|team|patient\w*|mandant\w*|eltern|studier\w*|gäste|schüler\w*|à|a|tou[st]\w*|madame|monsieur|client\w*|expéditeur|collègues?|merci"
    r"|je|nous|bonjour|partenaire\w*|ami\w*|todos|cliente\w*|señor\w*|colegas?|amig\w*|remitente|gracias|soy|estoy"
    r"|en|me|tutti|a|colleghi|collega|utente|mittente|grazie|signor\w*|sono|clienti|senhor\w*|obrigad\w*|heer"
    r"|mevrouw|klant\w*|collega\w*|relatie\w*|afzender|lezer|ik|państw\w*|pani[e]?|nadawco|dziękuj\w*|jestem"
    r"|och|og|jag|jeg|tack|tak|takk|kund|kunde\w*|alla|kiitos|olen|děkuj\w*|ďakuj\w*|vážen\w+|jsem|kollég\w*"
    r"|partner\w*|ügyf\w*|feladó|köszön\w*|hölg\w*|cím\w*|müşteri\w*|ilgili|yetkili|gönderen|domn\w*|sunt"
    r"|коллег\w*|клиент\w*|отправител\w*|партн[её]р\w*|господа|дами|друзья|спасибо|я|мы|клієнт\w*|колег\w*"
    r"|відправник\w*|пан\w*|дякую|благодаря|gospod\w*|svi|klijent\w*|na|zahvalj\w*|hvala|hoan|quý|anh\/chị"
)
GREETING = rf"^(?:{_GREETINGS}) (?!(?:{_NOT_A_NAME})\b)(?!.{{0,1}}$)([\w'-]{{2,30}})\b"
CLOSING = (
    r"(?:best|kind|warm|kindest|warmest|many)? ?regards|best wishes|all the best|cheers|sincerely"
    r"|yours(?: truly| sincerely| faithfully)?|thanks(?: again)?|best|mit (?:freundlichen|besten|herzlichen|lieben) grüßen"
    r"|(?:viele|beste|liebe|herzliche|freundliche) grüße|gruß|mfg|lg|vg|(?:bien )?cordialement|bien à vous|salutations"
    r"|sincères salutations|(?:un )?(?:cordial )?saludos?(?: cordiales)?|atentamente|cordiali saluti|distinti saluti|saluti"
    r"|(?:com os melhores )?cumprimentos|atenciosamente|abraços?|(?:met )?(?:vriendelijke|hartelijke) groet(?:en)?"
    r"|groet(?:en|jes)?|pozdrawiam|z poważaniem|(?:med )?vänliga? hälsning(?:ar)?|mvh|(?:med )?(?:venlig|vennlig) hilsen"
    r"|(?:ystävällisin )?terveisin|s pozdravem|s pozdravom|üdvözlettel|saygılarımla|iyi çalışmalar|cu stimă"
    r"|(?:с )?уважением|с уважением|с уважение|поздрави|з повагою|lijep pozdrav|lp|s poštovanjem|srdačan pozdrav"
    r"|με εκτίμηση|φιλικά|בברכה|תודה|مع (?:أطيب )?(?:التحية|التحيات)|با احترام|lugupidamisega|ar cieņu|pagarbiai|trân trọng"
    r"|hormat (?:saya|kami)|salam|salutacions|ขอแสดงความนับถือ|以上、?よろしくお願い.{0,12}|よろしくお願い.{0,12}|此致|祝好|敬礼|감사합니다"
)
