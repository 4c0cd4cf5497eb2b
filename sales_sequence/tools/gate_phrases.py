# License LGPL-3.0 or later: see LICENSE.
"""What spam filters' gates say, in the languages in which they are sold.

Regular expressions, written as people write and folded before use (see ``phrases.fold_pattern``), so
that case, accents and typographic quotes do not matter; a space stands for any white space.
"""

# What happened to our mail.
HELD = (
    r"\byour (?:e-?mail|message|mail)s?\b[^.]{0,80}\b(?:is |are |was |has been |have been )?(?:being )?(?:held|quarantined|on hold|waitlisted|wait-?listed|(?:pending|awaiting|waiting for) (?:approval|confirmation|verification|your|delivery)|not (?:yet )?(?:been )?delivered|blocked pending|(?:put )?on hold|placed in|not yet reached)|\byour (?:e-?mail|message|mail) (?:will|can|is going to) (?:only )?be (?:delivered|released|accepted|received|read) (?:once|after|when|as soon as|only if) you\b|\b(?:messages?|mails?|e-?mails?) from (?:people|new|unknown|unverified|unrecogni[sz]ed|senders|anyone|addresses)\b[^.]{0,60}(?:quarantined?|held|separate|screened|filtered|blocked)",
    r"\b(?:so (?:that )?|before |until |to (?:have|get|allow) )(?:i can (?:receive|get)|your (?:e-?mails?|messages?)[^.]{0,40}(?:delivered|reach|released|accepted|received)|my inbox|messages? (?:will|can) be delivered)",
    r"\bvotre (?:message|e-?mail|mail|courriel)\b[^.]{0,60}(?:n'a pas (?:encore )?été (?:délivré|remis|distribué)|est (?:en attente|bloqué|retenu|mis en attente)|ne (?:lui|m'|me) (?:est|a) pas (?:encore )?parvenu|a été (?:mis en (?:attente|quarantaine)|bloqué|retenu|stoppé))|\bpour (?:qu'il|que votre (?:message|mail|e-?mail))[^.]{0,40}(?:parvienne|soit (?:délivré|remis|distribué))",
    r"\b(?:ihre|deine) (?:e-?mail|nachricht|mail)\b[^.]{0,80}(?:noch nicht (?:zugestellt|ausgeliefert)|zurückgehalten|in quarantäne|wartet auf|wurde (?:angehalten|blockiert|zurückgestellt)|wird erst (?:dann )?zugestellt|angehalten)|\bdamit (?:ihre|deine) (?:e-?mail|nachricht|mail)[^.]{0,40}zugestellt",
    r"\bsu (?:mensaje|correo|email)\b[^.]{0,80}(?:no ha sido (?:aún |todavía )?entregado|está (?:retenido|en espera|pendiente)|ha sido (?:retenido|puesto en)|en cuarentena)|\bpara que su (?:mensaje|correo)[^.]{0,40}(?:entregado|llegue)",
    r"\b(?:il (?:tuo|suo|vostro) (?:messaggio|e-?mail)|la (?:tua|sua|vostra) (?:e-?mail|mail))\b[^.]{0,80}(?:non è (?:ancora )?stat[ao] consegnat|è (?:in attesa|bloccat|trattenut)|in quarantena)|\baffinché (?:il|la) (?:tu|su|vostr)[^.]{0,40}consegnat",
    r"\b(?:a sua mensagem|sua mensagem|seu e-?mail|o seu e-?mail)\b[^.]{0,80}(?:não foi (?:ainda )?(?:entregue|recebid)|ainda não foi|está (?:retid|pendente|em espera|aguardando)|em quarentena|bloquead)|\bpara que (?:a )?(?:sua|seu)[^.]{0,40}(?:entregue|liberad|recebid)",
    r"\b(?:uw|je) (?:bericht|e-?mail|mail)\b[^.]{0,80}(?:nog niet (?:afgeleverd|bezorgd)|wordt (?:vastgehouden|tegengehouden)|in quarantaine|wacht op)",
    r"\b(?:twoja|państwa|pana|pani) wiadomość\b[^.]{0,80}(?:nie została (?:jeszcze )?dostarczona|została (?:zatrzymana|wstrzymana)|oczekuje na|w kwarantannie)",
    r"\b(?:ditt|din|deres) (?:meddelande|mejl|besked|mail|melding|e-?post)\b[^.]{0,80}(?:inte (?:ännu )?levererats|ikke (?:endnu |ennå )?(?:leveret|levert)|i karantän|i karantæne|i karantene|väntar på|afventer|venter på)",
    r"(?:ваше|ваш) (?:письмо|сообщение)[^.]{0,80}(?:(?:ещ[её] )?не (?:было )?доставлено|задержано|в карантине|ожидает)",
    r"(?:メール|メッセージ)[^。]{0,30}(?:保留|隔離|まだ配信され)|(?:邮件|郵件)[^。]{0,20}(?:被隔离|被隔離|尚未(?:送达|送達|投递)|等待(?:验证|驗證|确认))",
)
# What we are asked to do.
LET_IN = (
    r"\b(?:click|clicking|follow|visit|press|open|use|reply|replying|respond|complete|solve)\b[^.]{0,80}\b(?:link|captcha|button|page|verification|this (?:e-?mail|message))\b[^.]{0,60}(?:below|so (?:that )?(?:i can|your|it)|to (?:have|get|release|verify|prove|confirm|authenticate|deliver|be added|add yourself|authori[sz]e|validate|request approval)|before (?:your|it)|deliver|receive)",
    r"\bto reach (?:my|his|her|their|our|the) inbox\b|\b(?:solve|complete|enter|pass) (?:the|a|this) captcha\b|\buntil (?:the|a) sender confirms|\bsender (?:verification|confirmation) (?:is )?required\b",
    r"\b(?:authenticate|verify|identify) yourself\b|\bby clicking (?:on )?(?:the|this|a)\b",
    r"\b(?:click|press) (?:here|below|on|this|the)\b|\b(?:solve|complete|enter) the captcha\b",
    r"\b(?:click|follow|press|reply|respond|complete)\b[^.]{0,60}(?:to (?:have your (?:e-?mail|message)|be added to (?:my|our|the)|release your|verify (?:you|your)|prove (?:you|that)|complete the verification|request approval)|before your (?:e-?mail|message))",
    r"\b(?:add|adding|added) (?:yourself|you|your (?:e-?mail )?address) to (?:my|our|the|his|her) (?:guest|white|allow|allowed|approved|safe|contact|accept|authorized)[ -]?(?:list|senders?)?",
    r"\b(?:i need|we need|require) you to (?:verify|confirm|validate|authenticate)|\bto be added to (?:my|our|the|his|her) (?:\w+ ?){1,2}list\b|\b(?:please )?(?:verify|confirm|validate|authenticate) your (?:message|e-?mail|mail)\b",
    r"\b(?:confirm|verify|prove|authenticate|validate)\b[^.]{0,60}(?:you are (?:a |an )?(?:human|real|person|not a (?:robot|spammer|machine))|yourself as|(?:your|this) (?:e-?mail )?(?:address|identity|message|sender)[^.]{0,60}(?:deliver|sender|so that|click|link))",
    r"\b(?:cliquez|cliquer|en cliquant|veuillez (?:vous )?(?:authentifier|cliquer|confirmer|valider)|merci de (?:vous authentifier|cliquer|confirmer|valider)|authentifi\w+ en)\b[^.]{0,100}(?:lien|bouton|ci-dessous|authentifi|captcha|message|robot|mail)?",
    r"\b(?:klicken sie|klicke|bestätigen sie|authentifizieren sie|beweisen sie)\b[^.]{0,100}(?:link|button|absender|mensch|roboter|captcha|zustell|adresse|folgenden)",
    r"\b(?:haga clic|hacer clic|pulse|confirme|verifique|autentí\w+|demuestre)\b[^.]{0,100}(?:enlace|botón|humano|robot|captcha|remitente|dirección|entreg)",
    r"\b(?:clicca|clicchi|cliccare|confermi|confermare|verifichi|autentic\w+)\b[^.]{0,100}(?:link|pulsante|umano|robot|captcha|mittente|indirizzo|consegn)",
    r"\b(?:clique|clicar|confirme|confirmar|verifique|autentique)\b[^.]{0,100}(?:link|botão|humano|robô|captcha|remetente|endereço|entreg|liberar|imagem)",
    r"\b(?:klik|bevestig|verifieer)\b[^.]{0,100}(?:link|knop|mens|robot|captcha|afzender|adres)",
    r"\b(?:kliknij|potwierdź|zweryfikuj|proszę kliknąć)\b[^.]{0,100}(?:link|przycisk|człowiek|robot|captcha|nadawc|adres)",
    r"\b(?:klicka|klik|klikk|bekräfta|bekræft|bekreft)\b[^.]{0,100}(?:länk|link|lenk|människa|menneske|robot|captcha|avsändar|afsender|avsender)",
    r"(?:нажмите|перейдите по ссылке|подтвердите)[^.]{0,100}(?:ссылк|кнопк|человек|робот|капч|отправител|адрес)",
    r"(?:リンク|ボタン)[^。]{0,20}(?:クリック|押し)|(?:点击|點擊|點選)[^。]{0,20}(?:链接|連結|按钮|按鈕)[^。]{0,30}(?:验证|驗證|确认|確認|投递)?",
)
# Products, and words that only they use.
NAMED = (
    r"\b(?:spam ?arrest|boxbe|tmda|choicemail|challenge[- /]?response|approved senders? list|guest list|whitelist (?:request|confirmation)|allowed senders? list|uol anti-?spam|anti-?spam uol|mail ?in ?black|knowspam|bluebottle|bitbounce|sendio|spamhero|spam ?lion|qurb|vanquish|mailfrontier|spamcop challenge|vade ?(?:secure|retro)|hornetsecurity|antispameurope|altospam|protecmail|mailcleaner|e-?securemail|sanebox|hey\.com screener|cleanfox|spamblocks|digiportal|zaep|ipermit|spam interceptor|0spam|earthlink spamblocker|spamblocker|killmail|active spam killer|magic mail|expurgate|white ?list|safe ?list)\b",
)
# It is only asked once, to keep junk out.
ONCE = (
    r"\b(?:just this once|only (?:need to do|have to do|asked) (?:this |it )?once|won't have to do this again|one[- ]time|this (?:is a )?one-time|junk (?:e-?)?mail|unsolicited|anti-?spam|spam (?:filter|protection|blocker)|protect(?:ing|s|ed)? (?:myself|itself|against|from|by))",
    r"\b(?:qu'une seule fois|une (?:seule |unique )?fois|anti-?spam|pourriels?|indésirables?)|\b(?:nur einmal|einmalig|spam-?(?:schutz|filter))|\b(?:una (?:sola|única) vez|solo una vez|correo no deseado)|\b(?:una (?:sola )?volta|posta indesiderata)|\b(?:(?:apenas )?uma (?:única )?vez)|\b(?:eenmalig|slechts één keer)|\b(?:tylko raz|jednorazow)|\b(?:bara en gång|kun en gang|éngang)|один раз|спам|一度だけ|一次",
)
