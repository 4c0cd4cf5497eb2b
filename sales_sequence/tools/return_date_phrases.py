# License LGPL-3.0 or later: see LICENSE.
"""The words around dates in absence notes, by language.

``until`` stands before the last day of an absence, ``back`` before (or in the same clause as) the
first day at work, ``start`` before its first day; ``until_after`` and ``back_after`` stand behind
the date, ``back_clause`` anywhere in its clause. All are regular expressions, folded before use.
``mixed`` words mean a first day at work if the clause speaks of coming back, else the start of the
absence ("ab dem 3. August wieder erreichbar", "ab dem 3. August im Urlaub").
"""

CUES = {
    "en": {
        "until": r"until|till|til|thru|through|up to|ending|ends|end date|last day|and including|to",
        "back": r"(?:back|return(?:ing|s)?|returned|rejoin(?:ing)?|resum(?:e|ing)|available again|reachable again|available|reopen(?:ing)?|re-open(?:ing)?)(?: (?:to|in|at|from|on|of|the|my|work|office|our|online|again|date|is|leave|will|be|by|morning|a|duty|this|coming|next|\w{3,6}day,?)){0,6}[\s:,(]*",
        "start": r"from|starting|beginning|since|on|between|effective|commencing|start date", "mixed": r"as of|as from|starting from|from",
        "back_clause": r"\bback\b|\breturn|again|resume|respond|reply|available", "range": r"to|-|through|thru|until|till|and|til",
        "until_after": r"inclusive|included", "back_after": r"", "end_of": r"(?:the )?end of(?: the month of)?|late",
    },
    "de": {
        "until": r"bis(?: (?:zum|einschließlich|einschl\.?|inklusive|inkl\.?|und mit|voraussichtlich|mindestens|einschließlich zum|ende))*", "back": r"(?:zurück|wieder|rückkehr|erreichbar|wiederkehr|anwesend|da)(?: (?:ab|am|bin|ich|ist|im|büro|erreichbar|dem|den|persönlich|für|sie|haus|der|seit|erst|ins|voraussichtlich|zum|\w+tag,?|\w+woch,?)){0,7}[\s:,(]*",
        "start": r"vom|von|seit|zwischen", "mixed": r"ab(?: (?:dem|den|\w+tag,?|\w+tag,? dem|\w+tag,? den))?|am(?: \w+tag,?)?(?: dem| den)?", "back_clause": r"wieder|zurück|rückkehr|erreichbar(?! nicht)", "range": r"bis(?: zum| einschließlich| inkl\.?| einschl\.?)*|-|und",
        "until_after": r"einschließlich|inklusive|einschl|inkl", "back_after": r"[^.]{0,30}?(?:wieder|zurück)", "end_of": r"ende",
    },
    "fr": {
        "until": r"jusqu'(?:au|à|en)(?: (?:la fin|compris|inclus|\w+di))*(?: \w+di)?|au(?: \w+di)?|jusque", "back": r"(?:retour|de retour|reviens|reviendrai|serai (?:de nouveau|à nouveau)|reprise|reprendrai|rentre|rentrerai|rouvri\w+|disponible|joignable)(?: (?:au|bureau|le|à|partir|du|est|prévu|prévue|dès|en|l'|de|disponible|joignable|\w+di,?|activité|mon|poste|fixé|compter)){0,7}[\s:,(]*",
        "start": r"du(?: \w+di)?|depuis|entre le|le", "mixed": r"à partir du(?: \w+di)?|dès le(?: \w+di)?|à compter du(?: \w+di)?|le(?: \w+di)?", "back_clause": r"retour|nouveau|revien|reprend|joignable|disponible", "range": r"au(?: \w+di)?|-|et le|jusqu'au",
        "until_after": r"inclus|compris", "back_after": r"", "end_of": r"(?:la )?fin(?: du mois)?(?: d[eu'])?",
    },
    "es": {
        "until": r"hasta(?: (?:el|finales de|próximo|día|inclusive|\w+s|\w+do,?|\w+go,?))*|al(?: día)?|a", "back": r"(?:regres\w+|vuelv\w+|volver\w*|vuelta|retorn\w+|reincorpor\w+|incorporar\w*|de nuevo|disponible|reanud\w+)(?: (?:el|al|a|la|oficina|trabajo|de|día|próximo|partir|del|será|mi|puesto|en|lunes|martes|miércoles|jueves|viernes,?)){0,7}[\s:,(]*",
        "start": r"del|desde(?: el)?|entre el|el", "mixed": r"a partir del?(?: día| lunes)?|desde el|el(?: \w+s)?", "back_clause": r"regres|vuelv|volver|reincorpor|disponible|de nuevo|retorn", "range": r"al(?: día)?|-|a|hasta(?: el)?|y(?: el)?",
        "until_after": r"inclusive|incluido|ambos inclusive", "back_after": r"", "end_of": r"(?:finales|fin|fines) de",
    },
    "it": {
        "until": r"fino (?:a|al|all'|alla fine di)(?: giorno)?(?: \w+dì)?|sino al?|al|a tutto il", "back": r"(?:rientr\w+|torn\w+|ritorn\w+|di nuovo|nuovamente|disponibile|reperibile|riapr\w+)(?: (?:in|il|ufficio|sede|a|partire|da|dal|dall'|giorno|al|lavoro|previsto|sarà|\w+dì,?)){0,7}[\s:,(]*",
        "start": r"dal(?: giorno)?|da|tra il|dall'|il", "mixed": r"a partire dal?(?:l')?|dal|il", "back_clause": r"rientr|torn|ritorn|nuov|reperibile|disponibile", "range": r"al(?:l')?|-|a|fino al|e il|e",
        "until_after": r"compreso|incluso|compresi", "back_after": r"", "end_of": r"(?:la )?fine (?:di|del mese di)",
    },
    "pt": {
        "until": r"até(?: (?:ao?|o|dia|final de|fim de|próximo|\w+-feira,?))*|ao?(?: dia)?", "back": r"(?:regress\w+|retorn\w+|volt\w+|de volta|novamente|disponível|de novo|reabr\w+)(?: (?:ao?|no|o|em|dia|escritório|trabalho|a|partir|de|do|na|será|previsto|para|\w+-feira,?)){0,7}[\s:,(]*",
        "start": r"de|desde(?: o)?(?: dia)?|entre(?: o| os)?(?: dias?)?|do dia|no dia", "mixed": r"a partir d[eo](?: dia)?|no dia|em", "back_clause": r"regress|retorn|volt|novamente|disponível", "range": r"ao?(?: dia)?|-|até(?: ao?)?(?: dia)?|e(?: o)?",
        "until_after": r"inclusive", "back_after": r"", "end_of": r"(?:final|finais|fim|fins) de",
    },
    "nl": {
        "until": r"tot(?: (?:en met|aan|eind|\w+dag))*|t/m|t\.e\.m\.|tem|t\.m\.", "back": r"(?:terug|weer|retour|opnieuw|bereikbaar|aanwezig|hervat)(?: (?:op|ben|ik|vanaf|kantoor|aanwezig|bereikbaar|met|ingang|van|per|het|in|de|te|\w+dag,?)){0,7}[\s:,(]*",
        "start": r"van|sinds|tussen|op", "mixed": r"vanaf(?: \w+dag)?|per|op(?: \w+dag)?", "back_clause": r"terug|weer|opnieuw|bereikbaar", "range": r"tot(?: en met)?|t/m|-|en",
        "until_after": r"", "back_after": r"[^.]{0,30}?(?:weer|terug)", "end_of": r"eind(?:e)?",
    },
    "pl": {
        "until": r"do(?: (?:dnia|końca|\w+ku|\w+y))?|aż do", "back": r"(?:wrac\w+|wróc\w+|powr[oó]\w+|ponownie|znowu|z powrotem|dostępn\w+)(?: (?:do|biura|pracy|w|dniu|dnia|od|na|będę|planowany|jest|ze|urlopu|\w+ek,?)){0,7}[\s:,(]*",
        "start": r"od(?: dnia)?|w dniach|w dniu|w terminie", "mixed": r"od(?: dnia)?|dnia|w dniu", "back_clause": r"wrac|wroc|powr|ponownie|znow|dostepn", "range": r"do|-|i",
        "until_after": r"włącznie", "back_after": r"", "end_of": r"(?:do )?końca?",
    },
    "sv": {
        "until": r"till(?: (?:och med|den|slutet av))*|t\.?\s?o\.?\s?m\.?(?: den)?|tom|fram till|fram t\.?o\.?m\.?", "back": r"(?:tillbaka|åter(?:kommer|vänder|igen)?|igen|på plats|anträffbar)(?: (?:på|den|kontoret|igen|plats|från|och|med|fr\.?o\.?m\.?|i|tjänst|\w+dag(?:en)?)){0,7}[\s:,(]*",
        "start": r"från(?: och med)?(?: den)?|mellan|den", "mixed": r"fr\.?\s?o\.?\s?m\.?(?: den)?|från och med(?: den)?|den", "back_clause": r"tillbaka|aterkom|ater|igen", "range": r"till(?: och med)?(?: den)?|-|och|t\.?o\.?m\.?",
        "until_after": r"", "back_after": r"", "end_of": r"slutet av|sista",
    },
    "da": {
        "until": r"til(?: (?:og med|den|slutningen af))*|t\.?\s?o\.?\s?m\.?(?: den)?|frem til(?: den)?", "back": r"(?:tilbage|retur|igen|atter|at træffe)(?: (?:på|den|kontoret|igen|fra|og|med|i|pladsen|d\.|\w+dag)){0,7}[\s:,(]*",
        "start": r"fra(?: og med)?(?: den)?|mellem(?: den)?|den", "mixed": r"fra og med(?: den)?|den|d\.", "back_clause": r"tilbage|igen|retur", "range": r"til(?: og med)?(?: den)?|-|og(?: den)?",
        "until_after": r"", "back_after": r"", "end_of": r"(?:slutningen af|udgangen af|ultimo)",
    },
    "no": {
        "until": r"til(?: (?:og med|den|slutten av))*|t\.?\s?o\.?\s?m\.?(?: den)?|frem til(?: den)?", "back": r"(?:tilbake|igjen)(?: (?:på|den|kontoret|igjen|fra|og|med|i|jobb|\w+dag)){0,7}[\s:,(]*",
        "start": r"fra(?: og med)?(?: den)?|mellom(?: den)?|den", "mixed": r"fra og med(?: den)?|den", "back_clause": r"tilbake|igjen", "range": r"til(?: og med)?(?: den)?|-|og",
        "until_after": r"", "back_after": r"", "end_of": r"slutten av|utgangen av",
    },
    "fi": {
        "until": r"", "back": r"(?:palaan|palaamme|takaisin|jälleen|tavoitettavissa|paluu|palaa)(?: (?:toimistolle|toimistolla|töihin|lomalta|taas|viimeistään|on|\w+na|\w+taina|\w+kona)){0,6}[\s:,(]*",
        "start": r"", "mixed": r"", "back_clause": r"palaan|palaamme|takaisin|jalleen|palaa\b", "range": r"-|ja",
        "until_after": r"(?:saakka|asti)", "back_after": r"", "end_of": r"",
    },
    "cs": {
        "until": r"do(?: (?:dne|konce|\w+le|\w+ku))?|až do|včetně", "back": r"(?:vrac\w+|vrát\w+|zpět|zpátky|opět|znovu|návrat\w*|k dispozici|k zastižení)(?: (?:se|do|v|kanceláře|práce|dne|budu|k|dispozici|od|na|je|\w+lí|\w+k,?)){0,7}[\s:,(]*",
        "start": r"od(?: dne)?|ve dnech|v termínu|v době od", "mixed": r"od(?: dne)?|dne", "back_clause": r"vrac|vrat|zpet|opet|znovu|navrat|k dispozici", "range": r"do|-|až|a",
        "until_after": r"včetně", "back_after": r"", "end_of": r"(?:do )?konce",
    },
    "sk": {
        "until": r"do(?: (?:dňa|konca))?|až do|vrátane", "back": r"(?:vrac\w+|vrát\w+|späť|opäť|znova|znovu|návrat\w*|k dispozícii)(?: (?:sa|do|v|kancelárie|práce|dňa|budem|k|dispozícii|od|na|je)){0,7}[\s:,(]*",
        "start": r"od(?: dňa)?|v dňoch|v termíne", "mixed": r"od(?: dňa)?|dňa", "back_clause": r"vrac|vrat|spat|opat|znov|navrat|k dispozicii", "range": r"do|-|až|a",
        "until_after": r"vrátane", "back_after": r"", "end_of": r"(?:do )?konca",
    },
    "hu": {
        "until": r"", "back": r"(?:visszatér\w*|visszajöv\w*|újra|ismét|legközelebb|először|visszaérkez\w*)(?: (?:az|a|irodába|irodában|napja|napom|vagyok|leszek|elérhető|munkába)){0,6}[\s:,(]*",
        "start": r"", "mixed": r"", "back_clause": r"visszater|visszajov|ujra|ismet", "range": r"-|és",
        "until_after": r"-?(?:ig|áig|éig)\b|napjáig", "back_after": r"-?(?:t[oó]l|től|án|én|jén|ján)?[^.]{0,30}?(?:visszatér|újra|ismét|vissza)", "end_of": r"",
    },
    "tr": {
        "until": r"", "back": r"(?:dönüş tarihim?|dönüş)[\s:,(]*", "start": r"", "mixed": r"", "back_clause": r"don[eu]|tekrar|yeniden|itibaren|geri", "range": r"-|ile|ve|'?\w{0,4}den|tarihinden",
        "until_after": r"'?\w{0,3} ?(?:tarihine |gününe |sonuna )?kadar|'?(?:e|a|ye|ya) kadar", "back_after": r"[^.]{0,25}?(?:itibaren|don[eu]|tekrar|ofiste|görev\w+ başı)", "end_of": r"",
    },
    "ro": {
        "until": r"până (?:la|pe|în)(?: (?:data de|sfârșitul lunii|data))?", "back": r"(?:revin|revenire\w*|mă întorc|întorc|întoarcere\w*|înapoi|din nou|disponibil\w*|reven\w+)(?: (?:la|în|pe|birou|data|de|din|cu|începând|voi|fi|pe data de|luni|marți|miercuri|joi|vineri)){0,7}[\s:,(]*",
        "start": r"de la|din|între|în perioada|începând", "mixed": r"din|începând (?:cu|din)(?: data de)?|pe(?: data de)?|din data de", "back_clause": r"revin|intorc|intoar|din nou|inapoi|disponibil", "range": r"-|până (?:la|pe)|la|și",
        "until_after": r"inclusiv", "back_after": r"", "end_of": r"sfârșitul(?: lunii)?",
    },
    "ru": {
        "until": r"до(?: (?:конца|начала))?|по|вплоть до", "back": r"(?:верн\w+|выйду|выхожу|возвра\w+|снова|вновь|на связи|выход)(?: (?:в|на|офис|работу|рабочее|место|с|к|буду|рабочем|месте|доступ\w+|из|отпуска|связи|я|\w+ник,?|среду,?|пятницу,?)){0,7}[\s:,(]*",
        "start": r"с|со|от|в период с", "mixed": r"с|начиная с", "back_clause": r"верн|выйду|выхожу|возвра|снова|вновь|на связи|буду (?:на|в)", "range": r"по|до|-|и",
        "until_after": r"включительно", "back_after": r"", "end_of": r"(?:до )?конца?",
    },
    "uk": {
        "until": r"до(?: кінця)?|по", "back": r"(?:поверн\w+|вийду|знову|на зв'язку)(?: (?:в|у|на|офіс|роботу|з|до|буду|роботи)){0,7}[\s:,(]*", "start": r"з|із|від", "mixed": r"з", "back_clause": r"поверн|вийду|знову", "range": r"по|до|-|і|та", "until_after": r"включно", "back_after": r"", "end_of": r"(?:до )?кінця?",
    },
    "ja": {
        "until": r"", "back": r"(?:復帰|出社|戻り|再開|営業開始|復職)(?:予定|日|予定日)?(?:は|:|、)*\s?", "start": r"", "mixed": r"", "back_clause": r"", "range": r"から|より|~|-|〜|から翌",
        "until_after": r"(?:\(.\))?\s?(?:まで|迄|[^。]{0,6}末まで)", "back_after": r"(?:\(.\))?\s?(?:に|から|より|以降|は|頃)[^。まで]{0,18}?(?:戻|復帰|出社|再開|出勤|対応|返信|連絡|営業|業務|帰社|通常)|(?:\(.\))?\s?以降", "end_of": r"",
    },
    "zh": {
        "until": r"至|到|直至|直到|截至|截止|~|-", "back": r"(?:返回|回来|返岗|回到|恢复|恢復|上班|复工|復工|返工|回公司|回辦公室|回办公室|返)(?:办公室|辦公室|日期|时间|時間|为|為|是|:|工作)*\s?", "start": r"从|自|于|從|於|由", "mixed": r"于|將於|将于|於", "back_clause": r"返|回|恢复|恢復|上班|复工", "range": r"至|到|-|~|—",
        "until_after": r"(?:\(.{1,3}\))?(?:止|为止|為止|期间|期間)", "back_after": r"(?:\(.{1,4}\))?(?:起|后|後|才)?[^。,，]{0,6}?(?:返|回|恢复|恢復|上班|复工|復工|正常)", "end_of": r"",
    },
    "ko": {
        "until": r"", "back": r"(?:복귀|출근|업무\s?재개)(?:일|예정일|\s?예정)?(?:은|는|:)?\s?", "start": r"", "mixed": r"", "back_clause": r"", "range": r"부터|~|-|에서",
        "until_after": r"\s?(?:\(.\))?\s?까지", "back_after": r"\s?(?:\(.\))?\s?(?:에|부터|일)?\s?[^.까지]{0,10}?(?:복귀|돌아|출근|정상)", "end_of": r"",
    },
}
